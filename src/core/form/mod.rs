//! Forms as data: which fields a section has, what each holds, and whether a text may be taken.
//!
//! A field is named by a path such as `integration.display_name` or `metrics.acme.depth.unit`; the
//! screen needs nothing else to show, edit, check and undo it.

mod argv;
mod check;
mod e2e;
mod existing;
mod fields;
mod logs;
mod many;
mod metric;
pub mod monitor;
mod set;
mod shown;
mod signals;
mod source;
mod spec;
mod sql;
mod values;
mod whole;

pub use argv::{pair, typed, words};
#[cfg(test)]
pub(crate) use check::field as rule;
pub use fields::{fields, service_check_field};
pub(crate) use many::Many;
pub use metric::metric_field;
pub use monitor::monitor_field;
pub(crate) use set::list;
pub use set::set;
pub(crate) use values::answered;
pub use values::{agents_own, check, value};

use serde::{Deserialize, Serialize};

/// A group of fields on one screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// Prototype: what there is to read.
    Source,
    Identity,
    Author,
    Tags,
    Options,
    Metrics,
    Checks,
    Readme,
    Dashboard,
    /// End-to-end tests.
    Tests,
    Files,
    /// Commit: branch, title, message.
    Message,
    /// Pull request: what its text says beside what was measured.
    Request,
    /// Maintain: what CI and reviewers say.
    Remarks,
}

impl Section {
    /// The sections of Framework, in order.
    pub const FRAMEWORK: [Self; 10] = [
        Self::Identity,
        Self::Author,
        Self::Tags,
        Self::Options,
        Self::Metrics,
        Self::Checks,
        Self::Readme,
        Self::Dashboard,
        Self::Tests,
        Self::Files,
    ];

    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Source => "Source",
            Self::Identity => "Identity",
            Self::Author => "Author",
            Self::Tags => "Tags",
            Self::Options => "Options",
            Self::Metrics => "Metrics",
            Self::Checks => "Service checks",
            Self::Readme => "README",
            Self::Dashboard => "Dashboard",
            Self::Tests => "End-to-end",
            Self::Files => "Files",
            Self::Message => "Message",
            Self::Request => "Pull request",
            Self::Remarks => "Remarks",
        }
    }

    /// The name in the workspace file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Identity => "identity",
            Self::Author => "author",
            Self::Tags => "tags",
            Self::Options => "options",
            Self::Metrics => "metrics",
            Self::Checks => "checks",
            Self::Readme => "readme",
            Self::Dashboard => "dashboard",
            Self::Tests => "tests",
            Self::Files => "files",
            Self::Message => "message",
            Self::Request => "pull_request",
            Self::Remarks => "remarks",
        }
    }

    /// The section of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Source, Self::Message, Self::Request, Self::Remarks];
        Self::FRAMEWORK
            .iter()
            .chain(&all)
            .copied()
            .find(|s| s.name() == name)
    }
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// One of these, completed while typing.
    Choice(Vec<String>),
    /// Any of these, separated by commas.
    Many(Vec<String>),
    /// `yes` or `no`.
    Bool,
}

/// One field as the screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub id: String,
    pub label: String,
    /// What it is for and what reviewers look for, in a sentence or two.
    pub help: String,
    pub input: Input,
    pub required: bool,
    /// Hardly anybody needs it: shown under *more*.
    pub more: bool,
}

impl Field {
    fn new(id: impl Into<String>, label: &str, help: &str, input: Input) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            help: help.into(),
            input,
            required: false,
            more: false,
        }
    }

    fn required(mut self) -> Self {
        self.required = true;
        self
    }

    fn more(mut self) -> Self {
        self.more = true;
        self
    }
}
