//! The shadow tree: a throw-away repository that looks like the clone with the integration applied,
//! where ddev's `--sync` commands and live verdicts run. Siblings are symbolic links into the
//! contributor's clone, so nothing in here writes or removes through a link.

mod build;
mod keep;
mod key;
pub(in crate::scaffold) mod mirror;
mod seen;
mod state;
mod sync;

pub use build::build;
pub use seen::seen;
pub use state::load;

use super::rename::{self, Earlier};
use super::safety::{self, Refusal};
use super::tree::{self, Held};
use crate::core::answers::Track;
use crate::core::plan::{Choice, FileState, Plan};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// What the files are made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The workflow's folder: holds `shadow/` and `rendered/`.
    pub workspace: &'a Path,
    /// The contributor's checkout; read, never written.
    pub clone: &'a Path,
    pub folder: &'a str,
    /// Other names that files were applied under.
    pub earlier: &'a Earlier,
    pub track: Track,
    /// The templates' files of `<folder>/`, by path relative to the repository's root.
    pub rendered: &'a BTreeMap<String, String>,
    /// For CODEOWNERS: the GitHub handle or `org/team`, and the support address.
    pub owner: &'a str,
    pub email: &'a str,
    /// For `.ddev/config.toml` on the partner track.
    pub display_name: &'a str,
    pub metrics_prefix: &'a str,
    /// How conflicts were settled, so that ddev's files follow from what will be in the clone.
    pub choices: &'a BTreeMap<String, Choice>,
    /// The same within files.
    pub hunks: &'a BTreeMap<String, Vec<Choice>>,
    /// Whether other integrations' jobs may be taken from `ci --sync` too.
    pub allow_foreign_ci: bool,
    /// For an integration that was there before: `rendered` holds its own files, shared ones too, as they shall be.
    pub kept: Option<Kept>,
}

/// How an integration that was there before is completed. Nothing of it is formatted or added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// ddev's own files are made again; otherwise they stay as the clone has them.
    pub sync: bool,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// `None` when a signal ended it.
    pub exit: Option<i32>,
    pub text: String,
}

/// The programs that the shadow needs.
pub trait Tools {
    /// Identifies their versions: another one makes everything again.
    fn version(&self) -> String;

    /// Runs `ddev` with the shadow as its repository.
    ///
    /// # Errors
    /// It could not be started.
    fn ddev(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran>;

    /// Runs `ruff` in a folder of the shadow.
    ///
    /// # Errors
    /// It could not be started.
    fn ruff(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran>;
}

/// A command that failed: the shadow is made all the same, and its findings say why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// For example `ddev validate config --sync acme_queue`.
    pub command: String,
    pub text: String,
}

/// What was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shadow {
    /// Every file of ours, by path relative to the repository's root: templates after ruff, ddev's
    /// own files, and the shared files with our line or job.
    pub files: BTreeMap<String, String>,
    /// Those that ddev wrote.
    pub generated: BTreeSet<String>,
    /// Other integrations whose jobs `ci --sync` would change and that were left alone.
    pub foreign_ci: Vec<String>,
    pub failed: Vec<Failed>,
    /// Folders of earlier names whose files move to the present one.
    #[serde(default)]
    pub earlier: Vec<String>,
    /// Those that the base has too, so that moving them was asked about.
    #[serde(default)]
    pub asked: Vec<String>,
    /// The choices that ddev's files were made with.
    choices: BTreeMap<String, Choice>,
    #[serde(default)]
    hunks: BTreeMap<String, Vec<Choice>>,
    /// Hashes of the clone's shared files that `files` was made from.
    seen: BTreeMap<String, Option<String>>,
    /// Hash of `files`.
    pub hash: String,
}

/// Why there is no shadow.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("making the files was canceled")]
    Cancelled,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{0}")]
    Config(String),
    #[error(
        "{program} could not be started: {source}. `ddint-tui doctor --fix` repairs the toolchain."
    )]
    Tool { program: String, source: io::Error },
    #[error("the shadow tree {path} cannot be written: {source}")]
    Io { path: String, source: io::Error },
    #[error(
        "a template made {0}, which is outside the integration's folder; this is a fault of ddint-tui"
    )]
    Stray(String),
}

/// Where the shadow tree of a workspace is.
#[must_use]
pub fn dir(workspace: &Path) -> PathBuf {
    workspace.join("shadow")
}

impl Shadow {
    /// A shadow of these files, for the plan alone: nothing is on disk.
    #[must_use]
    pub fn of(files: BTreeMap<String, String>, generated: BTreeSet<String>) -> Self {
        let mut shadow = Self {
            files,
            generated,
            ..Self::default()
        };
        shadow.seal();
        shadow
    }

    fn seal(&mut self) {
        let parts = self
            .files
            .iter()
            .flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()]);
        self.hash = tree::hash_parts(parts);
    }

    /// The shared files that changed in the clone since.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn stale(&self, clone: &Path, folder: &str) -> Result<Vec<String>, Refusal> {
        let mut out = Vec::new();
        for (path, seen) in &self.seen {
            if shared_hash(clone, folder, path)? != *seen {
                out.push(path.clone());
            }
        }
        Ok(out)
    }

    /// The conflicts that are settled otherwise than when ddev made its files from them; those must
    /// be made, and planned, again before applying. Conflicts that ddev does not read don't matter.
    #[must_use]
    pub fn follows(
        &self,
        plan: &Plan,
        choices: &BTreeMap<String, Choice>,
        hunks: &BTreeMap<String, Vec<Choice>>,
    ) -> Vec<String> {
        let of = |choices: &BTreeMap<String, Choice>, path: &String| {
            choices.get(path).copied().unwrap_or(Choice::Ours)
        };
        let asked = self.asked.iter().filter(|folder| {
            let moves = choices.get(&rename::row(folder)) == Some(&Choice::Ours);
            moves != self.earlier.contains(folder)
        });
        plan.files
            .iter()
            .filter(|f| f.state == FileState::Conflict && reads(&f.path))
            .map(|f| f.path.clone())
            .filter(|path| {
                let before = (of(&self.choices, path), self.hunks.get(path));
                (of(choices, path), hunks.get(path)) != before
            })
            .chain(asked.map(|folder| rename::row(folder)))
            .collect()
    }

    fn look(&mut self, clone: &Path, folder: &str) -> Result<(), Refusal> {
        for path in safety::ROOT_FILES {
            let hash = shared_hash(clone, folder, path)?;
            self.seen.insert(path.to_owned(), hash);
        }
        Ok(())
    }
}

fn shared_hash(clone: &Path, folder: &str, path: &str) -> Result<Option<String>, Refusal> {
    Ok(match tree::held(clone, folder, path)? {
        Held::Absent => None,
        Held::Text(text) => Some(tree::hash(text.as_bytes())),
        Held::Binary(bytes) => Some(tree::hash(&bytes)),
    })
}

/// Whether a `--sync` command makes anything from this file.
pub(super) fn reads(path: &str) -> bool {
    path == safety::DDEV_CONFIG
        || [
            "/spec.yaml",
            "/__about__.py",
            "/hatch.toml",
            "/manifest.json",
        ]
        .iter()
        .any(|end| path.ends_with(end))
}
