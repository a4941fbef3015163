//! Looking at files: what a path holds, what lies below a folder, and hashes of both.

use super::safety::{self, Refusal};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// What a path of the clone holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    Absent,
    Text(String),
    /// Not UTF-8, or with NUL bytes: compared, never merged.
    Binary(Vec<u8>),
}

impl Held {
    /// The bytes as what they are.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        if bytes.contains(&0) {
            return Self::Binary(bytes);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(e) => Self::Binary(e.into_bytes()),
        }
    }

    /// The text to show; binary content with replacement characters.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::Text(text) => Some(text.clone()),
            Self::Binary(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        }
    }
}

/// What a path in scope holds, never through a symbolic link.
///
/// # Errors
/// See [`safety::target`]; unreadable files too.
pub fn held(root: &Path, folder: &str, path: &str) -> Result<Held, Refusal> {
    let at = safety::target(root, folder, path)?;
    match fs::read(&at) {
        Ok(bytes) => Ok(Held::of(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Held::Absent),
        Err(source) => Err(Refusal::Io {
            path: path.to_owned(),
            source,
        }),
    }
}

/// The regular files below `root/under`, relative to `root` with `/`, sorted. Symbolic links are
/// neither listed nor followed; folders for which `enter` says no are skipped, as are names that are
/// not UTF-8.
///
/// # Errors
/// A folder that cannot be listed.
pub fn files(
    root: &Path,
    under: &str,
    enter: &mut dyn FnMut(&str) -> bool,
) -> io::Result<Vec<String>> {
    let mut out = Vec::new();
    let mut todo = vec![under.to_owned()];
    while let Some(folder) = todo.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(e),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let path = if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if enter(&path) {
                    todo.push(path);
                }
            } else if kind.is_file() {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

/// The contributor's files of `<folder>/`, without what git ignores and what tools leave behind.
///
/// # Errors
/// As [`files`].
pub fn own_files(clone: &Path, folder: &str) -> io::Result<Vec<String>> {
    let git = git2::Repository::open(clone).ok();
    let ignored = |path: &str| {
        git.as_ref()
            .is_some_and(|git| git.is_path_ignored(path).unwrap_or(false))
    };
    if !fs::symlink_metadata(clone.join(folder)).is_ok_and(|m| m.is_dir()) {
        return Ok(Vec::new());
    }
    let enter = &mut |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name != "__pycache__" && !name.starts_with('.') && !ignored(path)
    };
    let mut out = files(clone, folder, enter)?;
    out.retain(|path| !ignored(path));
    Ok(out)
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A hash over parts, so that no two lists of parts meet.
#[must_use]
pub fn hash_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    hex(&sha.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_binary() {
        assert_eq!(Held::of(b"ok\r\n".to_vec()), Held::Text("ok\r\n".into()));
        assert!(matches!(Held::of(vec![0xff, 0xfe]), Held::Binary(_)));
        assert!(matches!(Held::of(b"a\0b".to_vec()), Held::Binary(_)));
    }

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(
            hash_parts([b"ab".as_slice(), b"c"]),
            hash_parts([b"a".as_slice(), b"bc"])
        );
        assert_eq!(hash(b"").len(), 64);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/b/f"), "").unwrap();
        std::os::unix::fs::symlink(root.join("a"), root.join("a/loop")).unwrap();
        std::os::unix::fs::symlink(root.join("a/b/f"), root.join("a/link")).unwrap();
        assert_eq!(files(root, "a", &mut |_| true).unwrap(), ["a/b/f"]);
        assert!(files(root, "gone", &mut |_| true).unwrap().is_empty());
    }
}
