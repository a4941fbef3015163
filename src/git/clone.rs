//! Recognising a clone of integrations-extras, and where to look for one.

use super::content::{self, Verdict};
use super::open;
use super::problem::Problem;
use super::remotes::{self, Remote, Role};
use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

/// A clone of integrations-extras.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clone {
    /// The worktree's root.
    pub root: PathBuf,
    pub remotes: Vec<Remote>,
    /// For example `upstream/master`; `None` when nothing was fetched yet.
    pub base: Option<String>,
    pub shallow: bool,
    /// One of several worktrees of one repository.
    pub linked: bool,
}

impl Clone {
    /// The remote with this role.
    #[must_use]
    pub fn remote(&self, role: Role) -> Option<&Remote> {
        self.remotes.iter().find(|remote| remote.role == role)
    }
}

/// Why a path is not a usable clone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloneErrorKind {
    /// The path does not exist or is not a folder.
    Missing,
    NotGit,
    NotExtras,
    Bare,
    Submodule,
    /// A repository, in a form that cannot be worked with here.
    Unsupported,
}

/// Why a path is not a usable clone, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloneError {
    pub kind: CloneErrorKind,
    pub message: String,
    pub hint: String,
}

impl fmt::Display for CloneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.hint)
    }
}

impl std::error::Error for CloneError {}

fn refuse<T>(
    kind: CloneErrorKind,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Result<T, CloneError> {
    Err(CloneError {
        kind,
        message: message.into(),
        hint: hint.into(),
    })
}

/// Recognises the clone that `path` is, or is a folder of.
///
/// # Errors
/// Names what is missing: the path, the repository, or what makes it integrations-extras.
pub fn recognise(path: &Path) -> Result<Clone, CloneError> {
    const CHOOSE: &str = "Choose a clone of integrations-extras, or clone it.";
    let shown = path.display();
    if !path.is_dir() {
        let what = if path.exists() {
            "is not a folder"
        } else {
            "does not exist"
        };
        return refuse(CloneErrorKind::Missing, format!("{shown} {what}."), CHOOSE);
    }
    let repo = match open::open(path) {
        Ok(repo) => repo,
        Err(Problem { message, hint, .. }) => {
            let kind = if message.ends_with("not in a git repository.") {
                CloneErrorKind::NotGit
            } else {
                CloneErrorKind::Unsupported
            };
            return refuse(kind, message, hint);
        }
    };
    let Some(root) = repo.workdir().map(Path::to_path_buf) else {
        return refuse(
            CloneErrorKind::Bare,
            format!("{shown} is a bare repository: it has no files to work on."),
            "Choose an ordinary clone, or make one: git clone <this repository> <new folder>",
        );
    };
    // The final slash that libgit2 adds would show up in every message.
    let root: PathBuf = root.components().collect();
    if is_submodule(&repo, &root) {
        return refuse(
            CloneErrorKind::Submodule,
            format!(
                "{} is a submodule of another repository, which records its commits.",
                root.display()
            ),
            "Clone integrations-extras on its own, outside of that repository.",
        );
    }
    if !leads_back(&repo, &root) {
        return refuse(
            CloneErrorKind::Unsupported,
            format!(
                "core.worktree of {} says that its files are in {}, from where no way leads back to it.",
                repo.path().display(),
                root.display()
            ),
            format!(
                "Run: git --git-dir=\"{}\" config --unset core.worktree",
                repo.path().components().collect::<PathBuf>().display()
            ),
        );
    }
    match content::judge(&root) {
        Verdict::Extras => {}
        Verdict::Other(name) => {
            return refuse(
                CloneErrorKind::NotExtras,
                format!(
                    "{} is a clone of Datadog's \"{name}\" repository, not of integrations-extras.",
                    root.display()
                ),
                CHOOSE,
            );
        }
        Verdict::Missing(missing) => {
            return refuse(
                CloneErrorKind::NotExtras,
                format!(
                    "{} is a git repository, but not integrations-extras: it lacks {}.",
                    root.display(),
                    // The first says enough; what else tells one apart is nothing to repair.
                    missing.first().copied().unwrap_or_default()
                ),
                CHOOSE,
            );
        }
    }
    let remotes = remotes::read(&repo);
    Ok(Clone {
        base: remotes::base(&repo, &remotes),
        remotes,
        root,
        shallow: repo.is_shallow(),
        linked: repo.is_worktree(),
    })
}

/// Whether what is opened from the worktree is this repository.
fn leads_back(repo: &git2::Repository, root: &Path) -> bool {
    let there = open::found(root);
    there.is_ok_and(|there| there.path() == repo.path())
}

fn is_submodule(repo: &git2::Repository, root: &Path) -> bool {
    !repo.is_worktree()
        && root.join(".git").is_file()
        && repo.path().components().any(|c| c.as_os_str() == "modules")
}

/// The folders worth a look, the best first: the configured one, ddev's usual place, the current
/// folder and those above it. Only folders that exist.
#[must_use]
pub fn candidates(configured: Option<&Path>) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = Vec::new();
    all.extend(configured.map(Path::to_path_buf));
    all.extend(dirs::home_dir().map(|home| home.join("dd").join("integrations-extras")));
    if let Ok(here) = env::current_dir() {
        all.extend(here.ancestors().map(Path::to_path_buf));
    }
    let mut seen = Vec::new();
    all.retain(|path| {
        let new = path.is_dir() && !seen.contains(path);
        seen.push(path.clone());
        new
    });
    all
}
