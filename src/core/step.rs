//! The seven steps and what can be said of each.

use serde::{Deserialize, Serialize};

/// A step of the path, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepId {
    Setup,
    Prototype,
    Framework,
    Test,
    Commit,
    PullRequest,
    Maintain,
}

impl StepId {
    pub const ALL: [Self; 7] = [
        Self::Setup,
        Self::Prototype,
        Self::Framework,
        Self::Test,
        Self::Commit,
        Self::PullRequest,
        Self::Maintain,
    ];

    /// The name in JSON and in the workspace file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Prototype => "prototype",
            Self::Framework => "framework",
            Self::Test => "test",
            Self::Commit => "commit",
            Self::PullRequest => "pull-request",
            Self::Maintain => "maintain",
        }
    }

    /// The name on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Setup => "Set up",
            Self::Prototype => "Prototype",
            Self::Framework => "Framework",
            Self::Test => "Test",
            Self::Commit => "Commit",
            Self::PullRequest => "Pull request",
            Self::Maintain => "Maintain",
        }
    }

    /// The digit that jumps to it, from 1.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The step with this digit.
    #[must_use]
    pub fn from_number(number: usize) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)?).copied()
    }
}

/// Where a step stands. Computed from hashes of its inputs, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status", content = "detail")]
pub enum Status {
    NotStarted,
    InProgress(String),
    Blocked(String),
    Done(String),
    /// Done once; the text says what changed since.
    Stale(String),
}

impl Status {
    /// The name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress(_) => "in_progress",
            Self::Blocked(_) => "blocked",
            Self::Done(_) => "done",
            Self::Stale(_) => "stale",
        }
    }

    /// What is to be said beside the name.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::NotStarted => "",
            Self::InProgress(d) | Self::Blocked(d) | Self::Done(d) | Self::Stale(d) => d,
        }
    }

    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }
}
