//! What happened: a key's intention, a timer, or a job's report.

pub use super::derived::Derived;
pub use super::failure::{Failure, FailureKind};
pub use super::notes::{Facts, Notes, Opened};
pub use super::outcome::Outcome;

use super::finding::Finding;
use super::fixes::{Done, LastFix, Target};
use super::job::JobId;
use super::plan::Choice;
use super::pull_request::way::Way;
use super::repo::Theirs;
use super::setup::SetupReport;
use super::state::Pick;
use super::step::StepId;
use super::testing::{Task, TaskResult};

/// Everything the wizard reacts to.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The workflow was opened (new or resumed).
    Opened,
    /// A key typed into the focused field.
    DraftEdited {
        field: String,
        text: String,
        cursor: (usize, usize),
    },
    /// Enter on a field: its draft becomes the answer if it is valid.
    Taken {
        field: String,
    },
    /// Esc on a field, keeping the draft.
    LeftField,
    /// The draft is thrown away and the answer shown again.
    DraftDropped {
        field: String,
    },
    /// Values set at once: a choice, a toggle, a bulk edit.
    Set {
        values: Vec<(String, String)>,
    },
    AddOption,
    /// A row of metadata.csv that no run measured, of an integration that exists.
    AddMetric {
        name: String,
        kind: String,
    },
    /// Takes such a row back.
    RemoveMetric {
        name: String,
    },
    RemoveOption {
        index: usize,
    },
    /// Guesses were looked at.
    Seen {
        keys: Vec<String>,
    },
    Undo,
    Redo,
    Visit {
        step: StepId,
    },
    Section {
        section: String,
    },
    Focus {
        focus: String,
    },
    /// The filter of a table; `cursor` while it is being typed.
    Filter {
        text: String,
        cursor: Option<usize>,
    },
    /// The lists of choices that are open, by field, the top one last.
    Lists {
        open: Vec<(String, Pick)>,
    },
    /// Marks or unmarks rows.
    Mark {
        keys: Vec<String>,
        on: bool,
    },
    Choose {
        path: String,
        choice: Choice,
    },
    /// One place of a conflict, from 0.
    ChooseHunk {
        path: String,
        at: usize,
        choice: Choice,
    },
    Do(Action),
    /// A file of the prototype changed on disk.
    PrototypeChanged {
        check: Option<String>,
        conf: Option<String>,
    },
    Progress {
        job: JobId,
        progress: Progress,
    },
    /// One task of a running Test job.
    Task {
        job: JobId,
        result: Box<TaskResult>,
        inputs: String,
    },
    /// What the validations read in the shadow tree that a Verify job rendered.
    Verifying {
        job: JobId,
        keys: super::live::Keys,
    },
    /// What reviewers would say of that tree.
    Reviewed {
        job: JobId,
        findings: Vec<Finding>,
    },
    /// One verdict of it.
    Verified {
        job: JobId,
        verdict: Box<super::live::Verdict>,
    },
    /// Files of the integration were saved in the clone; `python` when one of them is Python.
    FilesChanged {
        python: bool,
    },
    /// Whether the last change of the clone was a fix.
    LastFix {
        last: Option<LastFix>,
    },
    /// What Set up knows before its slowest answer is there.
    Looked {
        job: JobId,
        report: SetupReport,
    },
    Finished {
        job: JobId,
        outcome: Result<Box<Outcome>, Failure>,
    },
    /// What an update that was cut off left is in order, or why a person has to look at it.
    Recovered {
        said: Result<String, Failure>,
    },
    /// The fork's branch holds what a push would lose.
    InTheWay {
        job: JobId,
        theirs: Theirs,
    },
    Elapsed {
        token: u64,
    },
    /// The current time, Unix seconds; sent before anything that is dated.
    Clock {
        now: u64,
    },
}

/// What a key or the autopilot asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    CheckSetup,
    MakeToolchain,
    UseClone {
        path: String,
    },
    CloneRepo {
        url: String,
        dest: String,
    },
    /// Add a remote to the clone.
    AddRemote {
        name: String,
        url: String,
    },
    Fetch,
    /// The author for commits when git has none.
    UseAuthor {
        name: String,
        email: String,
    },
    /// `replace` overwrites a hand-edited check.
    WritePrototype {
        replace: bool,
    },
    /// Agree to run a check that came from elsewhere.
    Trust,
    RunPrototype,
    /// Look at what was typed into a field, and propose the kind that reads it.
    Show {
        field: String,
        text: String,
        /// A command in it may run.
        agreed: bool,
    },
    /// Take what was proposed.
    TakeShown,
    /// Keep the kind as it is.
    KeepKind,
    Plan,
    /// Make ddev's own files of an integration that exists again, and plan.
    Resync,
    Apply {
        allow_foreign_ci: bool,
    },
    UndoApply,
    /// All tasks, the failed ones, or one.
    Test(Which),
    Cancel,
    ReadRepo,
    /// Look at what the next commit would change.
    Differences,
    Commit,
    /// Replace the last commit; `pushed`: although it was pushed.
    Amend {
        pushed: bool,
    },
    Push,
    /// Push over what is on the fork's branch; `typed` is the branch's name as it was typed.
    Overwrite {
        typed: String,
    },
    /// Fetch the base, and look at what bringing the branch up to date with it does.
    LookAtBase,
    /// Look at it no longer.
    LeaveUpdate,
    /// Do what was looked at.
    Update,
    /// Go back to before the last update.
    GoBack,
    /// Something happened in the pull request now: it reached a stage, or somebody wrote.
    Heard(Option<super::stage::Stage>),
    /// Hand the pull request over.
    HandOver(Way),
    OpenFile {
        path: String,
        line: Option<u32>,
    },
    /// Agree to a name of one of the Agent's own integrations.
    UseName {
        own: String,
    },
    /// Find out which of these findings have a fix in the clone.
    FindFixes {
        findings: Vec<Finding>,
    },
    /// Look at what a fix does.
    PreviewFix {
        target: Target,
    },
    /// Look at what all safe fixes of files do, beside these, which are other answers.
    PreviewBoth {
        answers: Vec<Done>,
    },
    /// Look at fixes that are other answers: nothing has to be computed for them.
    ShowFix {
        target: Target,
        fixes: Vec<Done>,
    },
    /// Look at it no longer.
    LeaveFix,
    /// Write what was looked at.
    Fix,
    /// Take the last change of the clone back, where it was a fix.
    TakeFixBack,
    /// Tests after each save of a Python file, or no longer.
    TurnFast,
    /// The contributor says `merged` or `closed`.
    Finish {
        how: String,
    },
}

/// Which tasks to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    All,
    Failed,
    One(Task),
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// The last line of output, cleaned.
    pub line: String,
    /// Done and total, where the total is known.
    pub of: Option<(u64, u64)>,
}
