//! What a branch changes.

use super::{branch, remotes};
use crate::core::repo::Ahead;
use git2::{Commit, ObjectType, Oid, Repository, Status, StatusOptions};
use std::path::Path;

/// The paths that the commits of the checked-out branch change since it left the base; empty where that can't be told
/// (no repository, no base, a shallow clone).
#[must_use]
pub fn on_branch(clone: &Path) -> Vec<String> {
    let look = || -> Option<Vec<String>> {
        let repo = Repository::open(clone).ok()?;
        let base = remotes::base(&repo, &remotes::read(&repo))?;
        let base = remotes::commit(&repo, &base)?;
        let head = repo.head().ok()?.peel_to_commit().ok()?;
        Some(ahead(&repo, &head, base).ok()?.files)
    };
    look().unwrap_or_default()
}

/// The paths that are changed in the working tree and not committed, new files included, ignored ones not; empty where
/// that can't be told.
#[must_use]
pub fn in_worktree(clone: &Path) -> Vec<String> {
    let look = || -> Option<Vec<String>> {
        let repo = Repository::open(clone).ok()?;
        let mut options = StatusOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .exclude_submodules(true);
        let all = repo.statuses(Some(&mut options)).ok()?;
        let changed = all.iter().filter(|entry| entry.status() != Status::CURRENT);
        Some(changed.map(|e| text(e.path_bytes())).collect())
    };
    look().unwrap_or_default()
}

fn text(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}

/// What the base has of an integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InBase {
    /// There is no base to ask.
    Unknown,
    /// The base has no such folder.
    Nothing,
    /// The base has the folder; the text of the file that was asked for, where there is one.
    Folder(Option<String>),
}

/// What the base has of a folder of the clone, and the text of `file` in it.
#[must_use]
pub fn in_base(clone: &Path, folder: &str, file: &str) -> InBase {
    let look = || -> Option<InBase> {
        let repo = Repository::open(clone).ok()?;
        let base = remotes::base(&repo, &remotes::read(&repo))?;
        let base = remotes::commit(&repo, &base)?;
        let tree = repo.find_commit(base).ok()?.tree().ok()?;
        let Ok(entry) = tree.get_path(Path::new(folder)) else {
            return Some(InBase::Nothing);
        };
        if entry.kind() != Some(ObjectType::Tree) {
            return Some(InBase::Nothing);
        }
        let entry = tree.get_path(&Path::new(folder).join(file)).ok();
        let blob = entry.and_then(|entry| repo.find_blob(entry.id()).ok());
        Some(InBase::Folder(blob.map(|blob| text(blob.content()))))
    };
    look().unwrap_or(InBase::Unknown)
}

/// What `head` has that `base` has not, since the one left the other.
///
/// # Errors
/// They have no common past here: another history, or a shallow clone.
pub(super) fn ahead(repo: &Repository, head: &Commit, base: Oid) -> Result<Ahead, git2::Error> {
    let left = repo.find_commit(repo.merge_base(head.id(), base)?)?;
    let mut walk = repo.revwalk()?;
    walk.push(head.id())?;
    walk.hide(base)?;
    let mut ahead = Ahead {
        files: branch::changed(repo, &left.tree()?, &head.tree()?)?,
        ..Ahead::default()
    };
    for id in walk {
        ahead.commits += 1;
        ahead.merges += usize::from(repo.find_commit(id?)?.parent_count() > 1);
    }
    Ok(ahead)
}
