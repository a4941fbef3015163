//! `new --show`: a workflow from what there is to show, without a screen. It is looked at first, so that what can't be
//! read leaves no workflow behind.

use super::args::Common;
use super::begun::{self, Given};
use super::headless::Session;
use super::print;
use super::surroundings::{absolute, interactive, is_json};
use crate::core::event::{Action, Event, Failure, FailureKind};
use crate::core::propose::{FIELD, Proposal};
use crate::core::state::Draft;
use crate::core::step::StepId;
use crate::core::wizard::Shown;
use crate::engine::{self, io};
use std::path::PathBuf;

/// Begins a workflow from what there is to show.
pub(super) fn new(common: &Common, name: Option<String>, what: &str, given: &Given) -> i32 {
    let screen = interactive() && !is_json(common);
    let mut kind = None;
    let begun = look(common, what).and_then(|proposal| {
        kind = proposal.kind;
        if proposal.kind.is_none() && !screen {
            let hint = format!(
                "{} Or choose the kind yourself: ddint-tui new NAME",
                proposal.note.replace("the kind below", "a kind")
            );
            return Err(Failure::new(FailureKind::Question, proposal.sentence, hint));
        }
        if !is_json(common) {
            let said = format!("{}. {}", proposal.sentence, proposal.note);
            print::error(said.trim_end());
        }
        begin(common, name, what, proposal, given)
    });
    begun::opened(common, begun, "The workflow is in", kind)
}

/// Looks, in a workspace that is thrown away. Naming a command here is agreeing to run it.
fn look(common: &Common, what: &str) -> Result<Proposal, Failure> {
    let scratch = tempfile::Builder::new().prefix("ddint-show").tempdir();
    let scratch = scratch.map_err(|e| io("Can't make", &std::env::temp_dir(), &e))?;
    let mut session = Session::open(scratch.path(), common.engine(None), is_json(common))?;
    session.feed(Event::Do(Action::Show {
        field: FIELD.into(),
        text: what.to_owned(),
        agreed: true,
    }));
    if session.settle().is_some() {
        return Err(Failure::new(FailureKind::Cancelled, "Canceled.", ""));
    }
    if let Some((_, failure)) = session.wizard.failure.take() {
        return Err(failure);
    }
    let shown = session.wizard.shown.take().map(|s| s.proposal);
    shown.ok_or_else(|| Failure::new(FailureKind::Io, "Looking at it told nothing.", ""))
}

/// Makes the workflow and takes what was proposed.
fn begin(
    common: &Common,
    name: Option<String>,
    what: &str,
    proposal: Proposal,
    given: &Given,
) -> Result<PathBuf, Failure> {
    let Some(display) = name.or_else(|| proposal.name.clone()) else {
        return Err(Failure::new(
            FailureKind::Answers,
            "It does not say what the product is called.",
            "Name it: ddint-tui new NAME --show ...",
        ));
    };
    let dir = begun::folder(common, &display, given)?;
    let mut session = Session::open(&dir, common.engine(None), true)?;
    let state = &mut session.wizard.state;
    state.answers.integration.display_name = display;
    state.agreed.extend(given.allowed.map(str::to_owned));
    state.files.clone = given.repo.map(|r| absolute(r).display().to_string());
    state.ui.step = StepId::Prototype;
    state.ui.section = "source".into();
    if proposal.kind.is_none() {
        // The list of kinds is on the screen then, and what was shown stays typed.
        let draft = Draft {
            text: what.to_owned(),
            cursor: (0, what.chars().count()),
        };
        state.drafts.insert(FIELD.into(), draft);
        state.ui.focus = FIELD.into();
    }
    state.ui.touched = engine::now();
    session.wizard.shown = Some(Shown {
        field: FIELD.into(),
        proposal,
    });
    session.feed(Event::Do(Action::TakeShown));
    session.save()?;
    Ok(dir)
}
