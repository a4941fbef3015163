//! `list`, `status` and `delete`: saved workflows, read without taking their lock.

use super::args::Common;
use super::print;
use super::report::Report;
use super::surroundings::{absolute, interactive, is_json};
use crate::core::event::{Failure, FailureKind};
use crate::core::state::State;
use crate::core::status;
use crate::core::wizard::Wizard;
use crate::workspace::{self, Entry};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Serialize)]
struct Listed {
    name: String,
    workspace: String,
    kind: Option<&'static str>,
    step: Option<&'static str>,
    next: Option<String>,
    /// Unix seconds.
    touched: Option<u64>,
    error: Option<String>,
}

/// The saved workflows, the one touched last first.
pub(super) fn list(common: &Common) -> i32 {
    let rows: Vec<Listed> = entries().into_iter().map(listed).collect();
    if is_json(common) {
        print::json(&serde_json::json!({
            "schema": 1, "exit": 0, "error": null, "workflows": rows,
        }));
        return 0;
    }
    if rows.is_empty() {
        return print::text("No saved workflows. Begin one with: ddint-tui new");
    }
    for row in rows {
        let what = row.error.or(row.next).unwrap_or_default();
        let kind = row.kind.unwrap_or("-");
        print::text(&format!("{:<24} {kind:<12} {what}", row.name));
    }
    0
}

fn entries() -> Vec<Entry<State>> {
    let mut all = workspace::list::<State>(&workspace::root());
    all.sort_by_key(|e| std::cmp::Reverse(e.modified));
    all
}

fn listed(entry: Entry<State>) -> Listed {
    let touched = entry
        .modified
        .duration_since(std::time::UNIX_EPOCH)
        .ok()
        .map(|d| d.as_secs());
    let base = Listed {
        name: entry.name,
        workspace: entry.path.display().to_string(),
        kind: None,
        step: None,
        next: None,
        touched,
        error: None,
    };
    match entry.document {
        Ok(state) => {
            let w = Wizard::resting(state);
            Listed {
                kind: w
                    .state
                    .answers
                    .integration
                    .kind
                    .map(crate::core::answers::Kind::name),
                step: Some(w.state.ui.step.name()),
                next: Some(status::next_action(&w)),
                ..base
            }
        }
        Err(error) => Listed {
            error: Some(error.to_string()),
            ..base
        },
    }
}

/// Where a workflow stands.
pub(super) fn status(common: &Common, name: Option<&str>) -> i32 {
    let read = find(common, name).and_then(|dir| {
        let state = workspace::read::<State>(&dir).map_err(|e| crate::engine::store_failure(&e))?;
        Ok((dir, state))
    });
    let (dir, state) = match read {
        Ok(found) => found,
        Err(failure) => return print::failure(common, &failure),
    };
    let w = Wizard::resting(state);
    let next = status::next_action(&w);
    if is_json(common) {
        let report = Report::of(&w, &dir);
        let mut document = serde_json::to_value(&report).unwrap_or_default();
        document["next"] = next.into();
        print::json(&document);
        return 0;
    }
    print::text(&next);
    for (step, status) in crate::core::step::StepId::ALL
        .iter()
        .zip(status::statuses(&w))
    {
        print::text(&format!(
            "  {:<13} {:<12} {}",
            step.title(),
            status.name(),
            status.detail()
        ));
    }
    0
}

/// The workspace of a name; without one, the workflow touched last.
pub(super) fn find(common: &Common, name: Option<&str>) -> Result<PathBuf, Failure> {
    if let Some(dir) = &common.workspace {
        let dir = absolute(dir);
        if dir.join("workflow.yaml").exists() || dir.join("workflow.yaml.1").exists() {
            return Ok(dir);
        }
        return Err(Failure::new(
            FailureKind::Answers,
            format!("{} holds no workflow.", dir.display()),
            "Name a workspace folder, or leave --workspace out.",
        ));
    }
    let all = entries();
    let Some(name) = name else {
        return all.into_iter().next().map(|e| e.path).ok_or_else(|| {
            Failure::new(
                FailureKind::Answers,
                "There is no saved workflow.",
                "Begin one: ddint-tui new",
            )
        });
    };
    let names: Vec<String> = all.iter().map(|e| e.name.clone()).collect();
    all.into_iter()
        .find(|e| e.name == name)
        .map(|e| e.path)
        .ok_or_else(|| {
            let hint = if names.is_empty() {
                "There is none yet; begin one: ddint-tui new".to_owned()
            } else {
                format!("Saved are: {}.", names.join(", "))
            };
            Failure::new(
                FailureKind::Answers,
                format!("No workflow is named {name}."),
                hint,
            )
        })
}

/// Deletes a workspace, never the clone.
pub(super) fn delete(common: &Common, name: &str, yes: bool) -> i32 {
    let dir = match find(common, Some(name)) {
        Ok(dir) => dir,
        Err(failure) => return print::failure(common, &failure),
    };
    if !yes && !confirmed(name, &dir) {
        let failure = Failure::new(
            FailureKind::Question,
            format!("{name} was not deleted."),
            "Type its name to confirm, or pass --yes.",
        );
        return print::failure(common, &failure);
    }
    match workspace::delete(&dir) {
        Ok(()) if is_json(common) => {
            print::json(
                &serde_json::json!({"schema": 1, "exit": 0, "error": null, "deleted": name}),
            );
            0
        }
        Ok(()) => print::text(&format!(
            "Deleted {}. The clone was not touched.",
            dir.display()
        )),
        Err(error) => print::failure(common, &crate::engine::store_failure(&error)),
    }
}

fn confirmed(name: &str, dir: &std::path::Path) -> bool {
    if !interactive() {
        return false;
    }
    print::error(&format!(
        "This deletes {} with its answers, check, and captures. Type {name} to confirm:",
        dir.display()
    ));
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).is_ok() && line.trim() == name
}
