//! A start that finds an application or an undo without its final marker finishes it.

use super::disk::Disk;
pub use super::drive::DriveError;
use super::drive::{self, Side, Third};
use super::journal::{self, Journal, Marker};
use std::io;
use std::path::Path;

/// What a start found and finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Applications that were finished.
    pub applied: Vec<u32>,
    /// Undos that were finished.
    pub undone: Vec<u32>,
    /// Files that held neither side: they are as the contributor left them.
    pub left: Vec<String>,
}

/// Finishes what an earlier run had begun. Nothing to do is the usual case.
///
/// # Errors
/// A file cannot be read or written: name and cause; a later start tries again.
pub fn recover(workspace: &Path) -> Result<Recovered, DriveError> {
    recover_on(&Disk::default(), workspace)
}

/// [`recover`] on a disk that may fail.
///
/// # Errors
/// As [`recover`].
pub fn recover_on(disk: &Disk, workspace: &Path) -> Result<Recovered, DriveError> {
    let mut out = Recovered::default();
    remove_leftovers(disk, workspace).map_err(undo)?;
    for number in journal::numbers(workspace).map_err(undo)? {
        let dir = journal::root(workspace).join(number.to_string());
        if dir.join("undone").is_file()
            || (dir.join("done").is_file() && !dir.join("undoing").is_file())
        {
            continue;
        }
        let journal = Journal::open(workspace, number).map_err(undo)?;
        let (side, marker, list) = if journal.has(Marker::Undoing) {
            (Side::Before, Marker::Undone, &mut out.undone)
        } else {
            (Side::After, Marker::Done, &mut out.applied)
        };
        if journal.record.clone.is_dir() {
            drive::sweep(disk, &journal);
            out.left
                .extend(drive::clone_to(disk, &journal, side, Third::Leave)?);
            drive::base_to(disk, workspace, &journal, side)?;
        } else {
            // The clone is gone, and what had begun in it too: the base stays as it is.
            out.left
                .extend(journal.record.files.iter().map(|f| f.path.clone()));
        }
        journal.mark(disk, marker).map_err(undo)?;
        list.push(number);
    }
    Ok(out)
}

/// Journals that never counted.
fn remove_leftovers(disk: &Disk, workspace: &Path) -> io::Result<()> {
    let entries = match std::fs::read_dir(journal::root(workspace)) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(".new") {
            disk.remove_dir_all(&entry.path())?;
        }
    }
    Ok(())
}

fn undo(source: io::Error) -> DriveError {
    DriveError::Io {
        path: "undo".into(),
        source,
    }
}
