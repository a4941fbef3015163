//! `new --from`: opening an integration that exists.

use super::amend::Amended;
use super::args::Common;
use super::headless::{Ended, Session};
use super::report::Report;
use super::screens;
use super::surroundings::{absolute, interactive, is_json, workspace_dir};
use super::{amend, beforehand, print, run};
use crate::core::autopilot::Autopilot;
use crate::core::event::Failure;
use crate::core::plan::FileState;
use crate::core::step::StepId;
use crate::engine;
use std::path::{Path, PathBuf};

/// What is asked of an integration that exists.
pub(super) struct From<'a> {
    pub name: &'a str,
    pub repo: &'a Path,
    pub apply: bool,
    pub resync: bool,
    /// Laid over what its files say.
    pub answers: Option<&'a Path>,
}

/// Opens it: in the screens, or without them up to the plan or the application.
pub(super) fn from(common: &Common, asked: &From) -> i32 {
    let screens = interactive() && !is_json(common) && !asked.apply;
    match start(common, asked, screens) {
        Ok(Started::Screens(dir)) => screens::open(common, crate::tui::Start::Resume(dir)),
        Ok(Started::Done(report)) => {
            let status = print::report(common, &report);
            if !is_json(common) {
                told(&report, asked.apply);
            }
            status
        }
        Err(failure) => print::failure(common, &failure),
    }
}

enum Started {
    Screens(PathBuf),
    Done(Box<Report>),
}

fn start(common: &Common, asked: &From, screens: bool) -> Result<Started, Failure> {
    let signals = super::headless::Signals::watch()?;
    let repo = absolute(asked.repo);
    let clone = beforehand::clone(&repo)?;
    let folder = engine::existing::folder(&clone.root, asked.name)?;
    let dir = workspace_dir(common, &folder);
    beforehand::outside(&dir, &clone)?;
    let options = common.engine(Some(clone.root.clone()));
    let mut session = Session::with(signals, &dir, options, false)?;
    engine::existing::begin(&dir, &clone.root, &folder, &mut session.wizard.state)?;
    session.wizard.state.files.resync |= asked.resync;
    let mut amended = Amended::default();
    if let Some(file) = asked.answers {
        amended = amend::amend(&mut session, file, &dir)?;
    }
    if screens {
        session.save()?;
        return Ok(Started::Screens(dir));
    }
    let mut pilot = Autopilot::default();
    pilot.plan_only = !asked.apply;
    let ended = match amended.signal {
        Some(signal) => Ended::Signal(signal),
        None => session.run_by(pilot, StepId::Framework),
    };
    let mut report = run::told(&session, ended, StepId::Framework, false, &dir);
    report.findings.extend(amended.notes);
    Ok(Started::Done(Box::new(report)))
}

/// What became of the files, for people.
fn told(report: &Report, applied: bool) {
    let changed = report
        .files
        .iter()
        .filter(|f| !matches!(f.state, FileState::Unchanged | FileState::Yours));
    for file in changed.clone() {
        print::text(&format!("{:<10} {}", file.state.name(), file.path));
    }
    let Some(dir) = &report.workspace else { return };
    if report.exit == 0 && changed.count() == 0 {
        print::text("Nothing is answered otherwise than its files say: no file changes.");
    }
    if !applied {
        print::text(&format!("Go on with: ddint-tui --workspace {dir} resume"));
    }
}
