//! Kinds without a check, and log sources.

use super::{Answers, Kind, LogSource};

impl Kind {
    /// Whether there is no check to run here: the Agent's own `JMXFetch` or log collection does the work, and
    /// what it will do is declared.
    #[must_use]
    pub fn is_declared(self) -> bool {
        matches!(self, Self::Jmx | Self::Logs)
    }
}

impl Answers {
    /// Whether the kind has no check to run here.
    #[must_use]
    pub fn is_declared(&self) -> bool {
        self.integration.kind.is_some_and(Kind::is_declared)
    }

    /// Every log source: the kind's own, then those beside it.
    #[must_use]
    pub fn log_sources(&self) -> Vec<&LogSource> {
        let own = self.source.logs.iter();
        let own = own.filter(|_| self.integration.kind == Some(Kind::Logs));
        own.chain(&self.logs).collect()
    }
}
