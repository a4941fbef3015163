//! What becomes of one file: from what it is, what was applied last, what the clone holds, and what was made.

use super::merge::{self, Merged};
use super::tree::Held;
use super::{eol, safety};
use crate::core::plan::{FileState, Hunk};
use std::collections::BTreeSet;
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
    pub(super) fn new(state: FileState, new: &str) -> Self {
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
