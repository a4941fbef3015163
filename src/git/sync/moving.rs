//! Moving a branch, with the worktree and the index where it is checked out.
//!
//! Order, and why. The index's lock first, as git takes it: no other git works here meanwhile. Then everything that will
//! be needed is written beside the worktree, so that a full disk is noticed before anything changed. Then the journal, the
//! files, the index beside the old one, and then the branch: with it, the move is done. The index follows by one rename.
//! What a kill leaves before the branch moved is taken back, what it leaves after that is completed.

use super::aside::left_over;
use super::going_on;
use super::journal::{Desk, Entry, Journal, Staged, failed, hash};
use super::kept::{self, Files, Uncommitted};
use super::stage;
use super::survey::{Put, Site, Step, There};
use crate::git::guard;
use crate::git::index::as_path;
use crate::git::problem::Problem;
use crate::jobs::cancel::CancelToken;
use git2::{Index, IndexTime, Oid, Repository, Signature, Tree};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// What the index's lock holds while a move goes on.
pub(super) const MARK: &str = "ddint-tui is bringing this branch up to date.\n";

/// One move of a branch.
pub(super) struct Move<'a> {
    pub repo: &'a Repository,
    pub refname: &'a str,
    pub old: Oid,
    pub new: Oid,
    /// The line in the branch's log.
    pub log: String,
    pub who: &'a Signature<'a>,
    /// The reference beside which what is not committed and made again is kept.
    pub kept: Option<&'a str>,
}

impl Move<'_> {
    /// Moves the branch alone: it is not checked out.
    pub fn alone(&self) -> Result<(), Problem> {
        self.still(false)?;
        self.reference()
    }

    /// What is checked out may be another branch since it was looked at: a hook or a question took its time.
    fn still(&self, checked_out: bool) -> Result<(), Problem> {
        if is_checked_out(self.repo, self.refname) == checked_out {
            return Ok(());
        }
        Err(Problem::new(
            "Another branch was checked out while the update went on. Nothing was changed.",
            "Update again when no other program switches branches here.",
        ))
    }

    fn reference(&self) -> Result<(), Problem> {
        let mut transaction = self.repo.transaction()?;
        transaction.lock_ref(self.refname)?;
        if self.repo.refname_to_id(self.refname)? != self.old {
            return Err(Problem::new(
                "The branch moved while it was being brought up to date. Nothing was changed.",
                "Look at it with git log, then update again.",
            ));
        }
        transaction.set_target(self.refname, self.new, Some(self.who), &self.log)?;
        Ok(transaction.commit()?)
    }

    /// Moves the branch that is checked out; returns the files that were made again and are not committed. `on_line` hears
    /// of each point that is passed.
    pub fn all(
        &self,
        site: &Site<'_>,
        cancel: &CancelToken,
        on_line: &mut dyn FnMut(&str),
    ) -> Result<Vec<String>, Problem> {
        let (from, to) = (self.tree(self.old)?, self.tree(self.new)?);
        let lock = Lock::take(self.repo)?;
        on_line("The index is locked");
        self.still(true)?;
        // What the handle knows of the index may be older.
        self.repo.index()?.read(true)?;
        let steps = site.steps(&from, &to)?;
        let desk = desk(self.repo)?;
        desk.clear()?;
        let journal = self
            .prepare(site, &desk, &steps, on_line)
            .inspect_err(|_| desk.close())?;
        let moved = self.carry_out(&desk, &journal, &steps, cancel, on_line);
        moved.map_err(|problem| match take_back(&desk, &journal) {
            Ok(left) if left.is_empty() => {
                desk.close();
                problem
            }
            Ok(left) => left_over(&desk, &left),
            // The journal stays for whoever comes next.
            Err(other) => other,
        })?;
        if let Err(problem) = self.install(&desk) {
            lock.stays();
            return Err(problem);
        }
        on_line("The index is in place");
        // While the lock is held: without the journal there is nothing to complete.
        desk.close();
        drop(lock);
        let again = journal.files.into_iter().filter(|entry| entry.remade);
        Ok(again.map(|entry| entry.path).collect())
    }

    fn tree(&self, commit: Oid) -> Result<Tree<'_>, git2::Error> {
        self.repo.find_commit(commit)?.tree()
    }

    /// Writes everything beside the worktree, and the journal last.
    fn prepare(
        &self,
        site: &Site<'_>,
        desk: &Desk,
        steps: &[Step],
        on_line: &mut dyn FnMut(&str),
    ) -> Result<Journal, Problem> {
        let comes = |step: &&Step| matches!(step.put, Put::Write | Put::Remake);
        let paths: Vec<&str> = steps
            .iter()
            .filter(comes)
            .map(|s| s.path.as_str())
            .collect();
        let tree = self.tree(self.new)?.id();
        stage::stage(self.repo, tree, &paths, &desk.dir.join("new"))?;
        on_line(&format!("{} files are ready", paths.len()));
        let entries = steps.iter().map(|step| entry(site, desk, step));
        let journal = Journal {
            refname: self.refname.to_owned(),
            old: self.old.to_string(),
            new: self.new.to_string(),
            kept: self.kept.map(str::to_owned),
            files: entries.collect::<Result<_, _>>()?,
        };
        desk.write(&journal)?;
        on_line("The journal is written");
        Ok(journal)
    }

    /// Places the files, prepares the index, and moves the branch.
    fn carry_out(
        &self,
        desk: &Desk,
        journal: &Journal,
        steps: &[Step],
        cancel: &CancelToken,
        on_line: &mut dyn FnMut(&str),
    ) -> Result<(), Problem> {
        let total = journal.files.len();
        // A file may go where a folder comes.
        let (going, coming): (Vec<&Entry>, Vec<&Entry>) = journal
            .files
            .iter()
            .partition(|entry| entry.comes.is_none());
        for (at, entry) in going.into_iter().chain(coming).enumerate() {
            going_on(cancel)?;
            desk.place(entry)?;
            on_line(&format!("File {} of {total}: {}", at + 1, entry.path));
        }
        new_index(self.repo, desk, &journal.files, &self.tree(self.old)?)?;
        on_line("The index is ready");
        if let Some(kept) = self.kept {
            kept::keep_files(self.repo, kept, &self.uncommitted(desk, journal, steps)?)?;
            on_line("What is not committed is kept");
        }
        self.reference()?;
        on_line("The branch is moved");
        Ok(())
    }

    /// What was not committed in the files that are touched.
    fn uncommitted(
        &self,
        desk: &Desk,
        journal: &Journal,
        steps: &[Step],
    ) -> Result<Files, Problem> {
        let blob = |path: &Path| -> Result<Oid, Problem> {
            let bytes = fs::read(path).map_err(|error| failed("Reading", path, &error))?;
            Ok(self.repo.blob(&bytes)?)
        };
        let remade = journal.files.iter().filter(|entry| entry.remade);
        let made = remade.map(|entry| {
            Ok(Uncommitted {
                path: entry.path.clone(),
                before: blob(&desk.old_file(&entry.path))?,
                after: blob(&desk.root.join(&entry.path))?,
            })
        });
        let there = |what: There| {
            let found = steps.iter().filter(|step| step.there == Some(what));
            found.map(|step| step.path.clone()).collect()
        };
        Ok(Files {
            made: made.collect::<Result<_, Problem>>()?,
            staged: there(There::Staged),
            untracked: there(There::Untracked),
        })
    }

    fn install(&self, desk: &Desk) -> Result<(), Problem> {
        let real = self.repo.path().join("index");
        fs::rename(desk.index(), &real).map_err(|error| failed("Writing", &real, &error))
    }
}

/// What the journal says of a step.
fn entry(site: &Site<'_>, desk: &Desk, step: &Step) -> Result<Entry, Problem> {
    let mode = step.new.map_or(0, |(_, mode)| mode);
    let comes = match step.put {
        Put::Write => desk.settle(&step.path, None, mode)?,
        Put::Remake => {
            let staged = desk.new_file(&step.path);
            let onto =
                fs::read_to_string(&staged).map_err(|error| failed("Reading", &staged, &error))?;
            let before = step.old.map_or(Ok(None), |(id, _)| site.text(id))?;
            let again = site.mine(&step.path, &before.unwrap_or_default(), &onto);
            let Some(again) = again else {
                return Err(Problem::new(
                    format!(
                        "{} was saved while the update went on. Nothing was changed.",
                        step.path
                    ),
                    "Update again when no other program writes there.",
                ));
            };
            desk.settle(&step.path, Some(&again), mode)?
        }
        Put::Keep | Put::Remove => None,
    };
    Ok(Entry {
        path: step.path.clone(),
        comes,
        was: step.was.clone(),
        keep: step.put == Put::Keep,
        remade: step.put == Put::Remake,
        index: match step.new {
            _ if !step.index => Staged::Keep,
            None => Staged::Gone,
            Some((id, mode)) => Staged::Blob(id.to_string(), mode),
        },
    })
}

/// Whether the branch of this name is the one that is checked out.
pub(super) fn is_checked_out(repo: &Repository, refname: &str) -> bool {
    repo.find_reference("HEAD")
        .is_ok_and(|head| head.symbolic_target().ok().flatten() == Some(refname))
}

pub(super) fn desk(repo: &Repository) -> Result<Desk, Problem> {
    let root = repo.workdir().ok_or_else(|| {
        Problem::new(
            "A bare repository has no files.",
            "Choose an ordinary clone.",
        )
    })?;
    Ok(Desk::at(repo.path(), root))
}

/// Writes the index as it will be, beside the one that is there. What is not staged as `old` has it is somebody's own.
pub(super) fn new_index(
    repo: &Repository,
    desk: &Desk,
    files: &[Entry],
    old: &Tree<'_>,
) -> Result<(), Problem> {
    let real = repo.path().join("index");
    let coming = desk.index();
    // A recovery that was killed left it; whoever is here alone has the folder.
    let _ = fs::remove_file(coming.with_extension("lock"));
    fs::copy(&real, &coming).map_err(|error| failed("Copying", &real, &error))?;
    let mut index = Index::open(&coming)?;
    for entry in files {
        let path = Path::new(&entry.path);
        let staged = index.get_path(path, 0).map(|e| (e.id, e.mode));
        let committed = old.get_path(path).ok();
        let committed = committed.map(|e| (e.id(), e.filemode().unsigned_abs()));
        if staged != committed {
            continue;
        }
        match &entry.index {
            Staged::Keep => {}
            Staged::Gone => {
                if staged.is_some() {
                    index.remove(&as_path(entry.path.as_bytes()), 0)?;
                }
            }
            Staged::Blob(id, mode) => {
                let mut next = super::entry(&entry.path, *mode, Oid::from_str(id)?);
                let target = desk.root.join(&entry.path);
                // What lies there is told to git as seen only where it is what was placed.
                let placed = entry.comes.is_some()
                    && !entry.remade
                    && hash(&target).is_ok_and(|hash| hash == entry.comes);
                if placed {
                    seen(&mut next, &target);
                }
                index.add(&next)?;
            }
        }
    }
    index.write()?;
    let settle = || -> io::Result<()> {
        let before = fs::metadata(&real)?;
        let file = fs::File::options().write(true).open(&coming)?;
        file.set_permissions(before.permissions())?;
        // As when a commit replaces its part of it: what git knew of the other entries stays true.
        file.set_modified(before.modified()?)?;
        file.sync_all()
    };
    settle().map_err(|error| failed("Writing", &coming, &error))
}

/// The times and sizes that tell git that a file did not change since.
fn seen(entry: &mut git2::IndexEntry, at: &Path) {
    let Ok(meta) = fs::symlink_metadata(at) else {
        return;
    };
    let narrow = |n: u64| u32::try_from(n & 0xffff_ffff).unwrap_or(0);
    let time = |seconds: i64, nanoseconds: i64| {
        let seconds = i32::try_from(seconds).unwrap_or(0);
        IndexTime::new(seconds, u32::try_from(nanoseconds).unwrap_or(0))
    };
    entry.ctime = time(meta.ctime(), meta.ctime_nsec());
    entry.mtime = time(meta.mtime(), meta.mtime_nsec());
    entry.dev = narrow(meta.dev());
    entry.ino = narrow(meta.ino());
    entry.uid = meta.uid();
    entry.gid = meta.gid();
    entry.file_size = narrow(meta.size());
}

/// Puts every file back; returns those that were changed since, and were left.
pub(super) fn take_back(desk: &Desk, journal: &Journal) -> Result<Vec<String>, Problem> {
    let mut left = vec![];
    // First what came, then what went: a file may be where a folder was.
    let (went, came): (Vec<&Entry>, Vec<&Entry>) =
        (journal.files.iter()).partition(|entry| entry.comes.is_none());
    for entry in came.into_iter().chain(went) {
        if !desk.take_back(entry)? {
            left.push(entry.path.clone());
        }
    }
    Ok(left)
}

/// The index's lock, which says whose it is.
pub(super) struct Lock {
    path: PathBuf,
}

impl Lock {
    /// The one that a move left that was cut off.
    pub fn left(path: PathBuf) -> Self {
        Self { path }
    }

    /// Leaves it: the branch has moved and the index has not, so that a commit of git's would take the base's changes
    /// back. The next run completes the move, and takes the lock away.
    pub fn stays(self) {
        std::mem::forget(self);
    }

    pub fn take(repo: &Repository) -> Result<Self, Problem> {
        let path = repo.path().join("index.lock");
        let made = || -> io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(repo.path())?;
            io::Write::write_all(&mut file, MARK.as_bytes())?;
            // Whole or not at all, and never over another's.
            file.persist_noclobber(&path).map_err(|e| e.error)?;
            Ok(())
        };
        match made() {
            Ok(()) => Ok(Self { path }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(guard::locked(&path)),
            Err(error) => Err(failed("Writing", &path, &error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
