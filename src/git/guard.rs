//! When a commit is refused, why, and what lifts it.

use super::problem::Problem;
use super::scope::Scope;
use super::settings;
use git2::{
    AttrCheckFlags, AttrValue, ErrorCode, Index, IndexEntryExtendedFlag, Repository,
    RepositoryState,
};
use std::fs;
use std::path::Path;

/// Refuses what libgit2 cannot do or what would mix the contributor's work with ours.
///
/// # Errors
/// The first reason, with the way out.
pub(super) fn check(repo: &Repository, scope: Option<&Scope>) -> Result<(), Problem> {
    let Some(root) = repo.workdir() else {
        return Err(Problem::new(
            "This is a bare repository: it has no files to commit.",
            "Choose an ordinary clone.",
        ));
    };
    in_progress(repo)?;
    on_a_branch(repo)?;
    unlocked(repo)?;
    if settings::flag(repo, "core.sparseCheckout", false) {
        return Err(sparse());
    }
    let index = readable_index(repo)?;
    if index.has_conflicts() {
        return Err(Problem::new(
            format!("Files are in conflict: {}.", conflicts(&index)),
            "Resolve them and git add them, or undo what caused the conflict.",
        ));
    }
    if let Some(scope) = scope {
        submodules(&index, scope)?;
        skipped(&index, scope)?;
        links(root, scope)?;
        filters(repo, root, scope)?;
    }
    Ok(())
}

fn in_progress(repo: &Repository) -> Result<(), Problem> {
    let (what, hint) = match repo.state() {
        RepositoryState::Clean => return Ok(()),
        RepositoryState::Merge => (
            "A merge",
            "Finish it: git merge --continue, or end it: git merge --abort",
        ),
        RepositoryState::Revert | RepositoryState::RevertSequence => (
            "A revert",
            "Finish it: git revert --continue, or end it: git revert --abort",
        ),
        RepositoryState::CherryPick | RepositoryState::CherryPickSequence => (
            "A cherry-pick",
            "Finish it: git cherry-pick --continue, or end it: git cherry-pick --abort",
        ),
        RepositoryState::Bisect => ("A bisect", "End it: git bisect reset"),
        RepositoryState::Rebase
        | RepositoryState::RebaseInteractive
        | RepositoryState::RebaseMerge => (
            "A rebase",
            "Finish it: git rebase --continue, or end it: git rebase --abort",
        ),
        RepositoryState::ApplyMailbox => (
            "Applying patches (git am)",
            "Finish it: git am --continue, or end it: git am --abort",
        ),
        RepositoryState::ApplyMailboxOrRebase => (
            "A rebase or git am",
            "Finish it, or end it: git rebase --abort (or git am --abort)",
        ),
    };
    Err(Problem::new(
        format!("{what} is in progress in this clone."),
        hint,
    ))
}

fn on_a_branch(repo: &Repository) -> Result<(), Problem> {
    match repo.head() {
        Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
            Err(Problem::new(
                "The checked-out branch has no commit yet.",
                "Fetch and check out the base: git fetch, then: git switch master",
            ))
        }
        Err(error) => Err(error.into()),
        Ok(head) if !head.is_branch() => Err(Problem::new(
            "No branch is checked out (detached HEAD).",
            "Check out a branch: git switch master, or keep what is here: git switch -c <branch>",
        )),
        Ok(_) => Ok(()),
    }
}

fn unlocked(repo: &Repository) -> Result<(), Problem> {
    let lock = repo.path().join("index.lock");
    if fs::symlink_metadata(&lock).is_err() {
        return Ok(());
    }
    Err(locked(&lock))
}

/// What to say about an index lock.
pub(super) fn locked(lock: &Path) -> Problem {
    Problem::new(
        format!(
            "Another git program holds the index's lock ({}).",
            lock.display()
        ),
        format!(
            "Let it finish. If none runs, one was killed: remove the lock with rm \"{}\"",
            lock.display()
        ),
    )
}

fn sparse() -> Problem {
    Problem::new(
        "This clone is a sparse checkout, which libgit2 cannot commit from.",
        "Run: git sparse-checkout disable",
    )
}

fn readable_index(repo: &Repository) -> Result<Index, Problem> {
    repo.index().map_err(|error| {
        let detail = error.message();
        if detail.contains("'link'") {
            Problem::new(
                "This clone uses a split index, which libgit2 cannot read.",
                "Run: git config core.splitIndex false, then: git update-index --no-split-index",
            )
        } else if detail.contains("'sdir'") {
            sparse()
        } else {
            Problem::new(
                format!("The clone's index cannot be read: {detail}."),
                "Run \"git status\" there; if git cannot read it either, rebuild it: git reset",
            )
        }
    })
}

fn conflicts(index: &Index) -> String {
    let mut paths: Vec<String> = index
        .conflicts()
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|c| c.our.or(c.their).or(c.ancestor))
        .map(|entry| String::from_utf8_lossy(&entry.path).into_owned())
        .collect();
    paths.truncate(5);
    paths.join(", ")
}

fn submodules(index: &Index, scope: &Scope) -> Result<(), Problem> {
    const GITLINK: u32 = 0o160_000;
    let found = index
        .iter()
        .find(|entry| entry.mode == GITLINK && scope.contains_bytes(&entry.path));
    found.map_or(Ok(()), |entry| {
        let path = String::from_utf8_lossy(&entry.path).into_owned();
        Err(Problem::new(
            format!("{path} is a submodule, so its files cannot be committed here."),
            format!(
                "Remove it from the index: git rm --cached \"{path}\", or choose another name."
            ),
        ))
    })
}

/// git commits no file that it was told to skip, whatever the worktree has of it: that is private.
fn skipped(index: &Index, scope: &Scope) -> Result<(), Problem> {
    let skip = IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
    let found = index
        .iter()
        .find(|entry| entry.flags_extended & skip != 0 && scope.contains_bytes(&entry.path));
    found.map_or(Ok(()), |entry| {
        let path = String::from_utf8_lossy(&entry.path).into_owned();
        Err(Problem::new(
            format!("git is told to skip {path}, so what the file holds would not be committed."),
            format!("Take what is yours alone out of it, then let git see it again: git update-index --no-skip-worktree \"{path}\""),
        ))
    })
}

fn links(root: &Path, scope: &Scope) -> Result<(), Problem> {
    let is_link = |path: &Path| {
        fs::symlink_metadata(root.join(path)).is_ok_and(|meta| meta.file_type().is_symlink())
    };
    let on_the_way = scope
        .paths()
        .flat_map(|path| Path::new(path).ancestors())
        .find(|path| !path.as_os_str().is_empty() && is_link(path));
    on_the_way.map_or(Ok(()), |path| {
        Err(Problem::new(
            format!(
                "{} is a symbolic link, so its content lies outside of what git tracks here.",
                path.display()
            ),
            "Replace the link by a real folder or file.",
        ))
    })
}

fn filters(repo: &Repository, root: &Path, scope: &Scope) -> Result<(), Problem> {
    for (path, found) in scope.files(repo)? {
        if found.symlink {
            if root.join(&path).is_dir() {
                return Err(Problem::new(
                    format!("{path} is a symbolic link to a folder."),
                    "Replace the link by a real folder.",
                ));
            }
            continue;
        }
        if let Some(driver) = attribute(repo, &path, "filter")? {
            let set = |what: &str| settings::text(repo, &format!("filter.{driver}.{what}"));
            if set("clean").or_else(|| set("process")).is_some() {
                return Err(Problem::new(
                    format!(
                        "{path} goes through the filter \"{driver}\", which libgit2 cannot run."
                    ),
                    format!(
                        "Exempt the folder in this clone: echo '/{}/** -filter' >> \"{}\"",
                        scope.folder(),
                        repo.commondir().join("info/attributes").display()
                    ),
                ));
            }
        }
        if let Some(encoding) = attribute(repo, &path, "working-tree-encoding")? {
            return Err(Problem::new(
                format!("{path} is converted from {encoding} by git, which libgit2 cannot do."),
                "Save the file as UTF-8 and remove working-tree-encoding from the attributes.",
            ));
        }
    }
    Ok(())
}

/// The text that an attribute is set to for `path`.
pub(super) fn attribute(
    repo: &Repository,
    path: &str,
    name: &str,
) -> Result<Option<String>, Problem> {
    let value = repo.get_attr(Path::new(path), name, AttrCheckFlags::FILE_THEN_INDEX)?;
    Ok(match AttrValue::from_string(value) {
        AttrValue::String(text) => Some(text.to_owned()),
        _ => None,
    })
}
