//! The verdicts while editing: they are about the shadow tree, which holds the integration as it would be after
//! applying, and never about the clone. What was found is kept by the hash of what was read, so that a verdict is
//! shown only for the content that it is about.

mod fast;
mod reads;

pub use fast::{Fast, RERUN, Rerun, SETTLE};
pub use reads::{Seen, key, reads};

use super::finding::Finding;
use super::job::JobId;
use super::shared::Shared;
use super::testing::{Task, TaskResult, TaskState};
use std::collections::{BTreeMap, VecDeque};

/// After an edit this many milliseconds pass before anything is rendered: the next key may be on its way.
pub const REST: u64 = 150;
/// The name of that rest.
pub const VERIFY: &str = "verify";
/// How many verdicts are kept; a dozen belong to one content of the tree.
const KEPT: usize = 600;

/// Each validation and the key of what it reads in the tree that a Verify job rendered.
pub type Keys = Vec<(String, String)>;

/// What one validation said.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// [`key`] of what it read.
    pub key: String,
    pub result: TaskResult,
}

/// How far the verdicts are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was asked for yet.
    #[default]
    Never,
    /// An edit rests, waits for a job that works on the files, or is being rendered.
    Changed,
    /// Validations run on what was rendered.
    Checking,
    /// They are about what is answered now.
    Done,
    /// Why nothing can be rendered, and what to do about it.
    Not { why: String, hint: String },
}

/// The verdicts while editing. Nothing of it is saved.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Live {
    /// There is somebody to see them: without a screen nothing runs beside what was asked for.
    pub on: bool,
    pub progress: Progress,
    /// The content that was rendered last.
    pub keys: Shared<Keys>,
    /// What rendering and the rules of the review found in it.
    pub review: Shared<Vec<Finding>>,
    pub(super) known: Shared<Known>,
    /// How long the last verdicts took.
    pub ms: Option<u64>,
    /// The tests after a save.
    pub fast: Fast,
    /// How many rests were asked for.
    pub(super) tokens: u64,
    /// The last one before a verification.
    pub(super) token: u64,
    pub(super) job: Option<JobId>,
    /// What `job` renders is older than the last edit.
    pub(super) superseded: bool,
    /// It rested; what it waits for is another job's end.
    pub(super) due: bool,
}

/// Verdicts by the key of what they read, the oldest first to go.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Known {
    by_key: BTreeMap<String, Shared<TaskResult>>,
    order: VecDeque<String>,
}

/// How many validations stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub failed: usize,
    pub passed: usize,
    /// Those that ddev itself failed in.
    pub crashed: usize,
    pub waiting: usize,
}

impl Live {
    /// What a validation said of the content with this key.
    #[must_use]
    pub fn verdict(&self, key: &str) -> Option<&TaskResult> {
        self.known.by_key.get(key).map(|result| &**result)
    }

    pub(super) fn remember(&mut self, verdict: Verdict) {
        let known = &mut *self.known;
        let before = known
            .by_key
            .insert(verdict.key.clone(), verdict.result.into());
        if before.is_none() {
            known.order.push_back(verdict.key);
        }
        while known.order.len() > KEPT {
            if let Some(oldest) = known.order.pop_front() {
                known.by_key.remove(&oldest);
            }
        }
    }

    /// Whether the tree was rendered from what is answered, so that it says what the last preview said.
    #[must_use]
    pub fn is_about_files(&self) -> bool {
        !self.keys.is_empty() && !matches!(self.progress, Progress::Never | Progress::Not { .. })
    }

    /// The validations of the content, with what is known of each.
    pub fn verdicts(&self) -> impl Iterator<Item = (&str, Option<&TaskResult>)> {
        let keys = self.keys.iter();
        keys.map(|(name, key)| (name.as_str(), self.verdict(key)))
    }

    /// How they stand.
    #[must_use]
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        for (_, verdict) in self.verdicts() {
            match verdict.map(|v| v.state) {
                Some(TaskState::Passed) => count.passed += 1,
                Some(TaskState::Crashed) => count.crashed += 1,
                Some(_) => count.failed += 1,
                None => count.waiting += 1,
            }
        }
        count
    }

    /// What was found in the shadow tree, by ddev and by the rules of the review. While an edit is on its way it is
    /// what was found before: the list would jump otherwise.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let ddev = self.verdicts().filter_map(|(_, verdict)| verdict);
        ddev.flat_map(|v| &v.findings).chain(self.review.iter())
    }
}

/// The validations among tasks.
pub fn validations(tasks: &[Task]) -> impl Iterator<Item = &str> {
    tasks.iter().filter_map(|task| match task {
        Task::Validate(name) => Some(name.as_str()),
        _ => None,
    })
}
