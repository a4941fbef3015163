//! How a pull request leaves the terminal.

use serde::{Deserialize, Serialize};

/// A way to hand title and text over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// `gh pr create`, or `gh pr edit` once there is a pull request.
    Gh,
    /// The compare page in a browser, with both in its query.
    Page,
    /// The text in the terminal's clipboard.
    Copy,
    /// A file of the workspace.
    File,
}

/// What is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub title: String,
    pub body: String,
    pub branch: String,
    /// The branch's name in Datadog's repository, for example `master`.
    pub base: String,
    /// The compare page of the pushed branch, where the fork is on GitHub.
    pub compare: Option<String>,
    /// The pull request that there is.
    pub made: Option<String>,
}
