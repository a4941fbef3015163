//! Every validation that the repository's CI runs on one integration, by plain ddev.

use crate::BINARY;
use crate::stats::ms;
use crate::table::Row;
use ddint_tui::core::answers::Track;
use ddint_tui::core::testing::{Task, TaskState};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::ddev::Ddev;
use ddint_tui::toolchain::{self, Toolchain, dirs, tasks};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const WHAT: &str = "all CI validations of one integration, warm ddev";

pub fn rows() -> Vec<Row> {
    let Some(toolchain) = toolchain::current() else {
        let why = "no toolchain here: ddint-tui doctor --fix makes it";
        return vec![Row::told(
            "all CI validations, plain ddev",
            "not measured",
            why,
        )];
    };
    let dir = tempfile::tempdir().expect("a folder");
    let made = made(dir.path());
    let mut rows = match made {
        Ok(()) => plain(&toolchain, dir.path()),
        Err(why) => vec![Row::told(
            "all CI validations, plain ddev",
            "not measured",
            &why,
        )],
    };
    rows.push(Row::told(
        WHAT,
        "n/a",
        "15x faster than plain; a later release",
    ));
    rows
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

fn plain(toolchain: &Toolchain, dir: &Path) -> Vec<Row> {
    let (clone, folder) = (dir.join("integrations-extras"), "acme_queue");
    let ddev = Ddev::new(toolchain, &clone, &dir.join("ddev")).expect("its configuration");
    let all = tasks::tasks(&clone, folder, Track::Community, false);
    let validations = all.iter().filter(|t| matches!(t, Task::Validate(_)));
    let (mut count, mut failed) = (0, vec![]);
    let started = Instant::now();
    for task in validations {
        let log = dir.join("log");
        let result = tasks::run_task(task, &ddev, folder, log, &CancelToken::new(), &mut |_| {});
        count += 1;
        if result.state != TaskState::Passed {
            failed.push(task.label());
        }
    }
    let took = format!("{:.1} s", ms(started.elapsed()) / 1000.0);
    let note = if failed.is_empty() {
        "what the warm ddev is compared with".to_owned()
    } else {
        format!("failed: {}", failed.join(", "))
    };
    vec![Row::told(
        format!("all {count} CI validations, plain ddev"),
        took,
        &note,
    )]
}
