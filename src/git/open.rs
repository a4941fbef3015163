//! Opening a repository, with libgit2's refusals told in the words of the one who can lift them.

use super::config;
use super::problem::Problem;
use git2::{ErrorCode, Repository, RepositoryOpenFlags};
use std::path::Path;

/// Opens the repository at or above `path`.
pub(super) fn open(path: &Path) -> Result<Repository, Problem> {
    match found(path) {
        Ok(repo) => Ok(config::as_git(repo)),
        Err(error) => Err(explain(path, &error)),
    }
}

/// The repository at or above `path`. One that is opened by its own folder, as `Repository::discover` does it, takes the
/// folder above that for its files, wherever these are (`git init --separate-git-dir`).
pub(super) fn found(path: &Path) -> Result<Repository, git2::Error> {
    let above: [&Path; 0] = [];
    Repository::open_ext(path, RepositoryOpenFlags::CROSS_FS, above)
}

fn explain(path: &Path, error: &git2::Error) -> Problem {
    let shown = path.display();
    let detail = error.message();
    if error.code() == ErrorCode::Owner {
        return Problem::new(
            format!("{shown} belongs to another user, and git does not trust it."),
            format!("Run: git config --global --add safe.directory \"{shown}\""),
        );
    }
    if detail.contains("extensions.refstorage") {
        return Problem::new(
            format!(
                "{shown} keeps its branches in the reftable format, which libgit2 cannot read."
            ),
            "Run: git refs migrate --ref-format=files",
        );
    }
    if detail.contains("extensions.partialclone") {
        return Problem::new(
            format!(
                "{shown} is a partial clone: git fetches its files on demand, which libgit2 cannot do."
            ),
            "Run: git fetch --refetch --no-filter, then: git config --unset extensions.partialClone",
        );
    }
    if detail.contains("object format") || detail.contains("object id type") {
        return Problem::new(
            format!("{shown} uses SHA-256 object names, which libgit2 cannot read."),
            "Clone integrations-extras again; GitHub serves SHA-1.",
        );
    }
    if detail.contains("unsupported extension") {
        return Problem::new(
            format!("{shown} uses a repository format that libgit2 cannot read ({detail})."),
            "Use a plain clone of integrations-extras.",
        );
    }
    if error.code() == ErrorCode::NotFound {
        return Problem::new(
            format!("{shown} is not in a git repository."),
            "Choose a clone of integrations-extras, or clone it.",
        );
    }
    Problem::new(
        format!("{shown} could not be opened as a git repository: {detail}."),
        "Run \"git status\" there to see more.",
    )
}
