//! Recommended monitors: which are worth offering, what each looks like once it was chosen, and what is wrong
//! with an answer. None exists that the contributor did not choose, with a threshold of their own.

mod candidates;
mod check;
mod seen;
mod spec;
mod texts;

pub use candidates::{Candidate, candidate, candidates, own};
pub use check::{answered, field, findings};
pub use spec::{Spec, by, spec, specs, specs_of};
pub use texts::number;

/// Why a metric is worth an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A service check: the check itself says that something is wrong.
    Check,
    /// 1 when it works, 0 when it does not.
    Down,
    Errors,
    Latency,
    Backlog,
    /// Used against a limit.
    Saturation,
    /// More is worse, as its orientation says.
    Worse,
}

impl Reason {
    /// What it is, in a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "service check",
            Self::Down => "up or down",
            Self::Errors => "errors",
            Self::Latency => "latency",
            Self::Backlog => "backlog",
            Self::Saturation => "saturation",
            Self::Worse => "more is worse",
        }
    }

    /// Why somebody should be woken by it.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::Check => "The Agent collects nothing while it is critical.",
            Self::Down => "What is down serves nobody.",
            Self::Errors => "Each one is something that users asked for and did not get.",
            Self::Latency => "Users wait longer for everything that depends on it.",
            Self::Backlog => "Work arrives faster than it is handled, and waits longer.",
            Self::Saturation => "At the limit, what comes next is refused or lost.",
            Self::Worse => "A higher value is worse for those who depend on it.",
        }
    }
}

#[cfg(test)]
mod tests;
