//! What the scope of one integration holds: its own files, and those that it shares with others.

use crate::scaffold::{safety, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// Why the tree can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{path} can't be read or written: {source}")]
pub struct StageError {
    pub path: String,
    pub source: io::Error,
}

pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> StageError + '_ {
    move |source| StageError {
        path: path.display().to_string(),
        source,
    }
}

/// The files of the scope below `root`, by path. What git ignores is left out, and so are links in place of the shared
/// ones.
pub(super) fn files(root: &Path, folder: &str) -> Result<BTreeMap<String, Vec<u8>>, StageError> {
    let own = tree::own_files(root, folder).map_err(at(root))?;
    let is_file = |path: &&str| fs::symlink_metadata(root.join(path)).is_ok_and(|m| m.is_file());
    let shared = safety::ROOT_FILES.into_iter().filter(is_file);
    let mut out = BTreeMap::new();
    for path in own.into_iter().chain(shared.map(str::to_owned)) {
        let bytes = fs::read(root.join(&path)).map_err(at(&root.join(&path)))?;
        out.insert(path, bytes);
    }
    Ok(out)
}

/// Those that are text, without a byte order mark.
///
/// # Errors
/// A file can't be read.
pub fn texts(root: &Path, folder: &str) -> Result<BTreeMap<String, String>, StageError> {
    let texts = files(root, folder)?
        .into_iter()
        .filter_map(|(path, bytes)| {
            let text = String::from_utf8(bytes).ok()?;
            let bare = text.strip_prefix('\u{feff}').map(str::to_owned);
            Some((path, bare.unwrap_or(text)))
        });
    Ok(texts.collect())
}

pub(super) fn hashes(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let hashes = files
        .iter()
        .map(|(path, bytes)| (path.clone(), tree::hash(bytes)));
    hashes.collect()
}

/// The files of the clone's scope that are not as they were seen.
///
/// # Errors
/// A file can't be read.
pub fn changed_since(
    clone: &Path,
    folder: &str,
    seen: &BTreeMap<String, String>,
) -> Result<Vec<String>, StageError> {
    let now = hashes(&files(clone, folder)?);
    let all: BTreeSet<&String> = now.keys().chain(seen.keys()).collect();
    let other = all
        .into_iter()
        .filter(|path| now.get(*path) != seen.get(*path));
    Ok(other.cloned().collect())
}
