//! What a branch changes.

use super::remotes;
use git2::Repository;
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
        let left = repo.merge_base(head.id(), base).ok()?;
        let before = repo.find_commit(left).ok()?.tree().ok()?;
        let after = head.tree().ok()?;
        let diff = repo
            .diff_tree_to_tree(Some(&before), Some(&after), None)
            .ok()?;
        let path = |d: git2::DiffDelta<'_>| {
            let path = d.new_file().path().or_else(|| d.old_file().path())?;
            path.to_str().map(str::to_owned)
        };
        Some(diff.deltas().filter_map(path).collect())
    };
    look().unwrap_or_default()
}
