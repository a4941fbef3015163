//! What a move from one commit to another does to the worktree and the index, and what forbids it. Nothing that the
//! contributor has and git has not may be lost: where the base changed a file that is changed here too, or has one where
//! an untracked one lies, nothing moves at all.

use super::Remake;
use super::journal::Mark;
use super::kept::{Files, Uncommitted};
use super::lying::{self, Held};
use super::way::InTheWay;
use crate::git::guard;
use crate::git::problem::Problem;
use git2::{
    DiffFile, DiffOptions, Index, IndexEntry, ObjectType, Oid, Repository, Status, StatusOptions,
    Tree,
};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const GITLINK: u32 = 0o160_000;
/// Of an index entry: git does not look at the file (`update-index --assume-unchanged`, `--skip-worktree`).
const UNLOOKED: u16 = 0x8000;
const SKIPPED: u16 = 1 << 14;
/// Its content is not staged yet (`git add -N`).
const INTENDED: u16 = 1 << 13;

/// What happens to a file of the worktree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    /// It is as it has to be.
    Keep,
    Write,
    /// The base's version with what is the integration's in it; not committed, before and after.
    Remake,
    Remove,
}

/// Where a file is already as it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    Staged,
    Untracked,
}

/// One file that differs between the two commits.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub path: String,
    pub old: Option<Held>,
    pub new: Option<Held>,
    pub put: Put,
    /// Its index entry becomes `new`.
    pub index: bool,
    /// What was there already as `new` has it, and not committed.
    pub there: Option<There>,
    /// What lies there, looked at before git's own look: what is saved afterwards is noticed.
    pub was: Option<Mark>,
}

/// What is moved between, and what it is called.
pub(super) struct Site<'a> {
    pub repo: &'a Repository,
    /// What brings the change, for example `upstream/master`.
    pub by: &'a str,
    /// The git command that does the same and stops where a person must decide.
    pub command: String,
    pub folder: &'a str,
    /// Shared files, which can be made again.
    pub roots: &'a [String],
    pub remake: Remake<'a>,
    /// What an update found that was not committed, for going back.
    pub found: &'a Files,
}

impl Site<'_> {
    /// The steps from `old`, which is checked out, to `new`.
    ///
    /// # Errors
    /// The files that would be lost, with the way out.
    pub fn steps(&self, old: &Tree<'_>, new: &Tree<'_>) -> Result<Vec<Step>, Problem> {
        let mut steps = self.differing(old, new)?;
        if steps.is_empty() {
            return Ok(steps);
        }
        self.replaceable()?;
        self.writable(&steps)?;
        let statuses = self.statuses(&steps)?;
        let index = self.repo.index()?;
        let going: BTreeSet<String> = steps
            .iter()
            .filter(|step| step.new.is_none())
            .map(|step| step.path.clone())
            .collect();
        let mut way = InTheWay::default();
        for step in &mut steps {
            let status = statuses.get(&step.path).copied();
            let status = status.unwrap_or(Status::CURRENT);
            self.decide(step, status, &index, &going, &mut way)?;
        }
        way.judge(self.by, self.folder, self.roots)?;
        for step in &steps {
            if matches!(step.put, Put::Write | Put::Remake) {
                self.unfiltered(&step.path)?;
            }
        }
        Ok(steps)
    }

    /// Git writes through an index that is a link; a move replaces it by a rename.
    fn replaceable(&self) -> Result<(), Problem> {
        let index = self.repo.path().join("index");
        let Ok(target) = fs::read_link(&index) else {
            return Ok(());
        };
        Err(Problem::new(
            format!(
                "{} is a symbolic link to {}, and the update would replace it. Nothing was changed.",
                index.display(),
                target.display()
            ),
            format!("Let git do the same: {}", self.command),
        ))
    }

    /// Refuses what would not be written as git writes it.
    fn writable(&self, steps: &[Step]) -> Result<(), Problem> {
        let attributes =
            |step: &&Step| step.path == ".gitattributes" || step.path.ends_with("/.gitattributes");
        if let Some(step) = steps.iter().find(attributes) {
            return Err(self.by_git(&format!(
                "{}, which says how files are written, changes",
                step.path
            )));
        }
        let gone: Vec<&str> = (steps.iter())
            .filter(|step| step.old.is_some() && step.new.is_none())
            .map(|step| step.path.as_str())
            .collect();
        for step in steps.iter().filter(|step| step.new.is_some()) {
            let folder = format!("{}/", step.path);
            if gone.iter().any(|path| path.starts_with(&folder)) {
                return Err(self.by_git(&format!("The folder {} becomes a file", step.path)));
            }
        }
        Ok(())
    }

    fn differing(&self, old: &Tree<'_>, new: &Tree<'_>) -> Result<Vec<Step>, Problem> {
        let mut options = DiffOptions::new();
        options.include_typechange(true);
        let diff = self
            .repo
            .diff_tree_to_tree(Some(old), Some(new), Some(&mut options))?;
        let held = |file: &DiffFile<'_>| file.exists().then(|| (file.id(), file.mode().into()));
        let mut steps = vec![];
        for delta in diff.deltas() {
            let (old, new) = (held(&delta.old_file()), held(&delta.new_file()));
            let path = (delta.new_file().path_bytes()).or(delta.old_file().path_bytes());
            let path = path.and_then(|bytes| std::str::from_utf8(bytes).ok());
            let Some(path) = path else {
                return Err(self.by_git("A file whose name is not UTF-8 changes"));
            };
            if [old, new].into_iter().flatten().any(|h| h.1 == GITLINK) {
                return Err(self.by_git(&format!("The submodule {path} changes")));
            }
            let root = self.repo.workdir();
            steps.push(Step {
                was: root.and_then(|root| Mark::of(&root.join(path))),
                path: path.to_owned(),
                old,
                new,
                put: Put::Keep,
                index: true,
                there: None,
            });
        }
        Ok(steps)
    }

    fn by_git(&self, what: &str) -> Problem {
        Problem::new(
            format!("{what} in {}, which only git can bring here.", self.by),
            format!("Run: {}", self.command),
        )
    }

    fn statuses(&self, steps: &[Step]) -> Result<HashMap<String, Status>, Problem> {
        let mut options = StatusOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .include_ignored(true)
            .recurse_ignored_dirs(true)
            .exclude_submodules(true)
            .disable_pathspec_match(true);
        for step in steps {
            options.pathspec(&step.path);
        }
        let all = self.repo.statuses(Some(&mut options))?;
        let named = all.iter().filter_map(|entry| {
            let path = entry.path().ok()?.to_owned();
            Some((path, entry.status()))
        });
        Ok(named.collect())
    }

    fn decide(
        &self,
        step: &mut Step,
        status: Status,
        index: &Index,
        going: &BTreeSet<String>,
        way: &mut InTheWay,
    ) -> Result<(), Problem> {
        let entry = index.get_path(Path::new(&step.path), 0);
        let unlooked = |e: &IndexEntry| e.flags & UNLOOKED != 0 || e.flags_extended & SKIPPED != 0;
        if entry.as_ref().is_some_and(unlooked) {
            way.unlooked.push(step.path.clone());
            return Ok(());
        }
        let intended = |e: &IndexEntry| e.flags_extended & INTENDED != 0;
        if entry.as_ref().is_some_and(intended) {
            way.changed.push(step.path.clone());
            return Ok(());
        }
        let staged = Status::INDEX_NEW
            | Status::INDEX_MODIFIED
            | Status::INDEX_DELETED
            | Status::INDEX_RENAMED
            | Status::INDEX_TYPECHANGE;
        let changed = Status::WT_MODIFIED
            | Status::WT_DELETED
            | Status::WT_TYPECHANGE
            | Status::WT_RENAMED
            | Status::CONFLICTED;
        if status.intersects(staged) {
            // What is staged as the base has it already is there.
            if entry.map(|e| (e.id, e.mode)) == step.new {
                step.index = false;
                step.there = Some(There::Staged);
            } else {
                way.changed.push(step.path.clone());
            }
        } else if let Some(there) = self.was_there(&step.path) {
            // It stays, and is again what it was: staged, or unknown to git.
            step.index = there == There::Untracked;
        } else if status.intersects(changed) {
            if status == Status::WT_MODIFIED && self.keeps_mode(step) && self.can_remake(step)? {
                step.put = Put::Remake;
            } else {
                way.changed.push(step.path.clone());
            }
        } else if status.intersects(Status::WT_NEW | Status::IGNORED) {
            if !step
                .new
                .map_or(Ok(true), |new| lying::same(self.repo, &step.path, new))?
            {
                way.lying.push(step.path.clone());
            }
            step.there = Some(There::Untracked);
        } else if step.new.is_none() {
            step.put = Put::Remove;
        } else if status == Status::CURRENT && self.was_made(&step.path) {
            // What was not committed before the update is the same as what the base brought.
            if self.can_remake(step)? {
                step.put = Put::Remake;
            } else {
                way.changed.push(step.path.clone());
            }
        } else {
            step.put = Put::Write;
            if step.old.is_none()
                && let Some(other) = lying::taken(self.repo, &step.path, going)
            {
                way.lying.push(other);
            }
        }
        Ok(())
    }

    /// Whether the worktree's file is as executable as the commit's.
    fn keeps_mode(&self, step: &Step) -> bool {
        let Some((root, (_, mode))) = self.repo.workdir().zip(step.old) else {
            return false;
        };
        let meta = fs::symlink_metadata(root.join(&step.path));
        meta.is_ok_and(|meta| (meta.permissions().mode() & 0o100 != 0) == (mode & 0o100 != 0))
    }

    /// How an update found this file as the base has it.
    fn was_there(&self, path: &str) -> Option<There> {
        let has = |all: &[String]| all.iter().any(|p| p == path);
        if has(&self.found.staged) {
            return Some(There::Staged);
        }
        has(&self.found.untracked).then_some(There::Untracked)
    }

    /// Whether the worktree holds what an update made of this file.
    fn was_made(&self, path: &str) -> bool {
        let root = self.repo.workdir();
        let text = root.and_then(|root| fs::read(root.join(path)).ok());
        let id = text.and_then(|text| Oid::hash_object(ObjectType::Blob, &text).ok());
        let is = |made: &Uncommitted| id == Some(made.after);
        self.found
            .made
            .iter()
            .any(|made| made.path == path && is(made))
    }

    fn can_remake(&self, step: &Step) -> Result<bool, Problem> {
        let (Some((old, _)), Some((new, _))) = (step.old, step.new) else {
            return Ok(false);
        };
        let (Some(before), Some(onto)) = (self.text(old)?, self.text(new)?) else {
            return Ok(false);
        };
        Ok(self.mine(&step.path, &before, &onto).is_some())
    }

    /// The shared file of the worktree, made again on top of `onto`.
    pub fn mine(&self, path: &str, before: &str, onto: &str) -> Option<String> {
        if !self.roots.iter().any(|root| root == path) {
            return None;
        }
        let at = self.repo.workdir()?.join(path);
        let plain = fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_file());
        let mine = plain.then(|| fs::read_to_string(&at).ok()).flatten()?;
        let is = |made: &&Uncommitted| {
            let id = Oid::hash_object(ObjectType::Blob, mine.as_bytes());
            made.path == path && id == Ok(made.after)
        };
        if let Some(made) = self.found.made.iter().find(is) {
            return self.text(made.before).ok().flatten();
        }
        (self.remake)(path, before, &mine, onto)
    }

    pub fn text(&self, id: Oid) -> Result<Option<String>, Problem> {
        super::replay::text(self.repo, id)
    }

    /// libgit2 runs no filter programs and converts no encodings.
    fn unfiltered(&self, path: &str) -> Result<(), Problem> {
        for name in ["filter", "working-tree-encoding"] {
            if guard::attribute(self.repo, path, name)?.is_some() {
                return Err(self.by_git(&format!(
                    "{path}, which has the attribute \"{name}\", changes"
                )));
            }
        }
        Ok(())
    }
}
