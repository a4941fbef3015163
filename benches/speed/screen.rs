//! The metrics table of 10,000 rows at 120x36: a key, and the frame that follows.

use crate::lab::product::Product;
use crate::lab::screen::Screens;
use crossterm::event::KeyCode;
use divan::Bencher;

const METRICS: usize = 10_000;

#[divan::bench(max_time = 2)]
fn frame(bencher: Bencher) {
    let mut screens = Screens::open(&Product::new(METRICS));
    bencher.bench_local(|| screens.draw());
}

#[divan::bench(max_time = 2)]
fn key_down(bencher: Bencher) {
    let mut screens = Screens::open(&Product::new(METRICS));
    bencher.bench_local(|| screens.press(KeyCode::Down));
}

/// At the far end of the table.
#[divan::bench(max_time = 2)]
fn key_up_at_the_end(bencher: Bencher) {
    let mut screens = Screens::open(&Product::new(METRICS));
    screens.press(KeyCode::End);
    bencher.bench_local(|| screens.press(KeyCode::Up));
}

/// A row's orientation changes, which makes the rows again.
#[divan::bench(max_time = 2)]
fn key_that_edits(bencher: Bencher) {
    let mut screens = Screens::open(&Product::new(METRICS));
    bencher.bench_local(|| screens.press(KeyCode::Char('o')));
}

/// One more letter in the filter.
#[divan::bench(max_time = 2)]
fn key_in_the_filter(bencher: Bencher) {
    let mut screens = Screens::open(&Product::new(METRICS));
    screens.press(KeyCode::Char('/'));
    let mut on = false;
    bencher.bench_local(|| {
        on = !on;
        screens.press(if on {
            KeyCode::Char('d')
        } else {
            KeyCode::Backspace
        });
    });
}
