//! Files as a checkout would write them, somewhere else.

use crate::git::problem::Problem;
use git2::{ObjectType, Oid, Repository};
use std::path::Path;

/// Writes the files of `paths` as a checkout of `tree` would, below `dir` instead of in the worktree.
pub(super) fn stage(
    repo: &Repository,
    tree: Oid,
    paths: &[&str],
    dir: &Path,
) -> Result<(), Problem> {
    if paths.is_empty() {
        return Ok(());
    }
    let mut how = git2::build::CheckoutBuilder::new();
    how.target_dir(dir)
        .force()
        .update_index(false)
        .refresh(false)
        .disable_pathspec_match(true);
    for path in paths {
        how.path(*path);
    }
    let tree = repo.find_object(tree, Some(ObjectType::Tree))?;
    Ok(repo.checkout_tree(&tree, Some(&mut how))?)
}
