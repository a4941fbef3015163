//! What jobs report, and what follows from it.

use super::{FIX, PREVIEW, Wizard};
use crate::core::capture::Capture;
use crate::core::effect::{Effect, Work};
use crate::core::event::Action;
use crate::core::failure::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::job::JobId;
use crate::core::notes::{Facts, Opened};
use crate::core::outcome::Outcome;
use crate::core::plan::{FileState, Plan, PlannedFile};
use crate::core::repo::CommitReport;
use crate::core::setup::{CLONE_FIELD, FORK_FIELD, SetupReport};
use crate::core::shared::Shared;
use crate::core::state::{Applied, Run};
use crate::core::sync;
use crate::core::testing::{TaskResult, TaskState};
use std::collections::BTreeMap;

/// How many runs are kept and compared.
const RUNS: usize = 20;

impl Wizard {
    /// One task began or ended.
    pub(super) fn task(&mut self, job: JobId, result: TaskResult, inputs: String) -> Vec<Effect> {
        if !self.jobs.iter().any(|j| j.id == job) {
            return vec![];
        }
        self.before_tests = None;
        let test = &mut self.state.steps.test;
        if result.state != TaskState::Running {
            test.inputs.insert(result.task.label(), inputs);
        }
        match test.tasks.iter_mut().find(|r| r.task == result.task) {
            Some(slot) => *slot = result,
            None => test.tasks.push(result),
        }
        vec![Effect::Save]
    }

    pub(super) fn finished(
        &mut self,
        job: JobId,
        outcome: Result<Box<Outcome>, Failure>,
    ) -> Vec<Effect> {
        if let Some(effects) = self.offered(job, &outcome) {
            return effects;
        }
        let Some(at) = self.jobs.iter().position(|j| j.id == job) else {
            return self.finished_verifying(job, outcome);
        };
        let name = self.jobs.remove(at).name;
        self.state.steps.running.retain(|n| n != name);
        self.state.ui.touched = self.now.max(self.state.ui.touched);
        let mut effects = vec![Effect::Save];
        if name == "set up" && std::mem::take(&mut self.look_again) {
            effects.extend(self.look());
            return effects;
        }
        match outcome {
            Ok(outcome) => effects.extend(self.accept(*outcome)),
            Err(failure) => effects.extend(self.failed(name, failure)),
        }
        if name == Work::ReadRepo.name() && std::mem::take(&mut self.read_again) {
            effects.extend(self.start(Work::ReadRepo));
        }
        effects
    }

    fn failed(&mut self, name: &'static str, failure: Failure) -> Vec<Effect> {
        if name == "test" {
            self.refused_tests(failure.kind);
        }
        for task in &mut self.state.steps.test.tasks {
            if name == "test" && matches!(task.state, TaskState::Running | TaskState::Waiting) {
                task.state = TaskState::Cancelled;
            }
        }
        if failure.kind == FailureKind::Cancelled {
            self.notice = Some(format!("Canceled: {name}."));
        }
        let failure = if matches!(name, PREVIEW | FIX) {
            let Some(failure) = self.fix_failed(failure) else {
                return if name == FIX {
                    self.start(Work::ReadRepo)
                } else {
                    vec![]
                };
            };
            failure
        } else {
            failure
        };
        let Some(failure) = self.update_failed(name, failure) else {
            return self.start(Work::ReadRepo);
        };
        // Of what was looked at only to help, what went wrong before says more.
        if name == "show" && self.failure.is_some() {
            return vec![];
        }
        let failure = match self.replaced() {
            Some(known) if name == "push" => known,
            _ => failure,
        };
        let again = self.look_again_at_source(name, &failure);
        self.failure = Some((name, failure));
        if !again.is_empty() {
            return again;
        }
        // A clone that failed to appear, or a file that changed under the plan: look again.
        if matches!(name, "apply" | "undo" | "commit" | "test" | sync::BACK) {
            self.start(Work::ReadRepo)
        } else {
            vec![]
        }
    }

    /// What was asked about may go on now.
    fn trusted(&mut self) {
        self.failure = None;
        let next = match self.state.prototype.check {
            Some(_) => "Agreed. Run it now.",
            None => "Agreed. Write the check now.",
        };
        self.notice = Some(next.into());
    }

    fn accept(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Loaded {
                capture,
                previous,
                notes,
                renames,
                existing,
                applied,
            } => {
                if let Some(opened) = existing {
                    self.opened_existing(*opened);
                }
                self.renames = renames;
                self.capture = capture.map(Shared::from);
                self.previous = previous.map(Shared::from);
                self.notes = notes;
                self.applied_rows = applied.into();
                self.derive();
            }
            Outcome::Setup { report, facts } => return self.set_up(report, facts),
            Outcome::Cloned { path } => {
                self.state.drafts.remove(CLONE_FIELD);
                return self.act(Action::UseClone { path });
            }
            Outcome::RemoteAdded { url } => {
                let drafts = &mut self.state.drafts;
                if drafts.get(FORK_FIELD).is_some_and(|d| d.text.trim() == url) {
                    drafts.remove(FORK_FIELD);
                }
                return self.act(Action::CheckSetup);
            }
            Outcome::Toolchain | Outcome::Fetched => return self.act(Action::CheckSetup),
            Outcome::Trusted => self.trusted(),
            Outcome::Shown { field, proposal } => self.was_shown(field, *proposal),
            Outcome::Prototype { prototype, notes } => {
                self.state.prototype = *prototype;
                self.notes = notes;
                if self.state.answers.is_declared() {
                    // There is nothing to run: reading the files takes its place.
                    return self.start(Work::RunPrototype);
                }
            }
            Outcome::Captured {
                run,
                capture,
                renames,
            } => self.captured(run, capture, renames),
            Outcome::Planned {
                plan,
                findings,
                ids,
                inputs,
            } => {
                self.preview(plan);
                self.before.clear();
                self.plan_findings = findings;
                self.plan_inputs = inputs;
                self.state.files.ids = ids;
            }
            Outcome::Applied {
                applied,
                scope,
                plan,
            } => return self.applied(applied, scope, plan),
            Outcome::Undone { applied } => return self.undone(applied),
            Outcome::Tested { review } => return self.tested(review),
            Outcome::Repo {
                repo,
                scope,
                inputs,
                tasks,
            } => {
                self.clone_read(repo);
                self.scope = scope;
                self.test_inputs = inputs;
                self.tasks = tasks;
            }
            Outcome::Differences(all) => self.differences = Some(all.into()),
            Outcome::Committed { report, scope } => return self.committed(report, scope),
            Outcome::BaseSeen(plan) => return self.base_seen(plan),
            Outcome::Updated { done, was, scope } => return self.updated(*done, &was, scope),
            Outcome::WentBack { was, scope } => return self.went_back(&was, scope),
            Outcome::Remarked { findings } => return self.remarked(findings),
            Outcome::HandedOver {
                way,
                made,
                said,
                copy,
            } => return self.handed_over(way, made, said, copy),
            Outcome::Pushed {
                commit,
                url,
                already,
            } => self.pushed(commit, url, already),
            // What is left are fixes, and jobs that are none of those that are listed.
            fixed => return self.fix_done(fixed),
        }
        vec![]
    }

    /// The last application was taken back: what was applied before it is the base again.
    fn undone(&mut self, applied: Option<Applied>) -> Vec<Effect> {
        self.state.files.applied = applied;
        self.plan = None;
        self.before.clear();
        self.notice = Some("The last application was taken back.".into());
        let mut effects = self.start(Work::Load);
        effects.extend(self.start(Work::ReadRepo));
        effects
    }

    fn committed(&mut self, report: CommitReport, scope: String) -> Vec<Effect> {
        if report.made {
            self.state.git.further = self.further;
        } else {
            self.notice = Some("Nothing differs from the last commit: it stays as it is.".into());
        }
        self.state.git.last = Some(report);
        self.state.git.scope = Some(scope.clone());
        self.scope = scope;
        self.start(Work::ReadRepo)
    }

    fn tested(&mut self, review: Vec<Finding>) -> Vec<Effect> {
        self.state.steps.test.review = review;
        self.start(Work::ReadRepo)
    }

    fn applied(&mut self, applied: Applied, scope: String, plan: Plan) -> Vec<Effect> {
        let wrote = self.plan.as_ref().is_none_or(Plan::writes);
        self.notice = Some(if wrote {
            format!("{} files applied. Undo takes them back.", applied.files)
        } else {
            "Nothing had to be written: your clone holds these files.".into()
        });
        self.state.files.applied = Some(applied);
        self.state.files.resync = false;
        if !self.state.files.existing {
            self.applied_rows = self.derived.metrics.clone().into();
            self.derive();
        }
        let before = self.plan.take().unwrap_or_default().files;
        self.before = before.into_iter().map(|f| (f.path, f.state)).collect();
        self.preview(plan);
        self.scope = scope;
        self.start(Work::ReadRepo)
    }

    /// What was read back counts as answered where nothing else was.
    fn opened_existing(&mut self, opened: Opened) {
        let Opened {
            existing,
            ids,
            afresh,
        } = opened;
        let state = &mut self.state;
        if afresh && !state.answers.same_files(&existing.answers) {
            let before = std::mem::replace(&mut state.answers, existing.answers.clone());
            // These are in no file of the integration.
            state.answers.git = before.git;
            state.answers.maintainer = before.maintainer;
            state.answers.silenced = before.silenced;
            state.answers.source = before.source;
            state.answers.prototype = before.prototype;
            state.undo.clear();
            state.redo.clear();
            state.files.ids = ids;
            let inputs = self.framework_inputs();
            if let Some(applied) = &mut self.state.files.applied {
                applied.inputs = inputs;
            }
        }
        self.existing = Some(existing.into());
    }

    /// Takes a plan, and forgets the choices that it does not ask for.
    fn preview(&mut self, plan: Plan) {
        let choices = &mut self.state.files.choices;
        choices.retain(|path, _| plan.choices().any(|f| f.path == *path));
        self.state.files.hunks.retain(|path, picks| {
            let mut conflicts = plan.choices().filter(|f| f.path == *path);
            conflicts.any(|f| f.conflict_id() == picks.of)
        });
        // What is about to change comes first, and is what one stands on.
        let ui = &mut self.state.ui;
        let changes = |f: &&PlannedFile| f.state != FileState::Unchanged;
        let here = plan.files.iter().find(|f| f.path == ui.focus);
        if here.is_some_and(|f| f.state == FileState::Unchanged)
            && let Some(first) = plan.files.iter().find(changes)
        {
            ui.focus.clone_from(&first.path);
        }
        self.plan = Some(plan);
    }

    fn set_up(&mut self, report: SetupReport, facts: Facts) -> Vec<Effect> {
        // A folder inside of the clone was named: everything below is relative to its root.
        if report.clone.is_some() {
            self.state.files.clone.clone_from(&report.clone);
        }
        let cloned = report.clone.is_some();
        self.setup = Some(report);
        self.facts = facts;
        self.derive();
        if cloned {
            return self.start(Work::ReadRepo);
        }
        vec![]
    }

    fn captured(&mut self, run: Run, capture: Box<Capture>, renames: BTreeMap<String, String>) {
        self.renames = renames;
        self.previous = self.capture.replace(Shared::from(capture));
        self.state.runs.push(run);
        let extra = self.state.runs.len().saturating_sub(RUNS);
        self.state.runs.drain(..extra);
        self.derive();
        if self.follow_prefix() {
            self.derive();
        }
        self.leave_old_names();
    }
}
