//! The `git` program and hooks as child processes, away from variables that point elsewhere.

use crate::jobs::process::Spec;
use std::ffi::OsString;
use std::path::Path;

/// What would make a child work on another repository than the one it is started in.
const ELSEWHERE: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
];

/// `git` with these arguments in `cwd`.
pub(super) fn git<A: Into<OsString>>(cwd: &Path, args: impl IntoIterator<Item = A>) -> Spec {
    here(Spec::new("git", args), cwd)
}

/// The same child in `cwd`, on the repository that is there, with no way to ask on the terminal.
pub(super) fn here(spec: Spec, cwd: &Path) -> Spec {
    ELSEWHERE
        .iter()
        .fold(spec, Spec::unset)
        .env("GIT_TERMINAL_PROMPT", "0")
        .cwd(cwd)
}
