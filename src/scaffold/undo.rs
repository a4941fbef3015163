//! Taking an application back: files, base and the folders that were made.

use super::disk::Disk;
use super::drive::{self, DriveError, Side, Third};
use super::journal::{self, Journal, Marker};
use super::safety::Refusal;
use super::tree;
use std::fs;
use std::io;
use std::path::Path;

/// Why nothing was taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    #[error("there is no application {0} to take back")]
    Missing(u32),
    #[error("application {0} was taken back already")]
    Already(u32),
    #[error("application {0} was not finished. Start ddint-tui again first.")]
    Unfinished(u32),
    #[error(
        "{} changed since it was applied. Taking it back would lose that. Nothing was changed.",
        .0.join(", ")
    )]
    Changed(Vec<String>),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{path} cannot be restored: {source}")]
    Io { path: String, source: io::Error },
}

/// The latest application that can be taken back.
///
/// # Errors
/// `undo/` cannot be listed.
pub fn latest(workspace: &Path) -> io::Result<Option<u32>> {
    let latest = latest_where(workspace, |_| true)?;
    Ok(latest.map(|journal| journal.number))
}

/// The latest application of files, whatever was repaired since.
///
/// # Errors
/// As [`latest`].
pub fn latest_application(workspace: &Path) -> io::Result<Option<u32>> {
    let latest = latest_where(workspace, |journal| journal.record.fix.is_none())?;
    Ok(latest.map(|journal| journal.number))
}

/// The last change of the clone, where that was a repair: its number, and what was repaired.
///
/// # Errors
/// As [`latest`].
pub fn latest_fix(workspace: &Path) -> io::Result<Option<(u32, String)>> {
    let latest = latest_where(workspace, |_| true)?;
    Ok(latest.and_then(|journal| Some((journal.number, journal.record.fix?))))
}

fn latest_where(
    workspace: &Path,
    wanted: impl Fn(&Journal) -> bool,
) -> io::Result<Option<Journal>> {
    for number in journal::numbers(workspace)?.into_iter().rev() {
        let journal = Journal::open(workspace, number)?;
        if journal.has(Marker::Done) && !journal.has(Marker::Undone) && wanted(&journal) {
            return Ok(Some(journal));
        }
    }
    Ok(None)
}

/// Restores what application `number` replaced. Returns the paths that changed.
///
/// # Arguments
/// `anyway`: also where files changed since; what they hold is kept in `undo/<n>/replaced/`.
///
/// # Errors
/// See [`UndoError`].
pub fn undo(workspace: &Path, number: u32, anyway: bool) -> Result<Vec<String>, UndoError> {
    undo_on(&Disk::default(), workspace, number, anyway)
}

/// [`undo`] on a disk that may fail.
///
/// # Errors
/// As [`undo`].
pub fn undo_on(
    disk: &Disk,
    workspace: &Path,
    number: u32,
    anyway: bool,
) -> Result<Vec<String>, UndoError> {
    let journal = Journal::open(workspace, number).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => UndoError::Missing(number),
        _ => io_error(e),
    })?;
    if journal.has(Marker::Undone) {
        return Err(UndoError::Already(number));
    }
    if !journal.has(Marker::Done) || journal.has(Marker::Undoing) {
        return Err(UndoError::Unfinished(number));
    }
    let record = &journal.record;
    let mut changed = Vec::new();
    let mut restored = Vec::new();
    for entry in &record.files {
        let at = record.target(&entry.path)?;
        let bytes = match fs::read(&at) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(source) => {
                let path = entry.path.clone();
                return Err(UndoError::Io { path, source });
            }
        };
        let now = bytes.as_deref().map(tree::hash);
        if now != entry.before {
            restored.push(entry.path.clone());
            if now != entry.after {
                changed.push((entry.path.clone(), bytes));
            }
        }
    }
    if !changed.is_empty() && !anyway {
        return Err(UndoError::Changed(
            changed.into_iter().map(|(path, _)| path).collect(),
        ));
    }
    for (_, bytes) in &changed {
        journal.keep(disk, bytes.as_deref()).map_err(io_error)?;
    }
    journal.mark(disk, Marker::Undoing).map_err(io_error)?;
    let done = drive::clone_to(disk, &journal, Side::Before, Third::Stop)
        .and_then(|_| drive::base_to(disk, workspace, &journal, Side::Before));
    if let Err(e) = done {
        // Without edits of the contributor's in play, all is put back as it was applied.
        let whole = changed.is_empty()
            && drive::clone_to(disk, &journal, Side::After, Third::Leave).is_ok()
            && drive::base_to(disk, workspace, &journal, Side::After).is_ok();
        if whole {
            journal.unmark(disk, Marker::Undoing).map_err(io_error)?;
        }
        return Err(match e {
            DriveError::Refused(refusal) => UndoError::Refused(refusal),
            DriveError::Third(paths) => UndoError::Changed(paths),
            DriveError::Io { path, source } => UndoError::Io { path, source },
        });
    }
    journal.mark(disk, Marker::Undone).map_err(io_error)?;
    Ok(restored)
}

fn io_error(source: io::Error) -> UndoError {
    UndoError::Io {
        path: "undo".into(),
        source,
    }
}
