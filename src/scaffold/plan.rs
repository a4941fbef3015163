//! The plan: what applying would do to each file, from the base (applied last), theirs (the clone)
//! and ours (the shadow tree).

use super::decision::{Decision, Nature, decide, is_generated, nature};
use super::rename::{self, View};
use super::shadow::Shadow;
use super::tree::Held;
use super::{root, safety};
use crate::core::plan::{FileState, Plan, PlannedFile};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error(transparent)]
    Refused(#[from] safety::Refusal),
    #[error("the files applied last (rendered/ in the workspace) cannot be read: {0}")]
    Base(#[source] io::Error),
    #[error("{0}")]
    Config(String),
    #[error(
        "{} changed in the clone while the files were being made. Make them again.",
        .0.join(", ")
    )]
    Stale(Vec<String>),
}

/// Makes the plan.
///
/// # Arguments
/// `workspace`: holds `rendered/`; `clone`: the contributor's checkout; `folder`: the integration's;
/// `shadow`: what was made from the answers.
///
/// # Errors
/// A symbolic link or an obstacle at a target; shared files that changed since `shadow` was made.
pub fn plan(
    workspace: &Path,
    clone: &Path,
    folder: &str,
    shadow: &Shadow,
) -> Result<Plan, PlanError> {
    let stale = shadow.stale(clone, folder)?;
    if !stale.is_empty() {
        return Err(PlanError::Stale(stale));
    }
    compare(workspace, clone, folder, shadow)
}

/// The plan once this very shadow was applied: how every file stands since.
///
/// # Errors
/// As [`plan`]; that the shared files changed is no error.
pub fn after(
    workspace: &Path,
    clone: &Path,
    folder: &str,
    shadow: &Shadow,
) -> Result<Plan, PlanError> {
    let mut settled = shadow.clone();
    settled.earlier.clear();
    settled.asked.clear();
    compare(workspace, clone, folder, &settled)
}

fn compare(
    workspace: &Path,
    clone: &Path,
    folder: &str,
    shadow: &Shadow,
) -> Result<Plan, PlanError> {
    let view = View::of(clone, folder, &shadow.earlier).map_err(PlanError::Base)?;
    let base = view.base(workspace).map_err(PlanError::Base)?;
    let paths = base.keys().chain(shadow.files.keys()).chain(view.sources());
    let paths: BTreeSet<&String> = paths.collect();
    let mut files: Vec<PlannedFile> = shadow.asked.iter().map(|f| rename::question(f)).collect();
    for path in paths {
        files.extend(planned(
            &view,
            shadow,
            path,
            base.get(path).map(String::as_str),
        )?);
    }
    for (path, to) in view.old() {
        let base = base.get(to).map(String::as_str);
        let moves = files.iter().any(|f| f.from.as_ref() == Some(path));
        files.push(rename::leaving(&view, path, to, base, moves)?);
    }
    Ok(Plan {
        files,
        hash: shadow.hash.clone(),
        foreign_ci: shadow.foreign_ci.clone(),
    })
}

/// The plan's row of one file; `None` when it is no concern of ours.
fn planned(
    view: &View,
    shadow: &Shadow,
    path: &str,
    base: Option<&str>,
) -> Result<Option<PlannedFile>, PlanError> {
    let theirs = view.held(path)?;
    let ours = shadow.files.get(path).map(String::as_str);
    let row = |decision: Decision| PlannedFile {
        path: path.to_owned(),
        state: decision.state,
        replaces_edit: decision.replaces_edit,
        from: view.source(path).map(str::to_owned),
        old: theirs.shown(),
        new: decision.new,
        hunks: decision.hunks,
    };
    if safety::ROOT_FILES.contains(&path) {
        return shared(view, shadow, path, base, &theirs, ours).map(|d| d.map(row));
    }
    let folder = view.folder();
    let generated = is_generated(path, folder) || shadow.generated.contains(path);
    if generated && ours.is_none() && !shadow.failed.is_empty() {
        // ddev could not say what belongs here: that is no reason to remove anything.
        return Ok(None);
    }
    let nature = match nature(path, &shadow.generated) {
        Nature::Rendered if generated => Nature::Generated,
        other => other,
    };
    let decision = decide(nature, base, &theirs, ours);
    if view.source(path).is_none() {
        return Ok(decision.map(row));
    }
    // Under the earlier name: what would stay moves, and what is no longer made is the old row's.
    let kept = || Decision::new(FileState::Moved, &theirs.shown().unwrap_or_default());
    let moved = match decision {
        None => Some(kept()),
        Some(d) => match d.state {
            FileState::Removed => None,
            FileState::Unchanged | FileState::Yours => Some(kept()),
            FileState::Changed => Some(Decision::new(FileState::Moved, &d.new)),
            _ => Some(d),
        },
    };
    Ok(moved.map(row))
}

/// A file that everyone shares: what is there under an earlier name counts as there under the present one.
fn shared(
    view: &View,
    shadow: &Shadow,
    path: &str,
    base: Option<&str>,
    theirs: &Held,
    ours: Option<&str>,
) -> Result<Option<Decision>, PlanError> {
    let seen = match theirs {
        Held::Text(text) => Held::Text(view.shared(path, text).map_err(PlanError::Config)?),
        other => other.clone(),
    };
    let decision = root::decide(path, view.folder(), &shadow.earlier, base, &seen, ours)
        .map_err(PlanError::Config)?;
    let kept = |d: &Decision| matches!(d.state, FileState::Unchanged | FileState::Yours);
    Ok(match (decision, &seen) {
        (Some(d), Held::Text(text)) if kept(&d) && seen != *theirs => {
            Some(Decision::new(FileState::Merged, text))
        }
        (decision, _) => decision,
    })
}
