//! Fixes while the program runs: what one does, or all the safe ones together, is computed in a throw-away tree and
//! looked at before the clone is touched.

use super::failure::Failure;
use super::finding::Finding;
use super::fix::{Fix, What};
use super::job::JobId;
use super::plan::Plan;
use super::shared::Shared;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A fix that was made, and what it was made for.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub fix: Fix,
    pub findings: Vec<Finding>,
}

/// A fix that was tried and does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub fix: Fix,
    pub why: String,
}

/// One file's content before and after; `None`: there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
    /// The Unix mode bits before.
    pub mode: Option<u32>,
}

/// What came of fixes in a throw-away tree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mended {
    pub done: Vec<Done>,
    pub refused: Vec<Refused>,
    pub changes: Vec<Change>,
    /// The same for people to look at.
    pub plan: Plan,
    /// What the tree still has, with the fix that there is for it.
    pub left: Vec<(Finding, Option<Fix>)>,
    /// Files among them that are made from answers: the fix becomes an edit by hand.
    pub by_hand: Vec<String>,
    /// The hash of each file of the scope when the tree was made from the clone, by path.
    pub seen: BTreeMap<String, String>,
}

impl Mended {
    /// What was done, in a line.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.done[..] {
            [one] => one.fix.title.clone(),
            all => format!("{} fixes", all.len()),
        }
    }

    /// The fields and their texts, where the answers are what is repaired.
    #[must_use]
    pub fn values(&self) -> Vec<(String, String)> {
        let set = self.done.iter().filter_map(|done| match &done.fix.what {
            What::Set(values) => Some(values.clone()),
            _ => None,
        });
        set.flatten().collect()
    }

    /// What was repaired.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.done.iter().flat_map(|done| &done.findings)
    }
}

/// What is to be fixed.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// One problem, as each source that sees it says it.
    One(Vec<Finding>),
    /// Everything that has a safe fix.
    Safe,
}

/// What is looked at before anything is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Preview {
    #[default]
    None,
    Computing(Target),
    Ready(Target, Shared<Mended>),
    /// Why there is nothing to look at, or why what was looked at was not written.
    Failed(Target, Failure),
}

impl Preview {
    /// What it is of.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::None => None,
            Self::Computing(target) | Self::Ready(target, _) | Self::Failed(target, _) => {
                Some(target)
            }
        }
    }

    /// What would be written.
    #[must_use]
    pub fn ready(&self) -> Option<&Mended> {
        match self {
            Self::Ready(_, mended) => Some(mended),
            _ => None,
        }
    }
}

/// The last change of the clone, where that was a fix: it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastFix {
    /// The folder below `undo/`.
    pub number: u32,
    /// What was done, in a line.
    pub title: String,
}

/// The answers that a fix changed beside files, so that both are taken back together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FixedAnswers {
    /// The folder below `undo/` that holds the files.
    pub number: u32,
    pub answers: Vec<Changed>,
}

/// One answer before and after; an empty one was not given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Changed {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// Fixes in a session. Nothing of it is saved: the journal on the disk knows the last one, and the
/// saved files part the answers that were changed with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mending {
    /// The findings that have a fix in the clone, as asked last.
    pub offers: Shared<Vec<(Finding, Fix)>>,
    pub preview: Preview,
    /// Other answers, which belong to the preview that is being computed.
    pub(crate) beside: Vec<Done>,
    /// What is set once the files are written.
    pub(super) to_set: Vec<Changed>,
    pub last: Option<LastFix>,
    /// What the offers were asked for, and of which files.
    pub(super) asked: Option<(Vec<Finding>, String)>,
    pub(super) job: Option<JobId>,
    /// They are to be asked for again, once the running job has told.
    pub(super) again: bool,
    /// The shadow tree is to be verified wherever one is: a fix changed what it is made from.
    pub(super) verify: bool,
}
