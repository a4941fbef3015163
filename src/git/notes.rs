//! The contributor's notes on a commit that another takes the place of.

use super::child;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process;
use git2::Repository;

/// Copies them to the new commits where the configuration asks for it (`notes.rewriteRef`). `how` is git's name for what
/// was done: `amend` or `rebase`; a line of `pairs` is an old and a new commit. As in git, the commits stand where it fails.
pub(super) fn copy(repo: &Repository, how: &str, pairs: &str) {
    let root = repo.workdir().unwrap_or_else(|| repo.path());
    let rewrite = format!("--for-rewrite={how}");
    let mut spec = child::git(root, ["notes", "copy", &rewrite, "--stdin"]);
    spec.stdin = Some(pairs.as_bytes().to_vec());
    let _ = process::run(&spec, &CancelToken::new(), &mut |_| {});
}
