//! What stands in the way, and the way out.

use std::fmt;

/// Something that git's state forbids: what it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    pub hint: String,
    /// The machine's doing (disk, permissions, damaged data) rather than a state that can be left.
    pub io: bool,
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
            io: false,
        }
    }

    pub(crate) fn io(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            io: true,
            ..Self::new(message, hint)
        }
    }
}

impl Problem {
    /// A lock that somebody holds, or left behind.
    fn locked(lock: &str) -> Self {
        Self::new(
            format!("Another git program holds a lock of this clone ({lock})."),
            format!(
                "Let it finish. If none runs, one was killed: remove the lock with rm \"{lock}\""
            ),
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// The file that a message names in quotes, where that is a lock.
fn quoted_lock(message: &str) -> Option<&str> {
    let mut parts = message.split('\'');
    parts.find(|part| part.strip_suffix(".lock").is_some())
}

impl From<git2::Error> for Problem {
    fn from(error: git2::Error) -> Self {
        let detail = error.message().trim_end_matches('.');
        match error.code() {
            git2::ErrorCode::Locked => match quoted_lock(detail) {
                Some(lock) => Self::locked(lock),
                None => Self::new(
                    format!("Another program holds a lock of this clone: {detail}."),
                    "Let it finish, then try again.",
                ),
            },
            _ => Self::io(
                format!("git's data could not be read or written: {detail}."),
                "Run \"git status\" and \"git fsck\" in the clone to see more.",
            ),
        }
    }
}
