//! Documents that earlier versions saved must open for ever: one golden file for each schema.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use ddint_tui::core::answers::{Kind, Track};
use ddint_tui::core::state::State;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskState};
use ddint_tui::workspace::store::Store;
use std::path::Path;

const SCHEMA_1: &str = include_str!("golden/workflow-1.yaml");

fn open(text: &str) -> State {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("workflow.yaml"), text).unwrap();
    let (_store, state) = Store::<State>::open(dir.path()).unwrap();
    state.unwrap()
}

#[test]
fn schema_1_opens_with_everything_in_it() {
    let state = open(SCHEMA_1);
    assert_eq!(state.answers.track, Track::Partner);
    assert_eq!(state.answers.integration.kind, Some(Kind::Openmetrics));
    assert_eq!(state.answers.integration.display_name, "Acme Queue");
    assert_eq!(state.answers.metrics[0].orientation, Some(-1));
    assert_eq!(state.answers.options[0].items, Some("string".into()));
    assert_eq!(
        state.steps.test.tasks[0].task,
        Task::Validate("metadata".into())
    );
    assert_eq!(state.steps.test.tasks[0].state, TaskState::Failed);
    assert_eq!(state.steps.test.tasks[1].cases.len(), 1);
    assert_eq!(state.runs[0].metrics, 8);
    assert_eq!(state.files.ids.source_type_id, 94_000_000);
    assert_eq!(state.git.last.as_ref().unwrap().branch, "acme/acme_queue");
    assert_eq!(state.ui.step, StepId::Framework);
    assert_eq!(state.drafts["integration.overview"].cursor, (1, 4));
    assert_eq!(state.undo[0].before[0].0, "integration.description");
}

/// Saving what was opened writes the same document: nothing in it was dropped on the way. The text being typed,
/// which stood in it once, is a private file beside it.
#[test]
fn schema_1_is_written_back_unchanged_but_for_its_drafts() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("workflow.yaml");
    std::fs::write(&path, SCHEMA_1).unwrap();
    let (store, state) = Store::<State>::open(dir.path()).unwrap();
    let state = state.unwrap();
    store.save(state.clone());
    store.flush().unwrap();
    drop(store);
    let written = std::fs::read_to_string(Path::new(&path)).unwrap();
    let from = SCHEMA_1.find("\ndrafts:\n").unwrap();
    let to = SCHEMA_1.find("\nundo:\n").unwrap();
    assert_eq!(written, format!("{}{}", &SCHEMA_1[..from], &SCHEMA_1[to..]));
    let (_store, again) = Store::<State>::open(dir.path()).unwrap();
    assert_eq!(again, Some(state));
}
