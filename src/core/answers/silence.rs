//! A place at which a rule of the review is silent, with the reason.

use serde::{Deserialize, Serialize};

/// One place at which a rule is silent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Silence {
    /// The rule's name, for example `metric-description`.
    pub rule: String,
    /// Relative to the repository's root or to the integration's folder, with `/`.
    pub file: String,
    /// A part of the message or of the line, for example a metric's name. Empty: everything that the rule finds in the
    /// file. A line's number would be another place after the next edit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// One sentence for the reviewers.
    pub reason: String,
}
