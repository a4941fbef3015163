//! What became of a branch while nobody of ours wrote it down: it was rebased by hand, or a kill came between its move
//! and the record of it.

use super::kept;
use crate::core::sync::Synced;
use crate::git::{open, remotes};
use git2::{Commit, Oid, Repository, Sort};
use std::path::Path;

/// So many commits of the branch are looked at.
const FAR: usize = 200;

/// The commit of `branch` that `last` became: of the same author, at the same time, with the same message. `None` while
/// the branch has `last` itself, and where that can't be told.
#[must_use]
pub fn became(clone: &Path, branch: &str, base: &str, last: &str) -> Option<String> {
    let repo = open::open(clone).ok()?;
    let tip = repo.refname_to_id(&format!("refs/heads/{branch}")).ok()?;
    let last = repo.find_commit(Oid::from_str(last).ok()?).ok()?;
    if tip == last.id() || repo.graph_descendant_of(tip, last.id()).ok()? {
        return None;
    }
    let mut walk = repo.revwalk().ok()?;
    walk.set_sorting(Sort::TOPOLOGICAL).ok()?;
    walk.push(tip).ok()?;
    walk.hide(remotes::commit(&repo, base)?).ok()?;
    let twin = walk.take(FAR).flatten().find(|id| {
        let commit = repo.find_commit(*id);
        commit.is_ok_and(|commit| alike(&commit, &last))
    })?;
    Some(twin.to_string())
}

fn alike(one: &Commit<'_>, other: &Commit<'_>) -> bool {
    let (a, b) = (one.author(), other.author());
    a.name_bytes() == b.name_bytes()
        && a.email_bytes() == b.email_bytes()
        && a.when() == b.when()
        && one.message_bytes() == other.message_bytes()
}

/// The update that was the last thing that happened to `branch`, by its log and the reference that keeps what was before.
#[must_use]
pub fn last_update(clone: &Path, branch: &str, base: &str) -> Option<Synced> {
    let repo = open::open(clone).ok()?;
    let refname = format!("refs/heads/{branch}");
    let (before, after) = last_move(&repo, &refname)?;
    let kept = kept::holding(&repo, branch, before).ok()??;
    (repo.refname_to_id(&refname).ok()? == after).then(|| Synced {
        branch: branch.to_owned(),
        base: base.to_owned(),
        before: before.to_string(),
        after: after.to_string(),
        kept,
        ..Synced::default()
    })
}

fn last_move(repo: &Repository, refname: &str) -> Option<(Oid, Oid)> {
    let log = repo.reflog(refname).ok()?;
    let entry = log.get(0)?;
    // A commit, a reset, or an amend on top of what an update left is the contributor's own.
    let said = entry.message().ok().flatten()?;
    let moved = said.starts_with(&format!("rebase (finish): {refname} onto "))
        || said.starts_with("merge ") && said.ends_with(": Fast-forward");
    moved.then(|| (entry.id_old(), entry.id_new()))
}
