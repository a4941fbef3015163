//! What a branch changes.

use super::{branch, remotes};
use crate::core::repo::Ahead;
use git2::{Commit, Oid, Repository};
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
