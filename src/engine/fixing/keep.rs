//! Where what repairs replaced is kept, for integrations that no workflow is about: a folder for each integration of
//! each clone, below the program's own data.

use super::super::files;
use crate::core::event::{Failure, FailureKind};
use crate::core::fixes::Mended;
use crate::scaffold::{apply, fix, recover, tree, undo};
use crate::toolchain::dirs;
use crate::workspace;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of an integration of a clone.
#[must_use]
pub fn dir(clone: &Path, folder: &str) -> PathBuf {
    let key = tree::hash_parts([clone.as_os_str().as_encoded_bytes(), folder.as_bytes()]);
    dirs::data_dir()
        .join("fixes")
        .join(format!("{folder}-{}", &key[..12]))
}

/// Runs `work` with the folder made and locked, after finishing what a killed program had begun there.
///
/// # Errors
/// Another program repairs the same integration; the folder can't be made; `work` fails.
pub fn locked<R>(dir: &Path, work: impl FnOnce() -> Result<R, Failure>) -> Result<R, Failure> {
    fs::create_dir_all(dir).map_err(|e| super::super::io("Can't make", dir, &e))?;
    let done = workspace::hold(dir, || {
        recover::recover(dir).map_err(|e| Failure::saying(FailureKind::Io, &e.to_string()))?;
        work()
    });
    done.map_err(|e| files::failure(&e))?
}

/// Writes what was made into the clone; the number that takes it back.
///
/// # Errors
/// A file changed meanwhile, a link stands in the way, the disk is full: nothing is changed then.
pub fn write(dir: &Path, clone: &Path, folder: &str, mended: &Mended) -> Result<u32, Failure> {
    let written = fix::write(dir, clone, folder, &mended.changes, &mended.title());
    written.map_err(|error| {
        let kind = match error {
            apply::ApplyError::Stale(paths) => return stale(&paths),
            apply::ApplyError::RolledBack { .. } | apply::ApplyError::Interrupted { .. } => {
                FailureKind::Io
            }
            _ => FailureKind::Question,
        };
        Failure::saying(kind, &error.to_string())
    })
}

/// Files changed since it was looked at what a repair does to them.
#[must_use]
pub fn stale(paths: &[String]) -> Failure {
    let said = format!(
        "{} changed since this was looked at. Nothing was changed.",
        paths.join(", ")
    );
    Failure::new(
        FailureKind::Question,
        said,
        "Look at the fix again: it is made for the files as they are now.",
    )
}

/// Takes the latest repairs back; the paths that are as they were.
///
/// # Errors
/// There are none, or a file changed since: nothing is changed then.
pub fn take_back(dir: &Path) -> Result<Vec<String>, Failure> {
    let latest = undo::latest(dir).map_err(|e| super::super::io("Can't read", dir, &e))?;
    let Some(number) = latest else {
        return Err(Failure::new(
            FailureKind::Question,
            "There are no repairs to take back.",
            "Only what `check --fix` wrote can be taken back here.",
        ));
    };
    undo::undo(dir, number, false)
        .map_err(|e| Failure::saying(FailureKind::Question, &e.to_string()))
}
