//! The real tools: a Python, the private environment with ddev, ddev's runs, the prototype runner.
//! What is right or wrong is theirs to say; this folder only starts them and reads what they print.

pub mod ddev;
pub mod dirs;
mod environment;
mod error;
mod external;
pub mod facts;
pub mod fast;
mod installer;
mod layout;
pub mod make;
pub mod output;
pub mod python;
pub mod runner;
mod selection;
pub mod syntax;
pub mod tasks;
pub mod warm;
mod whole;

use facts::Facts;
use std::path::{Path, PathBuf};

/// An environment with ddev, the Agent's base and ruff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// The virtual environment.
    pub root: PathBuf,
    /// Its Python.
    pub python: PathBuf,
    pub ddev: PathBuf,
    pub ruff: PathBuf,
    /// For example `20.1.0`.
    pub ddev_version: String,
    /// The unit names that `ddev validate metadata` accepts.
    pub units: Vec<String>,
    pub facts: Facts,
    /// Where tools run by ddev keep what they make (hatch's environments, caches).
    pub state: PathBuf,
}

impl Toolchain {
    fn from_parts(root: PathBuf, ddev: PathBuf, facts: Facts, state: PathBuf) -> Self {
        let bin = root.join("bin");
        Self {
            python: bin.join("python"),
            ruff: bin.join("ruff"),
            ddev,
            ddev_version: facts.ddev_version.clone(),
            units: facts.units.clone(),
            root,
            facts,
            state,
        }
    }

    /// The toolchain of an environment that was finished by [`make::make`].
    #[must_use]
    pub fn open(root: &Path) -> Option<Self> {
        let facts = Facts::read(&root.join(layout::FACTS)).ok()?;
        let state = root.parent()?.join(layout::STATE);
        let toolchain = Self::from_parts(root.to_owned(), root.join("bin/ddev"), facts, state);
        // The interpreter that the environment links to may have been removed since.
        let whole = root.join(layout::READY).is_file()
            && toolchain.python.exists()
            && toolchain.ddev.is_file();
        whole.then_some(toolchain)
    }
}

/// The private toolchain, when it has been made. Reads two small files and starts nothing.
#[must_use]
pub fn current() -> Option<Toolchain> {
    current_in(&dirs::toolchain_dir())
}

/// As [`current`], in another toolchain folder.
#[must_use]
pub fn current_in(folder: &Path) -> Option<Toolchain> {
    let name = std::fs::read_to_string(folder.join(layout::CURRENT)).ok()?;
    let name = name.trim();
    // One folder's name and nothing else: a damaged file must not lead anywhere.
    let plain = Path::new(name).components().count() == 1 && !name.starts_with('.');
    plain.then(|| Toolchain::open(&folder.join(name)))?
}
