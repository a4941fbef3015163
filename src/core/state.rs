//! Everything about a workflow that is saved, in the shape of `workflow.yaml`.
//!
//! Paths inside are relative to the workspace folder; the clone's is absolute.

use super::answers::Answers;
use super::finding::Finding;
use super::fixes::FixedAnswers;
use super::plan::Choice;
use super::pull_request::way::Way;
use super::repo::CommitReport;
use super::shared::{Keys, Shared};
use super::stage::Stage;
use super::step::StepId;
use super::sync::Synced;
use super::testing::TaskResult;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The saved document. `schema` is added and checked by the codec.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct State {
    pub answers: Answers,
    pub steps: Steps,
    pub prototype: Prototype,
    pub files: Files,
    pub runs: Vec<Run>,
    pub git: GitState,
    pub ui: Ui,
    /// Questions that were answered with yes: integrations of the Agent whose name is used all the same.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub agreed: BTreeSet<String>,
    /// Text being typed, by field; taken into the answers by Enter. Any of it may hold a secret, so the workspace
    /// keeps each in a private file of its own; the document has it only as an earlier version wrote it.
    #[serde(skip_serializing)]
    pub drafts: BTreeMap<String, Draft>,
    /// Lists of choices that are open, or were left with something not taken, by the field they are for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub picks: BTreeMap<String, Pick>,
    /// Values that were taken, newest last, so that undo survives a restart.
    pub undo: Vec<Shared<Change>>,
    pub redo: Vec<Shared<Change>>,
}

/// What the steps remember.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Steps {
    pub test: TestState,
    /// What ran when the program last saved; a start finds it and says *interrupted*.
    pub running: Vec<String>,
}

/// The Test step's results and what they are about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TestState {
    pub tasks: Vec<TaskResult>,
    /// Hash of the scope's files, the tasks and ddev's version when each result was made.
    pub inputs: BTreeMap<String, String>,
    /// What reviewers would say of the files that were tested.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub review: Vec<Finding>,
}

/// The custom check in the workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Prototype {
    /// Hash of the check's and the configuration's text as they are now.
    pub check: Option<String>,
    pub conf: Option<String>,
    /// Hash of the check and the configuration as last generated; different from the above after a hand edit.
    pub generated_check: Option<String>,
    pub generated_conf: Option<String>,
    /// Hash of the source answers they were generated from.
    pub generated_from: Option<String>,
    /// Hash of the files that those answers name: the check that was brought along, the samples.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub generated_files: String,
    pub samples: Vec<Sample>,
    /// The check came from elsewhere.
    pub brought: bool,
}

/// A page or response on record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sample {
    /// Below `samples/`.
    pub file: String,
    pub content_type: String,
    /// The address it answers for; empty answers any.
    pub url: String,
    pub hash: String,
}

/// One run of the prototype; what it emitted is in `file`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Run {
    /// Unix time in seconds.
    pub at: u64,
    pub file: String,
    pub hash: String,
    /// Hash of check, configuration and samples that it ran on.
    pub inputs: String,
    pub ok: bool,
    pub metrics: usize,
    pub service_checks: usize,
    pub ms: f64,
    pub error: Option<String>,
    /// Nothing ran: what was read from the rules or from a sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
}

/// What was applied to the clone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    pub clone: Option<String>,
    /// The integration was there before the workflow: its files are the base, and stay as they are but for what
    /// is answered otherwise.
    #[serde(skip_serializing_if = "is_false")]
    pub existing: bool,
    /// ddev's own files are made again with the next application, whether or not the spec changed.
    #[serde(skip_serializing_if = "is_false")]
    pub resync: bool,
    pub ids: Ids,
    pub applied: Option<Applied>,
    /// Choices for conflicts of the coming application.
    pub choices: BTreeMap<String, Choice>,
    /// Choices within files, for the coming application too; they win over `choices`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hunks: BTreeMap<String, Places>,
    /// The answers that fixes changed together with files, the latest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<FixedAnswers>,
    /// Guesses that were looked at: `metrics.<name>`, or a section's name.
    pub seen: Keys,
}

// Serde calls it with a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !*value
}

/// The choices within one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Places {
    /// [`super::plan::PlannedFile::conflict_id`] of the conflict that they settle.
    pub of: String,
    /// One for each place, in order; absent ones are still open.
    pub picks: Vec<Option<Choice>>,
}

impl Places {
    /// The choices, once all are made.
    #[must_use]
    pub fn whole(&self) -> Option<Vec<Choice>> {
        self.picks.iter().copied().collect()
    }
}

/// Identifiers made once for the workflow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ids {
    pub app_uuid: String,
    /// Unix seconds minus 1,700,000,000.
    pub source_type_id: u64,
    /// `YYYY-MM-DD`, UTC.
    pub created: String,
}

/// The last application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Applied {
    /// Hash of the answers, the capture and the templates that the files were made from.
    pub inputs: String,
    /// The plan's hash.
    pub plan: String,
    /// The folder below `undo/`; absent when nothing was written.
    pub undo: Option<u32>,
    pub files: usize,
    /// Paths under an earlier name that applying removed: a commit takes their removal along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
    /// What they were made from, part by part, so that it can be told which of them changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// The metric prefix: under another one, the same metrics have other names.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prefix: String,
}

/// What git was told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GitState {
    pub last: Option<CommitReport>,
    /// The scope's hash at that commit.
    pub scope: Option<String>,
    pub pushed: Option<String>,
    /// The last update from the base, and how to go back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synced: Option<Synced>,
    /// The compare page of the pushed branch.
    pub url: Option<String>,
    /// How the pull request was handed over last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed: Option<Way>,
    /// The pull request's own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// When something last happened in the pull request, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<u64>,
    /// The last commit stands on top of another of ours.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub further: bool,
    /// The hash of title and text as they were handed over last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
    /// The stage that the review reached, as far as the contributor said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// What its CI and its reviewers say, as far as it was pasted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Finding>,
    /// Name and e-mail typed in because git has none.
    pub author: Option<(String, String)>,
    /// The contributor says merged or closed.
    pub finished: Option<String>,
}

impl GitState {
    /// The typed author as git writes one: `Acme Co <dev@acme.example>`.
    #[must_use]
    pub fn typed_author(&self) -> Option<String> {
        let (name, email) = self.author.as_ref()?;
        Some(format!("{name} <{email}>"))
    }
}

/// Text being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub text: String,
    /// Row and column in characters, from 0.
    pub cursor: (usize, usize),
}

/// The name among the lists of the one over all commands, which is for no field.
pub const COMMANDS: &str = "commands";

/// A list of choices as it stands: what is typed, ticked and highlighted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pick {
    /// What is typed to find an entry.
    pub filter: Draft,
    /// The boxes ticked, where several can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticked: Option<BTreeSet<String>>,
    /// The entry that Enter takes.
    pub at: String,
}

/// One value that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Fields changed together and their values before.
    pub before: Vec<(String, String)>,
}

/// The place on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ui {
    pub step: StepId,
    /// The section within the step.
    pub section: String,
    /// The focused field or row.
    pub focus: String,
    pub filter: String,
    /// Where the cursor is in the filter while it is being typed, in characters from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filtering: Option<usize>,
    /// The lists of choices that are open, the top one last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<String>,
    /// A draft's field is being typed in.
    pub editing: bool,
    /// Rows marked for a bulk edit.
    pub marked: Keys,
    /// Unix time of the last change, for Home.
    pub touched: u64,
}

impl Default for Ui {
    fn default() -> Self {
        Self {
            step: StepId::Setup,
            section: String::new(),
            focus: String::new(),
            filter: String::new(),
            filtering: None,
            lists: vec![],
            editing: false,
            marked: Keys::default(),
            touched: 0,
        }
    }
}
