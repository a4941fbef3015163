//! A million lines of a job's output, through the pipe, cleaned, onto the disk.

use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process::{self, Spec};
use divan::Bencher;
use divan::counter::ItemsCount;

const LINES: usize = 1_000_000;

#[divan::bench(sample_count = 3, sample_size = 1)]
fn lines_1_000_000(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    let mut spec = Spec::new("seq", [LINES.to_string()]);
    spec.log = Some(dir.path().join("job.log"));
    bencher.counter(ItemsCount::new(LINES)).bench_local(|| {
        let mut lines = 0;
        let ended = process::run(&spec, &CancelToken::new(), &mut |_| lines += 1);
        assert!(ended.expect("seq runs").success());
        assert_eq!(lines, LINES);
    });
}
