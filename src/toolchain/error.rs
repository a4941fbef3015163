//! Why there is no toolchain.

use std::io;

/// Why there is no toolchain.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("Making the toolchain was canceled.")]
    Cancelled,
    #[error("{message}")]
    Failed { message: String, hint: String },
    #[error("The toolchain's folder can't be used: {0}")]
    Io(#[from] io::Error),
}

impl MakeError {
    pub(super) fn failed(message: String, hint: impl Into<String>) -> Self {
        Self::Failed {
            message,
            hint: hint.into(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Cancelled => "Start it again when you are ready.".into(),
            Self::Failed { hint, .. } => hint.clone(),
            Self::Io(_) => "Check the folder's rights and free space, or name another with \
                            DDINT_TUI_TOOLCHAIN_DIR."
                .into(),
        }
    }
}
