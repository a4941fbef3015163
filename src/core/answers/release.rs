//! The next version of an integration that exists.

use serde::{Deserialize, Serialize};

/// The next version of an integration that exists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Release {
    /// `1.1.0`; empty: no new version.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// What kind of change it is, as the changelog's headings say: `Added`, `Fixed`...
    #[serde(skip_serializing_if = "String::is_empty")]
    pub change: String,
    /// One line for each bullet; a list of texts says the same.
    #[serde(skip_serializing_if = "String::is_empty", deserialize_with = "lines")]
    pub notes: String,
}

impl Release {
    /// What a changelog's entry may be headed by; the first is the default.
    pub const CHANGES: [&'static str; 6] = [
        "Added",
        "Changed",
        "Deprecated",
        "Fixed",
        "Removed",
        "Security",
    ];

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The heading of the changelog's entry.
    #[must_use]
    pub fn heading(&self) -> &str {
        match self.change.as_str() {
            "" => Self::CHANGES[0],
            change => change,
        }
    }

    /// The entry's bullets, without their marks.
    pub fn bullets(&self) -> impl Iterator<Item = &str> {
        let lines = self.notes.lines();
        let bare = lines.map(|l| l.trim().trim_start_matches(['*', '-']).trim());
        bare.filter(|l| !l.is_empty())
    }

    /// Whether both make the same entry.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        self.version == other.version
            && self.heading().eq_ignore_ascii_case(other.heading())
            && self.bullets().eq(other.bullets())
    }
}

fn lines<'de, D: serde::Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    super::source::one_or_many(d).map(|all| all.join("\n"))
}
