//! Where a command runs: folders, and who reads what it says.

use super::args::{Common, Format};
use crate::toolchain::dirs;
use crate::workspace;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The workspace folder of a workflow.
pub(super) fn workspace_dir(common: &Common, name: &str) -> PathBuf {
    common
        .workspace
        .as_ref()
        .map_or_else(|| workspace::root().join(name), |dir| absolute(dir))
}

/// A path that does not depend on the current folder.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Whether a person sits in front of it.
pub(super) fn interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Where the program keeps what is its own.
pub(super) fn data_dir() -> PathBuf {
    dirs::data_dir()
}

pub(super) fn is_json(common: &Common) -> bool {
    common.format == Format::Json
}
