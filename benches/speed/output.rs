//! A million lines of a job's output, through the pipe, cleaned, onto the disk.

use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process::{self, Spec};
use divan::Bencher;
use divan::counter::ItemsCount;

const LINES: usize = 1_000_000;
const LINE: &str =
    "tests/test_unit.py::test_metric[orders] \u{1b}[32mPASSED\u{1b}[0m                 [ 42%]";

#[divan::bench(sample_count = 3, sample_size = 1)]
fn lines_1_000_000(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    let mut spec = Spec::new(
        "sh",
        ["-c".to_owned(), format!("yes '{LINE}' | head -n {LINES}")],
    );
    spec.log = Some(dir.path().join("job.log"));
    bencher.counter(ItemsCount::new(LINES)).bench_local(|| {
        let mut lines = 0;
        let ended = process::run(&spec, &CancelToken::new(), &mut |_| lines += 1);
        assert!(ended.expect("sh runs").success());
        assert_eq!(lines, LINES);
    });
}
