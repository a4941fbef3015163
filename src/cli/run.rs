//! `run`: the whole path from a file of answers, or on from where a saved workflow stands.

use super::amend::Amended;
use super::args::{Common, RunArgs, Until};
use super::headless::{self, Ended, Session};
use super::import;
use super::report::{self, ErrorPart, PullRequestPart, Report};
use super::surroundings::{absolute, workspace_dir};
use super::{amend, beforehand, status};
use crate::core::event::{Failure, FailureKind};
use crate::core::step::StepId;
use std::path::{Path, PathBuf};

/// Runs, and says how it went.
#[must_use]
pub fn run(common: &Common, args: &RunArgs) -> Report {
    match start(common, args) {
        Ok(report) => report,
        Err(failure) => report::failed(&failure),
    }
}

fn start(common: &Common, args: &RunArgs) -> Result<Report, Failure> {
    // First of all, so that a signal at any moment ends with a document.
    let signals = headless::Signals::watch()?;
    let Some(answers) = &args.answers else {
        return resume(common, args, None, signals);
    };
    let named = args.name.is_some() || common.workspace.is_some();
    let opened = if named {
        saved(common, args).ok()
    } else {
        None
    };
    if opened.is_some_and(|dir| amend::is_opened(&dir)) {
        return resume(common, args, Some(answers), signals);
    }
    if let Some(name) = &args.name {
        let said =
            format!("{name:?} is named beside a file of answers, and is no opened integration.");
        let hint = "Leave the name out: the answers say it.";
        return Err(amend::needed(&said, hint));
    }
    let no_repo = || {
        let said = "A new workflow needs the clone of integrations-extras.";
        amend::needed(said, "Name it with --repo DIR.")
    };
    if args.repo.is_none() && !answers.exists() {
        return Err(no_repo());
    }
    let imported = import::read(answers)?;
    let folder = imported.answers.integration.folder();
    let dir = workspace_dir(common, &folder);
    let repo = args.repo.as_deref().map(absolute).ok_or_else(no_repo)?;
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
    if args.trust {
        session.engine.agree(&session.wizard.state)?;
    }
    Ok(drive(&mut session, args.until.into(), args.strict, &dir))
}

/// The workspace of the workflow to go on with.
fn saved(common: &Common, args: &RunArgs) -> Result<PathBuf, Failure> {
    if args.name.is_none() && common.workspace.is_none() {
        let said = "There is neither a file of answers nor the name of a saved workflow.";
        let hint = "Run ddint-tui run --answers FILE --repo DIR, or ddint-tui run NAME.";
        return Err(amend::needed(said, hint));
    }
    status::find(common, args.name.as_deref())
}

/// Goes on with a saved workflow, with answers on top when it is an opened integration.
fn resume(
    common: &Common,
    args: &RunArgs,
    answers: Option<&PathBuf>,
    signals: headless::Signals,
) -> Result<Report, Failure> {
    let dir = saved(common, args)?;
    let repo = args.repo.as_deref().map(absolute);
    let clone = repo.as_deref().map(beforehand::clone).transpose()?;
    if let Some(clone) = &clone {
        beforehand::outside(&dir, clone)?;
    }
    let options = common.engine(repo.clone());
    let mut session = Session::with(signals, &dir, options, false)?;
    let state = &mut session.wizard.state;
    state.agreed.extend(args.allow_agent_name.clone());
    if let Some(clone) = clone {
        state.files.clone = Some(clone.root.display().to_string());
    }
    if args.trust {
        session.engine.agree(&session.wizard.state)?;
    }
    let mut amended = Amended::default();
    if let Some(file) = answers {
        amended = amend::amend(&mut session, file, &dir)?;
    }
    let until = args.until.into();
    let mut report = match amended.signal {
        Some(signal) => told(&session, Ended::Signal(signal), until, args.strict, &dir),
        None => drive(&mut session, until, args.strict, &dir),
    };
    if args.strict && report.exit == 0 && !amended.notes.is_empty() {
        report.exit = 1;
    }
    report.findings.extend(amended.notes);
    Ok(report)
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
