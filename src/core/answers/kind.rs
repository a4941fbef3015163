//! The kinds, and which of them this version makes.

use serde::{Deserialize, Serialize};

/// What the metrics are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Openmetrics,
    Http,
    Command,
    Sql,
    Blank,
    Jmx,
    Logs,
}

impl Kind {
    /// The kinds this version makes, for a sentence: `openmetrics, http, or blank`.
    #[must_use]
    pub fn all() -> String {
        let names: Vec<&str> = Self::AVAILABLE.iter().map(|k| k.name()).collect();
        match names.split_last() {
            Some((last, rest)) => format!("{}, or {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// The kinds this version makes.
    pub const AVAILABLE: [Self; 7] = [
        Self::Openmetrics,
        Self::Http,
        Self::Command,
        Self::Sql,
        Self::Jmx,
        Self::Logs,
        Self::Blank,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Openmetrics => "openmetrics",
            Self::Http => "http",
            Self::Command => "command",
            Self::Sql => "sql",
            Self::Blank => "blank",
            Self::Jmx => "jmx",
            Self::Logs => "logs",
        }
    }
}
