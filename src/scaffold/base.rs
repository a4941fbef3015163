//! `rendered/` in the workspace: the last *applied* rendering, which is the base of the three-way
//! merge.

use super::{safety, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder.
#[must_use]
pub fn dir(workspace: &Path) -> PathBuf {
    workspace.join("rendered")
}

/// The folders of integrations that were applied: more than one name after a rename.
///
/// # Errors
/// The folder cannot be read.
pub fn folders(workspace: &Path) -> io::Result<BTreeSet<String>> {
    let files = tree::files(&dir(workspace), "", &mut |_| true)?;
    let top = |path: &String| Some(path.split_once('/')?.0.to_owned());
    let shared = |path: &String| safety::ROOT_FILES.contains(&path.as_str());
    Ok(files
        .iter()
        .filter(|p| !shared(p))
        .filter_map(top)
        .collect())
}

/// Whether files of this folder were applied.
#[must_use]
pub fn applied(workspace: &Path, folder: &str) -> bool {
    folders(workspace).is_ok_and(|all| all.contains(folder))
}

/// The applied texts by path, of this integration only.
///
/// Where the clone holds no file of `<folder>/` any more (another branch is checked out, or the
/// folder was removed), nothing is applied there: the base is empty, and everything is new again.
///
/// # Errors
/// The folder cannot be read.
pub fn read(workspace: &Path, clone: &Path, folder: &str) -> io::Result<BTreeMap<String, String>> {
    let root = dir(workspace);
    let mut out = BTreeMap::new();
    for path in tree::files(&root, "", &mut |_| true)? {
        if safety::in_scope(&path, folder) {
            let bytes = fs::read(root.join(&path))?;
            out.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    let here = |path: &String| fs::symlink_metadata(clone.join(path)).is_ok();
    let mut own = out
        .keys()
        .filter(|p| !safety::ROOT_FILES.contains(&p.as_str()));
    if !own.any(here) {
        out.clear();
    }
    Ok(out)
}
