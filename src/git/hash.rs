//! One hash of everything in scope: equal hashes mean equal files.

use super::open;
use super::problem::Problem;
use super::scope::Scope;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Hashes all files in scope that git does not ignore: path, kind, executable bit and content as it is on
/// disk. What is staged, committed or checked out makes no difference. An empty `folder` means no scope yet, and its hash
/// is empty too.
///
/// # Errors
/// A file that cannot be read, by its name.
pub fn scope_hash(clone: &Path, folder: &str, root_files: &[String]) -> Result<String, Problem> {
    if folder.is_empty() {
        return Ok(String::new());
    }
    let repo = open::open(clone)?;
    let scope = Scope::new(folder, root_files)?;
    let root = repo.workdir().unwrap_or(clone);
    let mut all = Sha256::new();
    for (path, found) in scope.files(&repo)? {
        let content = content(&root.join(&path), found.symlink).map_err(|error| {
            Problem::io(
                format!("{path} could not be read: {error}."),
                "Check the permissions of the file.",
            )
        })?;
        let kind = match (found.symlink, found.executable) {
            (true, _) => b'l',
            (_, true) => b'x',
            _ => b'f',
        };
        all.update(path.as_bytes());
        all.update([0, kind]);
        all.update(content);
    }
    Ok(hex(&all.finalize()))
}

/// The scope's files, from the repository's root; none where they can't be read.
#[must_use]
pub fn scope_files(clone: &Path, folder: &str, root_files: &[String]) -> BTreeSet<String> {
    let look = || -> Result<BTreeSet<String>, Problem> {
        let repo = open::open(clone)?;
        let scope = Scope::new(folder, root_files)?;
        Ok(scope.files(&repo)?.into_keys().collect())
    };
    look().unwrap_or_default()
}

fn content(path: &Path, symlink: bool) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    if symlink {
        hash.update(fs::read_link(path)?.as_os_str().as_encoded_bytes());
    } else {
        let mut file = File::open(path)?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            hash.update(&buffer[..read]);
        }
    }
    Ok(hash.finalize().into())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
