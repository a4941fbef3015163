//! Answers that change a workflow which is there already: those of an opened integration are laid over what was read
//! from its files.

use super::headless::Session;
use super::import;
use crate::core::answers_file;
use crate::core::event::{Event, Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::state::State;
use crate::engine;
use crate::workspace;
use std::path::Path;

/// Whether the workspace holds an integration that was opened.
pub(super) fn is_opened(dir: &Path) -> bool {
    workspace::read::<State>(dir).is_ok_and(|state| state.files.existing)
}

/// What came of it.
#[derive(Default)]
pub(super) struct Amended {
    /// One that came meanwhile ends the run.
    pub signal: Option<i32>,
    /// What the file asks for in vain.
    pub notes: Vec<Finding>,
}

/// Lays a file of answers over those of the session.
///
/// # Errors
/// The file is wrong, or the integration can't hold what it says: everything at once, and nothing is changed.
pub(super) fn amend(session: &mut Session, file: &Path, dir: &Path) -> Result<Amended, Failure> {
    let text = import::text(file)?;
    // What its files hold now is what the answers are laid over.
    session.feed(Event::Opened);
    if let Some(signal) = session.settle() {
        return Ok(Amended {
            signal: Some(signal),
            notes: vec![],
        });
    }
    if let Some((_, failure)) = &session.wizard.failure {
        return Err(failure.clone());
    }
    let held = &session.wizard.state.answers;
    let mut answers =
        answers_file::over(&text, held).map_err(|found| import::refused(file, &found))?;
    let notes = session.wizard.without_idle(&mut answers);
    let amended = Amended {
        signal: None,
        notes,
    };
    if answers == *held {
        return Ok(amended);
    }
    let mut wrong = session.wizard.wrong_to_amend(&answers);
    wrong.extend(crate::review::unknown(&answers.silenced));
    if !wrong.is_empty() {
        return Err(import::refused(file, &wrong));
    }
    engine::import::keep(dir, held)?;
    let state = &mut session.wizard.state;
    state.answers = answers;
    state.undo.clear();
    state.redo.clear();
    Ok(amended)
}

/// What is said where a file of answers is needed, or more of it.
pub(super) fn needed(what: &str, hint: &str) -> Failure {
    Failure::new(FailureKind::Usage, what, hint)
}
