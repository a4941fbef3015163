//! What files are made from: whether it is still the same is asked on each frame, and telling must not cost a
//! hash of ten thousand answers each time.

use super::{TEMPLATES, Wizard};
use crate::core::answers::{Answers, Git, Maintainer, PullRequest};
use crate::core::hash;
use std::sync::Mutex;

/// How many are remembered: what was applied, what is previewed, and what is there now.
const KNOWN: usize = 4;

/// Everything that files are made from. Rows are shared with the answers, so that it costs little to keep, and
/// little to compare.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inputs {
    answers: Answers,
    run: Option<(String, String)>,
    check: Option<String>,
}

/// Inputs whose hash was computed. A cache: it is no part of what a wizard is.
#[derive(Debug, Default)]
pub(super) struct Hashed(Mutex<Vec<(Inputs, String)>>);

impl Clone for Hashed {
    fn clone(&self) -> Self {
        let known = self.0.lock().map_or_else(|_| vec![], |known| known.clone());
        Self(Mutex::new(known))
    }
}

impl PartialEq for Hashed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Inputs {
    pub(super) fn answers_mut(&mut self) -> &mut Answers {
        &mut self.answers
    }
}

impl Wizard {
    /// What the applied files are made from.
    #[must_use]
    pub fn framework_inputs(&self) -> String {
        hash_of(&self.inputs())
    }

    /// The part of them that was answered.
    #[must_use]
    pub fn answers_inputs(&self) -> String {
        hash::value(&self.inputs().answers)
    }

    /// Whether files that were made from inputs with this hash would be made the same way now.
    #[must_use]
    pub fn is_made_from(&self, hash: &str) -> bool {
        let now = self.inputs();
        let Ok(mut known) = self.hashed.0.lock() else {
            return hash_of(&now) == hash;
        };
        // What has this hash is known: comparing tells.
        if let Some(at) = known.iter().position(|(_, h)| h == hash) {
            // What is asked for stays; others make room.
            known[..=at].rotate_right(1);
            return known[0].0 == now;
        }
        if let Some((_, other)) = known.iter().find(|(inputs, _)| *inputs == now) {
            return other == hash;
        }
        let found = hash_of(&now);
        let same = found == hash;
        known.truncate(KNOWN - 1);
        known.insert(0, (now, found));
        same
    }

    pub(super) fn inputs(&self) -> Inputs {
        let mut answers = self.state.answers.clone();
        answers.git = Git::default();
        answers.pull_request = PullRequest::default();
        answers.maintainer = Maintainer::default();
        answers.silenced = vec![];
        let run = self.state.runs.last();
        Inputs {
            answers,
            run: run.map(|r| (r.hash.clone(), r.inputs.clone())),
            check: self.state.prototype.check.clone(),
        }
    }
}

fn hash_of(inputs: &Inputs) -> String {
    hash::value(&(&inputs.answers, &inputs.run, &inputs.check, TEMPLATES))
}
