//! What the last run says against what was applied.

use super::Wizard;
use crate::core::state::Applied;
use std::collections::BTreeSet;

impl Wizard {
    /// The metrics that somebody has to decide about before files are made.
    #[must_use]
    pub fn undecided(&self) -> &BTreeSet<String> {
        &self.drift.open
    }

    /// Why the applied files would be made otherwise now.
    #[must_use]
    pub fn why_stale(&self, applied: &Applied) -> String {
        let run = self.state.runs.last();
        let check = &self.state.prototype.check;
        let mut why = vec![];
        if applied.check.is_some() && applied.check != *check {
            why.push("the custom check changed");
        }
        if applied.run.is_some() && applied.run.as_ref() != run.map(|r| &r.hash) {
            why.push("the run emits something else");
        }
        if applied.answers.is_some() && applied.answers.as_ref() != Some(&self.answers_inputs()) {
            why.push("answers changed");
        }
        if why.is_empty() {
            return "answers or the run changed since files were applied".into();
        }
        format!("{} since files were applied", why.join(" and "))
    }
}
