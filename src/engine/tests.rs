//! The Test step: the tasks that CI runs, validations side by side, the rest one after another.

use super::job::Job;
use super::{Context, baseline, reach, review};
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::hash;
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::git;
use crate::jobs::cancel::CancelToken;
use crate::toolchain::ddev::Ddev;
use crate::toolchain::{fast, tasks};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

/// At most this many ddev processes at once: two, and more where there are more processors.
fn at_once() -> usize {
    std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 4))
}

/// Runs tasks on the clone.
pub(super) fn run(job: &mut Job, list: &[Task]) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let folder = job.folder();
    if !clone.join(&folder).is_dir() {
        return Err(Failure::new(
            FailureKind::Question,
            format!("{folder}/ is not in the clone yet."),
            "Apply the files under Framework › Files first.",
        ));
    }
    let toolchain = job.context.toolchain()?;
    let ddev = job.context.ddev(&toolchain, &clone)?.about(&folder);
    let scope = git::hash::scope_hash(&clone, &folder, &job.wizard.root_files())
        .map_err(|e| reach::problem(&e))?;
    let inputs = test_inputs(job, &clone, &scope);
    let (quick, slow): (Vec<Task>, Vec<Task>) = list
        .iter()
        .cloned()
        .partition(|t| matches!(t, Task::Validate(_)));
    let total = list.len() as u64;
    let mut done = 0;
    let (cancel, context) = (job.cancel.clone(), Arc::clone(&job.context));
    let logged = (quick.as_slice(), "");
    side_by_side(
        &context,
        &ddev,
        &folder,
        logged,
        &cancel,
        &mut |report| match report {
            Report::Began(task) => {
                job.say(&task.label(), Some((done, total)));
                let mut result = TaskResult::waiting(task);
                result.state = TaskState::Running;
                job.task(result, &inputs);
            }
            Report::Ended(result) => {
                done += 1;
                job.task(result, &inputs);
            }
        },
    );
    if let Some(why) = ddev.complaint() {
        job.say(&why, Some((done, total)));
    }
    job.check_cancel()?;
    for task in slow {
        job.check_cancel()?;
        let mut result = TaskResult::waiting(task.clone());
        result.state = TaskState::Running;
        job.task(result, &inputs);
        job.say(&task.label(), Some((done, total)));
        let log = job.context.log(&task.label());
        let cancel = job.cancel.clone();
        let result = tasks::run_task(&task, &ddev, &folder, log, &cancel, &mut |line| {
            job.progress(line, Some((done, total)));
        });
        job.task(result, &inputs);
        done += 1;
    }
    job.check_cancel()?;
    let review = review::of(&clone, &clone, &folder)?;
    Ok(Outcome::Tested { review })
}

/// Runs the tests by themselves.
pub(super) fn rerun(job: &Job) -> Result<Outcome, Failure> {
    let (clone, folder) = (job.clone_dir()?, job.folder());
    let toolchain = job.context.toolchain()?;
    let ddev = job.context.ddev(&toolchain, &clone)?;
    let log = job.context.log("test after a save");
    let result = fast::rerun(&toolchain, &ddev, &folder, log, &job.cancel)
        .map_err(|why| Failure::new(FailureKind::Unavailable, why, ""))?;
    job.check_cancel()?;
    Ok(Outcome::Reran {
        result: Box::new(result),
    })
}

/// What comes of tasks that run side by side.
#[derive(Debug)]
pub enum Report {
    Began(Task),
    Ended(TaskResult),
}

/// Runs validations side by side, their output in logs whose names begin with `log`; `on` hears of each.
pub fn side_by_side(
    context: &Context,
    ddev: &Ddev,
    folder: &str,
    (list, log): (&[Task], &str),
    cancel: &CancelToken,
    on: &mut dyn FnMut(Report),
) {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..at_once().min(list.len()) {
            let sender = sender.clone();
            let next = &next;
            scope.spawn(move || {
                while let Some(task) = list.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if cancel.is_cancelled() || sender.send(Report::Began(task.clone())).is_err() {
                        return;
                    }
                    let log = context.log(&format!("{log}{}", task.label()));
                    let result = tasks::run_task(task, ddev, folder, log, cancel, &mut |_| {});
                    let result = baseline::ours(ddev, folder, cancel, result);
                    let _ = sender.send(Report::Ended(result));
                }
            });
        }
        drop(sender);
        for report in receiver {
            on(report);
        }
    });
}

/// Everything that test results depend on: files in scope, ddev's version, the root pyproject.toml.
pub(super) fn test_inputs(job: &Job, clone: &Path, scope: &str) -> String {
    let version = job
        .wizard
        .setup
        .as_ref()
        .and_then(|s| s.ddev_version.clone())
        .unwrap_or_default();
    let root = std::fs::read(clone.join("pyproject.toml")).unwrap_or_default();
    hash::of(&[scope.as_bytes(), version.as_bytes(), &root])
}
