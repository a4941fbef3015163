//! The workspace file of a workflow in which 10,000 metrics were answered.

use crate::lab::product::Product;
use crate::lab::saved;
use ddint_tui::core::state::State;
use ddint_tui::workspace;
use ddint_tui::workspace::store::Store;
use divan::Bencher;
use std::path::Path;

fn large() -> State {
    let mut product = Product::new(10_000);
    product.answers.metrics = product.metric_answers();
    saved::state(&product, Path::new("/clone"))
}

/// Encoded, written, synced, renamed.
#[divan::bench(max_time = 3)]
fn save(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::<State>::open(dir.path()).unwrap();
    let mut state = large();
    bencher.bench_local(|| {
        // Another content each time, or nothing would be written.
        state.ui.touched += 1;
        store.save(state.clone());
        store.flush().expect("it is saved");
    });
}

#[divan::bench(max_time = 3)]
fn read(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::<State>::open(dir.path()).unwrap();
    store.save(large());
    store.flush().unwrap();
    bencher.bench_local(|| workspace::read::<State>(dir.path()).expect("a workflow"));
}

/// What one save costs the thread that draws.
#[divan::bench(max_time = 2)]
fn snapshot(bencher: Bencher) {
    let state = large();
    bencher.bench_local(|| divan::black_box(&state).clone());
}
