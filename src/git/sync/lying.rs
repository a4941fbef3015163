//! What lies in the worktree where a file of the base goes.

use crate::git::problem::Problem;
use git2::{Oid, Repository};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LINK: u32 = 0o120_000;

/// A file's content and mode, as git names them.
pub(super) type Held = (Oid, u32);

/// Whether an untracked file is what the base has there.
pub(super) fn same(repo: &Repository, path: &str, (id, mode): Held) -> Result<bool, Problem> {
    let Some(root) = repo.workdir() else {
        return Ok(false);
    };
    let at = root.join(path);
    let blob = repo.find_blob(id)?;
    let plain = fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_file());
    Ok(plain && mode != LINK && fs::read(&at).is_ok_and(|bytes| bytes == blob.content()))
}

/// What lies where a new file goes: in its own place, or in that of a folder above it.
pub(super) fn taken(repo: &Repository, path: &str, going: &BTreeSet<String>) -> Option<String> {
    let root = repo.workdir()?;
    for (at, _) in path.match_indices('/') {
        let above = &path[..at];
        match fs::symlink_metadata(root.join(above)) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) if going.contains(above) => return None,
            Ok(_) => return Some(above.to_owned()),
            Err(_) => return None,
        }
    }
    match fs::symlink_metadata(root.join(path)) {
        // An empty folder too: only git takes it away.
        Ok(meta) if meta.is_dir() => stays(root, path, going).or(Some(path.to_owned())),
        Ok(_) => Some(path.to_owned()),
        Err(_) => None,
    }
}

/// What is in a folder and does not go.
fn stays(root: &Path, folder: &str, going: &BTreeSet<String>) -> Option<String> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return Some(folder.to_owned());
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let stays = if is_dir {
            stays(root, &path, going)
        } else {
            (!going.contains(&path)).then_some(path)
        };
        if stays.is_some() {
            return stays;
        }
    }
    None
}
