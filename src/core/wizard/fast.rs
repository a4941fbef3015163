//! The fast loop: a save of a Python file, a short rest, and the tests by themselves. The latest save wins.

use super::Wizard;
use crate::core::effect::{Effect, Work};
use crate::core::failure::{Failure, FailureKind};
use crate::core::job::JobId;
use crate::core::live::{RERUN, Rerun, SETTLE};
use crate::core::outcome::Outcome;

/// Jobs beside which no test may run: they write the files, or remake the environment.
const APART: [&str; 6] = ["test", "apply", "undo", "commit", "fix", "undo fix"];

impl Wizard {
    /// The folder to watch, when that changed.
    pub(super) fn watch(&mut self) -> Vec<Effect> {
        let files = &self.state.files;
        let there = files.existing || files.applied.is_some();
        let folder = self.state.answers.integration.folder();
        let clone = files.clone.as_ref().filter(|_| there && !folder.is_empty());
        let wanted = clone.map(|clone| format!("{clone}/{folder}"));
        if self.live.fast.watching == wanted {
            return vec![];
        }
        self.live.fast.watching.clone_from(&wanted);
        vec![Effect::Watch { folder: wanted }]
    }

    /// Files of the integration were saved in the clone.
    pub(super) fn files_changed(&mut self, python: bool) -> Vec<Effect> {
        // What is being read may have been read before this save.
        self.read_again |= self.runs(Work::ReadRepo.name());
        let mut effects = self.start(Work::ReadRepo);
        if !python || !self.live.fast.on {
            return effects;
        }
        self.live.tokens += 1;
        let token = self.live.tokens;
        let fast = &mut self.live.fast;
        fast.token = token;
        fast.due = false;
        fast.last = Rerun::Running;
        if let Some(job) = fast.job {
            fast.superseded = true;
            effects.push(Effect::Cancel { job });
        }
        effects.push(Effect::After {
            name: RERUN,
            token,
            ms: SETTLE,
        });
        effects
    }

    pub(super) fn settled(&mut self) -> Vec<Effect> {
        self.live.fast.token = 0;
        self.live.fast.due = true;
        self.rerun_when_free()
    }

    pub(super) fn rerun_when_free(&mut self) -> Vec<Effect> {
        let apart = self.jobs.iter().any(|j| APART.contains(&j.name));
        let fast = &mut self.live.fast;
        if !fast.due || apart || fast.job.is_some() {
            return vec![];
        }
        fast.due = false;
        fast.superseded = false;
        self.next_job += 1;
        fast.job = Some(self.next_job);
        vec![Effect::Start {
            job: self.next_job,
            work: Work::Rerun,
        }]
    }

    /// Turns the loop on or off.
    pub(super) fn turn_fast(&mut self) -> Vec<Effect> {
        let fast = &mut self.live.fast;
        fast.on = !fast.on;
        fast.due = false;
        fast.token = 0;
        fast.last = Rerun::Never;
        let said = if fast.on {
            "Tests run after each save of a Python file. Only ddev test turns the step green."
        } else {
            "Tests no longer run after a save."
        };
        self.notice = Some(said.into());
        match fast.job.filter(|_| !fast.on) {
            Some(job) => {
                fast.superseded = true;
                vec![Effect::Cancel { job }]
            }
            None => vec![],
        }
    }

    pub(super) fn reran(
        &mut self,
        job: JobId,
        outcome: Result<Box<Outcome>, Failure>,
    ) -> Vec<Effect> {
        let fast = &mut self.live.fast;
        if fast.job != Some(job) {
            return vec![];
        }
        fast.job = None;
        if std::mem::take(&mut fast.superseded) {
            return self.rerun_when_free();
        }
        fast.last = match outcome.map(|o| *o) {
            Ok(Outcome::Reran { result }) => Rerun::Done(result),
            Ok(_) => Rerun::Never,
            Err(failure) if failure.kind == FailureKind::Cancelled => Rerun::Never,
            Err(failure) => Rerun::Not(failure.message),
        };
        vec![]
    }
}
