//! The plan: what applying would do to each file, from the base (applied last), theirs (the clone)
//! and ours (the shadow tree).

use super::merge::{self, Merged};
use super::rename::{self, View};
use super::shadow::Shadow;
use super::tree::Held;
use super::{eol, root, safety};
use crate::core::plan::{FileState, Hunk, Plan, PlannedFile};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Beyond this size a text is not merged: a conflict of the whole file says what to do.
const MERGE_LIMIT: usize = 4 << 20;

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// From a template: merged with the contributor's edits.
    Rendered,
    /// ddev's own: written by ddev, never merged.
    Generated,
    /// `validators.py`: made once, then the contributor's.
    MadeOnce,
}

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

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub state: FileState,
    pub replaces_edit: bool,
    /// What applying leaves in the clone (with markers for a conflict; empty for a removal).
    pub new: String,
    /// A conflict's merge; empty where there is none.
    pub hunks: Vec<Hunk>,
}

impl Decision {
    fn new(state: FileState, new: &str) -> Self {
        Self {
            state,
            replaces_edit: false,
            new: new.to_owned(),
            hunks: Vec::new(),
        }
    }
}

/// What a path is.
#[must_use]
pub fn nature(path: &str, generated: &BTreeSet<String>) -> Nature {
    if path.ends_with("/config_models/validators.py") {
        Nature::MadeOnce
    } else if generated.contains(path) {
        Nature::Generated
    } else {
        Nature::Rendered
    }
}

/// Whether ddev writes the file (validators.py apart).
#[must_use]
pub fn is_generated(path: &str, folder: &str) -> bool {
    let package = format!("{folder}/datadog_checks/{}/", folder.replace('-', "_"));
    path == safety::CI
        || path == safety::CI_WINDOWS
        || path.strip_prefix(&package).is_some_and(|rest| {
            rest == "data/conf.yaml.example"
                || rest == "data/auto_conf.yaml"
                || (rest.starts_with("config_models/")
                    && rest != "config_models/validators.py"
                    && has_extension(rest, "py"))
        })
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e == extension)
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

/// What becomes of one file; `None` when it is no concern of ours.
///
/// # Arguments
/// `base`: as applied last; `theirs`: in the clone; `ours`: as made now, with LF.
#[must_use]
pub fn decide(
    nature: Nature,
    base: Option<&str>,
    theirs: &Held,
    ours: Option<&str>,
) -> Option<Decision> {
    let base = base.map(eol::to_lf);
    let theirs_lf = match theirs {
        Held::Text(text) => Some(eol::to_lf(text)),
        _ => None,
    };
    let as_applied = theirs_lf.is_some() && theirs_lf == base;
    let kept = || Decision::new(FileState::Yours, &theirs.shown().unwrap_or_default());
    let Some(ours) = ours else {
        return match (theirs, &base) {
            (Held::Absent, _) | (_, None) => None,
            _ if as_applied => Some(Decision::new(FileState::Removed, "")),
            _ => Some(kept()),
        };
    };
    let ours = eol::to_lf(ours);
    if *theirs == Held::Absent {
        return Some(match (nature, base) {
            (Nature::Generated, _) => Decision::new(FileState::Generated, &ours),
            (Nature::Rendered, Some(base)) if base == ours => kept(),
            (Nature::Rendered, Some(_)) => Decision::new(FileState::Conflict, &ours),
            _ => Decision::new(FileState::New, &ours),
        });
    }
    let same = theirs_lf.as_ref() == Some(&ours);
    let written = match theirs {
        Held::Text(text) => eol::like(&ours, text),
        _ => ours.clone(),
    };
    Some(match nature {
        Nature::MadeOnce if same && (base.is_none() || as_applied) => unchanged(theirs),
        Nature::MadeOnce => kept(),
        _ if same => unchanged(theirs),
        Nature::Generated => Decision {
            state: FileState::Generated,
            replaces_edit: !as_applied,
            new: written,
            hunks: Vec::new(),
        },
        Nature::Rendered if as_applied => Decision::new(FileState::Changed, &written),
        Nature::Rendered if base.as_ref() == Some(&ours) => kept(),
        Nature::Rendered => match theirs {
            Held::Text(text) => both_changed(base.as_deref(), text, &ours, &written),
            _ => Decision::new(FileState::Conflict, &ours),
        },
    })
}

fn both_changed(base: Option<&str>, theirs: &str, ours: &str, written: &str) -> Decision {
    let merged = merged(base, theirs, ours);
    let new = eol::like(&merged.text(), theirs);
    let state = match merged.conflicts() {
        0 if new == theirs => FileState::Yours,
        0 if new == written => FileState::Changed,
        0 => FileState::Merged,
        _ => FileState::Conflict,
    };
    let mut decision = Decision::new(state, &new);
    if state == FileState::Conflict {
        decision.hunks = merged.hunks;
    }
    decision
}

/// The merge of one file, with LF; a text that is too long is one conflict.
#[must_use]
pub fn merged(base: Option<&str>, theirs: &str, ours: &str) -> Merged {
    let (theirs, ours) = (eol::to_lf(theirs), eol::to_lf(ours));
    if theirs.len().max(ours.len()) > MERGE_LIMIT {
        return merge::whole(theirs, ours);
    }
    match base {
        Some(base) => merge::three_way(&eol::to_lf(base), &theirs, &ours),
        None => merge::two_way(&theirs, &ours),
    }
}

fn unchanged(theirs: &Held) -> Decision {
    Decision::new(FileState::Unchanged, &theirs.shown().unwrap_or_default())
}
