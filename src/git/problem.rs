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

/// The way out where the machine refused, and no state of git's is to blame.
fn refused_by_the_system(message: &str) -> Option<&'static str> {
    let ends = |with: &str| message.ends_with(with);
    if ends("Permission denied") || ends("Operation not permitted") {
        return Some("Give your user access to it (ls -l shows whose it is), then try again.");
    }
    if ends("Read-only file system") {
        return Some("Make the file system writable, then try again.");
    }
    let full = ends("No space left on device") || ends("Disk quota exceeded");
    full.then_some("The disk is full: free some space, then try again.")
}

impl From<git2::Error> for Problem {
    fn from(error: git2::Error) -> Self {
        let detail = error.message().trim_end_matches('.');
        if let Some(hint) = refused_by_the_system(detail) {
            // libgit2 calls a file locked that it may not open.
            let detail = detail.replace(" is locked: ", ": ");
            return Self::io(
                format!("The clone could not be read or written: {detail}."),
                hint,
            );
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use git2::{Error, ErrorClass, ErrorCode};

    /// As libgit2 1.9 tells them.
    #[test]
    fn what_the_machine_refuses_is_no_lock_to_wait_for() {
        let told = |code, message: &str| Problem::from(Error::new(code, ErrorClass::Os, message));
        let refused = told(
            ErrorCode::Locked,
            "failed open - '/clone/ably/README.md' is locked: Permission denied",
        );
        assert!(refused.io && refused.hint.contains("access"), "{refused}");
        assert!(!refused.message.contains("lock"), "{refused}");
        let full = told(
            ErrorCode::GenericError,
            "could not write to '/clone/.git/objects/tmp': No space left on device",
        );
        assert!(full.hint.contains("free some space"), "{full}");
        let lock = told(
            ErrorCode::Locked,
            "failed to lock file '/clone/.git/index.lock' for writing: ",
        );
        assert!(!lock.io && lock.hint.contains("index.lock"), "{lock}");
    }
}
