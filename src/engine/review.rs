//! Reads integrations of a clone for the review: what git would commit, and what the neighbors use.

use crate::core::event::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::git::changed::{self, InBase};
use crate::review::facts::{Base, Facts};
use crate::review::review;
use crate::review::tree::Tree;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is larger is no file that a rule reads: that it is there is told.
const LARGEST: u64 = 8 << 20;

/// Folders of assets that a clone may lack altogether.
const FOLDERS: [&str; 4] = [
    "assets/dashboards",
    "assets/monitors",
    "assets/saved_views",
    "images",
];

/// What every integration of a clone uses, read once.
#[derive(Debug, Default)]
pub struct Neighbors {
    manifests: Vec<(String, Value)>,
    folders: Vec<(String, Vec<&'static str>)>,
    codeowners: Option<String>,
    config: String,
    changed: Vec<String>,
    loose: Vec<String>,
    /// Whose base is asked.
    clone: PathBuf,
}

impl Neighbors {
    /// Reads the manifests of a clone; what can't be read is left out.
    #[must_use]
    pub fn read(clone: &Path) -> Self {
        let mut out = Self {
            codeowners: fs::read_to_string(clone.join(".github/CODEOWNERS")).ok(),
            config: fs::read_to_string(clone.join(".ddev/config.toml")).unwrap_or_default(),
            changed: changed::on_branch(clone),
            clone: clone.to_owned(),
            ..Self::default()
        };
        for folder in super::existing::integrations(clone) {
            let root = clone.join(&folder);
            let there = FOLDERS.into_iter().filter(|f| root.join(f).is_dir());
            out.folders.push((folder.clone(), there.collect()));
            let manifest = fs::read_to_string(root.join("manifest.json")).ok();
            if let Some(manifest) = manifest.and_then(|text| serde_json::from_str(&text).ok()) {
                out.manifests.push((folder, manifest));
            }
        }
        out
    }

    /// The same, with what is changed in the clone and not committed.
    #[must_use]
    pub fn with_worktree(mut self) -> Self {
        self.loose = changed::in_worktree(&self.clone);
        self
    }

    /// The same for a throw-away tree of another clone, which alone has a base.
    #[must_use]
    pub fn based_on(mut self, clone: &Path) -> Self {
        clone.clone_into(&mut self.clone);
        self
    }

    /// What they are to one of them.
    #[must_use]
    pub fn of(&self, folder: &str) -> Facts {
        let mut facts = Facts {
            codeowners: self.codeowners.clone(),
            changed: self.changed.clone(),
            loose: self.loose.clone(),
            base: base(&self.clone, folder),
            ..Facts::default()
        };
        facts.configure(folder, &self.config);
        for (other, manifest) in self.manifests.iter().filter(|(name, _)| name != folder) {
            facts.learn(other, manifest);
        }
        for (_, there) in self.folders.iter().filter(|(name, _)| name != folder) {
            facts.folders.extend(there.iter().map(|&f| f.to_owned()));
        }
        facts
    }
}

/// What the clone's base has of an integration.
fn base(clone: &Path, folder: &str) -> Base {
    match changed::in_base(clone, folder, "manifest.json") {
        InBase::Unknown => Base::Unknown,
        InBase::Nothing => Base::New,
        InBase::Folder(manifest) => {
            let manifest = manifest.and_then(|text| serde_json::from_str(&text).ok());
            Base::Has(manifest.unwrap_or_default())
        }
    }
}

/// What reviewers would say of an integration in `root`: the clone itself, or a shadow that looks like it.
///
/// # Errors
/// A folder or a file of it can't be read.
pub(super) fn of(root: &Path, clone: &Path, folder: &str) -> Result<Vec<Finding>, Failure> {
    let neighbors = Neighbors::read(root).based_on(clone);
    Ok(review(&tree(root, folder)?, &neighbors.of(folder)))
}

/// The files of an integration, without those that git ignores and without links.
///
/// # Errors
/// A folder or a file can't be read.
pub fn tree(clone: &Path, folder: &str) -> Result<Tree, Failure> {
    let root = clone.join(folder);
    let repo = git2::Repository::open(clone).ok();
    let index = repo.as_ref().and_then(|r| r.index().ok());
    let converts = repo.as_ref().is_some_and(converts);
    let mut out = Tree::new(folder, []);
    let mut todo = vec![String::new()];
    while let Some(at) = todo.pop() {
        let here = root.join(&at);
        let entries = fs::read_dir(&here).map_err(|e| unreadable(&here, &e))?;
        for entry in entries {
            let entry = entry.map_err(|e| unreadable(&here, &e))?;
            let path = entry.path();
            // A name that is no text is told by what of it is.
            let name = entry.file_name().to_string_lossy().into_owned();
            let inner = if at.is_empty() {
                name
            } else {
                format!("{at}/{name}")
            };
            let relative = format!("{folder}/{inner}");
            let kind = entry.file_type().map_err(|e| unreadable(&path, &e))?;
            // A folder may be ignored and hold files that are committed all the same.
            let known = |i: &git2::Index| i.get_path(Path::new(&relative), 0).is_some();
            let asked = if kind.is_dir() {
                format!("{relative}/")
            } else {
                relative.clone()
            };
            let ignored = repo
                .as_ref()
                .is_some_and(|r| r.is_path_ignored(&asked).unwrap_or(false));
            if ignored && (kind.is_dir() || !index.as_ref().is_some_and(known)) {
                continue;
            }
            if kind.is_dir() && entry.file_name().to_str().is_none() {
                out.put(inner, vec![]);
            } else if kind.is_dir() {
                todo.push(inner);
            } else if kind.is_file() {
                match content(&path).map_err(|e| unreadable(&path, &e))? {
                    Content::Read(bytes) if converts => out.put(inner, committed(bytes)),
                    Content::Read(bytes) => out.put(inner, bytes),
                    Content::Large(bytes) => out.put_large(inner, bytes),
                }
            }
        }
    }
    Ok(out)
}

/// Whether git takes carriage returns away when it commits.
fn converts(repo: &git2::Repository) -> bool {
    let asked = repo.config().and_then(|c| c.get_string("core.autocrlf"));
    asked.is_ok_and(|way| ["true", "input"].contains(&way.to_lowercase().as_str()))
}

/// A text as git would commit it.
fn committed(bytes: Vec<u8>) -> Vec<u8> {
    match std::str::from_utf8(&bytes) {
        Ok(text) if text.contains("\r\n") => text.replace("\r\n", "\n").into_bytes(),
        _ => bytes,
    }
}

enum Content {
    Read(Vec<u8>),
    /// In bytes.
    Large(u64),
}

fn content(path: &Path) -> io::Result<Content> {
    use std::io::Read;
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > LARGEST {
        return Ok(Content::Large(size));
    }
    let mut bytes = vec![];
    // One that grows meanwhile is not read to an end that it does not have.
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes)? as u64;
    if read > LARGEST {
        return Ok(Content::Large(read));
    }
    Ok(Content::Read(bytes))
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        FailureKind::Io,
        format!("Can't read {}: {error}.", path.display()),
        "Check its permissions.",
    )
}
