//! `undo/` does not grow for ever: the last applications stay, and with them the one that an Undo would take
//! back.

use super::disk::Disk;
use super::journal::{self, Journal, Marker};
use std::io;
use std::path::Path;

/// How many applications are kept.
pub const KEPT: usize = 20;

/// Removes older applications: taken back ones at once, the others when as many newer ones could be taken
/// back before them. Only whole ones go: what a start would still have to finish stays.
///
/// # Errors
/// One cannot be read or removed; the others are as they were.
pub fn prune(disk: &Disk, workspace: &Path) -> io::Result<()> {
    let numbers = journal::numbers(workspace)?;
    if numbers.len() <= KEPT {
        return Ok(());
    }
    let mut applied = 0;
    for (newer, number) in numbers.into_iter().rev().enumerate() {
        let journal = Journal::open(workspace, number)?;
        let undone = journal.has(Marker::Undone);
        let whole = undone || (journal.has(Marker::Done) && !journal.has(Marker::Undoing));
        let needed = newer < KEPT || (!undone && applied < KEPT);
        applied += usize::from(!undone);
        if whole && !needed {
            journal.discard(disk)?;
        }
    }
    Ok(())
}
