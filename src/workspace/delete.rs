//! Deleting a workflow: only what this program puts into a workspace.

use super::error::Error;
use super::files::TEMPORARY;
use super::{BACKUP, DOCUMENT, lock};
use std::fs;
use std::io;
use std::path::Path;

/// What a workspace holds, the document last: a kill in between leaves a workflow that can be deleted again.
const FOLDERS: [&str; 10] = [
    "checks.d", "conf.d", "drafts", "samples", "captures", "shadow", "rendered", "undo", "upload",
    "logs",
];

/// Deletes the workspace at `dir`. With `--workspace` it may be any folder, so what is not ours stays, and the
/// folder with it. Links are removed, never followed.
///
/// # Errors
/// No workspace, open in another program, or the disk refused.
pub fn delete(dir: &Path) -> Result<(), Error> {
    let real = fs::symlink_metadata(dir).is_ok_and(|meta| meta.is_dir());
    let ours = [DOCUMENT, BACKUP]
        .iter()
        .any(|name| dir.join(name).is_file());
    if !real || !ours {
        return Err(Error::not_a_workspace(dir));
    }
    lock::hold(dir, || {
        for name in FOLDERS {
            remove(&dir.join(name))?;
        }
        let mut files = Vec::new();
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(TEMPORARY) || name.starts_with(&format!("{DOCUMENT}.damaged-")) {
                files.push(name);
            }
        }
        let last = [BACKUP, DOCUMENT, lock::NAME].map(str::to_owned);
        for name in files.into_iter().chain(last) {
            remove(&dir.join(name))?;
        }
        Ok(())
    })??;
    match fs::remove_dir(dir) {
        Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => {
            Err(Error::io("delete", dir, &error))
        }
        _ => Ok(()),
    }
}

fn remove(path: &Path) -> Result<(), Error> {
    let done = match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    done.map_err(|error| Error::io("delete", path, &error))
}
