//! The two indexes of a commit: a temporary one that hooks see and the tree is made of, and the
//! contributor's, of which only the scope's entries change.

use super::config;
use super::guard;
use super::problem::Problem;
use super::scope::{Found, Scope};
use super::settings;
use git2::{Index, IndexEntry, Oid, Repository};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn io_problem(what: &str, path: &Path, error: &io::Error) -> Problem {
    Problem::io(
        format!("{what} {} failed: {error}.", path.display()),
        "Check free disk space and the folder's permissions, then try again.",
    )
}

fn scratch() -> Result<TempDir, Problem> {
    tempfile::Builder::new()
        .prefix("ddint-tui-")
        .tempdir()
        .map_err(|error| io_problem("Making a folder in", &std::env::temp_dir(), &error))
}

/// An index of its own: the parent's tree, with the scope as it is in the worktree.
pub(super) struct Temporary {
    dir: TempDir,
    path: PathBuf,
}

impl Temporary {
    /// Writes the scope's files as blobs (through git's own line-end conversion) and an index of them.
    pub fn make(
        repo: &Repository,
        parent_tree: Oid,
        scope: &Scope,
        files: &BTreeMap<String, Found>,
    ) -> Result<Self, Problem> {
        // A handle of its own: an index belongs to one repository handle, and `repo` has the real one.
        let root = repo.workdir().unwrap_or_else(|| repo.path());
        let own = config::as_git(Repository::open(root)?);
        Self::make_in(&own, repo, parent_tree, scope, files)
    }

    /// The same; the blobs go where `own` keeps its objects, a handle that nothing else uses.
    pub fn make_in(
        own: &Repository,
        repo: &Repository,
        parent_tree: Oid,
        scope: &Scope,
        files: &BTreeMap<String, Found>,
    ) -> Result<Self, Problem> {
        let dir = scratch()?;
        let path = dir.path().join("index");
        let real = repo.path().join("index");
        // The copy brings each file's cached times along, so that a hook's `git diff` stays quick.
        if real.exists() {
            fs::copy(&real, &path).map_err(|error| io_problem("Copying", &real, &error))?;
        }
        let mut index = Index::open(&path)?;
        let staged = modes(&index, scope);
        own.set_index(&mut index)?;
        index.read_tree(&own.find_tree(parent_tree)?)?;
        let staged = modes(&index, scope).into_iter().chain(staged).collect();
        let gone: Vec<IndexEntry> = index
            .iter()
            .filter(|entry| {
                scope.contains_bytes(&entry.path)
                    && std::str::from_utf8(&entry.path).map_or(true, |p| !files.contains_key(p))
            })
            .collect();
        for entry in gone {
            index.remove(&as_path(&entry.path), 0)?;
        }
        for file in files.keys() {
            index.add_path(Path::new(file)).map_err(|error| {
                Problem::io(
                    format!(
                        "{file} could not be read for the commit: {}.",
                        error.message()
                    ),
                    "Check the file, its permissions and free disk space, then try again.",
                )
            })?;
        }
        keep_modes(repo, &mut index, scope, &staged)?;
        index.write()?;
        Ok(Self { dir, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that goes when this is dropped.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// The tree of the index as it is on disk now: a hook may have added to it.
    pub fn tree(&self, repo: &Repository) -> Result<Oid, Problem> {
        Ok(Index::open(&self.path)?.write_tree_to(repo)?)
    }

    /// The scope's entries as they are on disk now.
    pub fn entries(&self, scope: &Scope) -> Result<Vec<IndexEntry>, Problem> {
        Ok(in_scope(&Index::open(&self.path)?, scope))
    }
}

type Modes = BTreeMap<Vec<u8>, u32>;

fn modes(index: &Index, scope: &Scope) -> Modes {
    let entries = in_scope(index, scope).into_iter();
    entries.map(|entry| (entry.path, entry.mode)).collect()
}

/// What the file system cannot hold, git takes from what is staged: the executable bit (`core.fileMode` is false; new
/// files have none), and that a file is a symbolic link (`core.symlinks` is false; its text is where that leads).
fn keep_modes(
    repo: &Repository,
    index: &mut Index,
    scope: &Scope,
    staged: &Modes,
) -> Result<(), git2::Error> {
    const FILE: u32 = 0o100_644;
    const EXECUTABLE: u32 = 0o100_755;
    const LINK: u32 = 0o120_000;
    let bits = settings::flag(repo, "core.fileMode", true);
    let links = settings::flag(repo, "core.symlinks", true);
    if bits && links {
        return Ok(());
    }
    let file = |mode: u32| [FILE, EXECUTABLE].contains(&mode);
    for mut entry in in_scope(index, scope) {
        let mode = match staged.get(&entry.path).copied() {
            Some(LINK) if !links => LINK,
            Some(mode) if !bits && file(mode) => mode,
            _ if !bits => FILE,
            _ => continue,
        };
        if file(entry.mode) {
            entry.mode = mode;
            index.add(&entry)?;
        }
    }
    Ok(())
}

fn in_scope(index: &Index, scope: &Scope) -> Vec<IndexEntry> {
    index
        .iter()
        .filter(|entry| scope.contains_bytes(&entry.path))
        .collect()
}

#[cfg(unix)]
pub(super) fn as_path(path: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(path))
}

#[cfg(not(unix))]
pub(super) fn as_path(path: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(path).into_owned())
}

/// Puts `entries` in the place of the scope's entries of the contributor's index, under its lock.
/// Returns those that were there before, so that the same call puts them back.
pub(super) fn replace(
    repo: &Repository,
    scope: &Scope,
    entries: &[IndexEntry],
) -> Result<Vec<IndexEntry>, Problem> {
    let real = repo.path().join("index");
    let lock = Lock::take(&real)?;
    let dir = scratch()?;
    let copy = dir.path().join("index");
    let before = fs::metadata(&real).ok();
    if before.is_some() {
        fs::copy(&real, &copy).map_err(|error| io_problem("Copying", &real, &error))?;
    }
    let mut index = Index::open(&copy)?;
    let old = in_scope(&index, scope);
    for entry in &old {
        index.remove(&as_path(&entry.path), stage(entry))?;
    }
    for entry in entries {
        index.add(entry)?;
    }
    index.write()?;
    let bytes = fs::read(&copy).map_err(|error| io_problem("Reading", &copy, &error))?;
    lock.commit(&bytes, before.as_ref())
        .map_err(|error| io_problem("Writing", &real, &error))?;
    Ok(old)
}

fn stage(entry: &IndexEntry) -> i32 {
    i32::from((entry.flags >> 12) & 3)
}

/// The lock that git itself takes: `index.lock`, renamed over `index` to commit.
struct Lock {
    file: File,
    path: PathBuf,
    target: PathBuf,
    done: bool,
}

impl Lock {
    fn take(target: &Path) -> Result<Self, Problem> {
        // Like git, follow a link: what it leads to is replaced, and the link stays.
        let target = &fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let mut path = target.clone().into_os_string();
        path.push(".lock");
        let path = PathBuf::from(path);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => Ok(Self {
                file,
                path,
                target: target.to_owned(),
                done: false,
            }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(guard::locked(&path)),
            Err(error) => Err(io_problem("Writing", &path, &error)),
        }
    }

    fn commit(mut self, bytes: &[u8], before: Option<&fs::Metadata>) -> io::Result<()> {
        self.file.write_all(bytes)?;
        if let Some(before) = before {
            self.file.set_permissions(before.permissions())?;
            // git compares the index's time with each file's to find edits made in the same instant. With
            // the old time kept, what it knew of the entries that did not change stays true.
            self.file.set_modified(before.modified()?)?;
        }
        self.file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.path);
        }
    }
}
