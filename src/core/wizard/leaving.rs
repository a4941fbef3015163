//! What goes when one goes elsewhere, and what a refusal leaves as it was.

use super::Wizard;
use crate::core::failure::FailureKind;
use crate::core::propose;
use crate::core::step::StepId;
use crate::core::sync;

/// The step whose pages tell of a job by this name; none where it is of no step, or of any.
fn step_of(job: &str) -> Option<StepId> {
    Some(match job {
        "set up" | "toolchain" | "clone" | "remote" | "fetch" => StepId::Setup,
        "show" | "trust" | "prototype" | "run" => StepId::Prototype,
        "plan" | "apply" | "undo" => StepId::Framework,
        "test" | "rerun" => StepId::Test,
        "commit" | "differences" | sync::LOOK | sync::UPDATE | sync::BACK => StepId::Commit,
        "push" | "hand over" => StepId::PullRequest,
        "remarks" => StepId::Maintain,
        _ => return None,
    })
}

impl Wizard {
    /// What did not work goes with its step: on the pages of another it would read as theirs. What failed in the
    /// background of another step stays until it was read where it belongs.
    pub(super) fn leave_step(&mut self, to: StepId) {
        let left = self.state.ui.step;
        let told = |name: &str| step_of(name) == Some(left);
        if left != to && self.failure.as_ref().is_some_and(|(name, _)| told(name)) {
            self.failure = None;
        }
    }

    /// Whether something was chosen for a field, and its list closed without taking it.
    #[must_use]
    pub fn is_left_pick(&self, field: &str) -> bool {
        self.state.picks.contains_key(field) && !self.state.ui.lists.iter().any(|l| l == field)
    }

    /// Whether something was typed into a field, or chosen for it, and left without taking it: the answer does not say
    /// it. What is shown to be recognized has its own way on.
    #[must_use]
    pub fn is_left(&self, field: &str) -> bool {
        let ui = &self.state.ui;
        let typing = ui.editing && ui.focus == field;
        self.is_left_pick(field)
            || field != propose::FIELD && !typing && self.state.drafts.contains_key(field)
    }

    /// Tests that were refused before the first one began: every result stands as it was. Whoever cancels wants none
    /// of them told as if it had just run.
    pub(super) fn refused_tests(&mut self, why: FailureKind) {
        let before = self.before_tests.take();
        if let Some(before) = before.filter(|_| why != FailureKind::Cancelled) {
            self.state.steps.test.tasks = before;
        }
    }
}
