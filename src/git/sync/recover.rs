//! What an update that was killed has left: taken back when the branch had not moved, completed when it had.

use super::journal::{Desk, Journal, failed};
use super::moving::{Lock, MARK, desk, is_checked_out, new_index, take_back};
use super::{aside, kept};
use crate::git::problem::Problem;
use git2::{Oid, Repository};
use std::fs;
use std::path::Path;

/// Whether there may be something of a move that was cut off, or that goes on.
pub(super) fn is_cut_off(repo: &Repository) -> bool {
    repo.path().join("ddint-tui/update").exists() || is_ours(&repo.path().join("index.lock"))
}

fn is_ours(lock: &Path) -> bool {
    let short = fs::symlink_metadata(lock).is_ok_and(|meta| meta.len() == MARK.len() as u64);
    short && fs::read(lock).is_ok_and(|bytes| bytes == MARK.as_bytes())
}

/// Puts the index in place that belongs to the branch's new commit.
fn complete(repo: &Repository, desk: &Desk, journal: &Journal) -> Result<(), Problem> {
    let old = repo.find_commit(Oid::from_str(&journal.old)?)?.tree()?;
    new_index(repo, desk, &journal.files, &old)?;
    let real = repo.path().join("index");
    fs::rename(desk.index(), &real).map_err(|error| failed("Writing", &real, &error))
}

/// What a move that was cut off has left is put in order.
///
/// # Errors
/// Somebody else has the index, or the disk refuses.
pub(super) fn recover(repo: &Repository) -> Result<Option<String>, Problem> {
    if repo.is_bare() {
        return Ok(None);
    }
    let desk = desk(repo)?;
    let lock = repo.path().join("index.lock");
    let ours = is_ours(&lock);
    let Some(journal) = desk.read()? else {
        // It had not begun.
        if ours {
            let _ = fs::remove_file(&lock);
        }
        if desk.dir.exists() {
            desk.close();
        }
        return Ok(None);
    };
    let lock = if ours {
        Lock::left(lock)
    } else {
        Lock::take(repo)?
    };
    let branch = (journal.refname)
        .strip_prefix("refs/heads/")
        .unwrap_or(&journal.refname);
    let there = repo.refname_to_id(&journal.refname).ok();
    let is = |name: &str| there.is_some_and(|there| there.to_string() == name);
    // Nobody can go back to it: it was renamed or deleted.
    if there.is_none() {
        return Err(Problem::new(
            format!("An update of {branch} was cut off, and that branch is gone since."),
            format!("Look at git status. {}", aside::way_out(&aside::set(&desk))),
        ));
    }
    // Its files are those of another branch by now.
    if !is_checked_out(repo, &journal.refname) {
        return Err(Problem::new(
            format!("An update of {branch} was cut off, and another branch was checked out since."),
            format!(
                "Look at git status, then go back to it: git switch {branch}. What the update had replaced lies in {}.",
                desk.dir.join("old").display()
            ),
        ));
    }
    let said = if is(&journal.new) {
        if let Err(problem) = complete(repo, &desk, &journal) {
            lock.stays();
            return Err(problem);
        }
        format!("An update of {branch} was cut off at its end. It is complete now.")
    } else if is(&journal.old) {
        let left = take_back(&desk, &journal)?;
        if !left.is_empty() {
            return Err(aside::left_over(&desk, &left));
        }
        if let Some(kept) = &journal.kept {
            kept::forget_files(repo, kept);
        }
        format!("An update of {branch} was cut off. It is taken back: your files are as they were.")
    } else {
        return Err(Problem::new(
            format!("An update of {branch} was cut off, and the branch moved since."),
            format!("Look at git status. {}", aside::way_out(&aside::set(&desk))),
        ));
    };
    desk.close();
    drop(lock);
    Ok(Some(said))
}
