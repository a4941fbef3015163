//! What must happen outside the core, as data.

use super::finding::Finding;
use super::fixes::Target;
use super::job::JobId;
use super::plan::Choice;
use super::pull_request::way::{Request, Way};
use super::repo::CommitRequest;
use super::sync::{self, SyncPlan, SyncRequest, Synced};
use super::testing::Task;
use std::collections::BTreeMap;

/// What the engine is asked to do. The screen is drawn after every event anyway.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Save the state soon: the writer coalesces, latest wins.
    Save,
    /// Report `Event::Elapsed { token }` after `ms` milliseconds; a later one of the same name wins.
    After {
        name: &'static str,
        token: u64,
        ms: u64,
    },
    /// Report `Event::FilesChanged` for each burst of saves in a folder of the clone; none ends it.
    Watch { folder: Option<String> },
    /// Start a job.
    Start { job: JobId, work: Work },
    /// Ask a job to stop; its outcome still comes.
    Cancel { job: JobId },
    /// Open a file of the workspace or the clone in the contributor's editor, at a line.
    OpenFile { path: String, line: Option<u32> },
    /// Put a text into the terminal's clipboard.
    Copy { text: String },
}

/// A job: everything that takes longer than a frame, or that touches the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Read what an earlier session left: captures, samples.
    Load,
    /// Look at this machine. `clone` is the one named by the contributor.
    CheckSetup {
        clone: Option<String>,
        folder: String,
    },
    /// Make the private toolchain.
    MakeToolchain,
    /// `git clone` into `dest`.
    CloneRepo {
        url: String,
        dest: String,
    },
    /// `git remote add`.
    AddRemote {
        name: String,
        url: String,
    },
    Fetch {
        remote: String,
    },
    /// Read the source (pages, responses), write the custom check and its configuration.
    WritePrototype {
        replace: bool,
    },
    /// Remember that the contributor agreed to run this content.
    Trust,
    /// Look at what was shown: an address, a file, a command that was agreed to.
    Show {
        field: String,
        text: String,
        agreed: bool,
    },
    /// Run the custom check twice for each sample.
    RunPrototype,
    /// Render, sync with ddev in the shadow tree, and compare with the clone.
    Plan,
    /// Render into the shadow tree, and run what is not known of it: no plan, nothing in the clone.
    Verify,
    /// Run the tests of the clone's integration by themselves, in ddev's environment.
    Rerun,
    Apply {
        choices: BTreeMap<String, Choice>,
        /// Choices within files.
        hunks: BTreeMap<String, Vec<Choice>>,
        allow_foreign_ci: bool,
    },
    /// Take the last application back.
    Undo {
        number: u32,
    },
    /// Which of these have a fix in the clone.
    FindFixes {
        findings: Vec<Finding>,
    },
    /// Make fixes in a throw-away tree.
    PreviewFix {
        target: Target,
    },
    /// Write what was previewed into the clone.
    Fix,
    /// Take a fix back.
    TakeBack {
        number: u32,
    },
    Test {
        tasks: Vec<Task>,
    },
    /// Read the repository's state, the tasks, and the hash of the scope.
    ReadRepo,
    /// Read what the commit of this request would change.
    Differences {
        request: CommitRequest,
    },
    Commit {
        request: CommitRequest,
    },
    /// Fetch the base, and find out what an update does.
    LookAtBase {
        request: SyncRequest,
    },
    /// Bring the branch up to date, as it was looked at.
    Update {
        request: SyncRequest,
        plan: Box<SyncPlan>,
    },
    /// Go back to before an update.
    GoBack {
        request: SyncRequest,
        done: Box<Synced>,
    },
    /// `git push` to the fork; over the commit that is there only where that is named.
    Push {
        remote: String,
        branch: String,
        over: Option<String>,
    },
    /// Read what was pasted from the pull request's page.
    ReadRemarks,
    /// Give the pull request's title and text to where they are needed.
    HandOver {
        way: Way,
        request: Request,
    },
}

impl Work {
    /// The name for progress, logs and *interrupted*. One job of a name runs at a time.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::CheckSetup { .. } => "set up",
            Self::Trust => "trust",
            Self::Show { .. } => "show",
            Self::MakeToolchain => "toolchain",
            Self::CloneRepo { .. } => "clone",
            Self::AddRemote { .. } => "remote",
            Self::Fetch { .. } => "fetch",
            Self::WritePrototype { .. } => "prototype",
            Self::RunPrototype => "run",
            Self::Plan => "plan",
            Self::Verify => "verify",
            Self::Rerun => "rerun",
            Self::Apply { .. } => "apply",
            Self::Undo { .. } => "undo",
            Self::FindFixes { .. } => "fixes",
            Self::PreviewFix { .. } => "fix preview",
            Self::Fix => "fix",
            Self::TakeBack { .. } => "undo fix",
            Self::Test { .. } => "test",
            Self::ReadRepo => "repository",
            Self::Differences { .. } => "differences",
            Self::Commit { .. } => "commit",
            Self::LookAtBase { .. } => sync::LOOK,
            Self::Update { .. } => sync::UPDATE,
            Self::GoBack { .. } => sync::BACK,
            Self::Push { .. } => "push",
            Self::HandOver { .. } => "hand over",
            Self::ReadRemarks => "remarks",
        }
    }

    /// Whether being killed in the middle leaves something to say at the next start.
    #[must_use]
    pub fn is_long(&self) -> bool {
        !matches!(
            self,
            Self::Load
                | Self::Verify
                | Self::Rerun
                | Self::FindFixes { .. }
                | Self::PreviewFix { .. }
                | Self::Trust
                | Self::Show { .. }
                | Self::CheckSetup { .. }
                | Self::AddRemote { .. }
                | Self::ReadRepo
                | Self::Differences { .. }
                | Self::LookAtBase { .. }
                | Self::ReadRemarks
        )
    }
}
