//! The scope: the integration's folder and a few root files. Nothing else is ever staged.

use super::problem::Problem;
use git2::{Repository, Status, StatusOptions};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path};

/// The paths that a commit may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    folder: String,
    root_files: Vec<String>,
}

/// A file in scope that is there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub executable: bool,
    pub symlink: bool,
}

impl Scope {
    /// The scope of an integration.
    ///
    /// # Errors
    /// When `folder` or a root file is not a plain path inside of the clone: a mistake here would put the
    /// contributor's other files into a commit.
    pub fn new(folder: &str, root_files: &[String]) -> Result<Self, Problem> {
        let plain = |path: &str| {
            !path.is_empty()
                && !path.ends_with('/')
                && !path.contains(['\\', '\0'])
                && Path::new(path).components().all(
                    |c| matches!(c, Component::Normal(name) if !name.eq_ignore_ascii_case(".git")),
                )
        };
        let bad = |path: &str| {
            Problem::new(
                format!(
                    "{path:?} cannot be in a commit: it is not a plain path inside of the clone."
                ),
                "Give the integration's folder by its name, as in acme_queue.",
            )
        };
        if !plain(folder) || folder.starts_with('.') {
            return Err(bad(folder));
        }
        if let Some(path) = root_files.iter().find(|path| !plain(path)) {
            return Err(bad(path));
        }
        Ok(Self {
            folder: folder.to_owned(),
            root_files: root_files.to_vec(),
        })
    }

    /// Whether `path` (relative to the root, with `/`) is in scope.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.in_folder(path) || self.root_files.iter().any(|file| file == path)
    }

    /// Whether `path` is the integration's folder or below it.
    #[must_use]
    pub fn in_folder(&self, path: &str) -> bool {
        path.strip_prefix(&self.folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// [`Self::contains`] for a path as git stores it.
    #[must_use]
    pub fn contains_bytes(&self, path: &[u8]) -> bool {
        // A name that is not UTF-8 can only be below the folder.
        match std::str::from_utf8(path) {
            Ok(path) => self.contains(path),
            Err(_) => path
                .strip_prefix(self.folder.as_bytes())
                .is_some_and(|rest| rest.starts_with(b"/")),
        }
    }

    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    #[must_use]
    pub fn root_files(&self) -> &[String] {
        &self.root_files
    }

    /// The scope's top paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.folder.as_str()).chain(self.root_files.iter().map(String::as_str))
    }

    /// The files in scope that are there now: tracked, or new and not ignored.
    ///
    /// # Errors
    /// A repository inside of the folder, a name that is not UTF-8, or an unreadable folder.
    pub fn files(&self, repo: &Repository) -> Result<BTreeMap<String, Found>, Problem> {
        let root = repo.workdir().ok_or_else(|| {
            Problem::new(
                "A bare repository has no files.",
                "Choose an ordinary clone.",
            )
        })?;
        let mut found = BTreeMap::new();
        for entry in self.statuses(repo, true)?.iter() {
            let Ok(path) = entry.path() else {
                let raw = String::from_utf8_lossy(entry.path_bytes()).into_owned();
                return Err(Problem::new(
                    format!("The file name {raw:?} is not UTF-8."),
                    "Rename the file, or move it out of the integration's folder.",
                ));
            };
            if let Some(nested) = path.strip_suffix('/') {
                return Err(Problem::new(
                    format!("{nested} is a git repository of its own inside of the scope."),
                    "Move it out of the integration's folder, or remove its .git folder.",
                ));
            }
            let status = entry.status();
            // Untracked on purpose (`git rm --cached`) and ignored since: a deletion.
            let untracked =
                status.contains(Status::INDEX_DELETED) && !status.contains(Status::WT_NEW);
            if untracked || !self.contains(path) {
                continue;
            }
            match look(&root.join(path))? {
                Seen::File(file) => drop(found.insert(path.to_owned(), file)),
                Seen::Nothing => {}
                // git does not list what is new and no file.
                Seen::Other if status.contains(Status::WT_NEW) => {}
                Seen::Other => return Err(no_file(path)),
            }
        }
        Ok(found)
    }

    /// git's status of the scope's paths. `unmodified` adds the files that did not change.
    pub(super) fn statuses<'r>(
        &self,
        repo: &'r Repository,
        unmodified: bool,
    ) -> Result<git2::Statuses<'r>, Problem> {
        let mut options = StatusOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .include_unmodified(unmodified)
            .include_ignored(false)
            .exclude_submodules(false)
            .disable_pathspec_match(true);
        for path in self.paths() {
            options.pathspec(path);
        }
        Ok(repo.statuses(Some(&mut options))?)
    }
}

enum Seen {
    File(Found),
    /// Nothing, or a folder.
    Nothing,
    /// A pipe, a socket, or a device.
    Other,
}

fn no_file(path: &str) -> Problem {
    Problem::new(
        format!("{path} is neither a file nor a symbolic link, and git can hold nothing else."),
        format!("Put a file in its place, or take it out of git: git rm --cached \"{path}\""),
    )
}

/// What is at `path`, without following a symbolic link.
fn look(path: &Path) -> Result<Seen, Problem> {
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Seen::Nothing);
        }
        Err(error) => {
            return Err(Problem::io(
                format!("{} could not be read: {error}.", path.display()),
                "Check the permissions of the file and of its folder.",
            ));
        }
    };
    let kind = meta.file_type();
    if kind.is_dir() {
        return Ok(Seen::Nothing);
    }
    if !kind.is_file() && !kind.is_symlink() {
        return Ok(Seen::Other);
    }
    Ok(Seen::File(Found {
        executable: kind.is_file() && is_executable(&meta),
        symlink: kind.is_symlink(),
    }))
}

#[cfg(unix)]
fn is_executable(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn what_is_in_scope() {
        let scope = Scope::new("acme", &[".github/CODEOWNERS".to_owned()]).unwrap();
        for path in [
            "acme",
            "acme/manifest.json",
            "acme/tests/a b.py",
            ".github/CODEOWNERS",
        ] {
            assert!(scope.contains(path), "{path}");
            assert!(scope.contains_bytes(path.as_bytes()), "{path}");
        }
        for path in [
            "acme_queue/x",
            "acm",
            "x/acme",
            ".github/CODEOWNERS/x",
            ".github",
            "",
        ] {
            assert!(!scope.contains(path), "{path}");
            assert!(!scope.contains_bytes(path.as_bytes()), "{path}");
        }
        assert!(scope.contains_bytes(b"acme/\xff"));
        assert!(!scope.contains_bytes(b"acme\xff"));
    }

    #[test]
    fn a_scope_that_would_reach_further_is_refused() {
        for folder in [
            "", ".", "..", "../x", "/acme", "acme/", ".github", ".git", "a/../..", "a\\b",
        ] {
            assert!(Scope::new(folder, &[]).is_err(), "{folder:?}");
        }
        for file in ["", "../x", "/etc/passwd", ".git/config", "x/.GIT/y"] {
            assert!(Scope::new("acme", &[file.to_owned()]).is_err(), "{file:?}");
        }
    }
}
