//! Fixes: asking which findings have one, looking at what it does, making it, taking it back. What was fixed is not
//! crossed out: everything that saw it looks again.

use super::Wizard;
use crate::core::effect::{Effect, Work};
use crate::core::event::{Action, Event};
use crate::core::failure::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::fixes::{Done, LastFix, Mended, Preview, Target};
use crate::core::job::JobId;
use crate::core::outcome::Outcome;
use crate::core::testing::{Task, TaskResult, TaskState};
use std::path::Path;

/// Looking at what a fix does.
pub const PREVIEW: &str = "fix preview";
/// Writing it.
pub const FIX: &str = "fix";

impl Wizard {
    pub(super) fn act_on_fix(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::FindFixes { findings } => self.find_fixes(findings),
            Action::PreviewFix { target } => self.preview_fix(target, vec![]),
            Action::PreviewBoth { answers } => self.preview_fix(Target::Safe, answers),
            Action::ShowFix { target, fixes } => {
                let mended = Mended {
                    done: fixes,
                    ..Mended::default()
                };
                self.mending.preview = Preview::Ready(target, mended.into());
                vec![]
            }
            Action::LeaveFix => {
                self.mending.preview = Preview::None;
                self.cancel_named(PREVIEW)
            }
            Action::Fix => self.make_fix(),
            Action::TakeFixBack => {
                let last = self.mending.last.as_ref().map(|last| last.number);
                let Some(number) = last else {
                    self.notice = Some("The last change of your clone was no fix.".into());
                    return vec![];
                };
                self.start(Work::TakeBack { number })
            }
            _ => vec![],
        }
    }

    fn preview_fix(&mut self, target: Target, beside: Vec<Done>) -> Vec<Effect> {
        let work = Work::PreviewFix {
            target: target.clone(),
        };
        let effects = self.start(work);
        if !effects.is_empty() {
            self.mending.preview = Preview::Computing(target);
            self.mending.beside = beside;
        }
        effects
    }

    /// Makes what was looked at: other answers at once, as one step; files by a job, and the answers after them.
    fn make_fix(&mut self) -> Vec<Effect> {
        let Some(mended) = self.mending.preview.ready() else {
            return vec![];
        };
        let (values, title) = (mended.values(), mended.title());
        if values.is_empty() || !mended.changes.is_empty() {
            let effects = self.start(Work::Fix);
            if !effects.is_empty() {
                self.set_when_written(values);
            }
            return effects;
        }
        self.mending.preview = Preview::None;
        let effects = self.edit(Event::Set { values });
        self.notice = Some(format!("{title}: done."));
        effects
    }

    /// Asks which of these findings have a fix in the clone, unless that is known.
    fn find_fixes(&mut self, findings: Vec<Finding>) -> Vec<Effect> {
        let files = &self.state.files;
        let there = files.existing || files.applied.is_some();
        if files.clone.is_none() || !there {
            return vec![];
        }
        let asked = Some((findings, self.scope.clone()));
        if self.mending.asked == asked {
            return vec![];
        }
        self.mending.asked = asked;
        if self.mending.job.is_some() {
            self.mending.again = true;
            return vec![];
        }
        self.ask_for_offers()
    }

    fn ask_for_offers(&mut self) -> Vec<Effect> {
        let Some((findings, _)) = self.mending.asked.clone() else {
            return vec![];
        };
        self.next_job += 1;
        self.mending.job = Some(self.next_job);
        vec![Effect::Start {
            job: self.next_job,
            work: Work::FindFixes { findings },
        }]
    }

    /// Which findings have a fix was found out; whether the job was that one.
    pub(super) fn offered(
        &mut self,
        job: JobId,
        outcome: &Result<Box<Outcome>, Failure>,
    ) -> Option<Vec<Effect>> {
        if self.mending.job != Some(job) {
            return None;
        }
        self.mending.job = None;
        match outcome.as_ref().map(|o| &**o) {
            Ok(Outcome::Offered { offers }) => self.mending.offers = offers.clone().into(),
            // What can't be read has no fixes; what it is is said by whoever reads it next.
            _ => self.mending.offers = vec![].into(),
        }
        if std::mem::take(&mut self.mending.again) {
            return Some(self.ask_for_offers());
        }
        Some(vec![])
    }

    /// A job about fixes ended well.
    pub(super) fn fix_done(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::PreviewedFix { mended } => {
                self.previewed_fix(*mended);
                vec![]
            }
            Outcome::Fixed { last, paths } => self.fixed(last, &paths),
            Outcome::TakenBack { number, paths } => self.fix_taken_back(number, &paths),
            _ => vec![],
        }
    }

    /// What a fix does was found out, and is shown if that is still wanted.
    fn previewed_fix(&mut self, mut mended: Mended) {
        let preview = std::mem::take(&mut self.mending.preview);
        let beside = std::mem::take(&mut self.mending.beside);
        mended.done.splice(0..0, beside);
        if let Preview::Computing(target) = preview {
            self.mending.preview = Preview::Ready(target, mended.into());
        }
    }

    /// A look at a fix, or the fix itself, failed: that is said where it was looked at.
    pub(super) fn fix_failed(&mut self, failure: Failure) -> Option<Failure> {
        self.mending.to_set.clear();
        match std::mem::take(&mut self.mending.preview) {
            Preview::Computing(target) | Preview::Ready(target, _) => {
                self.mending.preview = Preview::Failed(target, failure);
                None
            }
            // Nobody looks at it any more: what was canceled with it is no failure.
            _ => (failure.kind != FailureKind::Cancelled).then_some(failure),
        }
    }

    /// A fix was written.
    fn fixed(&mut self, last: LastFix, paths: &[String]) -> Vec<Effect> {
        self.notice = Some(format!("{}: fixed.", last.title));
        self.mending.preview = Preview::None;
        let mut effects = self.set_with_files(last.number);
        self.mending.last = Some(last);
        effects.extend(self.look_at_clone_again(paths));
        effects
    }

    /// A fix was taken back.
    fn fix_taken_back(&mut self, number: u32, paths: &[String]) -> Vec<Effect> {
        let all = paths.join(", ");
        let (answers, mut effects) = self.give_answers_back(number);
        self.notice = Some(format!("As before the fix: {all}.{answers}"));
        self.mending.last = None;
        effects.extend(self.look_at_clone_again(paths));
        effects
    }

    /// Everything that read the changed files reads them again: what is answered of an integration that exists, git,
    /// the shadow tree, and what the Test step ran before.
    fn look_at_clone_again(&mut self, paths: &[String]) -> Vec<Effect> {
        let mut effects = vec![];
        if self.state.files.existing {
            // The preview of the files is of what they were.
            if self.live.is_about_files() {
                self.plan = None;
                self.before.clear();
            }
            effects.extend(self.start(Work::Load));
        }
        self.mending.verify = self.live.is_about_files();
        effects.extend(self.start(Work::ReadRepo));
        let ran = |result: &&TaskResult| {
            use TaskState::{Crashed, Failed, Passed};
            matches!(result.state, Passed | Failed | Crashed)
        };
        let python = paths.iter().any(|path| is_python(path));
        let again = |task: &Task| match task {
            Task::Validate(_) => true,
            Task::Lint => python,
            // What has a fix is not told by these, and they take long: they are stale, and say so.
            _ => false,
        };
        let results = &self.state.steps.test.tasks;
        let ran = results.iter().filter(ran).map(|r| r.task.clone());
        let tasks: Vec<Task> = ran.filter(again).collect();
        if !tasks.is_empty() {
            // The old results stay until the new ones are there.
            effects.extend(self.start(Work::Test { tasks }));
        }
        effects
    }

    pub(super) fn cancel_named(&mut self, name: &str) -> Vec<Effect> {
        let jobs = self.jobs.iter_mut().filter(|job| job.name == name);
        jobs.map(|job| {
            job.cancelling = true;
            Effect::Cancel { job: job.id }
        })
        .collect()
    }

    /// A finding as it is told of the clone's own files, so that a fix of those files fits; none where it was only seen
    /// in what would be made from the answers.
    #[must_use]
    pub fn of_clone<'f>(&'f self, finding: &'f Finding) -> Option<&'f Finding> {
        if self.state.files.existing {
            return Some(finding);
        }
        let test = &self.state.steps.test;
        let told = test.tasks.iter().flat_map(|t| &t.findings);
        let rerun = self.live.fast.result();
        let mut told = told
            .chain(&test.review)
            .chain(rerun.into_iter().flat_map(|r| &r.findings));
        let same = |f: &Finding| {
            (f.source, &f.rule, &f.file, &f.message)
                == (
                    finding.source,
                    &finding.rule,
                    &finding.file,
                    &finding.message,
                )
        };
        told.find(|f| same(f))
    }
}

fn is_python(path: &str) -> bool {
    path.ends_with("pyproject.toml") || Path::new(path).extension().is_some_and(|e| e == "py")
}
