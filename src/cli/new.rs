//! `new` and `demo`: beginning a workflow.

use super::args::{Common, Until};
use super::begun::{Given, folder, opened};
use super::headless::Session;
use super::screens;
use super::surroundings::{absolute, data_dir};
use super::{print, run};
use crate::core::answers::{Kind, PrototypeFiles};
use crate::core::event::{Event, Failure, FailureKind};
use crate::core::{names, propose};
use crate::engine::{self, Options};
use std::path::{Path, PathBuf};

/// Begins a workflow: from nothing in the screens, or from an existing check.
pub(super) fn new(common: &Common, name: Option<String>, given: &Given) -> i32 {
    if let Some(what) = given.show {
        return super::show::new(common, name, what, given);
    }
    let Some(check) = given.check else {
        if let Some(name) = &name
            && let Err(message) = names::check_display_name(name)
        {
            let failure = Failure::new(FailureKind::Answers, message, "Try another name.");
            return print::failure(common, &failure);
        }
        return screens::open(common, crate::tui::Start::New(name));
    };
    opened(
        common,
        bring(common, name, check, given),
        "The check is in",
        Some(Kind::Blank),
    )
}

/// Makes a workflow around an existing custom check.
fn bring(
    common: &Common,
    name: Option<String>,
    check: &Path,
    given: &Given,
) -> Result<PathBuf, Failure> {
    let named = || propose::name_of(&check.display().to_string());
    let display = name.or_else(named).unwrap_or_default();
    let dir = folder(common, &display, given)?;
    let mut session = Session::open(&dir, Options::default(), true)?;
    let (check, conf) = engine::import::check(
        &dir,
        &absolute(check).display().to_string(),
        given
            .conf
            .map(|c| absolute(c).display().to_string())
            .as_deref(),
    )?;
    let state = &mut session.wizard.state;
    state.answers.integration.display_name = display;
    state.answers.integration.kind = Some(Kind::Blank);
    state.answers.prototype = Some(PrototypeFiles { check, conf });
    state.agreed.extend(given.allowed.map(str::to_owned));
    state.files.clone = given.repo.map(|r| absolute(r).display().to_string());
    state.ui.step = crate::core::step::StepId::Prototype;
    state.ui.touched = engine::now();
    session.feed(Event::Do(crate::core::event::Action::WritePrototype {
        replace: false,
    }));
    session.settle();
    if let Some((_, failure)) = session.wizard.failure.clone() {
        return Err(failure);
    }
    session.engine.flush()?;
    Ok(dir)
}

/// The whole path on an embedded small repository and a sample endpoint.
pub(super) fn demo(common: &Common, dir: Option<PathBuf>, until: Option<Until>) -> i32 {
    let dir = dir.map_or_else(|| data_dir().join("demo"), |d| absolute(&d));
    let demo = match engine::demo::prepare(&dir) {
        Ok(demo) => demo,
        Err(failure) => return print::failure(common, &failure),
    };
    let options = common.engine(Some(demo.clone.clone()));
    match until {
        Some(until) => {
            let mut session = match Session::open(&demo.workspace, options, false) {
                Ok(session) => session,
                Err(failure) => return print::failure(common, &failure),
            };
            engine::demo::answer(&mut session.wizard.state);
            let report = run::drive(&mut session, until.into(), false, &demo.workspace);
            print::report(common, &report)
        }
        None => screens::open(common, crate::tui::Start::Resume(demo.workspace.clone())),
    }
}
