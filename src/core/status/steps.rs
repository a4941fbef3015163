//! Where the steps up to Commit stand.

use super::said::plural;
use crate::core::setup::Health;
use crate::core::state::Run;
use crate::core::step::Status;
use crate::core::testing::TaskState;
use crate::core::wizard::Wizard;

/// What this machine lacks.
#[must_use]
pub fn setup(w: &Wizard) -> Status {
    let Some(report) = &w.setup else {
        return Status::InProgress("looking at this machine".into());
    };
    let bad: Vec<&str> = report.bad().map(|l| l.item.title()).collect();
    if bad.is_empty() {
        let notes = report
            .lines
            .iter()
            .filter(|l| l.health == Health::Note)
            .count();
        return Status::Done(if notes == 0 {
            "all good".into()
        } else {
            plural(notes, "note")
        });
    }
    Status::Blocked(format!("to repair: {}", bad.join(", ")))
}

/// How the last run of the custom check stands.
#[must_use]
pub fn prototype(w: &Wizard) -> Status {
    if w.runs("run") || w.runs("prototype") {
        return Status::InProgress("running".into());
    }
    let Some(run) = w.state.runs.last() else {
        if w.state.files.existing {
            return Status::Done("the integration's own check".into());
        }
        return if w.state.prototype.check.is_some() {
            let declared = w.state.answers.is_declared();
            let what = if declared { "read" } else { "run" };
            Status::InProgress(format!("written, not {what} yet"))
        } else {
            Status::NotStarted
        };
    };
    if !run.ok {
        let why = run
            .error
            .as_deref()
            .unwrap_or("the last run emitted nothing");
        return Status::InProgress(first_line(why));
    }
    if run.inputs != w.run_inputs() {
        return Status::Stale(
            if w.state.answers.is_declared() {
                "the files changed since they were read"
            } else {
                "the check or its configuration changed since the last run"
            }
            .into(),
        );
    }
    let brought = w.state.prototype.generated_from.as_deref();
    if brought.is_some_and(|from| from != w.source_inputs()) {
        return Status::Stale("the source changed since the check was written".into());
    }
    Status::Done(emitted(run))
}

fn emitted(run: &Run) -> String {
    if let Some(declared) = &run.declared {
        return format!("not run: {declared}");
    }
    let checks = plural(run.service_checks, "service check");
    format!("{}, {checks}", plural(run.metrics, "metric"))
}

/// How the applied files stand; `missing`: how many required fields are open.
#[must_use]
pub fn framework(w: &Wizard, missing: usize) -> Status {
    let Some(applied) = &w.state.files.applied else {
        let begun = !w.state.answers.integration.overview.is_empty()
            || !w.state.answers.author.name.is_empty();
        return match missing {
            0 => Status::InProgress("ready to apply".into()),
            n if begun => Status::InProgress(format!("{n} unanswered")),
            _ => Status::NotStarted,
        };
    };
    let n = w.open_choices().count();
    if n > 0 {
        return Status::Blocked(plural(n, "conflict"));
    }
    if !w.is_made_from(&applied.inputs) {
        return Status::Stale(w.why_stale(applied));
    }
    if missing > 0 {
        return Status::InProgress(format!("{missing} unanswered"));
    }
    Status::Done(plural(applied.files, "file"))
}

/// How the tests stand, on the files that are there now.
#[must_use]
pub fn test(w: &Wizard) -> Status {
    let test = &w.state.steps.test;
    if w.runs("test") {
        let done = test
            .tasks
            .iter()
            .filter(|t| !matches!(t.state, TaskState::Running | TaskState::Waiting))
            .count();
        return Status::InProgress(format!("{done} of {}", test.tasks.len()));
    }
    if test.tasks.is_empty() {
        return Status::NotStarted;
    }
    let count = |state| test.tasks.iter().filter(|t| t.state == state).count();
    let bad = count(TaskState::Failed) + count(TaskState::Crashed);
    if bad > 0 {
        return Status::InProgress(format!("{bad} of {} failed", test.tasks.len()));
    }
    let open = count(TaskState::Waiting) + count(TaskState::Cancelled) + count(TaskState::Running);
    if count(TaskState::Interrupted) > 0 {
        return Status::InProgress("interrupted".into());
    }
    if open > 0 {
        return Status::InProgress(format!("{open} not run"));
    }
    if !is_current(w) {
        return Status::Stale("files changed since the tests ran".into());
    }
    Status::Done(format!("{} green", count(TaskState::Passed)))
}

/// Whether every task that this machine can run passed on exactly the files that are there now.
#[must_use]
pub fn is_current(w: &Wizard) -> bool {
    let test = &w.state.steps.test;
    !w.tasks.is_empty()
        && w.tasks.iter().all(|task| {
            let result = test.tasks.iter().find(|r| r.task == *task);
            result.is_some_and(|r| match r.state {
                TaskState::CiWillRun => true,
                TaskState::Passed => test.inputs.get(&task.label()) == Some(&w.test_inputs),
                _ => false,
            })
        })
}

/// How the last commit stands.
#[must_use]
pub fn commit(w: &Wizard) -> Status {
    let Some(last) = &w.state.git.last else {
        return match w.repo.as_ref().and_then(|r| r.refusal.clone()) {
            Some(why) => Status::Blocked(why),
            None => Status::NotStarted,
        };
    };
    if w.state.git.scope.as_deref() != Some(w.scope.as_str()) {
        return Status::Stale("files changed since the commit".into());
    }
    let short = last.commit.get(..9).unwrap_or(&last.commit);
    Status::Done(format!("{short} on {}", last.branch))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
