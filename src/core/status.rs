//! Where each step stands: computed from hashes of its inputs, never stored.

use super::form::{self, Section};
use super::pull_request;
use super::setup::Health;
use super::stale_clock;
use super::state::Run;
use super::step::{Status, StepId};
use super::testing::TaskState;
use super::wizard::Wizard;

/// Everything that is said of where the path stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// In the order of [`StepId::ALL`].
    pub statuses: [Status; 7],
    pub sections: Vec<SectionStatus>,
    /// What to do next, in one sentence.
    pub next: String,
}

/// Statuses, sections and the next action, each computed once.
#[must_use]
pub fn overview(w: &Wizard) -> Overview {
    let sections = sections(w);
    let missing = sections.iter().map(|s| s.open).sum();
    let statuses = all(w, missing);
    Overview {
        next: next(w, &statuses, missing),
        statuses,
        sections,
    }
}

/// The seven statuses, in the order of [`StepId::ALL`].
#[must_use]
pub fn statuses(w: &Wizard) -> [Status; 7] {
    all(w, unanswered(w))
}

fn all(w: &Wizard, missing: usize) -> [Status; 7] {
    [
        setup(w),
        prototype(w),
        framework(w, missing),
        test(w),
        commit(w),
        pull_request(w),
        maintain(w),
    ]
}

/// One step's status.
#[must_use]
pub fn status(w: &Wizard, step: StepId) -> Status {
    match step {
        StepId::Setup => setup(w),
        StepId::Prototype => prototype(w),
        StepId::Framework => framework(w, unanswered(w)),
        StepId::Test => test(w),
        StepId::Commit => commit(w),
        StepId::PullRequest => pull_request(w),
        StepId::Maintain => maintain(w),
    }
}

fn setup(w: &Wizard) -> Status {
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

fn prototype(w: &Wizard) -> Status {
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

fn framework(w: &Wizard, missing: usize) -> Status {
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

/// How many required fields of Framework are empty or invalid.
#[must_use]
pub fn unanswered(w: &Wizard) -> usize {
    let open = |section: &Section| open_fields(w, *section).len();
    Section::FRAMEWORK.iter().map(open).sum()
}

/// What is said of a section in the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionStatus {
    pub section: Section,
    /// Required fields that are empty or invalid.
    pub open: usize,
    /// Guesses not looked at yet.
    pub guessed: usize,
}

/// The sections of Framework and what each still needs.
#[must_use]
pub fn sections(w: &Wizard) -> Vec<SectionStatus> {
    Section::FRAMEWORK
        .iter()
        .map(|section| SectionStatus {
            section: *section,
            open: open_fields(w, *section).len(),
            guessed: if *section == Section::Metrics {
                guessed(w)
            } else {
                0
            },
        })
        .collect()
}

/// The fields of a section that still need an answer, by id.
#[must_use]
pub fn open_fields(w: &Wizard, section: Section) -> Vec<String> {
    form::fields(w, section)
        .into_iter()
        .filter(|f| !w.as_read(&f.id))
        .filter(|f| {
            let value = form::value(w, &f.id);
            if value.is_empty() {
                f.required
            } else {
                form::check(w, &f.id, &value).is_err()
            }
        })
        .map(|f| f.id)
        .collect()
}

/// How many metric rows hold a guess that nobody looked at.
#[must_use]
pub fn guessed(w: &Wizard) -> usize {
    // Both stand in order of name, so one walk along both tells: ten thousand are not looked up one by one.
    let seen = &w.state.files.seen;
    let mut seen = seen.iter().filter_map(|key| key.strip_prefix("metrics."));
    let mut next = seen.next();
    let mut unseen = |name: &str| {
        while next.is_some_and(|key| key < name) {
            next = seen.next();
        }
        next != Some(name)
    };
    w.derived
        .metrics
        .iter()
        .filter(|m| !m.guessed.is_empty() && unseen(&m.name))
        .count()
}

fn test(w: &Wizard) -> Status {
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

fn commit(w: &Wizard) -> Status {
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

fn pull_request(w: &Wizard) -> Status {
    let last = w.state.git.last.as_ref().map(|l| &l.commit);
    match (&w.state.git.pushed, last) {
        (Some(pushed), Some(last)) if pushed == last => {
            if commit(w).is_done() && pull_request::is_outdated(w) {
                return Status::InProgress("its text changed since it was handed over".into());
            }
            match (&w.state.git.request, w.state.git.handed) {
                (Some(url), _) => Status::Done(url.clone()),
                (None, Some(_)) => Status::Done("pushed and handed over".into()),
                (None, None) => Status::InProgress("pushed; its text is not handed over".into()),
            }
        }
        (Some(_), _) => Status::Stale("there is a newer commit".into()),
        (None, _) => Status::NotStarted,
    }
}

fn maintain(w: &Wizard) -> Status {
    let git = &w.state.git;
    match &git.finished {
        Some(how) => Status::Done(how.clone()),
        None if !git.remarks.is_empty() => Status::InProgress(plural(git.remarks.len(), "remark")),
        None if git.pushed.is_some() || git.active.is_some() => Status::InProgress(format!(
            "in review: {}",
            git.stage.unwrap_or_default().title()
        )),
        None => Status::NotStarted,
    }
}

/// What to do next, in one sentence.
#[must_use]
pub fn next_action(w: &Wizard) -> String {
    let missing = unanswered(w);
    next(w, &all(w, missing), missing)
}

fn next(w: &Wizard, all: &[Status; 7], missing: usize) -> String {
    if let Some(how) = &w.state.git.finished {
        return format!("Nothing is left: {how}.");
    }
    let Some((step, status)) = StepId::ALL
        .iter()
        .zip(all)
        .find(|(_, status)| !status.is_done())
    else {
        return "Nothing is left to do.".into();
    };
    let detail = status.detail();
    match step {
        StepId::Setup if w.setup.is_none() => {
            "Open the workflow; Set up looks at this machine.".into()
        }
        StepId::Setup => format!("Repair what Set up found ({detail})."),
        StepId::Prototype => match status {
            Status::NotStarted if w.state.answers.is_declared() => {
                "Say what there is to read, and fill in the rules or a sample.".into()
            }
            _ if w.state.answers.is_declared() => {
                format!("Fill in the rules or the sample ({detail}).")
            }
            Status::NotStarted => "Say what there is to read, and write the custom check.".into(),
            Status::Stale(_) => format!("Run the custom check again: {detail}."),
            _ => format!("Run the custom check ({detail})."),
        },
        StepId::Framework => match status {
            Status::Stale(_) => format!("Preview and apply the files again: {detail}."),
            Status::Blocked(_) => format!("Resolve the files in conflict ({detail})."),
            _ if missing > 0 => format!("Answer what Framework asks ({missing} left)."),
            _ => "Preview and apply the files.".into(),
        },
        StepId::Test => match status {
            Status::NotStarted => "Run the tests that the repository's CI will run.".into(),
            _ => format!("Run the tests again ({detail})."),
        },
        StepId::Commit => match status {
            Status::Blocked(_) => format!("Commit is not possible yet: {detail}"),
            _ => "Review the files and commit them.".into(),
        },
        StepId::PullRequest => match status {
            Status::InProgress(_) => "Hand the pull request's text over.".into(),
            _ => "Push the branch and open the pull request.".into(),
        },
        StepId::Maintain => match w.state.git.active {
            _ if !w.state.git.remarks.is_empty() => {
                format!("Repair what the review says ({detail}).")
            }
            Some(active) => {
                let clock = stale_clock::clock(active, w.now);
                format!("Waiting for the review: {}.", clock.short())
            }
            None => "Follow the review; answer within 21 days.".into(),
        },
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}
