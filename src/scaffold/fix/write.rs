//! Writing what was tried into the clone.

use crate::core::fixes::Change;
use crate::core::plan::{FileState, Plan, PlannedFile};
use crate::scaffold::disk::Disk;
use crate::scaffold::journal::Journal;
use crate::scaffold::{apply, safety, tree};
use std::path::Path;

/// What the changes are, for people to look at.
#[must_use]
pub fn plan(changes: &[Change]) -> Plan {
    let text = |bytes: &Option<Vec<u8>>| {
        let bytes = bytes.as_deref()?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    };
    let files = changes.iter().map(|change| PlannedFile {
        path: change.path.clone(),
        state: match (&change.before, &change.after) {
            (None, _) => FileState::New,
            (_, None) => FileState::Removed,
            _ => FileState::Changed,
        },
        replaces_edit: false,
        from: None,
        old: text(&change.before),
        new: text(&change.after).unwrap_or_default(),
        hunks: vec![],
    });
    let parts = changes.iter().flat_map(|c| {
        let after = c.after.as_deref().unwrap_or(b"gone");
        [c.path.as_bytes(), after]
    });
    Plan {
        hash: tree::hash_parts(parts),
        files: files.collect(),
        foreign_ci: vec![],
    }
}

/// Writes the changes into the clone, all or nothing, with a journal in `dir` that takes them back: see
/// [`crate::scaffold::undo`]. `rendered/` stays as it is: what is changed here is the contributor's edit.
///
/// # Errors
/// See [`apply::ApplyError`].
///
/// # Arguments
/// `title`: what is repaired, in a line.
pub fn write(
    dir: &Path,
    clone: &Path,
    folder: &str,
    changes: &[Change],
    title: &str,
) -> Result<u32, apply::ApplyError> {
    for change in changes {
        safety::target(clone, folder, &change.path)?;
    }
    let made = apply::folders_to_make(clone, changes);
    let mut record = Journal::record(clone, folder, changes, &[], made);
    record.fix = Some(title.to_owned());
    apply::commit(&Disk::default(), dir, &plan(changes), record, changes, &[])
}
