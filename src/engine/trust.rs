//! Which checks this user agreed to run. A workspace can come from somebody else, so what it says of
//! itself does not count: the record is in the user's own data folder.

use super::{Job, files, io};
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::hash;
use crate::toolchain::dirs;
use crate::workspace::files::write_private;
use std::path::PathBuf;

fn record() -> PathBuf {
    dirs::data_dir().join("trusted")
}

/// Whether this content was written, or agreed to, by this user.
pub(super) fn is_trusted(check: &str) -> bool {
    let text = std::fs::read_to_string(record()).unwrap_or_default();
    text.lines().any(|line| line == hash::text(check))
}

/// Remembers a content.
pub fn remember(check: &str) -> Result<(), Failure> {
    if is_trusted(check) {
        return Ok(());
    }
    let path = record();
    let mut text = std::fs::read_to_string(&path).unwrap_or_default();
    text.push_str(&hash::text(check));
    text.push('\n');
    std::fs::create_dir_all(dirs::data_dir())
        .map_err(|e| io("Can't make", &dirs::data_dir(), &e))?;
    write_private(&path, text.as_bytes()).map_err(|e| io("Can't write", &path, &e))
}

/// The contributor agreed to run the check that is there now.
pub(super) fn agree(job: &Job) -> Result<Outcome, Failure> {
    let path = job.context.check_file(&job.folder());
    let Some(check) = files::read(&path)? else {
        return Err(Failure::new(
            FailureKind::Findings,
            "There is no custom check yet.",
            "Write it first.",
        ));
    };
    remember(&check)?;
    Ok(Outcome::Trusted)
}
