//! Shared files that are made again on top of another version of the base, instead of being merged line by line: the
//! integration's line of the owners, and its jobs of CI.

use super::{ci, codeowners, safety};

/// What `mine` changes in `from`, on top of `onto`; `None` where that is more than the integration's own part, or where
/// the file is none of those that can be made again.
///
/// # Arguments
/// `path`: from the repository's root; `folder`: the integration's; `from`, `mine`, `onto`: the texts where the branch
/// began, in the branch, and in the base.
#[must_use]
pub fn remake(path: &str, folder: &str, from: &str, mine: &str, onto: &str) -> Option<String> {
    match path {
        safety::CODEOWNERS => codeowners::moved(from, mine, onto, folder),
        safety::CI | safety::CI_WINDOWS => ci::moved(from, mine, onto, folder),
        _ => None,
    }
}
