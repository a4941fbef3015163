//! Replacing our last commit: only that one, and one that others may have only when that is confirmed.

use super::branch::Plan;
use super::child;
use super::error::CommitError;
use crate::core::repo::CommitRequest;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process;
use git2::{Commit, Oid, Repository, Signature};

/// How much later than its descendant a commit may be dated: clocks differ, so git too allows for a day.
const SLOP: i64 = 24 * 60 * 60;

/// The commit that is replaced, and what its successor keeps of it.
pub(super) struct Replaced {
    pub author: Signature<'static>,
    pub message: String,
    pub parents: Vec<Oid>,
    pub parent_tree: Oid,
    /// It is the commit on record. Else it has that one's parents, as what a kill left of an earlier amend.
    ours: bool,
}

/// The commit that `request` replaces; `None` when it adds one.
///
/// # Errors
/// There is none of ours at the branch's tip, or others may have it and that was not confirmed.
pub(super) fn replaced(
    repo: &Repository,
    request: &CommitRequest,
    plan: &Plan,
) -> Result<Option<Replaced>, CommitError> {
    let Some(amend) = &request.amend else {
        return Ok(None);
    };
    let last = request.last_commit.as_deref();
    let last = last.and_then(|last| Oid::from_str(last).ok());
    let Some(last) = last.filter(|_| plan.create_from.is_none()) else {
        return Err(CommitError::question(
            format!(
                "The branch {} has no commit of ours to amend.",
                request.branch
            ),
            "Commit instead; then there is one.",
        ));
    };
    let tip = repo.find_commit(plan.parent)?;
    let parents: Vec<Oid> = tip.parent_ids().collect();
    let ours = last == tip.id();
    let sibling = || {
        repo.find_commit(last)
            .is_ok_and(|last| last.parent_ids().eq(tip.parent_ids()))
    };
    if parents.is_empty() || !(ours || sibling()) {
        return Err(not_ours(request));
    }
    let known = amend.pushed.then(|| "your fork".to_owned());
    if !amend.confirmed
        && ours
        && let Some(place) = known.or(published(repo, &tip)?)
    {
        return Err(CommitError::question(
            format!("Your last commit is on {place} already, and others may have it."),
            "Add a second commit instead. Or confirm the amend: then the next push must replace the branch.",
        ));
    }
    Ok(Some(Replaced {
        author: tip.author().to_owned(),
        message: String::from_utf8_lossy(tip.message_raw_bytes()).into_owned(),
        parent_tree: tip.parent(0)?.tree_id(),
        parents,
        ours,
    }))
}

impl Replaced {
    /// Whether its successor may hold this tree.
    pub fn may_become(&self, tree: Oid, request: &CommitRequest) -> Result<(), CommitError> {
        if !self.ours {
            return Err(not_ours(request));
        }
        if tree == self.parent_tree {
            return Err(CommitError::question(
                "Nothing would be left in your last commit.",
                "To take the commit back and keep your files, run: git reset --soft HEAD^",
            ));
        }
        Ok(())
    }
}

/// Copies the contributor's notes from the commit before to the one in its place, where the configuration asks for it
/// (`notes.rewriteRef`). As in git, the commit stands where that fails.
pub(super) fn copy_notes(repo: &Repository, both: &str) {
    let root = repo.workdir().unwrap_or_else(|| repo.path());
    let args = ["notes", "copy", "--for-rewrite=amend", "--stdin"];
    let mut spec = child::git(root, args);
    spec.stdin = Some(both.as_bytes().to_vec());
    let _ = process::run(&spec, &CancelToken::new(), &mut |_| {});
}

fn not_ours(request: &CommitRequest) -> CommitError {
    CommitError::question(
        format!(
            "The branch {} ends with another commit than the last one made here.",
            request.branch
        ),
        format!(
            "See what it is: git log {}..{}. Add a second commit instead.",
            request.base, request.branch
        ),
    )
}

/// The remote-tracking branch that holds `commit`, for example `origin/acmeco/acme_queue`.
pub(super) fn published(
    repo: &Repository,
    commit: &Commit<'_>,
) -> Result<Option<String>, git2::Error> {
    for reference in repo.references_glob("refs/remotes/*")?.flatten() {
        let Some(id) = reference.target() else {
            continue;
        };
        let holds = id == commit.id()
            || repo.find_commit(id).is_ok_and(|tip| {
                tip.time().seconds() + SLOP >= commit.time().seconds()
                    && repo.graph_descendant_of(id, commit.id()).unwrap_or(false)
            });
        if holds {
            return Ok(reference.shorthand().ok().map(str::to_owned));
        }
    }
    Ok(None)
}
