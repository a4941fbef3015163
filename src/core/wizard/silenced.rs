//! What is left of the findings when some are silenced.

use super::Wizard;
use crate::core::finding::Finding;
use crate::core::silence::{self, Told};

impl Wizard {
    /// The findings that are left when the silenced ones are taken out, and what is said of silences without effect.
    #[must_use]
    pub fn told(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let answers = &self.state.answers;
        let folder = answers.integration.folder();
        let told = self.silenced(findings);
        let mut out = told.findings;
        let idle = |&n: &usize| silence::idle(&answers.silenced[n], &folder);
        out.extend(told.idle.iter().map(idle));
        out
    }

    /// What the contributor silenced of some findings. Nothing is idle before a review looked.
    #[must_use]
    pub fn silenced(&self, findings: Vec<Finding>) -> Told {
        let answers = &self.state.answers;
        let mut told = silence::apply(findings, &answers.silenced, &answers.integration.folder());
        if self.plan.is_none() && self.state.steps.test.tasks.is_empty() {
            told.idle.clear();
        }
        told
    }
}
