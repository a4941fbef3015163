//! The one thread that writes the document, in order, with the lock in its hands.

use super::codec;
use super::drafts::{Document, Drafts, Folder};
use super::error::Error;
use super::files::{self, TEMPORARY};
use super::{BACKUP, DOCUMENT};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How long a change may wait for later ones, so that typing writes a few times a second and not once for
/// each key. With the write itself it is on the disk within 300 ms.
const GATHER: Duration = Duration::from_millis(200);

/// What the writer is told.
pub(super) enum Message<T> {
    Save(T, u64),
    /// Write what waits now; nobody waits for it.
    Hurry,
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
    /// The texts being edited, as they are on the disk.
    pub drafts: Folder,
    /// An earlier version left such texts in the document or its backup.
    pub exposed: bool,
    /// What is not on the disk yet.
    pub waiting: Option<Waiting<T>>,
    /// When it is written. What failed has no time: it waits for the next save or flush.
    pub due: Option<Instant>,
}

/// A document to write, the texts beside it, and its number.
pub(super) struct Waiting<T> {
    document: T,
    drafts: Drafts,
    number: u64,
}

impl<T: Document> Writer<T> {
    /// Writes until nobody sends any more. Of documents that come close together, the last one is written.
    pub fn run(mut self, messages: &Receiver<Message<T>>) {
        loop {
            match self.next(messages) {
                Ok(Message::Save(mut document, number)) => {
                    let drafts = document.drafts().map(std::mem::take);
                    self.waiting = Some(Waiting {
                        document,
                        drafts: drafts.unwrap_or_default(),
                        number,
                    });
                    // The first change counts: a hand that never rests is saved too.
                    self.due.get_or_insert_with(|| Instant::now() + GATHER);
                }
                Ok(Message::Hurry) => {
                    self.due = self.due.map(|_| Instant::now());
                }
                Ok(Message::Flush(reply)) => {
                    let outcome = self.write_and_tell();
                    // Nobody waits any more: nothing to tell.
                    let _ = reply.send(outcome);
                }
                Err(RecvTimeoutError::Timeout) => {
                    // Told to whoever listens for reports.
                    let _ = self.write_and_tell();
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // The last chance, also for what failed before.
        let _ = self.write_and_tell();
    }

    /// The next message. While nothing is due nothing wakes this thread.
    fn next(&self, messages: &Receiver<Message<T>>) -> Result<Message<T>, RecvTimeoutError> {
        let Some(due) = self.due else {
            return Ok(messages.recv()?);
        };
        let left = due.saturating_duration_since(Instant::now());
        if left.is_zero() {
            // Even if more is there: whoever never rests would never be saved.
            return Err(RecvTimeoutError::Timeout);
        }
        messages.recv_timeout(left)
    }

    /// Writes what waits and reports how that went; a failure is told once for each change.
    fn write_and_tell(&mut self) -> Result<(), Error> {
        let fresh = self.due.take().is_some();
        let outcome = self.write();
        match &outcome {
            Ok(Some(number)) => (self.report)(Report::Saved(*number)),
            Err(error) if fresh => (self.report)(Report::Failed(error.clone())),
            _ => {}
        }
        outcome.map(|_| ())
    }

    /// Writes what waits; it keeps waiting when that fails. New texts come before the document and taken ones
    /// go after it, so that a kill in between finds each in one place at least.
    fn write(&mut self) -> Result<Option<u64>, Error> {
        let Some(waiting) = &self.waiting else {
            return Ok(None);
        };
        let number = waiting.number;
        let text =
            codec::encode(&waiting.document).map_err(|error| Error::cannot_encode(&error))?;
        let bytes = text.into_bytes();
        self.drafts.put(&waiting.drafts)?;
        if self.written.as_ref() != Some(&bytes) {
            let path = self.dir.join(DOCUMENT);
            put(&self.dir, &bytes).map_err(|error| Error::io("save", &path, &error))?;
            self.written = Some(bytes);
        }
        if self.exposed {
            // What the backup was may hold a secret: it says what the document says, until the next save.
            let path = self.dir.join(BACKUP);
            let bytes = self.written.as_deref().unwrap_or_default();
            files::write_private(&path, bytes).map_err(|error| Error::io("save", &path, &error))?;
            self.exposed = false;
        }
        self.drafts.remove_all_but(&waiting.drafts)?;
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
