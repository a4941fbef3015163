//! `run`: the whole path from a file of answers.

use super::args::{Common, RunArgs, Until};
use super::beforehand;
use super::headless::{self, Ended, Session};
use super::import;
use super::report::{self, ErrorPart, PullRequestPart, Report};
use crate::core::event::{Failure, FailureKind};
use crate::core::step::StepId;
use std::path::Path;

/// Runs, and says how it went.
#[must_use]
pub fn run(common: &Common, args: &RunArgs) -> Report {
    match start(common, args) {
        Ok(report) => report,
        Err(failure) => failed(&failure),
    }
}

/// A document for a run that could not begin.
#[must_use]
pub fn failed(failure: &Failure) -> Report {
    let kind = report::kind_name(failure.kind);
    let hint = if failure.hint.is_empty() {
        failure.kind.way_out()
    } else {
        &failure.hint
    };
    Report::failed(report::exit_of(failure.kind), kind, &failure.message, hint)
}

fn start(common: &Common, args: &RunArgs) -> Result<Report, Failure> {
    // First of all, so that a signal at any moment ends with a document.
    let signals = headless::Signals::watch()?;
    let imported = import::read(&args.answers)?;
    let folder = imported.answers.integration.folder();
    let dir = super::workspace_dir(common, &folder);
    let repo = super::absolute(&args.repo);
    let clone = beforehand::clone(&repo);
    let allowed = args.allow_agent_name.as_deref();
    beforehand::refuse(&imported.answers, &dir, clone.as_ref().ok(), allowed)?;
    let options = common.engine(Some(repo.clone()));
    let opened = Session::with(signals, &dir, options, false);
    let mut session = match (opened, clone) {
        // A clone that can't be had comes before a workspace that can't be opened, except a locked one.
        (Err(open), Err(clone))
            if open.kind != FailureKind::Locked && args.until != Until::Prototype =>
        {
            return Err(clone);
        }
        (opened, _) => opened?,
    };
    import::apply(&mut session, &imported, &dir)?;
    session
        .wizard
        .state
        .agreed
        .extend(args.allow_agent_name.clone());
    session.wizard.state.files.clone = Some(repo.display().to_string());
    Ok(drive(&mut session, args.until.into(), args.strict, &dir))
}

/// Walks to a step and tells the result.
#[must_use]
pub fn drive(session: &mut Session, until: StepId, strict: bool, dir: &Path) -> Report {
    let ended = session.run(until);
    told(session, ended, until, strict, dir)
}

/// How it ended, as a document.
#[must_use]
pub fn told(session: &Session, ended: Ended, until: StepId, strict: bool, dir: &Path) -> Report {
    let mut report = Report::of(&session.wizard, dir);
    match ended {
        Ended::Signal(signal) => {
            report.exit = 128 + signal;
            report.error = Some(ErrorPart {
                kind: "signal".into(),
                message: format!("Ended by signal {signal}."),
                hint: "Everything done so far is saved; run the same command again.".into(),
            });
        }
        Ended::Stopped { step, failure } => {
            report.exit = report::exit_of(failure.kind);
            report.error = Some(ErrorPart {
                kind: report::kind_name(failure.kind).into(),
                message: failure.message.clone(),
                hint: failure.hint.clone(),
            });
            mark_blocked(&mut report, step, &failure);
        }
        Ended::Done => {
            if report.has_findings(strict) {
                report.exit = 1;
            }
        }
    }
    if until == StepId::PullRequest && report.exit == 0 {
        let answers = &session.wizard.state.answers;
        report.pull_request = Some(PullRequestPart {
            title: answers.title(),
            body: crate::core::pull_request::body(&session.wizard),
            url: session.wizard.state.git.url.clone(),
        });
    }
    report
}

/// The step where it stopped says why.
fn mark_blocked(report: &mut Report, step: StepId, failure: &Failure) {
    let part = report.steps.iter_mut().find(|s| s.step == step.name());
    if let Some(part) = part {
        let begun = part.status != "not_started";
        if part.status != "done" && !(begun && failure.kind == FailureKind::Findings) {
            part.status = "blocked";
            part.detail.clone_from(&failure.message);
        }
    }
}
