//! Whose fault it is where ddev does not say: `validate ci` looks at the jobs of all integrations at once, names none
//! of them, and fails altogether where one of them can't be read. What the clone had before is not ours.

use crate::core::finding::{Finding, Severity, Source};
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::jobs::cancel::CancelToken;
use crate::scaffold::alone::{self, Beside, Workflows};
use crate::scaffold::ci;
use crate::scaffold::safety::{CI, CI_WINDOWS};
use crate::toolchain::ddev::Ddev;
use std::path::Path;

const SYNC: [&str; 3] = ["validate", "ci", "--sync"];

enum Fault {
    /// As the validation says it.
    Told,
    /// Ours, although ddev fails before it sees that.
    Hidden,
    Others(String),
}

/// The result without what other integrations had before.
pub(super) fn ours(
    ddev: &Ddev,
    folder: &str,
    cancel: &CancelToken,
    mut result: TaskResult,
) -> TaskResult {
    let failed = matches!(result.state, TaskState::Failed | TaskState::Crashed);
    if result.task != Task::Validate("ci".into()) || !failed || result.exit != Some(1) {
        return result;
    }
    let (state, finding) = match fault(ddev, folder, cancel, &result) {
        Fault::Told => return result,
        Fault::Hidden => {
            let message = format!("The CI jobs of {folder} are not in sync.");
            let finding = Finding::error(Source::Ddev, "ci", message).fix("ci --sync");
            (TaskState::Failed, finding)
        }
        Fault::Others(message) => {
            let mut note = Finding::error(Source::Ddev, "ci", message);
            note.severity = Severity::Note;
            (TaskState::Passed, note)
        }
    };
    result.findings = vec![finding.at(CI, None)];
    result.state = state;
    result
}

fn fault(ddev: &Ddev, folder: &str, cancel: &CancelToken, result: &TaskResult) -> Fault {
    let here = alone::workflows(ddev.repo());
    if result.state == TaskState::Crashed {
        let Some(synced) = synced(ddev, folder, Beside::None, cancel) else {
            // Ours can't be read either, or a file that all share.
            return Fault::Told;
        };
        if !are_in_sync(&here, &synced, folder) {
            return Fault::Hidden;
        }
        let said = result.findings.first().map_or("", |f| f.message.as_str());
        let said = said.split_once(": ").map_or(said, |(_, last)| last);
        return Fault::Others(format!(
            "ddev can't read another integration, which was there before and is not yours: {said}. Your CI jobs are \
             in sync."
        ));
    }
    let ask = || synced(ddev, folder, Beside::All, cancel);
    let Some(synced) = ddev.jobs(ask).filter(|s| are_in_sync(&here, s, folder)) else {
        return Fault::Told;
    };
    let mut foreign: Vec<String> = [CI, CI_WINDOWS]
        .into_iter()
        .flat_map(|path| {
            let (here, there) = (text(&here, path), text(&synced, path));
            ci::take(Some(here), there, folder, &[]).foreign
        })
        .collect();
    foreign.sort();
    foreign.dedup();
    if foreign.is_empty() {
        return Fault::Told;
    }
    Fault::Others(format!(
        "The CI jobs of {} are not in sync. They were not before, and are not yours.",
        foreign.join(", ")
    ))
}

fn text<'a>(all: &'a Workflows, path: &str) -> &'a str {
    all.get(path).map_or("", String::as_str)
}

fn are_in_sync(here: &Workflows, synced: &Workflows, folder: &str) -> bool {
    let alike = |path| ci::is_in_sync(text(here, path), text(synced, path), folder);
    [CI, CI_WINDOWS].into_iter().all(alike)
}

/// The workflows as ddev makes them, in a copy of the clone.
fn synced(ddev: &Ddev, folder: &str, beside: Beside, cancel: &CancelToken) -> Option<Workflows> {
    let scratch = tempfile::tempdir().ok()?;
    let sync = &mut |at: &Path| {
        let copy = ddev.on(at, &scratch.path().join("ddev"))?;
        Ok(copy.run(&SYNC, cancel, &mut |_| {}).exit)
    };
    let at = scratch.path().join("copy");
    alone::synced(ddev.repo(), folder, beside, &at, sync).ok()?
}
