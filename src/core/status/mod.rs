//! Where each step stands: computed from hashes of its inputs, never stored.

mod open;
mod said;
pub mod steps;

pub use open::{SectionStatus, guessed, open_fields, sections, unanswered};
pub use steps::is_current;

use super::pull_request;
use super::stale_clock;
use super::step::{Status, StepId};
use super::wizard::Wizard;
use said::plural;
use steps::{commit, framework, prototype, setup, test};

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
