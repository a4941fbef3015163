//! Opening a workspace and reading its small files.

use crate::core::event::{Failure, FailureKind};
use crate::core::state::State;
use crate::workspace::store::{self, Store};
use std::path::Path;

/// Opens the store; a new workspace begins with an empty state.
pub(super) fn open(
    dir: &Path,
    report: impl Fn(store::Report) + Send + 'static,
) -> Result<(Store<State>, State), Failure> {
    let (store, state) = Store::open_with(dir, report).map_err(|e| failure(&e))?;
    Ok((store, state.unwrap_or_default()))
}

/// A store's error as a failure with its exit status.
pub fn failure(error: &store::Error) -> Failure {
    let kind = match error.kind() {
        store::ErrorKind::Locked => FailureKind::Locked,
        store::ErrorKind::Damaged | store::ErrorKind::Newer => FailureKind::Question,
        store::ErrorKind::Io => FailureKind::Io,
    };
    Failure::new(kind, error.to_string(), error.hint())
}

/// Reads a text; `None` when the file is not there.
pub(super) fn read(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Failure::new(
                FailureKind::Findings,
                format!("{} is not UTF-8 text.", path.display()),
                "Save it as UTF-8.",
            )),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(super::io("Can't read", path, &error)),
    }
}
