//! A saved workflow as Home lists it.

use super::app::host::Saved;
use crate::core::answers::Kind;
use crate::core::state::State;
use crate::core::status;
use crate::core::wizard::Wizard;
use crate::engine;
use crate::workspace::Entry;
use std::path::Path;
use std::time::UNIX_EPOCH;

pub(super) fn of_entry(entry: Entry<State>) -> Saved {
    let touched = entry
        .modified
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    match entry.document {
        Ok(state) => Saved {
            touched,
            ..of_state(&entry.path, state)
        },
        Err(error) => Saved {
            name: entry.name,
            touched,
            problem: Some(short(&error.to_string(), &entry.path)),
            folder: entry.path,
            ..Saved::default()
        },
    }
}

/// Without the workflow's folder, which the list tells by its name and has no room for.
fn short(problem: &str, folder: &Path) -> String {
    problem.replace(&format!("{}/", folder.display()), "")
}

pub(super) fn of_state(folder: &Path, state: State) -> Saved {
    let mut w = Wizard::resting(state);
    w.now = engine::now();
    // Who is done sees that before any step.
    let finished = w.state.git.finished.as_ref().map(|how| match how.as_str() {
        "merged" => "Merged".to_owned(),
        "closed" => "Closed".to_owned(),
        other => other.to_owned(),
    });
    let integration = &w.state.answers.integration;
    let name = if integration.display_name.is_empty() {
        folder
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default()
    } else {
        integration.display_name.clone()
    };
    Saved {
        folder: folder.to_path_buf(),
        name,
        kind: integration.kind.map_or("", Kind::name).to_owned(),
        step: finished.unwrap_or_else(|| w.state.ui.step.title().to_owned()),
        left: status::next_action(&w),
        touched: w.state.ui.touched,
        problem: None,
    }
}
