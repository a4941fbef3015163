//! `new` and `demo`: beginning a workflow.

use super::args::{Common, Until};
use super::headless::Session;
use super::{beforehand, print, run};
use crate::core::answers::{Kind, PrototypeFiles};
use crate::core::event::{Event, Failure, FailureKind};
use crate::core::{names, propose};
use crate::engine::{self, Options};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What `new` was given beside a name.
pub(super) struct Given<'a> {
    pub check: Option<&'a Path>,
    pub show: Option<&'a str>,
    pub conf: Option<&'a Path>,
    pub repo: Option<&'a Path>,
    /// The Agent's own integration whose name may be used.
    pub allowed: Option<&'a str>,
}

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
        return super::open(common, crate::tui::Start::New(name));
    };
    opened(
        common,
        bring(common, name, check, given),
        "The check is in",
        Some(Kind::Blank),
    )
}

/// Opens a workflow that was begun, or says where it is.
pub(super) fn opened(
    common: &Common,
    begun: Result<PathBuf, Failure>,
    told: &str,
    kind: Option<Kind>,
) -> i32 {
    match begun {
        Ok(dir) if super::interactive() && !super::is_json(common) => {
            super::open(common, crate::tui::Start::Resume(dir))
        }
        Ok(dir) if super::is_json(common) => {
            print::json(&serde_json::json!({
                "schema": 1, "exit": 0, "error": null, "workspace": dir.display().to_string(),
                "kind": kind.map(Kind::name),
                "workflow": dir.file_name().map(|n| n.to_string_lossy().into_owned()),
            }));
            0
        }
        Ok(dir) => print::text(&format!(
            "{told} {}. Go on with: ddint-tui --workspace {} resume",
            dir.display(),
            dir.display()
        )),
        Err(failure) => print::failure(common, &failure),
    }
}

/// The folder of a workflow of this name, which must not exist yet.
pub(super) fn folder(common: &Common, display: &str, given: &Given) -> Result<PathBuf, Failure> {
    let hint = "Name it: ddint-tui new NAME, and the rest of the command.";
    names::check_display_name(display).map_err(|m| Failure::new(FailureKind::Answers, m, hint))?;
    let folder = names::folder_name(display);
    let dir = super::workspace_dir(common, &folder);
    if dir.join("workflow.yaml").exists() {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("A workflow is in {} already.", dir.display()),
            "Resume it, delete it, or choose another name.",
        ));
    }
    // The screens ask themselves.
    if !super::interactive() || super::is_json(common) {
        beforehand::name(&folder, &BTreeSet::new(), given.allowed)?;
    }
    Ok(dir)
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
        &super::absolute(check).display().to_string(),
        given
            .conf
            .map(|c| super::absolute(c).display().to_string())
            .as_deref(),
    )?;
    let state = &mut session.wizard.state;
    state.answers.integration.display_name = display;
    state.answers.integration.kind = Some(Kind::Blank);
    state.answers.prototype = Some(PrototypeFiles { check, conf });
    state.agreed.extend(given.allowed.map(str::to_owned));
    state.files.clone = given.repo.map(|r| super::absolute(r).display().to_string());
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
    let dir = dir.map_or_else(|| super::data_dir().join("demo"), |d| super::absolute(&d));
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
        None => super::open(common, crate::tui::Start::Resume(demo.workspace.clone())),
    }
}
