//! The toolchain around a ddev that somebody else installed.

use super::error::MakeError;
use super::facts::Facts;
use super::{Toolchain, dirs};
use crate::jobs::cancel::CancelToken;
use sha2::{Digest, Sha256};
use std::path::Path;

impl Toolchain {
    /// A toolchain around another ddev, as `--ddev PATH` names it: the environment it is installed in.
    ///
    /// # Errors
    /// When the file is no ddev, or its environment lacks the Agent's base or ruff.
    pub fn with_ddev(path: &Path) -> Result<Self, MakeError> {
        Self::with_ddev_in(path, &dirs::toolchain_dir())
    }

    /// As [`Self::with_ddev`]; its state is kept in another toolchain folder.
    ///
    /// # Errors
    /// As [`Self::with_ddev`].
    pub fn with_ddev_in(path: &Path, folder: &Path) -> Result<Self, MakeError> {
        external(path, folder)
    }
}

fn external(ddev: &Path, folder: &Path) -> Result<Toolchain, MakeError> {
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
