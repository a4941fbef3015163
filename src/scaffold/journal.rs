//! `undo/<n>/`: what one application replaces and what it puts there, on disk before the first file
//! of the clone changes. Whatever happens afterwards, both sides can be reached from it.

use super::disk::Disk;
use super::safety::{self, Refusal};
use super::{rename, tree};
pub use crate::core::fixes::Change;
use crate::core::plan::Plan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const RECORD: &str = "record.json";
const PLAN: &str = "plan.json";
/// Stands for the hash of a file that is not there.
const ABSENT: &str = "absent";

/// How far an application, or its undoing, has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Everything is written.
    Done,
    /// Taking it back has begun.
    Undoing,
    /// Everything is as it was before.
    Undone,
}

impl Marker {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }
}

/// One file before and after, by the hashes of its content; `None` when absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// The Unix mode bits before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<u32>,
}

/// The whole application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub schema: u32,
    pub clone: PathBuf,
    pub folder: String,
    /// Folders of earlier names, whose files move to the present one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
    /// Files of the clone.
    pub files: Vec<Entry>,
    /// Files of `rendered/`.
    pub base: Vec<Entry>,
    /// Folders of the clone that did not exist before, outermost first.
    pub made: Vec<String>,
    /// What was repaired, in a line; an application repairs nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl Record {
    /// Where a path of the clone is, when it may be written.
    ///
    /// # Errors
    /// See [`safety::target`].
    pub fn target(&self, path: &str) -> Result<PathBuf, Refusal> {
        let folder = rename::owner(path, &self.folder, &self.earlier);
        safety::target(&self.clone, folder, path)
    }
}

fn entry(change: &Change) -> Entry {
    Entry {
        path: change.path.clone(),
        before: change.before.as_deref().map(tree::hash),
        after: change.after.as_deref().map(tree::hash),
        mode: change.mode,
    }
}

/// One folder of `undo/`.
#[derive(Debug, Clone)]
pub struct Journal {
    pub number: u32,
    pub dir: PathBuf,
    pub record: Record,
}

/// `undo/` in the workspace.
#[must_use]
pub fn root(workspace: &Path) -> PathBuf {
    workspace.join("undo")
}

/// The numbers of the journals, ascending.
///
/// # Errors
/// The folder cannot be listed.
pub fn numbers(workspace: &Path) -> io::Result<Vec<u32>> {
    let mut out: Vec<u32> = match fs::read_dir(root(workspace)) {
        Ok(entries) => entries
            .filter_map(|e| e.ok()?.file_name().to_str()?.parse().ok())
            .collect(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(e) => return Err(e),
    };
    out.sort_unstable();
    Ok(out)
}

impl Journal {
    /// Writes a journal. It counts only once its folder has its final name.
    ///
    /// # Errors
    /// It cannot be written; nothing counts then.
    pub fn write(
        disk: &Disk,
        workspace: &Path,
        plan: &Plan,
        record: Record,
        files: &[Change],
        base: &[Change],
    ) -> io::Result<Self> {
        let root = root(workspace);
        disk.create_dirs(&root)?;
        let number = numbers(workspace)?.last().map_or(1, |n| n + 1);
        let new = root.join(format!("{number}.new"));
        disk.remove_dir_all(&new)?;
        let result = Self::fill(disk, &new, plan, &record, files, base);
        if let Err(e) = result {
            // Best effort: a start removes what is left of it.
            let _ = disk.remove_dir_all(&new);
            return Err(e);
        }
        let dir = root.join(number.to_string());
        disk.rename(&new, &dir)?;
        let journal = Self {
            number,
            dir,
            record,
        };
        match disk.sync_dir(&root) {
            Ok(()) => Ok(journal),
            Err(e) => {
                // It must not be found, and rolled forward, by the next start.
                let _ = journal.discard(disk);
                Err(e)
            }
        }
    }

    fn fill(
        disk: &Disk,
        new: &Path,
        plan: &Plan,
        record: &Record,
        files: &[Change],
        base: &[Change],
    ) -> io::Result<()> {
        disk.create_dir(new)?;
        disk.create_dir(&new.join("contents"))?;
        let mut written = BTreeSet::new();
        for change in files.iter().chain(base) {
            for bytes in [&change.before, &change.after].into_iter().flatten() {
                let hash = tree::hash(bytes);
                if written.insert(hash.clone()) {
                    disk.write_new(&new.join("contents").join(hash), bytes)?;
                }
            }
        }
        disk.sync_dir(&new.join("contents"))?;
        disk.write_new(&new.join(PLAN), &json(plan)?)?;
        disk.write_new(&new.join(RECORD), &json(record)?)?;
        disk.sync_dir(new)
    }

    /// The record with its entries filled in.
    #[must_use]
    pub fn record(
        clone: &Path,
        folder: &str,
        files: &[Change],
        base: &[Change],
        made: Vec<String>,
    ) -> Record {
        Record {
            schema: 1,
            clone: clone.to_path_buf(),
            folder: folder.to_owned(),
            earlier: Vec::new(),
            files: files.iter().map(entry).collect(),
            base: base.iter().map(entry).collect(),
            made,
            fix: None,
        }
    }

    /// Reads a journal.
    ///
    /// # Errors
    /// It does not exist, or is damaged.
    pub fn open(workspace: &Path, number: u32) -> io::Result<Self> {
        let dir = root(workspace).join(number.to_string());
        let bytes = fs::read(dir.join(RECORD))?;
        let record = serde_json::from_slice(&bytes).map_err(io::Error::other)?;
        Ok(Self {
            number,
            dir,
            record,
        })
    }

    /// The bytes that hash to `hash`.
    ///
    /// # Errors
    /// They are not in the journal, or are damaged.
    pub fn content(&self, hash: &str) -> io::Result<Vec<u8>> {
        let bytes = fs::read(self.dir.join("contents").join(hash))?;
        if tree::hash(&bytes) == hash {
            Ok(bytes)
        } else {
            Err(io::Error::other(format!(
                "undo/{}/contents/{hash} is damaged",
                self.number
            )))
        }
    }

    /// Keeps what undoing will overwrite although it is not ours; `None`: the file is absent.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, disk: &Disk, bytes: Option<&[u8]>) -> io::Result<()> {
        let folder = self.dir.join("replaced");
        disk.create_dir(&folder)?;
        let path = folder.join(bytes.map_or_else(|| ABSENT.to_owned(), tree::hash));
        disk.remove_file(&path)?;
        disk.write_new(&path, bytes.unwrap_or_default())?;
        disk.sync_dir(&folder)
    }

    /// Whether content with this hash (`None`: no file) was kept, so that it may be overwritten.
    #[must_use]
    pub fn has_kept(&self, hash: Option<&str>) -> bool {
        self.dir
            .join("replaced")
            .join(hash.unwrap_or(ABSENT))
            .is_file()
    }

    #[must_use]
    pub fn has(&self, marker: Marker) -> bool {
        self.dir.join(marker.name()).is_file()
    }

    /// Sets a marker, and makes it last.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn mark(&self, disk: &Disk, marker: Marker) -> io::Result<()> {
        let path = self.dir.join(marker.name());
        if !path.is_file() {
            disk.write_new(&path, b"")?;
        }
        disk.sync_dir(&self.dir)
    }

    /// Takes a marker back.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn unmark(&self, disk: &Disk, marker: Marker) -> io::Result<()> {
        disk.remove_file(&self.dir.join(marker.name()))?;
        disk.sync_dir(&self.dir)
    }

    /// Removes the journal: it stops counting at the rename.
    ///
    /// # Errors
    /// It cannot be renamed.
    pub fn discard(self, disk: &Disk) -> io::Result<()> {
        let old = self.dir.with_extension("new");
        disk.remove_dir_all(&old)?;
        disk.rename(&self.dir, &old)?;
        // What is left of it is removed by the next start.
        let _ = disk.remove_dir_all(&old);
        Ok(())
    }
}

fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(io::Error::other)
}
