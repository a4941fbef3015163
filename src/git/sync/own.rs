//! Which commits of a branch are its own: those that the base neither has, nor had, nor took in another form.

use crate::git::branch;
use crate::git::problem::Problem;
use git2::{Commit, ErrorCode, Oid, Repository, Sort};
use std::collections::HashSet;

/// A branch against its base.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// How many of the base's commits the branch lacks.
    pub new: usize,
    /// Its own commits, the oldest first.
    pub commits: Vec<Oid>,
    /// Those that the base took in another form, the oldest first.
    pub merged: Vec<Oid>,
    /// Those that the base had once and has no more.
    pub gone: Vec<Oid>,
}

/// What tells the integration's part of a commit from the rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub folder: &'a str,
    /// Files outside of the folder that commits of the integration change.
    pub roots: &'a [String],
}

/// Compares `tip` with the base.
///
/// # Errors
/// They have no common past here.
pub(super) fn of(
    repo: &Repository,
    tip: Oid,
    base: &str,
    onto: Oid,
    part: Part<'_>,
) -> Result<Own, Problem> {
    let fork = match repo.merge_base(tip, onto) {
        Ok(fork) => fork,
        Err(error) if error.code() == ErrorCode::NotFound => return Err(apart(repo, base)),
        Err(error) => return Err(error.into()),
    };
    let mut own = Own {
        new: between(repo, onto, &[tip])?.len(),
        ..Own::default()
    };
    let all = between(repo, tip, &[onto])?;
    let mut hidden = vec![onto];
    hidden.extend(once(repo, base, onto));
    let mine: HashSet<Oid> = between(repo, tip, &hidden)?.into_iter().collect();
    (own.commits, own.gone) = all.into_iter().partition(|id| mine.contains(id));
    if own.gone.is_empty() {
        let taken = taken(repo, &own.commits, fork, onto, part)?;
        own.merged = own.commits.drain(..taken).collect();
    }
    Ok(own)
}

/// The commits of `tip` that none of `hidden` has, the oldest first.
fn between(repo: &Repository, tip: Oid, hidden: &[Oid]) -> Result<Vec<Oid>, git2::Error> {
    let mut walk = repo.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
    walk.push(tip)?;
    for id in hidden {
        walk.hide(*id)?;
    }
    walk.collect()
}

/// Where the base's remote-tracking branch was before and is no more, as its log tells: what `git rebase --fork-point`
/// goes by.
fn once(repo: &Repository, base: &str, onto: Oid) -> Vec<Oid> {
    let Ok(log) = repo.reflog(&format!("refs/remotes/{base}")) else {
        return vec![];
    };
    let ids: HashSet<Oid> = log.iter().map(|entry| entry.id_new()).collect();
    let left = |id: &Oid| {
        *id != onto
            && repo.find_commit(*id).is_ok()
            && !repo.graph_descendant_of(onto, *id).unwrap_or(true)
    };
    ids.into_iter().filter(left).collect()
}

/// How many of the oldest commits the base took as one of its own: a squash merge has the same files of the
/// integration as the last of them, and nothing else was in them.
fn taken(
    repo: &Repository,
    commits: &[Oid],
    fork: Oid,
    onto: Oid,
    part: Part<'_>,
) -> Result<usize, Problem> {
    if commits.is_empty() {
        return Ok(0);
    }
    let start = repo.find_commit(fork)?;
    let before = folder(&start, part);
    let mut theirs = HashSet::new();
    for id in between(repo, onto, &[fork])? {
        theirs.extend(folder(&repo.find_commit(id)?, part));
    }
    for (at, id) in commits.iter().enumerate().rev() {
        let commit = repo.find_commit(*id)?;
        let Some(tree) = folder(&commit, part).filter(|tree| Some(*tree) != before) else {
            continue;
        };
        let inside = |path: &str| {
            let rest = path.strip_prefix(part.folder);
            rest.is_some_and(|rest| rest.starts_with('/')) || part.roots.iter().any(|r| r == path)
        };
        if theirs.contains(&tree)
            && branch::differing(repo, &start.tree()?, &commit.tree()?, |p| !inside(p))?.is_none()
        {
            return Ok(at + 1);
        }
    }
    Ok(0)
}

fn folder(commit: &Commit<'_>, part: Part<'_>) -> Option<Oid> {
    let tree = commit.tree().ok()?;
    let entry = tree.get_path(std::path::Path::new(part.folder)).ok()?;
    Some(entry.id())
}

fn apart(repo: &Repository, base: &str) -> Problem {
    let remote = base.split('/').next().unwrap_or("upstream");
    if repo.is_shallow() {
        return Problem::new(
            format!("This clone is shallow, so it isn't known where your branch left {base}."),
            format!("Fetch the rest: git fetch --unshallow {remote}"),
        );
    }
    Problem::new(
        format!("Your branch and {base} have no common past."),
        format!("Begin anew from the base: git switch --merge --no-track -c <branch> {base}"),
    )
}
