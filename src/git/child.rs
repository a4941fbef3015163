//! The `git` program and hooks as child processes, away from variables that point elsewhere.

use crate::jobs::process::Spec;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

/// What would make a child work on another repository than the one it is started in.
const ELSEWHERE: [&str; 13] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_NO_REPLACE_OBJECTS",
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

/// The very bytes that `git` prints when it is asked for something that it only has to look up.
pub(super) fn told<const N: usize>(cwd: &Path, args: [&str; N]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    for name in ELSEWHERE {
        command.env_remove(name);
    }
    command.current_dir(cwd).args(args);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok()?;
    output.status.success().then_some(output.stdout)
}
