//! The saved workflows, read without taking their locks.

use super::drafts::{self, Document};
use super::error::Error;
use super::store::load;
use super::{BACKUP, DOCUMENT};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// One saved workflow.
#[derive(Debug)]
pub struct Entry<T> {
    /// The folder's name.
    pub name: String,
    pub path: PathBuf,
    /// When it was last saved.
    pub modified: SystemTime,
    /// The document, or why it cannot be read.
    pub document: Result<T, Error>,
}

/// The workflows below `root`, the one saved last first. No folder, no workflows. `T` may be a part of the
/// document that ignores the rest.
#[must_use]
pub fn list<T: DeserializeOwned>(root: &Path) -> Vec<Entry<T>> {
    let mut all: Vec<Entry<T>> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let path = entry.path();
            // Both names: a workflow that lost its document is listed with the reason.
            let meta = fs::metadata(path.join(DOCUMENT))
                .or_else(|_| fs::metadata(path.join(BACKUP)))
                .ok()?;
            Some(Entry {
                name: entry.file_name().to_string_lossy().into_owned(),
                modified: meta.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                document: document(&path),
                path,
            })
        })
        .collect();
    all.sort_by(|a, b| {
        b.modified
            .cmp(&a.modified)
            .then_with(|| a.name.cmp(&b.name))
    });
    all
}

/// The document of the workspace at `dir` with the texts being edited, without its lock: another program may be
/// writing the next one.
///
/// # Errors
/// Damaged, newer, unreadable, or no workspace.
pub fn read<T: Document>(dir: &Path) -> Result<T, Error> {
    let mut found = document::<T>(dir)?;
    drafts::give(&mut found, &drafts::read(dir)?.0);
    Ok(found)
}

fn document<T: DeserializeOwned>(dir: &Path) -> Result<T, Error> {
    load(dir)?.map_or_else(
        || Err(Error::not_a_workspace(dir)),
        |(document, _)| Ok(document),
    )
}
