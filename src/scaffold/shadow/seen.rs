//! What validations look at in the shadow tree.

use super::key;
use crate::core::live::Seen;
use crate::scaffold::tree;
use std::fs;
use std::io;
use std::path::Path;

/// Hashes of the shadow's files, for the keys of the verdicts.
///
/// # Arguments
/// `shadow`: the tree; `clone`: what its siblings link to; `earlier`: folders that are left out; `version`: ddev's.
///
/// # Errors
/// A file or a folder cannot be read.
pub fn seen(
    shadow: &Path,
    clone: &Path,
    folder: &str,
    earlier: &[String],
    version: &str,
) -> io::Result<Seen> {
    let mut out = Seen {
        folder: folder.to_owned(),
        siblings: key::siblings(clone, folder, earlier)?,
        version: version.to_owned(),
        ..Seen::default()
    };
    let tools_left = |path: &str| path.ends_with("/__pycache__");
    let mut paths = tree::files(shadow, folder, &mut |path| !tools_left(path))?;
    for hidden in [".ddev", ".github"] {
        paths.extend(tree::files(shadow, hidden, &mut |_| true)?);
    }
    for entry in fs::read_dir(shadow)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            paths.extend(entry.file_name().into_string().ok());
        }
    }
    for path in paths {
        let hash = tree::hash(&fs::read(shadow.join(&path))?);
        out.files.insert(path, hash);
    }
    Ok(out)
}
