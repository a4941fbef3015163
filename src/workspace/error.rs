//! What can be wrong with a saved workflow, and the way out.

use super::codec::Broken;
use super::{BACKUP, DOCUMENT};
use std::fmt;
use std::io::{self, ErrorKind as Io};
use std::path::Path;

/// What kind of trouble it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Another program has it open.
    Locked,
    /// The document cannot be read as one.
    Damaged,
    /// A newer version of this program wrote it.
    Newer,
    /// The disk, the permissions, or a folder that is no workspace.
    Io,
}

/// What is wrong, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: String,
    pid: Option<u32>,
    place: Option<(usize, usize)>,
    backup: bool,
}

impl Error {
    fn new(kind: ErrorKind, message: String, hint: impl Into<String>) -> Self {
        Self {
            kind,
            message,
            hint: hint.into(),
            pid: None,
            place: None,
            backup: false,
        }
    }

    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        self.hint.clone()
    }

    /// The process that holds the lock, where it could be read.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.pid
    }

    /// Line and column of the damage, both from 1.
    #[must_use]
    pub fn place(&self) -> Option<(usize, usize)> {
        self.place
    }

    /// Whether `workflow.yaml.1` can be restored.
    #[must_use]
    pub fn has_backup(&self) -> bool {
        self.backup
    }

    pub(super) fn locked(dir: &Path, holder: &str) -> Self {
        let (pid, host) = holder.trim().split_once(' ').unwrap_or((holder.trim(), ""));
        let pid: Option<u32> = pid.parse().ok();
        let who = match (pid, host) {
            (Some(pid), "") => format!("process {pid}"),
            (Some(pid), host) => format!("process {pid} on {host}"),
            (None, _) => "another ddint-tui".to_owned(),
        };
        Self {
            pid,
            ..Self::new(
                ErrorKind::Locked,
                format!("{} is open in {who}.", dir.display()),
                "Go on there, or leave it there first.",
            )
        }
    }

    pub(super) fn newer(path: &Path, found: u64, known: u64) -> Self {
        Self::new(
            ErrorKind::Newer,
            format!(
                "{} was written by a newer ddint-tui: it has schema {found}, and this version \
                 knows {known}. It was not touched.",
                path.display()
            ),
            "Update ddint-tui.",
        )
    }

    /// `backup`: whether the backup reads well.
    pub(super) fn unreadable(dir: &Path, broken: &Broken, backup: bool) -> Self {
        let path = dir.join(DOCUMENT);
        let path = path.display();
        match broken {
            Broken::Newer { found, known } => Self::newer(&dir.join(DOCUMENT), *found, *known),
            Broken::Damaged { place, message } => {
                let at = place.map_or(String::new(), |(line, column)| {
                    format!(" at line {line}, column {column}")
                });
                Self {
                    place: *place,
                    backup,
                    ..Self::new(
                        ErrorKind::Damaged,
                        format!("{path} is damaged{at}: {message}."),
                        if backup {
                            format!(
                                "Restore {BACKUP}, the version before, or correct the file by hand."
                            )
                        } else {
                            "Correct the file by hand; there is no version before it to restore."
                                .to_owned()
                        },
                    )
                }
            }
        }
    }

    pub(super) fn io(what: &str, path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        let (cause, hint) = match error.kind() {
            Io::StorageFull | Io::QuotaExceeded => (
                "the disk is full".to_owned(),
                "Free some space; nothing is lost while this program runs, and the next save tries again.",
            ),
            Io::FileTooLarge => (
                "the file would be larger than this system allows".to_owned(),
                "Raise the limit (ulimit -f); the next save tries again.",
            ),
            Io::ReadOnlyFilesystem => (
                "the file system is read-only".to_owned(),
                "Make it writable, or name another folder with --workspace.",
            ),
            Io::PermissionDenied => (
                "permission denied".to_owned(),
                "Make the folder writable for you, or name another one with --workspace.",
            ),
            Io::AlreadyExists | Io::NotADirectory => (
                "a file is in the way".to_owned(),
                "Move it away, or name another folder with --workspace.",
            ),
            _ => (
                error.to_string(),
                "Check the folder; the next save tries again.",
            ),
        };
        Self::new(
            ErrorKind::Io,
            format!("Can't {what} {path}: {cause}."),
            hint,
        )
    }

    pub(super) fn not_a_workspace(dir: &Path) -> Self {
        Self::new(
            ErrorKind::Io,
            format!("{} holds no workflow.", dir.display()),
            "Name the folder of a saved workflow.",
        )
    }

    pub(super) fn cannot_encode(message: &str) -> Self {
        Self::new(
            ErrorKind::Io,
            format!("The workflow could not be put into words: {message}."),
            "This is a fault of ddint-tui; the last saved version is intact.",
        )
    }

    pub(super) fn writer_gone() -> Self {
        Self::new(
            ErrorKind::Io,
            "The writer has stopped.".to_owned(),
            "Leave and start again; the last saved version is intact.",
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
