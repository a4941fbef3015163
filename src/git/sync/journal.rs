//! The files of a move while it goes on: below `.git/ddint-tui/update`, those to come in `new/`, those that were there in
//! `old/`, and what is being done in `move.json`. A file is put in its place by one rename, so that each is the old one or
//! the new one at any moment; what a kill leaves is completed or taken back by whoever comes next.

use super::carry::{link, make_room, rename, sweep};
use crate::git::hash::hex;
use crate::git::problem::Problem;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const MOVE: &str = "move.json";

/// A move that goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Journal {
    pub refname: String,
    /// The branch's commit before and after.
    pub old: String,
    pub new: String,
    /// The reference beside which files are kept that are not committed; `None` when none are.
    pub kept: Option<String>,
    pub files: Vec<Entry>,
}

/// One file of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub path: String,
    /// What is to lie there: a hash of kind, mode, and content; `None`: nothing.
    pub comes: Option<String>,
    /// What lay there; `None`: nothing.
    pub was: Option<Mark>,
    /// The worktree's file is as it has to be.
    pub keep: bool,
    /// It has something that is not committed.
    pub remade: bool,
    pub index: Staged,
}

/// What becomes of a file's index entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Staged {
    /// It is as it has to be.
    Keep,
    Gone,
    /// A blob and its mode.
    Blob(String, u32),
}

/// What tells a file from one that was saved since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    inode: u64,
    size: u64,
    modified: (i64, i64),
}

impl Mark {
    pub fn of(path: &Path) -> Option<Self> {
        fs::symlink_metadata(path).ok().map(|meta| Self {
            inode: meta.ino(),
            size: meta.size(),
            modified: (meta.mtime(), meta.mtime_nsec()),
        })
    }
}

/// The folder of a move.
pub(super) struct Desk {
    /// The worktree.
    pub root: PathBuf,
    pub dir: PathBuf,
}

pub(super) fn failed(what: &str, path: &Path, error: &io::Error) -> Problem {
    Problem::io(
        format!("{what} {} failed: {error}.", path.display()),
        "Check free disk space and the folder's permissions, then try again.",
    )
}

impl Desk {
    /// `git`: the folder of this worktree's index.
    pub fn at(git: &Path, root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            dir: git.join("ddint-tui/update"),
        }
    }

    pub fn new_file(&self, path: &str) -> PathBuf {
        self.dir.join("new").join(path)
    }

    pub fn old_file(&self, path: &str) -> PathBuf {
        self.dir.join("old").join(path)
    }

    pub fn index(&self) -> PathBuf {
        self.dir.join("index")
    }

    /// An empty folder.
    pub fn clear(&self) -> Result<(), Problem> {
        if let Err(error) = fs::remove_dir_all(&self.dir)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(failed("Removing", &self.dir, &error));
        }
        fs::create_dir_all(self.dir.join("new"))
            .map_err(|error| failed("Making", &self.dir, &error))
    }

    /// Takes the folder away. The journal goes first: without it there is nothing to complete.
    pub fn close(&self) {
        let _ = fs::remove_file(self.dir.join(MOVE));
        let _ = fs::remove_dir_all(&self.dir);
        if let Some(above) = self.dir.parent() {
            let _ = fs::remove_dir(above);
        }
    }

    pub fn write(&self, journal: &Journal) -> Result<(), Problem> {
        let at = self.dir.join(MOVE);
        let temporary = self.dir.join("move.tmp");
        let write = || -> io::Result<()> {
            let mut file = File::create(&temporary)?;
            file.write_all(&serde_json::to_vec(journal)?)?;
            file.sync_all()?;
            fs::rename(&temporary, &at)?;
            File::open(&self.dir)?.sync_all()
        };
        write().map_err(|error| failed("Writing", &at, &error))
    }

    /// The move that was cut off; `None` when none was, or before it began.
    pub fn read(&self) -> Result<Option<Journal>, Problem> {
        let at = self.dir.join(MOVE);
        match fs::read(&at) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| {
                Problem::io(
                    format!("{} can't be read: {error}.", at.display()),
                    format!(
                        "Look at git status. The files that an update replaced lie in {}; then remove that folder.",
                        self.dir.join("old").display()
                    ),
                )
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("Reading", &at, &error)),
        }
    }

    /// Gives a staged file the mode that git gives one: what the umask leaves. Returns its hash.
    pub fn settle(
        &self,
        path: &str,
        text: Option<&str>,
        mode: u32,
    ) -> Result<Option<String>, Problem> {
        let at = self.new_file(path);
        let settle = || -> io::Result<Option<String>> {
            if fs::symlink_metadata(&at)?.is_symlink() {
                return hash(&at);
            }
            let bytes = match text {
                Some(text) => text.as_bytes().to_vec(),
                None => fs::read(&at)?,
            };
            fs::remove_file(&at)?;
            let all = if mode & 0o111 == 0 { 0o666 } else { 0o777 };
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(all)
                .open(&at)?;
            file.write_all(&bytes)?;
            file.sync_data()?;
            hash(&at)
        };
        settle().map_err(|error| failed("Writing", &at, &error))
    }

    /// Puts a file in its place, and keeps the one that was there.
    pub fn place(&self, entry: &Entry) -> Result<(), Problem> {
        let target = self.root.join(&entry.path);
        if entry.keep {
            return Ok(());
        }
        if Mark::of(&target) != entry.was {
            return Err(Problem::new(
                format!(
                    "{} was saved while the update went on. Nothing was changed.",
                    entry.path
                ),
                "Update again when no other program writes there.",
            ));
        }
        let place = || -> io::Result<()> {
            if entry.was.is_some() {
                let old = self.old_file(&entry.path);
                make_room(&old)?;
                link(&target, &old)?;
            }
            if entry.comes.is_some() {
                make_room(&target)?;
                rename(&self.new_file(&entry.path), &target)
            } else {
                fs::remove_file(&target)?;
                self.prune(&target);
                Ok(())
            }
        };
        place().map_err(|error| failed("Writing", &target, &error))
    }

    /// Takes one back; false when it was changed since, and was left.
    pub fn take_back(&self, entry: &Entry) -> Result<bool, Problem> {
        let target = self.root.join(&entry.path);
        let old = self.old_file(&entry.path);
        let back = || -> io::Result<bool> {
            sweep(&target)?;
            let there = hash(&target)?;
            if entry.keep || entry.was.is_some() && fs::symlink_metadata(&old).is_err() {
                return Ok(true); // Not begun.
            }
            if entry.was.is_none() {
                if there.is_some() && there == entry.comes {
                    fs::remove_file(&target)?;
                    self.prune(&target);
                }
                // What came in its place since is somebody's own.
                return Ok(true);
            }
            if there == entry.comes {
                make_room(&target)?;
                rename(&old, &target)?;
                return Ok(true);
            }
            Ok(there == hash(&old)?)
        };
        back().map_err(|error| failed("Writing", &target, &error))
    }

    /// Removes the folders that are empty now, as git does.
    fn prune(&self, file: &Path) {
        for folder in file.ancestors().skip(1) {
            if folder == self.root || fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }
}

/// A hash of a file's kind, executable bit, and content; `None` when there is no file.
pub(super) fn hash(path: &Path) -> io::Result<Option<String>> {
    let meta: Metadata = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let (kind, bytes) = if meta.is_symlink() {
        let to = fs::read_link(path)?;
        (b'l', to.as_os_str().as_encoded_bytes().to_vec())
    } else if meta.is_dir() {
        (b'd', vec![])
    } else if meta.permissions().mode() & 0o100 != 0 {
        (b'x', fs::read(path)?)
    } else {
        (b'f', fs::read(path)?)
    };
    let mut all = Sha256::new();
    all.update([kind]);
    all.update(&bytes);
    Ok(Some(hex(&all.finalize())))
}
