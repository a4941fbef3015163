//! What jobs report at their end.

use super::capture::Capture;
use super::finding::Finding;
use super::fix::Fix;
use super::fixes::{LastFix, Mended};
use super::metadata::MetricRow;
use super::notes::{Facts, Notes, Opened};
use super::plan::Plan;
use super::propose::Proposal;
use super::pull_request::way::Way;
use super::repo::{CommitReport, Difference, RepoState};
use super::setup::SetupReport;
use super::state::{Applied, Ids, Prototype, Run};
use super::sync::{SyncPlan, Synced};
use super::testing::{Task, TaskResult};
use std::collections::BTreeMap;

/// What a job found or made.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Setup {
        report: SetupReport,
        facts: Facts,
    },
    Toolchain,
    Cloned {
        path: String,
    },
    RemoteAdded {
        url: String,
    },
    Fetched,
    Prototype {
        prototype: Box<Prototype>,
        notes: Notes,
    },
    /// `renames`: what the integration emits instead of what the prototype emitted.
    Captured {
        run: Run,
        capture: Box<Capture>,
        renames: BTreeMap<String, String>,
    },
    Planned {
        plan: Plan,
        findings: Vec<Finding>,
        ids: Ids,
        inputs: String,
    },
    /// All that depends on the last edit was verified, in so many milliseconds. What there is to say of how.
    Verified {
        ms: u64,
        remark: Option<String>,
    },
    /// The tests by themselves, after a save.
    Reran {
        result: Box<TaskResult>,
    },
    /// `plan`: how the files stand now.
    Applied {
        applied: Applied,
        scope: String,
        plan: Plan,
    },
    Undone {
        applied: Option<Applied>,
    },
    /// The findings that have a fix.
    Offered {
        offers: Vec<(Finding, Fix)>,
    },
    PreviewedFix {
        mended: Box<Mended>,
    },
    /// `paths`: the files of the clone that changed.
    Fixed {
        last: LastFix,
        paths: Vec<String>,
    },
    /// `number`: the folder below `undo/`.
    TakenBack {
        number: u32,
        paths: Vec<String>,
    },
    /// `review`: what reviewers would say of the clone's files.
    Tested {
        review: Vec<Finding>,
    },
    /// `scope` is the hash of the scope's files; `inputs` adds what tests depend on beside them.
    Repo {
        repo: RepoState,
        scope: String,
        inputs: String,
        tasks: Vec<Task>,
    },
    Differences(Vec<Difference>),
    Committed {
        report: CommitReport,
        scope: String,
    },
    /// The base is fetched; what an update does.
    BaseSeen(Box<SyncPlan>),
    /// The branch is up to date. `was` and `scope`: the hash of the scope's files before and after.
    Updated {
        done: Box<Synced>,
        was: String,
        scope: String,
    },
    /// It is back to before that.
    WentBack {
        was: String,
        scope: String,
    },
    /// What was found in what was pasted.
    Remarked {
        findings: Vec<Finding>,
    },
    /// The pull request's text is where it is needed.
    HandedOver {
        way: Way,
        /// The pull request, where it is known now.
        made: Option<String>,
        /// What is left to the contributor, in a sentence.
        said: String,
        /// For the clipboard.
        copy: Option<String>,
    },
    /// `already`: the fork had it.
    Pushed {
        commit: String,
        url: Option<String>,
        already: bool,
    },
    /// What an earlier session left: the last two captures, and what the samples tell.
    Loaded {
        capture: Option<Box<Capture>>,
        previous: Option<Box<Capture>>,
        notes: Notes,
        renames: BTreeMap<String, String>,
        existing: Option<Box<Opened>>,
        /// The rows of the applied `metadata.csv`.
        applied: Vec<MetricRow>,
    },
    Trusted,
    /// What was shown, looked at.
    Shown {
        field: String,
        proposal: Box<Proposal>,
    },
}
