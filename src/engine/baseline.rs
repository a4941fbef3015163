//! Whose fault it is where ddev does not say: `validate ci` looks at the jobs of all integrations at once, and names
//! none of them.

use crate::core::finding::{Finding, Severity, Source};
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::scaffold::safety::{CI, CI_WINDOWS, DDEV_CONFIG};
use crate::scaffold::{ci, shadow};
use std::fs;
use std::path::Path;

/// The result without what other integrations had before: their jobs are out of sync, and ours are as ddev wrote them
/// in the shadow tree from the same files.
pub(super) fn ours(
    workspace: &Path,
    root: &Path,
    folder: &str,
    mut result: TaskResult,
) -> TaskResult {
    let failed = result.state == TaskState::Failed && result.exit == Some(1);
    if result.task != Task::Validate("ci".into()) || !failed {
        return result;
    }
    let Some(made) = shadow::load(workspace).filter(|s| !s.foreign_ci.is_empty()) else {
        return result;
    };
    let tree = shadow::dir(workspace);
    let read = |at: &Path, path: &str| fs::read(at.join(path)).ok();
    let alike = |path: &str| read(root, path) == read(&tree, path);
    let inputs = [
        format!("{folder}/hatch.toml"),
        format!("{folder}/manifest.json"),
        DDEV_CONFIG.to_owned(),
    ];
    let jobs = |path: &str| {
        let here = fs::read_to_string(root.join(path)).unwrap_or_default();
        let wanted = made.files.get(path).map_or("", String::as_str);
        ci::jobs_of(&here, folder) == ci::jobs_of(wanted, folder)
    };
    if !inputs.iter().all(|path| alike(path)) || ![CI, CI_WINDOWS].into_iter().all(jobs) {
        return result;
    }
    let message = format!(
        "The CI jobs of {} are not in sync. They were not before, and are not yours.",
        made.foreign_ci.join(", ")
    );
    let mut note = Finding::error(Source::Ddev, "ci", message);
    note.severity = Severity::Note;
    result.findings = vec![note.at(CI, None)];
    result.state = TaskState::Passed;
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failure_of_ci_is_looked_at() {
        let dir = tempfile::tempdir().unwrap();
        let mut result = TaskResult::waiting(Task::Validate("models".into()));
        (result.state, result.exit) = (TaskState::Failed, Some(1));
        let same = ours(dir.path(), dir.path(), "acme_queue", result.clone());
        assert_eq!(same, result);
        result.task = Task::Validate("ci".into());
        // Nothing was rendered: nobody knows whose fault it is.
        let same = ours(dir.path(), dir.path(), "acme_queue", result.clone());
        assert_eq!(same, result);
    }
}
