//! From a page to the rows of metadata.csv.

use crate::lab::product::{self, Product};
use ddint_tui::core::{derived, openmetrics};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

const LINES: usize = 1_000_000;

#[divan::bench(sample_count = 5, sample_size = 1)]
fn page_of_1_000_000_lines(bencher: Bencher) {
    let page = product::page_of_lines(LINES);
    bencher
        .counter(BytesCount::of_str(&page))
        .counter(ItemsCount::new(LINES))
        .bench_local(|| openmetrics::parse(divan::black_box(&page), None).expect("a page"));
}

#[divan::bench(args = [1_000, 10_000], max_time = 2)]
fn mapping(bencher: Bencher, metrics: usize) {
    let page = product::page(metrics, 2);
    let answers = product::answers();
    bencher
        .counter(ItemsCount::new(metrics))
        .bench_local(|| product::map(divan::black_box(&page), &answers));
}

#[divan::bench(args = [1_000, 10_000], max_time = 2)]
fn rows(bencher: Bencher, metrics: usize) {
    let p = Product::new(metrics);
    let units = product::units();
    bencher
        .counter(ItemsCount::new(metrics))
        .bench_local(|| derived::all(&p.capture, &p.mapping.help, &p.answers, &units));
}

/// The same where every metric was answered.
#[divan::bench(args = [1_000, 10_000], max_time = 2)]
fn rows_with_answers(bencher: Bencher, metrics: usize) {
    let mut p = Product::new(metrics);
    p.answers.metrics = p.metric_answers();
    let units = product::units();
    bencher
        .counter(ItemsCount::new(metrics))
        .bench_local(|| derived::all(&p.capture, &p.mapping.help, &p.answers, &units));
}
