//! The validations that the clone's CI runs, several at a time; what they say is told in CI's order.

use super::Checked;
use super::progress::Progress;
use crate::cli::report::ValidationPart;
use crate::core::answers::Track;
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::engine::Context;
use crate::engine::fixing::judge;
use crate::engine::tests::{Report, side_by_side};
use crate::jobs::cancel::CancelToken;
use crate::toolchain::ddev::Ddev;
use crate::toolchain::tasks;
use std::path::Path;

/// Which validations there are for an integration of a clone.
pub(super) fn list(root: &Path, folder: &str) -> Vec<Task> {
    let track = if root.join(folder).join("manifest.json").is_file() {
        Track::Community
    } else {
        Track::Partner
    };
    let mut all = tasks::tasks(root, folder, track, false);
    all.retain(|task| matches!(task, Task::Validate(_)));
    all
}

/// Runs validations, and returns what those came to that were not canceled, in the order of the list.
pub(super) fn run(
    list: &[Task],
    ddev: &Ddev,
    folder: &str,
    context: &Context,
    progress: &Progress,
    cancel: &CancelToken,
) -> Vec<(String, TaskResult)> {
    let mut done: Vec<Option<TaskResult>> = vec![None; list.len()];
    let ddev = ddev.about(folder);
    side_by_side(
        context,
        &ddev,
        folder,
        (list, ""),
        cancel,
        &mut |report| match report {
            Report::Began(task) => progress.say(&format!("{folder}: ddev {}", task.label())),
            Report::Ended(result) => {
                if let Some(why) = ddev.complaint() {
                    progress.remark(&why);
                }
                let at = list.iter().position(|task| *task == result.task);
                if let Some(place) = at.and_then(|at| done.get_mut(at)) {
                    *place = Some(result);
                }
            }
        },
    );
    let ended = done.into_iter().flatten();
    let ended = ended.filter(|r| r.state != TaskState::Cancelled);
    ended
        .filter_map(|result| match &result.task {
            Task::Validate(name) => Some((name.clone(), result)),
            _ => None,
        })
        .collect()
}

/// Adds what the validations came to.
pub(super) fn add(checked: &mut Checked, said: Vec<(String, TaskResult)>) {
    let mut found = vec![];
    for (name, result) in said {
        checked.validations.push(ValidationPart {
            name: name.clone(),
            exit: result.exit,
            ms: result.ms,
            crashed: result.state == TaskState::Crashed,
            passed: result.state == TaskState::Passed,
        });
        found.extend(judge::explained(&name, result));
    }
    // What ddev says is the authority: it comes first.
    found.append(&mut checked.findings);
    checked.findings = found;
}
