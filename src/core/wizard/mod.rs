//! The state machine: an event comes in, the state changes, effects go out as data.

mod amended;
mod both;
mod committing;
mod drifted;
mod edit;
mod fast;
mod fixes;
mod inputs;
mod jobs;
mod leaving;
mod live;
mod options;
mod outcome;
mod renamed;
mod request;
mod shown;
mod silenced;
mod syncing;
mod typed;

pub use fixes::{FIX, PREVIEW};
pub use shown::{Consequence, Shown, What};
pub use syncing::sentence as update_sentence;

use super::capture::{Capture, Dropped};
use super::dashboard::Source;
use super::derived::Derived;
use super::drift::{self, Drift};
use super::effect::{Effect, Work};
use super::event::{Action, Event, Progress};
use super::existing::Existing;
use super::failure::Failure;
use super::finding::Finding;
use super::fixes::Mending;
use super::job::JobId;
use super::live::Live;
use super::metadata::MetricRow;
use super::notes::{Facts, Notes};
use super::plan::{Choice, FileState, Plan, PlannedFile};
use super::repo::{Difference, RepoState, Theirs};
use super::setup::SetupReport;
use super::shared::Shared;
use super::state::State;
use super::sync;
use super::testing::{Task, TaskResult};
use super::{derived, hash, monitors, names};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Rises when what the templates render changes, so that applied files turn stale.
pub const TEMPLATES: u32 = 2;

/// A running job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub id: JobId,
    pub name: &'static str,
    /// Unix seconds.
    pub started: u64,
    pub progress: Progress,
    pub cancelling: bool,
}

/// One workflow: what is saved, and what is known beside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wizard {
    pub state: State,
    pub setup: Option<SetupReport>,
    pub facts: Facts,
    /// What was read back from the files of an integration that exists.
    pub existing: Option<Shared<Existing>>,
    pub notes: Notes,
    /// The last run and the one before.
    pub capture: Option<Shared<Capture>>,
    pub previous: Option<Shared<Capture>>,
    /// What the integration emits instead of what the prototype emitted.
    pub renames: BTreeMap<String, String>,
    /// The capture under the integration's names, where those differ.
    pub renamed: Option<Shared<Capture>>,
    /// Shared, as the captures are: each job gets a snapshot of the wizard.
    pub derived: Shared<Derived>,
    /// The rows of `metadata.csv` as they were applied.
    pub applied_rows: Shared<Vec<MetricRow>>,
    /// How those differ from the last run.
    pub drift: Shared<Drift>,
    pub plan: Option<Plan>,
    /// The files' states before the plan was applied; `plan` says how they stand since. Empty before.
    pub before: Vec<(String, FileState)>,
    pub plan_findings: Vec<Finding>,
    /// What the plan was made from.
    pub plan_inputs: String,
    pub repo: Option<RepoState>,
    /// What the next commit would change, when it was asked for.
    pub differences: Option<Shared<Vec<Difference>>>,
    /// Hash of the scope's files in the clone.
    pub scope: String,
    /// Hash of everything that test results depend on.
    pub test_inputs: String,
    pub tasks: Vec<Task>,
    pub jobs: Vec<Job>,
    /// What ran when the program ended without being asked to.
    pub interrupted: Vec<String>,
    /// Why the last action did not work, and which.
    pub failure: Option<(&'static str, Failure)>,
    /// What follows from what was shown, until it is taken or something else is typed.
    pub shown: Option<Shown>,
    asked: Option<shown::Asked>,
    /// What the fork's branch holds that a push would lose.
    pub in_the_way: Option<Theirs>,
    /// What an update from the base does.
    pub update: sync::Preview,
    /// What there is to say for a moment.
    pub notice: Option<String>,
    /// Unix seconds.
    pub now: u64,
    /// The verdicts while editing.
    pub live: Live,
    /// Fixes.
    pub mending: Mending,
    /// The commit that is being made goes on top of our last one.
    further: bool,
    /// The results as they were, until the first of the tests that were asked for began.
    before_tests: Option<Vec<TaskResult>>,
    watched: Option<live::Watched>,
    next_job: JobId,
    hashed: inputs::Hashed,
    /// Set up was asked for while it was looking already.
    look_again: bool,
    /// Files were saved while the repository was being read.
    read_again: bool,
}

impl Wizard {
    /// A wizard on a saved state.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self {
            state,
            ..Self::default()
        }
    }

    /// A wizard on a saved state that no session works on: the hashes are taken as last seen, so that
    /// its statuses can be told without looking at the clone.
    #[must_use]
    pub fn resting(state: State) -> Self {
        let mut wizard = Self::new(state);
        let w = &mut wizard;
        w.scope = w.state.git.scope.clone().unwrap_or_default();
        let test = &w.state.steps.test;
        w.tasks = test.tasks.iter().map(|t| t.task.clone()).collect();
        w.test_inputs = test
            .inputs
            .values()
            .next_back()
            .cloned()
            .unwrap_or_default();
        if w.state.files.clone.is_some() {
            w.setup = Some(SetupReport {
                clone: w.state.files.clone.clone(),
                ..SetupReport::default()
            });
        }
        wizard
    }

    /// Reacts to one event.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let edits = self.live.on && !live::is_light(&event);
        let types = self.live.on && matches!(event, Event::DraftEdited { .. });
        let mut effects = self.react(event);
        if edits {
            effects.extend(self.look_at_edit());
        } else if types {
            effects.extend(self.look_at_typed());
        }
        effects
    }

    fn react(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => self.opened(),
            Event::Clock { now } => {
                self.now = now;
                vec![]
            }
            Event::Do(action) => self.act(action),
            Event::Progress { job, progress } => {
                if let Some(job) = self.jobs.iter_mut().find(|j| j.id == job) {
                    job.progress = progress;
                }
                vec![]
            }
            Event::Task {
                job,
                result,
                inputs,
            } => self.task(job, *result, inputs),
            Event::Looked { job, report } => {
                if self.jobs.iter().any(|j| j.id == job) && !self.look_again {
                    self.setup = Some(report);
                }
                vec![]
            }
            Event::Finished { job, outcome } => self.finished(job, outcome),
            Event::PrototypeChanged { check, conf } => {
                self.state.prototype.check = check;
                self.state.prototype.conf = conf;
                let mut effects = vec![Effect::Save];
                if self.state.answers.is_declared() && self.state.prototype.check.is_some() {
                    // What follows from the file is written anew, then read; there is nothing to run.
                    effects.extend(self.start(Work::WritePrototype { replace: false }));
                }
                effects
            }
            Event::FilesChanged { python } => self.files_changed(python),
            Event::InTheWay { job, theirs } => {
                if self.jobs.iter().any(|j| j.id == job) {
                    self.in_the_way = Some(theirs);
                }
                vec![]
            }
            Event::Recovered { said } => self.recovered(said),
            Event::Elapsed { token } => self.rested(token),
            Event::Verifying { job, keys } => self.verifying(job, keys),
            Event::Reviewed { job, findings } => self.reviewed(job, findings),
            Event::LastFix { last } => {
                self.mending.last = last;
                vec![]
            }
            Event::Verified { job, verdict } => self.verified(job, *verdict),
            edit => self.edit(edit),
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.interrupted = std::mem::take(&mut self.state.steps.running);
        for task in &mut self.state.steps.test.tasks {
            if task.state == super::testing::TaskState::Running {
                task.state = super::testing::TaskState::Interrupted;
            }
        }
        let mut effects = vec![Effect::Save];
        effects.extend(self.start(Work::Load));
        effects.extend(self.act(Action::CheckSetup));
        effects
    }

    /// What the last run was made of; equal hashes mean that it still counts.
    #[must_use]
    pub fn run_inputs(&self) -> String {
        let p = &self.state.prototype;
        hash::value(&(
            &p.check,
            &p.conf,
            p.samples.iter().map(|s| &s.hash).collect::<Vec<_>>(),
        ))
    }

    /// What the custom check is generated from.
    #[must_use]
    pub fn source_inputs(&self) -> String {
        let a = &self.state.answers;
        let i = &a.integration;
        let read = (i.kind, i.folder(), i.prefix(), &a.source, &a.prototype);
        let told: Vec<_> = a
            .told_checks()
            .map(|c| (&c.name, &c.from, c.conditions()))
            .collect();
        if told.is_empty() && a.events.is_empty() && a.version.is_none() {
            return hash::value(&read);
        }
        hash::value(&(read, told, &a.events, &a.version))
    }

    /// The planned files that still need a choice.
    pub fn open_choices(&self) -> impl Iterator<Item = &PlannedFile> {
        let files = &self.state.files;
        let all = self.plan.iter().flat_map(Plan::choices);
        all.filter(|f| {
            let picks = files.hunks.get(&f.path);
            !files.choices.contains_key(&f.path) && picks.is_none_or(|p| p.whole().is_none())
        })
    }

    /// The choices within files, of the files where all are made.
    #[must_use]
    pub fn hunks(&self) -> BTreeMap<String, Vec<Choice>> {
        let files = self.state.files.hunks.iter();
        files
            .filter_map(|(path, picks)| Some((path.clone(), picks.whole()?)))
            .collect()
    }

    /// The integration of the Agent itself that a folder's name stands for, when nobody agreed to that yet.
    #[must_use]
    pub fn agents_own(&self, folder: &str) -> Option<&'static str> {
        names::agents_own(folder).filter(|own| !self.state.agreed.contains(*own))
    }

    /// Derives rows again from the last run and the answers.
    pub(super) fn derive(&mut self) {
        let renamed = self
            .capture
            .as_ref()
            .map(|c| derived::renamed(c, &self.renames));
        self.renamed = match renamed {
            Some(Cow::Owned(capture)) => Some(capture.into()),
            _ => None,
        };
        let capture = self.renamed.as_ref().or(self.capture.as_ref());
        if let Some(existing) = &self.existing {
            let (help, units) = (&self.notes.help, &self.facts.units);
            let answers = &self.state.answers;
            let derived = existing.derived(capture.map(|c| &**c), help, answers, units);
            self.derived = derived.into();
            return;
        }
        let Some(capture) = capture else { return };
        let answers = &self.state.answers;
        let mut derived = derived::all(capture, &self.notes.help, answers, &self.facts.units);
        let prefix = self.applied_prefix();
        let drift = drift::hold(&mut derived, &self.applied_rows, prefix, answers);
        self.derived = derived.into();
        self.drift = drift.into();
        self.derive_monitors();
    }

    /// The metric prefix that the applied rows have.
    #[must_use]
    pub fn applied_prefix(&self) -> &str {
        let applied = self.state.files.applied.as_ref();
        applied.map_or("", |a| a.prefix.as_str())
    }

    /// Holds the answers about monitors against what is emitted.
    fn derive_monitors(&mut self) {
        let found = self.with_source(monitors::findings);
        let about = |rule: &str| rule.starts_with("monitors.");
        if !found.is_empty() || self.derived.findings.iter().any(|f| about(&f.rule)) {
            self.derived.findings.retain(|f| !about(&f.rule));
            self.derived.findings.extend(found);
        }
    }

    /// What the dashboard and the monitors are made from, under the integration's names.
    pub fn with_source<R>(&self, work: impl FnOnce(&Source<'_>) -> R) -> R {
        let nothing = Capture::default();
        let capture = self.renamed.as_ref().or(self.capture.as_ref());
        work(&Source {
            answers: &self.state.answers,
            metrics: &self.derived.metrics,
            service_checks: &self.derived.service_checks,
            capture: capture.map_or(&nothing, |c| c),
        })
    }

    /// Derives what an answer to these fields changes.
    pub(super) fn derive_for<'f>(&mut self, fields: &'f [String]) {
        let beside = |id: &String| id.starts_with("monitors.") || id.starts_with("dashboard.");
        if !fields.is_empty() && fields.iter().all(beside) {
            self.derive_monitors();
            return;
        }
        // A row that goes or comes back is more than a row that changes.
        let metric = |id: &'f String| match id.strip_prefix("metrics.")?.rsplit_once('.')? {
            (_, "remove" | "type") => None,
            (name, _) => Some(name),
        };
        let names: Option<Vec<&str>> = fields.iter().map(metric).collect();
        let known = names
            .is_some_and(|names| derived::answered(&mut self.derived, &self.state.answers, &names));
        if !known {
            self.derive();
        }
    }

    /// What the source shows and the check does not send, each name once: what reading the source
    /// told says more than what the base class logged.
    #[must_use]
    pub fn left_out(&self) -> Vec<&Dropped> {
        let emitted = self.capture.iter().flat_map(|c| &c.dropped);
        let mut seen = BTreeSet::new();
        let all = self.notes.dropped.iter().chain(emitted);
        all.filter(|d| seen.insert(&d.name)).collect()
    }

    /// Whether a job of this name runs.
    #[must_use]
    pub fn runs(&self, name: &str) -> bool {
        self.jobs.iter().any(|j| j.name == name)
    }
}
