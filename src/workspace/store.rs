//! An open workflow: locked, read, and written by one thread.

pub use super::error::{Error, ErrorKind};
pub use super::writer::Report;

use super::drafts::{self, Document, Folder};
use super::writer::{Message, Writer, tidy};
use super::{BACKUP, DOCUMENT, DRAFTS, codec, files, lock};
use serde::de::DeserializeOwned;
use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

/// An open workflow. Dropping it writes what is queued and gives the lock back.
#[derive(Debug)]
pub struct Store<T> {
    dir: PathBuf,
    /// `None` only while dropping.
    messages: Option<Sender<Message<T>>>,
    thread: Option<JoinHandle<()>>,
    last: AtomicU64,
}

impl<T: Document> Store<T> {
    /// Opens the workspace at `dir` (made when absent) and reads its document; `None` for a new one.
    ///
    /// # Errors
    /// Locked by another program, damaged, newer, or unreadable. Nothing was changed then.
    pub fn open(dir: &Path) -> Result<(Self, Option<T>), Error> {
        Self::open_with(dir, |_| {})
    }

    /// The same; `report` is told, on the writer's thread, how each save went.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(
        dir: &Path,
        report: impl Fn(Report) + Send + 'static,
    ) -> Result<(Self, Option<T>), Error> {
        make_dir(dir).map_err(|error| Error::io("make", dir, &error))?;
        let (messages, inbox) = mpsc::channel();
        let (opened, outcome) = mpsc::channel();
        let at = dir.to_owned();
        let thread = thread::Builder::new()
            .name("workspace".into())
            .spawn(move || serve(&at, Box::new(report), &inbox, &opened))
            .map_err(|error| Error::io("start the writer of", dir, &error))?;
        let document = outcome
            .recv()
            .unwrap_or_else(|_| Err(Error::writer_gone()))?;
        let store = Self {
            dir: dir.to_owned(),
            messages: Some(messages),
            thread: Some(thread),
            last: AtomicU64::new(0),
        };
        Ok((store, document))
    }

    /// The workspace's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Queues the document and returns its number, which [`Report::Saved`] names. Never waits; the document
    /// is on the disk 300 ms later, or a later one in its place.
    pub fn save(&self, document: T) -> u64 {
        let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(messages) = &self.messages {
            // A writer that is gone is told by `flush`.
            let _ = messages.send(Message::Save(document, number));
        }
        number
    }

    /// Has what is queued written now instead of soon. Never waits.
    pub fn hurry(&self) {
        if let Some(messages) = &self.messages {
            // A writer that is gone is told by `flush`.
            let _ = messages.send(Message::Hurry);
        }
    }

    /// Waits until everything queued is on the disk.
    ///
    /// # Errors
    /// Why it is not. It stays queued: the next save or flush tries again.
    pub fn flush(&self) -> Result<(), Error> {
        let (reply, answer) = mpsc::channel();
        let sent = self
            .messages
            .as_ref()
            .is_some_and(|messages| messages.send(Message::Flush(reply)).is_ok());
        if !sent {
            return Err(Error::writer_gone());
        }
        answer.recv().unwrap_or_else(|_| Err(Error::writer_gone()))
    }

    /// Puts `workflow.yaml.1` in the place of a damaged document, which is kept as `workflow.yaml.damaged-<n>`.
    /// Returns where it was kept; `None` when there was no document at all.
    ///
    /// # Errors
    /// The backup cannot be read either, another program has the workspace open, or the disk refused. The
    /// document is then as it was.
    pub fn restore_backup(dir: &Path) -> Result<Option<PathBuf>, Error> {
        if !dir.join(BACKUP).is_file() {
            return Err(Error::not_a_workspace(dir));
        }
        lock::hold(dir, || {
            let backup = dir.join(BACKUP);
            let bytes = fs::read(&backup).map_err(|error| Error::io("read", &backup, &error))?;
            codec::decode::<T>(&bytes).map_err(|broken| Error::unreadable(dir, &broken, false))?;
            let path = dir.join(DOCUMENT);
            let kept = match fs::read(&path) {
                Ok(damaged) => {
                    let kept = free_name(dir);
                    files::write_private(&kept, &damaged)
                        .map_err(|error| Error::io("write", &kept, &error))?;
                    Some(kept)
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(Error::io("read", &path, &error)),
            };
            files::write_private(&path, &bytes)
                .map_err(|error| Error::io("write", &path, &error))?;
            Ok(kept)
        })?
    }
}

impl<T> Drop for Store<T> {
    fn drop(&mut self) {
        // Without a sender the writer writes what is queued and ends.
        self.messages = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The writer's thread: it holds the lock from the first read to the last write.
fn serve<T: Document>(
    dir: &Path,
    report: Box<dyn Fn(Report) + Send>,
    inbox: &Receiver<Message<T>>,
    opened: &Sender<Result<Option<T>, Error>>,
) {
    let outcome = lock::hold(dir, || {
        let (mut document, bytes) = load::<T>(dir)?.unzip();
        tidy(dir);
        tidy(&dir.join(DRAFTS));
        let drafts = Folder::open(dir)?;
        let inside = document.as_mut().and_then(T::drafts).is_some();
        if let Some(document) = &mut document {
            drafts::give(document, drafts.written());
        }
        if opened.send(Ok(document)).is_ok() {
            let old = || fs::read(dir.join(BACKUP)).unwrap_or_default();
            let exposed = |bytes: &Vec<u8>| {
                inside && (drafts::are_inside(bytes) || drafts::are_inside(&old()))
            };
            let writer = Writer {
                dir: dir.to_owned(),
                report,
                drafts,
                exposed: bytes.as_ref().is_some_and(exposed),
                written: bytes,
                waiting: None,
                due: None,
            };
            writer.run(inbox);
        }
        Ok(())
    });
    // Told only now that the lock is given back: whoever hears it may restore the backup at once.
    if let Err(error) = outcome.and_then(|done| done) {
        let _ = opened.send(Err(error));
    }
}

/// Reads the document; `None` when there is none, and no backup of one.
pub(super) fn load<T: DeserializeOwned>(dir: &Path) -> Result<Option<(T, Vec<u8>)>, Error> {
    let path = dir.join(DOCUMENT);
    let backup =
        || fs::read(dir.join(BACKUP)).is_ok_and(|bytes| codec::decode::<T>(&bytes).is_ok());
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if !dir.join(BACKUP).exists() {
                return Ok(None);
            }
            let missing = codec::Broken::Damaged {
                place: None,
                message: "it is missing, and its backup is there".to_owned(),
            };
            return Err(Error::unreadable(dir, &missing, backup()));
        }
        Err(error) => return Err(Error::io("read", &path, &error)),
    };
    match codec::decode(&bytes) {
        Ok(document) => Ok(Some((document, bytes))),
        Err(broken) => Err(Error::unreadable(dir, &broken, backup())),
    }
}

/// Makes the folder for this user alone; one that exists keeps its mode.
fn make_dir(dir: &Path) -> io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
}

fn free_name(dir: &Path) -> PathBuf {
    let mut number = 1;
    loop {
        let path = dir.join(format!("{DOCUMENT}.damaged-{number}"));
        if fs::symlink_metadata(&path).is_err() {
            return path;
        }
        number += 1;
    }
}
