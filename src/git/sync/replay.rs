//! Making commits again on top of another one, in memory, as `git rebase` does it: each is merged onto the one before,
//! and what comes out empty is left out.

use super::{Remake, drivers};
use crate::git::identity::People;
use crate::git::problem::Problem;
use crate::git::sign;
use crate::jobs::cancel::CancelToken;
use git2::{Commit, Index, IndexConflict, MergeOptions, Oid, Repository, Tree};
use std::collections::BTreeSet;

/// What became of a branch's commits.
#[derive(Debug, Default)]
pub(super) struct Replay {
    /// A commit, and the tree that it has now.
    pub picks: Vec<(Oid, Oid)>,
    /// Commits whose change the base has already.
    pub dropped: Vec<Oid>,
    /// Shared files that were made again instead of conflicting.
    pub remade: BTreeSet<String>,
    /// The tree at the end.
    pub tree: Option<Oid>,
}

/// Where a replay happens, and what it may make again.
pub(super) struct Ground<'a> {
    pub repo: &'a Repository,
    pub branch: &'a str,
    pub base: &'a str,
    pub onto: Oid,
    /// Shared files.
    pub roots: &'a [String],
    pub remake: Remake<'a>,
    pub cancel: &'a CancelToken,
}

impl Ground<'_> {
    /// Merges each commit's change onto the base's tree. Writes trees and blobs, which nothing names.
    ///
    /// # Errors
    /// A commit that can't be made again: a merge, another encoding, a conflict.
    pub fn replay(&self, commits: &[Oid]) -> Result<Replay, Problem> {
        let repo = self.repo;
        let mut done = Replay::default();
        let mut ours = repo.find_commit(self.onto)?.tree()?;
        for id in commits {
            super::going_on(self.cancel)?;
            let commit = repo.find_commit(*id)?;
            let parent = self.only_parent(&commit)?;
            let (before, theirs) = (parent.tree()?, commit.tree()?);
            let tree = self.merge(&commit, &before, &ours, &theirs, &mut done.remade)?;
            // One that was empty from the start stays, as with git.
            if tree == ours.id() && theirs.id() != before.id() {
                done.dropped.push(*id);
            } else {
                done.picks.push((*id, tree));
            }
            ours = repo.find_tree(tree)?;
        }
        done.tree = Some(ours.id());
        Ok(done)
    }

    fn only_parent<'r>(&'r self, commit: &Commit<'r>) -> Result<Commit<'r>, Problem> {
        let (short, base, branch) = (told(commit), self.base, self.branch);
        match commit.parent_count() {
            1 => {}
            0 => {
                return Err(Problem::new(
                    format!("{short} has no parent here, so what it changes isn't known."),
                    "Where the clone is shallow, fetch the rest: git fetch --unshallow",
                ));
            }
            _ => {
                return Err(Problem::new(
                    format!("{short} is a merge, which can't be made again on top of {base}."),
                    format!(
                        "git can, or takes merges apart: git rebase --rebase-merges {base} {branch}, or: \
                         git rebase {base} {branch}"
                    ),
                ));
            }
        }
        let encoding = commit.message_encoding().ok().flatten();
        let other = encoding.is_some_and(|name| !name.eq_ignore_ascii_case("utf-8"));
        if commit.message().is_err() || other {
            return Err(Problem::new(
                format!("The message of {short} is not UTF-8."),
                format!("git converts it: git rebase {base} {branch}"),
            ));
        }
        Ok(commit.parent(0)?)
    }

    fn merge(
        &self,
        commit: &Commit<'_>,
        before: &Tree<'_>,
        ours: &Tree<'_>,
        theirs: &Tree<'_>,
        remade: &mut BTreeSet<String>,
    ) -> Result<Oid, Problem> {
        let (base, branch) = (self.base, self.branch);
        if let Some((path, driver)) = drivers::needed(self.repo, before, ours, theirs)? {
            return Err(Problem::new(
                format!(
                    "{path} changed in {base} and in yours, and only git runs the merge driver \"{driver}\" for it."
                ),
                format!("Run: git rebase {base} {branch}"),
            ));
        }
        let mut options = MergeOptions::new();
        options.find_renames(true);
        let mut index = self
            .repo
            .merge_trees(before, ours, theirs, Some(&options))?;
        let conflicts: Vec<IndexConflict> = if index.has_conflicts() {
            index.conflicts()?.collect::<Result<_, _>>()?
        } else {
            vec![]
        };
        let mut left = vec![];
        for conflict in conflicts {
            let path = path(&conflict);
            if self.remade(&mut index, &path, &conflict)? {
                remade.insert(path);
            } else {
                left.push(path);
            }
        }
        if left.is_empty() {
            return Ok(index.write_tree_to(self.repo)?);
        }
        left.dedup();
        Err(Problem::new(
            format!(
                "{} changed in {base} and in your commit {}, and the two can't be put together without you. Nothing \
                 was changed.",
                super::some(&left),
                told(commit)
            ),
            format!(
                "Do it with git, which stops for you to edit the file: git rebase {base} {branch}"
            ),
        ))
    }

    /// Makes a shared file again on top of the base's version; whether that was possible.
    fn remade(
        &self,
        index: &mut Index,
        path: &str,
        conflict: &IndexConflict,
    ) -> Result<bool, Problem> {
        let (Some(ours), Some(theirs)) = (&conflict.our, &conflict.their) else {
            return Ok(false);
        };
        if !self.roots.iter().any(|root| root == path) {
            return Ok(false);
        }
        let before = conflict.ancestor.as_ref().map(|entry| entry.id);
        let before = before.map_or(Ok(Some(String::new())), |id| text(self.repo, id))?;
        let (onto, mine) = (text(self.repo, ours.id)?, text(self.repo, theirs.id)?);
        let (Some(before), Some(mine), Some(onto)) = (before, mine, onto) else {
            return Ok(false);
        };
        let Some(made) = (self.remake)(path, &before, &mine, &onto) else {
            return Ok(false);
        };
        let id = self.repo.blob(made.as_bytes())?;
        let entry = super::entry(path, ours.mode, id);
        index.conflict_remove(std::path::Path::new(path))?;
        index.add(&entry)?;
        Ok(true)
    }
}

/// Writes the commits of a replay; returns each with the one that it became.
///
/// # Errors
/// git's data can't be written, or a commit can't be signed.
pub(super) fn write(
    ground: &Ground<'_>,
    replay: &Replay,
    people: &People,
    on_line: &mut dyn FnMut(&str),
) -> Result<Vec<(Oid, Oid)>, Problem> {
    let mut parent = ground.onto;
    let mut made = vec![];
    for (at, (id, tree)) in replay.picks.iter().enumerate() {
        super::going_on(ground.cancel)?;
        let commit = ground.repo.find_commit(*id)?;
        on_line(&format!("Commit {} of {}", at + 1, replay.picks.len()));
        let who = People {
            author: commit.author().to_owned(),
            committer: people.committer.clone(),
        };
        let message = String::from_utf8_lossy(commit.message_raw_bytes()).into_owned();
        parent = sign::write(ground.repo, &who, &message, *tree, &[parent], ground.cancel)?;
        made.push((*id, parent));
    }
    Ok(made)
}

/// `1a2b3c4d5 (Title)`.
fn told(commit: &Commit<'_>) -> String {
    let id = commit.id().to_string();
    let title = String::from_utf8_lossy(commit.summary_bytes().unwrap_or_default()).into_owned();
    format!("{} ({title})", &id[..9])
}

fn path(conflict: &IndexConflict) -> String {
    let sides = [&conflict.our, &conflict.their, &conflict.ancestor];
    let path = sides.into_iter().flatten().map(|entry| &entry.path).next();
    String::from_utf8_lossy(path.map_or(&[], |path| path)).into_owned()
}

/// A blob's text; `None` when it is none.
pub(super) fn text(repo: &Repository, id: Oid) -> Result<Option<String>, Problem> {
    let blob = repo.find_blob(id)?;
    Ok(String::from_utf8(blob.content().to_vec()).ok())
}
