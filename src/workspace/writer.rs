//! The one thread that writes the document, in order, with the lock in its hands.

use super::codec;
use super::error::Error;
use super::files::{self, TEMPORARY};
use super::{BACKUP, DOCUMENT};
use serde::Serialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};

/// What the writer is told.
pub(super) enum Message<T> {
    Save(T, u64),
    Flush(Sender<Result<(), Error>>),
}

/// How a save went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Everything up to this number, which `save` returned, is on the disk.
    Saved(u64),
    /// It is not; the next save or flush tries again.
    Failed(Error),
}

pub(super) struct Writer<T> {
    pub dir: PathBuf,
    pub report: Box<dyn Fn(Report) + Send>,
    /// What is on the disk, to leave the backup alone when nothing changed.
    pub written: Option<Vec<u8>>,
    /// What is not on the disk yet.
    pub waiting: Option<(T, u64)>,
}

impl<T: Serialize> Writer<T> {
    /// Writes until nobody sends any more. Of documents that queued up, the last one is written.
    pub fn run(mut self, messages: &Receiver<Message<T>>) {
        while let Ok(first) = messages.recv() {
            let mut flushes = Vec::new();
            let mut fresh = false;
            for message in std::iter::once(first).chain(messages.try_iter()) {
                match message {
                    Message::Save(document, number) => {
                        self.waiting = Some((document, number));
                        fresh = true;
                    }
                    Message::Flush(reply) => flushes.push(reply),
                }
            }
            let outcome = self.write();
            match &outcome {
                Ok(Some(number)) => (self.report)(Report::Saved(*number)),
                Err(error) if fresh => (self.report)(Report::Failed(error.clone())),
                _ => {}
            }
            for reply in flushes {
                // Nobody waits any more: nothing to tell.
                let _ = reply.send(outcome.clone().map(|_| ()));
            }
        }
        // The last chance for what failed before.
        let _ = self.write();
    }

    /// Writes what waits; it keeps waiting when that fails.
    fn write(&mut self) -> Result<Option<u64>, Error> {
        let Some((document, number)) = &self.waiting else {
            return Ok(None);
        };
        let number = *number;
        let text = codec::encode(document).map_err(|error| Error::cannot_encode(&error))?;
        let bytes = text.into_bytes();
        if self.written.as_ref() != Some(&bytes) {
            let path = self.dir.join(DOCUMENT);
            put(&self.dir, &bytes).map_err(|error| Error::io("save", &path, &error))?;
            self.written = Some(bytes);
        }
        self.waiting = None;
        Ok(Some(number))
    }
}

/// Writes the new document beside the old, makes the old one the backup, then renames. Before the last rename
/// `workflow.yaml` is the old document, after it the new one; it is never absent.
fn put(dir: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write;
    let mut file = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    keep(dir)?;
    file.persist(dir.join(DOCUMENT))
        .map_err(|error| error.error)?;
    files::sync_dir(dir)
}

/// Makes the document the backup, under its old name too.
fn keep(dir: &Path) -> io::Result<()> {
    let path = dir.join(DOCUMENT);
    let link = dir.join(format!("{TEMPORARY}{BACKUP}"));
    let _ = fs::remove_file(&link);
    match fs::hard_link(&path, &link) {
        Ok(()) => fs::rename(&link, dir.join(BACKUP)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // A file system without hard links.
        Err(_) => files::write_private(&dir.join(BACKUP), &fs::read(&path)?),
    }
}

/// Removes what a kill left behind.
pub(super) fn tidy(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(TEMPORARY);
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            // What cannot be removed takes space and does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}
