//! Reading what Commit and Set up show of the clone. Nothing is written, not even the index's cache.

use super::amend;
use super::changed;
use super::cleanup;
use super::guard;
use super::identity;
use super::open;
use super::problem::Problem;
use super::remotes;
use super::scope::Scope;
use super::template;
use crate::core::repo::{Change, RepoState};
use git2::{Repository, Status, StatusOptions};
use std::path::Path;

/// Reads the state of the clone at `clone`. An empty `folder` means no scope yet: every change is then
/// one of the contributor's others. `base` overrides the one that the remotes suggest.
///
/// # Errors
/// When git's data cannot be read although nothing forbids it. What forbids a commit is told in
/// [`RepoState::refusal`].
pub fn read(
    clone: &Path,
    folder: &str,
    root_files: &[String],
    base: Option<&str>,
) -> Result<RepoState, Problem> {
    let repo = match open::open(clone) {
        Ok(repo) => repo,
        Err(problem) => {
            return Ok(RepoState {
                refusal: Some(problem.to_string()),
                ..RepoState::default()
            });
        }
    };
    let scope = if folder.is_empty() {
        None
    } else {
        Some(Scope::new(folder, root_files)?)
    };
    let refusal = guard::check(&repo, scope.as_ref()).err();
    let mut state = RepoState {
        identity: identity::configured(&repo),
        refusal: refusal.map(|problem| problem.to_string()),
        message: cleanup::template(&repo),
        ..RepoState::default()
    };
    heads(&repo, base, &mut state);
    match changes(&repo, scope.as_ref()) {
        Ok((in_scope, others)) => {
            state.scope = in_scope;
            state.others = others;
        }
        // What is refused may be unreadable too; the reason is told already.
        Err(_) if state.refusal.is_some() => {}
        Err(problem) => return Err(problem),
    }
    Ok(state)
}

fn heads(repo: &Repository, base: Option<&str>, state: &mut RepoState) {
    let head = repo.head().ok();
    state.head_branch = head
        .as_ref()
        .filter(|head| head.is_branch())
        .and_then(|head| head.shorthand().ok().map(str::to_owned));
    let head_commit = head.and_then(|head| head.peel_to_commit().ok());
    state.head = head_commit.as_ref().map(|commit| commit.id().to_string());
    let published = head_commit
        .as_ref()
        .map(|head| amend::published(repo, head));
    state.published = published.and_then(Result::ok).flatten();
    state.base = match base {
        Some(name) => remotes::commit(repo, name).map(|_| name.to_owned()),
        None => remotes::base(repo, &remotes::read(repo)),
    };
    let base_commit = state.base.as_deref().and_then(|b| remotes::commit(repo, b));
    state.base_commit = base_commit.map(|id| id.to_string());
    if let (Some(head), Some(base)) = (head_commit, base_commit) {
        let counts = repo.graph_ahead_behind(head.id(), base);
        state.behind = counts.map_or(0, |(_, behind)| behind);
        state.ahead = changed::ahead(repo, &head, base).unwrap_or_default();
    }
    let base = base_commit.and_then(|id| repo.find_commit(id).ok());
    state.template = base.and_then(|base| template::of(repo, &base));
}

type Split = (Vec<Change>, Vec<Change>);

fn changes(repo: &Repository, scope: Option<&Scope>) -> Result<Split, Problem> {
    if repo.is_bare() {
        return Ok(Split::default());
    }
    let mut in_scope = Vec::new();
    if let Some(scope) = scope {
        for entry in scope.statuses(repo, false)?.iter() {
            in_scope.extend(each(&entry).filter(|change| scope.contains(&change.path)));
        }
    }
    // New folders outside of the scope are one line each: they may hold thousands of files.
    let mut options = StatusOptions::new();
    options.include_untracked(true).include_ignored(false);
    let mut others = Vec::new();
    for entry in repo.statuses(Some(&mut options))?.iter() {
        let foreign = |change: &Change| {
            scope.is_none_or(|scope| !scope.contains(change.path.trim_end_matches('/')))
        };
        others.extend(each(&entry).filter(foreign));
    }
    if let Some(scope) = scope {
        expand(repo, scope, &mut others)?;
    }
    Ok((in_scope, others))
}

/// A new folder above a root file in scope (`.github/`) holds both ours and others: list its files.
fn expand(repo: &Repository, scope: &Scope, others: &mut Vec<Change>) -> Result<(), Problem> {
    let above =
        |path: &str| path.ends_with('/') && scope.paths().any(|ours| ours.starts_with(path));
    let folders: Vec<String> = others
        .iter()
        .filter(|change| above(&change.path))
        .map(|change| change.path.clone())
        .collect();
    others.retain(|change| !above(&change.path));
    for folder in folders {
        let mut options = StatusOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .disable_pathspec_match(true)
            .pathspec(folder.trim_end_matches('/'));
        for entry in repo.statuses(Some(&mut options))?.iter() {
            others.extend(each(&entry).filter(|change| !scope.contains(&change.path)));
        }
    }
    Ok(())
}

/// A path's staged and unstaged change.
fn each(entry: &git2::StatusEntry<'_>) -> impl Iterator<Item = Change> + use<> {
    let path = String::from_utf8_lossy(entry.path_bytes()).into_owned();
    let status = entry.status();
    let kinds = [
        (Status::CONFLICTED, "conflicted", false),
        (Status::INDEX_NEW, "new", true),
        (Status::INDEX_MODIFIED, "modified", true),
        (Status::INDEX_DELETED, "deleted", true),
        (Status::INDEX_RENAMED, "renamed", true),
        (Status::INDEX_TYPECHANGE, "typechange", true),
        (Status::WT_NEW, "new", false),
        (Status::WT_MODIFIED, "modified", false),
        (Status::WT_DELETED, "deleted", false),
        (Status::WT_RENAMED, "renamed", false),
        (Status::WT_TYPECHANGE, "typechange", false),
    ];
    kinds
        .into_iter()
        .filter(move |(flag, ..)| status.contains(*flag))
        .map(move |(_, kind, staged)| Change {
            path: path.clone(),
            kind: kind.to_owned(),
            staged,
        })
}
