//! What an installed ddev says of itself, read once and kept as JSON beside the environment.

use super::Toolchain;
use super::make::MakeError;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
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

/// The toolchain around a ddev that somebody else installed.
pub(super) fn external(ddev: &Path, folder: &Path) -> Result<Toolchain, MakeError> {
    let not_ddev = |why: &str| {
        MakeError::failed(
            format!("{} is not a usable ddev: {why}", ddev.display()),
            "Name the ddev command of a virtual environment, for example --ddev ~/venv/bin/ddev.",
        )
    };
    let ddev = ddev.canonicalize().map_err(|e| not_ddev(&e.to_string()))?;
    let bin = ddev.parent().filter(|_| ddev.is_file());
    let bin = bin.ok_or_else(|| not_ddev("it is not a file"))?;
    let python = bin.join("python");
    if !python.exists() {
        return Err(not_ddev("there is no Python beside it"));
    }
    let root = bin.parent().unwrap_or(bin).to_owned();
    // Its hatch environments are kept apart from those of the private toolchain.
    let key = Sha256::digest(root.as_os_str().as_encoded_bytes());
    let key: String = key
        .iter()
        .take(6)
        .fold(String::new(), |s, b| s + &format!("{b:02x}"));
    let state = folder.join("external").join(key);
    std::fs::create_dir_all(&state)?;
    let facts = Facts::ask(
        &python,
        &state.join("facts.json"),
        &state,
        &CancelToken::new(),
    )?;
    if facts.base_version.is_none() {
        return Err(not_ddev(
            "datadog-checks-base is missing in its environment; run pip install 'datadog-checks-base[deps]' there",
        ));
    }
    let toolchain = Toolchain::from_parts(root, ddev, facts, state);
    if !toolchain.ruff.is_file() {
        return Err(not_ddev(
            "ruff is missing in its environment; run pip install ruff there",
        ));
    }
    Ok(toolchain)
}
