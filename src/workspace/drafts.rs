//! Texts being edited: each a private file in `drafts/`. Any of them may hold a secret until it is taken or
//! refused, so none ever stands in the document, which is made to be read, copied, and sent.

use super::error::Error;
use super::files::{TEMPORARY, write_private};
use super::{DRAFTS, codec};
use crate::core::hash;
use crate::core::state::{Draft, State};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Texts being edited, by field.
pub type Drafts = BTreeMap<String, Draft>;

/// What a workspace saves.
pub trait Document: Serialize + DeserializeOwned + Send + 'static {
    /// The texts being edited, which are saved beside the document: serializing it must leave them out. `None`
    /// for a document that has none.
    fn drafts(&mut self) -> Option<&mut Drafts> {
        None
    }
}

impl Document for State {
    fn drafts(&mut self) -> Option<&mut Drafts> {
        Some(&mut self.drafts)
    }
}

/// One file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    field: String,
    cursor: (usize, usize),
    text: String,
}

/// The folder, and what is in it.
pub(super) struct Folder {
    dir: PathBuf,
    written: Drafts,
}

impl Folder {
    /// Reads the drafts of the workspace at `dir`, which is locked. One that is damaged is set aside: it must
    /// not keep the workflow closed.
    ///
    /// # Errors
    /// One is newer than this version, or can't be read.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let (written, damaged) = read(dir)?;
        for path in damaged {
            let mut aside = path.clone().into_os_string();
            aside.push(".damaged");
            // What can't be moved is replaced when its field is typed in again.
            let _ = fs::rename(&path, aside);
        }
        Ok(Self {
            dir: dir.join(DRAFTS),
            written,
        })
    }

    /// What is on the disk.
    pub fn written(&self) -> &Drafts {
        &self.written
    }

    /// Writes what was typed since.
    ///
    /// # Errors
    /// What the disk refused. What was written before that stays.
    pub fn put(&mut self, drafts: &Drafts) -> Result<(), Error> {
        for (field, draft) in drafts {
            if self.written.get(field) == Some(draft) {
                continue;
            }
            let path = self.dir.join(file_name(field));
            self.put_one(&path, field, draft)?;
            self.written.insert(field.clone(), draft.clone());
        }
        Ok(())
    }

    fn put_one(&self, path: &Path, field: &str, draft: &Draft) -> Result<(), Error> {
        let text = codec::encode(&Saved {
            field: field.to_owned(),
            cursor: draft.cursor,
            text: draft.text.clone(),
        })
        .map_err(|error| Error::cannot_encode(&error))?;
        make_private(&self.dir)
            .and_then(|()| write_private(path, text.as_bytes()))
            .map_err(|error| Error::io("save", path, &error))
    }

    /// Removes what was taken or dropped since.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn remove_all_but(&mut self, drafts: &Drafts) -> Result<(), Error> {
        let gone = |field: &&String| !drafts.contains_key(*field);
        let gone: Vec<String> = self.written.keys().filter(gone).cloned().collect();
        for field in gone {
            let path = self.dir.join(file_name(&field));
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io("remove", &path, &error));
                }
                _ => self.written.remove(&field),
            };
        }
        Ok(())
    }
}

/// The drafts of the workspace at `dir`, and the files that are damaged.
///
/// # Errors
/// One is newer than this version, or can't be read.
pub(super) fn read(dir: &Path) -> Result<(Drafts, Vec<PathBuf>), Error> {
    let mut drafts = Drafts::new();
    let mut damaged = vec![];
    for entry in fs::read_dir(dir.join(DRAFTS))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = entry.path();
        let plain = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !plain || path.extension().is_none_or(|end| end != "yaml") {
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| Error::io("read", &path, &error))?;
        match codec::decode::<Saved>(&bytes) {
            // A copy under another name is no draft.
            Ok(saved) if entry.file_name() == *file_name(&saved.field) => {
                let Saved {
                    field,
                    cursor,
                    text,
                } = saved;
                drafts.insert(field, Draft { text, cursor });
            }
            Ok(_) => {}
            Err(codec::Broken::Newer { found, known }) => {
                return Err(Error::newer(&path, found, known));
            }
            Err(codec::Broken::Damaged { .. }) => damaged.push(path),
        }
    }
    Ok((drafts, damaged))
}

/// Gives the document the drafts beside it. An earlier version kept them inside; those on the disk are newer.
pub(super) fn give<T: Document>(document: &mut T, drafts: &Drafts) {
    if let Some(own) = document.drafts() {
        own.extend(drafts.clone());
    }
}

/// Whether a document as an earlier version wrote it has a draft inside. At column 1 only a top key stands.
pub(super) fn are_inside(document: &[u8]) -> bool {
    let mut lines = document.split(|byte| *byte == b'\n');
    lines.any(|line| line.starts_with(b"drafts:") && !line.starts_with(b"drafts: {}"))
}

/// The file's name: the field's, where every file system tells it from every other one.
fn file_name(field: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.".contains(c);
    if field.len() <= 100 && !field.starts_with('.') && field.chars().all(plain) {
        format!("{field}.yaml")
    } else {
        format!("{}.yaml", hash::text(field))
    }
}

/// A text as a private file among the drafts of the workspace at `dir`, for the contributor's editor. It goes
/// when it is dropped; what a kill leaves goes when the workspace is opened again.
///
/// # Errors
/// What the disk refused.
pub fn lend(dir: &Path, text: &str, ending: &str) -> io::Result<NamedTempFile> {
    let dir = dir.join(DRAFTS);
    make_private(&dir)?;
    let file = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .suffix(ending)
        .tempfile_in(dir)?;
    fs::write(file.path(), text)?;
    Ok(file)
}

/// Makes the folder for this user alone; a link in its place is refused.
fn make_private(dir: &Path) -> io::Result<()> {
    if fs::symlink_metadata(dir).is_ok_and(|meta| meta.is_dir()) {
        return Ok(());
    }
    fs::DirBuilder::new().mode(0o700).create(dir)
}
