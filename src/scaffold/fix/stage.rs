//! The throw-away tree: the integration and the shared files as copies, everything else as links.

use super::held::{self, StageError, at};
use super::perform;
use crate::core::fix::{Edit, Tool};
use crate::core::fixes::Change;
use crate::scaffold::shadow::{Ran, Tools, mirror};
use crate::scaffold::{alone, apply, ci, eol, safety};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A throw-away tree of one integration.
#[derive(Debug)]
pub struct Stage {
    root: PathBuf,
    clone: PathBuf,
    folder: String,
    /// What the clone held when the tree was made.
    before: BTreeMap<String, Vec<u8>>,
}

/// What a tool made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// Files of the scope changed.
    Changed,
    Nothing,
    /// What is written by hand in its files would be gone: the names of it. Nothing was changed.
    Loses(Vec<String>),
    /// It says why it can't.
    Failed(String),
}

impl Stage {
    /// Makes the tree in an empty folder; the clone is only read.
    ///
    /// # Errors
    /// A file can't be read or written.
    pub fn make(root: &Path, clone: &Path, folder: &str) -> Result<Self, StageError> {
        let here = at(root);
        // ddev's newer commands want a repository.
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head("master").external_template(false);
        git2::Repository::init_opts(root, &options)
            .map_err(io::Error::other)
            .map_err(&here)?;
        mirror::root(root, clone, folder, &[]).map_err(&here)?;
        let before = held::files(clone, folder)?;
        let own = |path: &&String| !safety::ROOT_FILES.contains(&path.as_str());
        for path in before.keys().filter(own) {
            mirror::put(root, path, &before[path]).map_err(&here)?;
        }
        Ok(Self {
            root: root.to_owned(),
            clone: clone.to_owned(),
            folder: folder.to_owned(),
            before,
        })
    }

    /// Where the tree is.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The hash of each file of the scope when the tree was made, by path.
    #[must_use]
    pub fn seen(&self) -> BTreeMap<String, String> {
        held::hashes(&self.before)
    }

    /// The files of the scope that are text, without a byte order mark, by path.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn texts(&self) -> Result<BTreeMap<String, String>, StageError> {
        held::texts(&self.root, &self.folder)
    }

    fn now(&self) -> Result<BTreeMap<String, Vec<u8>>, StageError> {
        held::files(&self.root, &self.folder)
    }

    /// Makes an edit of a file of the scope.
    ///
    /// # Errors
    /// Why it does not fit.
    pub fn edit(&self, path: &str, edit: &Edit) -> Result<(), String> {
        if !safety::in_scope(path, &self.folder) {
            return Err(format!("{path} is outside of this integration."));
        }
        let file = self.root.join(path);
        let before = match fs::read(&file) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(format!("{path} can't be read: {e}.")),
        };
        let done = match perform(edit, before.as_deref(), &self.folder)? {
            Some(after) => mirror::put(&self.root, path, &after),
            None => mirror::remove(&file),
        };
        done.map_err(|e| format!("{path} can't be written: {e}."))
    }

    /// Runs a tool, and keeps of what it writes only what is in the scope.
    ///
    /// # Arguments
    /// `anyway`: whether what stands in ddev's own files alone may go.
    ///
    /// # Errors
    /// It can't be started, or the tree can't be read or written.
    pub fn run(&self, tool: Tool, tools: &mut dyn Tools, anyway: bool) -> Result<Made, StageError> {
        let before = self.now()?;
        let ran = self.start(tool, tools).map_err(at(&self.root))?;
        let mut after = self.now()?;
        if tool == Tool::Ci {
            for path in [safety::CI, safety::CI_WINDOWS] {
                let current = before.get(path).map(|b| String::from_utf8_lossy(b));
                let Some(synced) = after.get(path) else {
                    continue;
                };
                let synced = String::from_utf8_lossy(synced).into_owned();
                // The jobs of others are theirs.
                let own = ci::take(current.as_deref(), &synced, &self.folder, &[]).text;
                let own = current
                    .as_deref()
                    .map_or(own.clone(), |c| eol::like(&own, c));
                after.insert(path.to_owned(), own.into_bytes());
            }
        }
        let gone = lost(&before, &after);
        if !gone.is_empty() && !anyway && matches!(tool, Tool::Config | Tool::Models) {
            after.clone_from(&before);
            self.become_like(&after)?;
            return Ok(Made::Loses(gone));
        }
        self.become_like(&after)?;
        if before != after {
            return Ok(Made::Changed);
        }
        // Autofix fails even where it repaired; a command that failed and changed nothing says why.
        if ran.exit == Some(0) {
            return Ok(Made::Nothing);
        }
        let said = ran.text.lines().rev().find(|l| !l.trim().is_empty());
        Ok(Made::Failed(
            said.unwrap_or("It says nothing.").trim().to_owned(),
        ))
    }

    fn start(&self, tool: Tool, tools: &mut dyn Tools) -> io::Result<Ran> {
        let name = self.folder.as_str();
        let package = name.replace('-', "_");
        let args: &[&str] = match tool {
            Tool::Imports => &["validate", "imports", "--autofix", name],
            Tool::ServiceChecks => &["validate", "service-checks", "--sync", name],
            Tool::Config => {
                // It crashes without the folder it writes to.
                let data = format!("{name}/datadog_checks/{package}/data");
                fs::create_dir_all(self.root.join(data))?;
                &["validate", "config", "--sync", name]
            }
            // Always with the name: without it, other integrations would be written.
            Tool::Models => &["validate", "models", "--sync", name],
            Tool::Ci => {
                fs::create_dir_all(self.root.join(".github/workflows"))?;
                return alone::sync(&self.root, name, &mut |at, args| tools.ddev(at, args));
            }
            Tool::Format => return self.format(tools),
        };
        tools.ddev(&self.root, args)
    }

    /// As `ddev test --fmt` does it: from the integration's folder, with the root's settings.
    fn format(&self, tools: &mut dyn Tools) -> io::Result<Ran> {
        let config = ruff_config(&self.root, &self.folder);
        let always = [
            "--no-cache",
            "--quiet",
            "--force-exclude",
            "--config",
            config,
        ];
        let format = ["format"];
        let check = ["check", "--fix", "--exit-zero"];
        let mut last = Ran {
            exit: None,
            text: String::new(),
        };
        for command in [&format[..], &check, &format] {
            let args: Vec<&str> = command
                .iter()
                .chain(&always)
                .chain(&["."])
                .copied()
                .collect();
            last = tools.ruff(&self.root.join(&self.folder), &args)?;
        }
        Ok(last)
    }

    /// Writes back what a tool did beside what it was asked for.
    fn become_like(&self, wanted: &BTreeMap<String, Vec<u8>>) -> Result<(), StageError> {
        let here = at(&self.root);
        for path in self
            .now()?
            .keys()
            .filter(|path| !wanted.contains_key(*path))
        {
            mirror::remove(&self.root.join(path)).map_err(&here)?;
        }
        for (path, bytes) in wanted {
            mirror::put(&self.root, path, bytes).map_err(&here)?;
        }
        mirror::prune(&self.root, &self.folder).map_err(&here)
    }

    /// What is different from the clone, file by file.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn changes(&self) -> Result<Vec<Change>, StageError> {
        let now = self.now()?;
        let paths: BTreeSet<&String> = now.keys().chain(self.before.keys()).collect();
        let mut out = vec![];
        for path in paths {
            let after = now.get(path).cloned();
            let file = self.clone.join(path);
            // What git ignores was not looked at, and is there all the same.
            let before = match self.before.get(path) {
                Some(bytes) => Some(bytes.clone()),
                None => fs::read(&file).ok(),
            };
            if before != after {
                out.push(Change {
                    path: path.clone(),
                    before,
                    after,
                    mode: apply::mode(&file),
                });
            }
        }
        Ok(out)
    }
}

/// The settings of ruff, seen from the integration's folder.
#[must_use]
pub fn ruff_config(root: &Path, folder: &str) -> &'static str {
    let own = fs::read_to_string(root.join(folder).join("pyproject.toml"));
    if own.is_ok_and(|text| text.contains("[tool.ruff]")) {
        "pyproject.toml"
    } else {
        "../pyproject.toml"
    }
}

/// Names of options and fields that stood in ddev's own files, and stand there no more.
fn lost(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names = |path: &str, bytes: &[u8]| -> BTreeSet<String> {
        let text = String::from_utf8_lossy(bytes);
        let model = path.contains("/config_models/") && !path.ends_with("validators.py");
        let lines = text.lines().filter_map(|line| {
            if model {
                let (name, _) = line.strip_prefix("    ")?.split_once(": ")?;
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                (plain && !name.is_empty()).then(|| name.to_owned())
            } else {
                let (_, named) = line.split_once("## @param ")?;
                Some(named.split(' ').next()?.to_owned())
            }
        });
        if path.ends_with(".example") || model {
            lines.collect()
        } else {
            BTreeSet::new()
        }
    };
    let mut out = BTreeSet::new();
    for (path, bytes) in before {
        let Some(now) = after.get(path).filter(|now| *now != bytes) else {
            continue;
        };
        let now = names(path, now);
        out.extend(names(path, bytes).into_iter().filter(|n| !now.contains(n)));
    }
    out.into_iter().collect()
}
