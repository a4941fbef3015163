//! The kinds, and which of them this version makes.

use super::Answers;
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

impl Answers {
    /// The kinds that the sources are of; an existing check alone is `blank`.
    #[must_use]
    pub fn kinds_named(&self) -> Vec<Kind> {
        let s = &self.source;
        let all = [
            (s.openmetrics.is_some(), Kind::Openmetrics),
            (s.http.is_some(), Kind::Http),
            (s.command.is_some(), Kind::Command),
            (s.sql.is_some(), Kind::Sql),
            (s.jmx.is_some(), Kind::Jmx),
            (s.logs.is_some(), Kind::Logs),
        ];
        let mut named: Vec<Kind> = all
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, k)| k)
            .collect();
        if named.is_empty() && self.prototype.is_some() {
            named.push(Kind::Blank);
        }
        named
    }

    /// Without a kind, the one that the source names; several or none leave it open.
    pub fn settle_kind(&mut self) {
        if let (None, [kind]) = (self.integration.kind, &self.kinds_named()[..]) {
            self.integration.kind = Some(*kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Http, OpenMetrics, PrototypeFiles};
    use super::*;

    #[test]
    fn one_source_names_the_kind_and_two_do_not() {
        let mut a = Answers::default();
        a.settle_kind();
        assert_eq!(a.integration.kind, None);
        a.prototype = Some(PrototypeFiles::default());
        assert_eq!(a.kinds_named(), [Kind::Blank]);
        // A check that is brought along for a source wins, and the kind is the source's.
        a.source.http = Some(Http::default());
        assert_eq!(a.kinds_named(), [Kind::Http]);
        a.source.openmetrics = Some(OpenMetrics::default());
        a.settle_kind();
        assert_eq!(a.integration.kind, None);
        a.source.http = None;
        a.settle_kind();
        assert_eq!(a.integration.kind, Some(Kind::Openmetrics));
        // What was said stays.
        a.integration.kind = Some(Kind::Sql);
        a.settle_kind();
        assert_eq!(a.integration.kind, Some(Kind::Sql));
    }
}
