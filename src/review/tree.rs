//! The files of one integration: paths relative to its folder, and bytes.

use std::collections::BTreeMap;

/// The files of one integration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    folder: String,
    files: BTreeMap<String, Vec<u8>>,
    /// Files that are too large to be read, with their size in bytes.
    large: BTreeMap<String, u64>,
}

impl Tree {
    /// The files of the folder `folder`; paths are relative to it, with `/`.
    pub fn new(
        folder: impl Into<String>,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        Self {
            folder: folder.into(),
            files: files.into_iter().collect(),
            large: BTreeMap::new(),
        }
    }

    /// The folder's name in the clone.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Puts a file, or another content for it.
    pub fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Puts a file that is not read, with its size in bytes.
    pub fn put_large(&mut self, path: impl Into<String>, bytes: u64) {
        self.large.insert(path.into(), bytes);
    }

    /// Takes a file away; whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }

    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.large.contains_key(path)
    }

    /// Whether anything lies below a folder, for example `assets/dashboards`.
    #[must_use]
    pub fn has_folder(&self, folder: &str) -> bool {
        let below = format!("{folder}/");
        self.paths().any(|path| path.starts_with(&below))
    }

    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// A file as text, without a byte order mark; none when it is absent or no UTF-8.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let text = std::str::from_utf8(self.bytes(path)?).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// All files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))
    }

    /// The files that were not read, with their sizes in bytes.
    pub fn large(&self) -> impl Iterator<Item = (&str, u64)> {
        self.large
            .iter()
            .map(|(path, bytes)| (path.as_str(), *bytes))
    }

    /// The paths of all files, read or not.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files
            .keys()
            .chain(self.large.keys())
            .map(String::as_str)
    }

    /// The files that are text, by path.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .keys()
            .filter_map(|path| Some((path.as_str(), self.text(path)?)))
    }
}

/// The name's part after the last dot, in lower case.
#[must_use]
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, extension)) => extension.to_ascii_lowercase(),
        None => String::new(),
    }
}

/// The line, from 1, of a byte offset.
#[must_use]
pub fn line_at(text: &str, offset: usize) -> u32 {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let lines = before.split(|b| *b == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Lines with their numbers, from 1.
pub fn numbered(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (1..).zip(text.lines())
}
