//! A million lines of a job's output: on the disk, not in memory, and the keys keep coming through.

use crate::lab::product::Product;
use crate::lab::screen::Screens;
use crate::process;
use crate::stats::Times;
use crate::table::Row;
use crossterm::event::KeyCode;
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process::{Spec, run};
use std::path::Path;
use std::time::{Duration, Instant};

const LINES: usize = 1_000_000;
/// As long as pytest's usually are, and colored as they are.
const LINE: &str =
    "tests/test_unit.py::test_metric[orders] \u{1b}[32mPASSED\u{1b}[0m                 [ 42%]";
/// Pipe, splitter, kept tail and log buffer.
const MEMORY: f64 = 8.0;

pub fn rows() -> Vec<Row> {
    let dir = tempfile::tempdir().expect("a folder");
    let log = dir.path().join("job.log");
    let held = process::own().filter(|_| process::forget_peak());
    let (took, kept) = flood(&log);
    let peak = held.and_then(|(_, before)| Some(process::own()?.0 - before));
    let on_disk = lines(&log);
    let mut rows = vec![
        Row::told(
            "1,000,000 lines of output",
            format!("{:.2} s", took.as_secs_f64()),
            "no budget of time",
        ),
        Row::fact(
            "1,000,000 lines: on the disk",
            on_disk.to_string(),
            "all",
            on_disk == LINES,
        ),
    ];
    rows.push(match peak {
        Some(peak) => {
            let row = Row::under("1,000,000 lines: memory", peak.max(0.0), MEMORY, "MB");
            row.with(&format!("{} KiB of text kept", kept / 1024))
        }
        None => Row::told(
            "1,000,000 lines: memory",
            "not measured",
            "needs Linux's /proc",
        ),
    });
    rows.push(keys(&log));
    rows
}

fn flood(log: &Path) -> (Duration, usize) {
    let mut spec = Spec::new(
        "sh",
        ["-c".to_owned(), format!("yes '{LINE}' | head -n {LINES}")],
    );
    spec.log = Some(log.to_owned());
    let started = Instant::now();
    let ended = run(&spec, &CancelToken::new(), &mut |_| {}).expect("sh runs");
    assert!(ended.success(), "{ended:?}");
    (started.elapsed(), ended.output.len())
}

fn lines(log: &Path) -> usize {
    let bytes = std::fs::read(log).expect("the log");
    bytes.split(|b| *b == b'\n').count() - 1
}

/// Keys pressed while the output comes: each is followed by a frame that shows what it did.
fn keys(log: &Path) -> Row {
    let mut screens = Screens::open(&Product::new(10_000));
    screens.press(KeyCode::Down);
    let mut times = vec![];
    std::thread::scope(|scope| {
        let job = scope.spawn(|| flood(log));
        while !job.is_finished() {
            let before = screens.text();
            let pressed = Instant::now();
            screens.press(KeyCode::Down);
            times.push(pressed.elapsed());
            assert_ne!(screens.text(), before, "a key was dropped");
        }
    });
    let times = Times::new(times);
    let what = format!(
        "1,000,000 lines: {} keys meanwhile, none dropped",
        times.count()
    );
    Row::under(what, times.percentile(99), 4.0, "ms")
        .with(&format!("p99; p50 {:.2}", times.median()))
}
