//! Every validation that the repository's CI runs on one integration, by plain ddev and by the one that stays loaded.

use crate::BINARY;
use crate::process::resident;
use crate::stats::{Times, ms};
use crate::table::Row;
use ddint_tui::core::answers::Track;
use ddint_tui::core::testing::{Task, TaskState};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::ddev::Ddev;
use ddint_tui::toolchain::warm::Warm;
use ddint_tui::toolchain::{self, Toolchain, dirs, tasks};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const FOLDER: &str = "acme_queue";
const PLAIN: &str = "all CI validations, plain ddev";
/// As the Test step runs them.
const AT_ONCE: usize = 2;
const ROUNDS: usize = 7;
const EDITS: usize = 25;

pub fn rows() -> Vec<Row> {
    let Some(toolchain) = toolchain::current() else {
        let why = "no toolchain here: ddint-tui doctor --fix makes it";
        return vec![Row::told(PLAIN, "not measured", why)];
    };
    let dir = tempfile::tempdir().expect("a folder");
    match made(dir.path()) {
        Ok(()) => measured(&toolchain, dir.path()),
        Err(why) => vec![Row::told(PLAIN, "not measured", &why)],
    }
}

fn measured(toolchain: &Toolchain, dir: &Path) -> Vec<Row> {
    let clone = dir.join("integrations-extras");
    let plain = Ddev::new(toolchain, &clone, &dir.join("ddev")).expect("its configuration");
    let all = tasks::tasks(&clone, FOLDER, Track::Community, false);
    let all: Vec<Task> = all
        .into_iter()
        .filter(|t| matches!(t, Task::Validate(_)))
        .collect();
    let (slow, failed) = run(&plain, &all, dir, 1);
    let mut rows = vec![Row::told(
        format!("all {} CI validations, plain ddev", all.len()),
        format!("{:.1} s", ms(slow) / 1000.0),
        &note(&failed, "one after another"),
    )];
    let warm = Arc::new(Warm::new(toolchain));
    let ddev = plain.clone().warm(Arc::clone(&warm));
    let (loading, _) = run(&ddev, &all[..1], dir, 1);
    if let Some(why) = warm.complaint() {
        rows.push(Row::told("ddev that stays loaded", "not measured", &why));
        return rows;
    }
    rows.push(Row::told(
        "loading ddev, to its first verdict",
        format!("{:.0} ms", ms(loading)),
        "once",
    ));
    let rounds: Vec<(Duration, Vec<String>)> = (0..ROUNDS)
        .map(|_| run(&ddev, &all, dir, AT_ONCE))
        .collect();
    let failed = rounds.iter().flat_map(|r| r.1.clone()).collect::<Vec<_>>();
    let fast = Times::new(rounds.into_iter().map(|r| r.0).collect());
    let times = ms(slow) / fast.median();
    rows.push(Row::fact(
        format!("all {} CI validations, loaded ddev", all.len()),
        format!("{:.0} ms, {times:.0}x faster", fast.median()),
        note(&failed, "15x faster than plain"),
        times >= 15.0 && failed.is_empty(),
    ));
    let edits = edits(&ddev, &clone);
    rows.push(
        Row::under(
            "validate metadata after an edit, by itself",
            edits,
            200.0,
            "ms",
        )
        .with("median"),
    );
    if let Some((resident, own)) = warm.pid().and_then(resident) {
        let measured = format!("{resident:.0} MB, {own:.0} MB its own");
        rows.push(Row::told(
            "the loaded ddev's memory",
            measured,
            "only once it was needed",
        ));
    }
    rows
}

fn note(failed: &[String], otherwise: &str) -> String {
    if failed.is_empty() {
        otherwise.to_owned()
    } else {
        format!("failed: {}", failed.join(", "))
    }
}

/// Runs all, `at_once` side by side: how long it took, and which failed.
fn run(ddev: &Ddev, all: &[Task], dir: &Path, at_once: usize) -> (Duration, Vec<String>) {
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    let work = || {
        let mut failed = vec![];
        while let Some(task) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            let log = dir.join(format!("{}.log", task.label()));
            let result = tasks::run_task(task, ddev, FOLDER, log, &CancelToken::new(), &mut |_| {});
            if result.state != TaskState::Passed {
                failed.push(task.label());
            }
        }
        failed
    };
    let failed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().expect("a run"))
            .collect()
    });
    (started.elapsed(), failed)
}

/// The median milliseconds from an edit on the disk to the verdict about it, wrong and right in turn.
fn edits(ddev: &Ddev, clone: &Path) -> f64 {
    let file = clone.join(FOLDER).join("metadata.csv");
    let right = std::fs::read_to_string(&file).expect("the demo's metrics");
    let wrong = right.replacen(",gauge,", ",gouge,", 1);
    let mut times = vec![];
    for n in 0..EDITS {
        let text = if n % 2 == 0 { &wrong } else { &right };
        std::fs::write(&file, text).expect("an edit");
        let started = Instant::now();
        let args = ["validate", "metadata", FOLDER];
        let out = ddev.run(&args, &CancelToken::new(), &mut |_| {});
        times.push(started.elapsed());
        assert_eq!(out.exit, Some(i32::from(n % 2 == 0)), "{}", out.text);
    }
    std::fs::write(&file, right).expect("the file as it was");
    Times::new(times).median()
}

/// The demo's integration, applied to the demo's clone.
pub fn made(dir: &Path) -> Result<(), String> {
    let output = Command::new(BINARY)
        .args(["demo", "--until", "framework", "--dir"])
        .arg(dir)
        .env("DDINT_TUI_DATA_DIR", dir.join("data"))
        .env("DDINT_TUI_CONFIG_DIR", dir.join("config"))
        .env("DDINT_TUI_TOOLCHAIN_DIR", dirs::toolchain_dir())
        .stdin(Stdio::null())
        .output()
        .map_err(|e| e.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(text.lines().next().unwrap_or("the demo failed").to_owned())
}
