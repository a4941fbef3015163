//! Why no commit was made.

use super::problem::Problem;
use std::fmt;

/// Who must act before a commit can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitErrorKind {
    /// A state of the clone, or a hook, forbids it.
    Refused,
    /// Only a person can decide.
    Question,
    /// The disk or git's data failed.
    Io,
}

/// Why no commit was made, and the way out. The clone is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitError {
    pub kind: CommitErrorKind,
    pub message: String,
    pub hint: String,
}

impl CommitError {
    pub(super) fn question(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind: CommitErrorKind::Question,
            message: message.into(),
            hint: hint.into(),
        }
    }
}

impl From<Problem> for CommitError {
    fn from(problem: Problem) -> Self {
        Self {
            kind: if problem.io {
                CommitErrorKind::Io
            } else {
                CommitErrorKind::Refused
            },
            message: problem.message,
            hint: problem.hint,
        }
    }
}

impl From<git2::Error> for CommitError {
    fn from(error: git2::Error) -> Self {
        Problem::from(error).into()
    }
}

impl fmt::Display for CommitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for CommitError {}
