//! What an installed ddev says of itself, read once and kept as JSON beside the environment.

use super::error::MakeError;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const SCRIPT: &str = include_str!("../../assets/facts.py");

/// Versions, and the lists that ddev's validations know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    pub ddev_version: String,
    pub base_version: Option<String>,
    pub ruff_version: Option<String>,
    pub python_version: String,
    /// The Python outside the environment that it was made from.
    pub interpreter: PathBuf,
    /// Unit names of metadata.csv.
    pub units: Vec<String>,
    /// Those of them that are times: a time per time is refused.
    pub time_units: Vec<String>,
    /// Values of the column `curated_metric`.
    pub curated: Vec<String>,
    /// The columns of metadata.csv, in order.
    pub header: Vec<String>,
    /// The templates for a configuration; empty in facts of an older version.
    pub templates: crate::core::templates::Catalog,
}

impl Facts {
    /// Reads the stored facts.
    ///
    /// # Errors
    /// When the file is missing or damaged.
    pub fn read(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// Asks the environment's Python and stores the answer in `path`.
    pub(super) fn ask(
        python: &Path,
        path: &Path,
        state: &Path,
        cancel: &CancelToken,
    ) -> Result<Self, MakeError> {
        // Not -I: it would ignore the variable that keeps the bytecode in our own folder.
        let args = ["-P", "-s", "-c", SCRIPT].map(OsStr::new);
        let mut spec = Spec::new(python, args.into_iter().chain([path.as_os_str()]))
            .cwd(std::env::temp_dir())
            .env("PYTHONPYCACHEPREFIX", state.join("pycache"))
            .time_limit(Duration::from_secs(120));
        for name in ["PYTHONPATH", "PYTHONHOME"] {
            spec = spec.unset(name);
        }
        let ended = process::run(&spec, cancel, &mut |_| {})?;
        if ended.cancelled {
            return Err(MakeError::Cancelled);
        }
        if !ended.success() {
            let last = ended
                .output
                .lines()
                .last()
                .unwrap_or("no output")
                .to_owned();
            return Err(MakeError::failed(
                format!("{} can't import ddev: {last}", python.display()),
                "Make the toolchain again, or name another ddev with --ddev PATH.",
            ));
        }
        Ok(Self::read(path)?)
    }
}
