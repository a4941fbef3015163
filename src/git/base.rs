//! What the base holds.

use git2::Repository;
use std::path::Path;

/// Whether the base's tree has the folder. Unknown counts as no: ddev and git say more later.
#[must_use]
pub fn has(clone: &Path, base: &str, folder: &str) -> bool {
    let look = || -> Result<bool, git2::Error> {
        let repo = Repository::open(clone)?;
        let commit = repo.revparse_single(base)?.peel_to_commit()?;
        Ok(commit.tree()?.get_name(folder).is_some())
    };
    look().unwrap_or(false)
}
