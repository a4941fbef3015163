//! Verdicts while editing: after an edit and a short rest the shadow tree is rendered again, and what reads a
//! changed file is asked. The latest edit wins.

use super::inputs::Inputs;
use super::jobs::BESIDE;
use super::typed::Typed;
use super::{Job, Wizard};
use crate::core::effect::{Effect, Work};
use crate::core::event::Event;
use crate::core::failure::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::job::JobId;
use crate::core::live::{Keys, Progress, REST, VERIFY, Verdict};
use crate::core::outcome::Outcome;
use crate::core::plan::Choice;
use crate::core::setup::{Health, Item};
use crate::core::state::{Places, State};
use crate::core::step::StepId;
use crate::core::testing::TaskState;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the shadow tree is made from, as far as the wizard knows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Watched {
    pub(super) inputs: Inputs,
    /// What is being typed, as if it were answered.
    pub(super) typed: Option<Typed>,
    choices: BTreeMap<String, Choice>,
    hunks: BTreeMap<String, Places>,
    agreed: BTreeSet<String>,
    clone: Option<String>,
    toolchain: bool,
    loaded: bool,
    resync: bool,
    scope: String,
}

/// Events that leave what is rendered as it is; most of what comes is one of these.
pub(super) fn is_light(event: &Event) -> bool {
    matches!(
        event,
        Event::Clock { .. }
            | Event::DraftEdited { .. }
            | Event::Focus { .. }
            | Event::Mark { .. }
            | Event::Filter { .. }
            | Event::Lists { .. }
            | Event::Seen { .. }
            | Event::Progress { .. }
            | Event::Task { .. }
            | Event::Elapsed { .. }
            | Event::Verifying { .. }
            | Event::Verified { .. }
            | Event::Reviewed { .. }
            | Event::LastFix { .. }
    )
}

impl Wizard {
    /// A wizard that somebody looks at: verdicts come while editing, and tests run after a save if that is wanted.
    #[must_use]
    pub fn seen(state: State, tests_on_save: bool) -> Self {
        let mut wizard = Self::new(state);
        wizard.live.on = true;
        wizard.live.fast.on = tests_on_save;
        wizard
    }

    fn watched(&self) -> Watched {
        let files = &self.state.files;
        let setup = self.setup.as_ref();
        let toolchain = setup.and_then(|s| s.line(Item::Toolchain));
        Watched {
            inputs: self.inputs(),
            typed: self.typed(),
            choices: files.choices.clone(),
            hunks: files.hunks.clone(),
            agreed: self.state.agreed.clone(),
            clone: files.clone.clone(),
            toolchain: toolchain.is_some_and(|line| line.health == Health::Good),
            loaded: self.capture.is_some() || self.existing.is_some(),
            resync: files.resync,
            scope: self.scope.clone(),
        }
    }

    /// Asks for a rest, when what would be rendered is not what was rendered last.
    pub(super) fn look_at_edit(&mut self) -> Vec<Effect> {
        let mut effects = self.watch();
        effects.extend(self.rerun_when_free());
        if self.state.ui.step == StepId::Framework || self.mending.verify {
            effects.extend(self.look_at_framework());
        }
        effects
    }

    fn look_at_framework(&mut self) -> Vec<Effect> {
        let now = self.watched();
        let before = self.watched.replace(now);
        let same = before.is_some_and(|b| {
            self.watched
                .as_ref()
                .is_some_and(|now| b == *now || b.was_typed(now))
        });
        if same {
            return self.verify_when_free();
        }
        self.rest()
    }

    /// Waits for the next key, and ends what looks at the one before.
    pub(super) fn rest(&mut self) -> Vec<Effect> {
        self.live.due = false;
        self.live.tokens += 1;
        self.live.token = self.live.tokens;
        self.live.progress = Progress::Changed;
        let mut effects = self.make_way(false);
        effects.push(Effect::After {
            name: VERIFY,
            token: self.live.token,
            ms: REST,
        });
        effects
    }

    /// A rest is over; only the last one counts.
    pub(super) fn rested(&mut self, token: u64) -> Vec<Effect> {
        if token == 0 || token == self.live.fast.token {
            return if token == 0 { vec![] } else { self.settled() };
        }
        if token != self.live.token || self.live.progress != Progress::Changed {
            return vec![];
        }
        self.live.token = 0;
        self.live.due = true;
        self.verify_when_free()
    }

    /// Ends a running verification for something that works on the shadow tree too, or is newer; `again` when it is
    /// to begin anew once that is over.
    pub(super) fn make_way(&mut self, again: bool) -> Vec<Effect> {
        let Some(job) = self.live.job else {
            return vec![];
        };
        if self.live.superseded {
            return vec![];
        }
        self.live.superseded = true;
        self.live.due = again;
        self.live.progress = Progress::Changed;
        vec![Effect::Cancel { job }]
    }

    fn verify_when_free(&mut self) -> Vec<Effect> {
        let works = |j: &Job| !BESIDE.contains(&j.name);
        // What an earlier session left, and where the clone is, are still being read.
        let reading = self.runs("load") || (self.setup.is_none() && self.runs("set up"));
        let busy = reading || self.live.job.is_some() || self.jobs.iter().any(works);
        let here = self.state.ui.step == StepId::Framework || self.mending.verify;
        if !self.live.due || busy || !here {
            return vec![];
        }
        self.mending.verify = false;
        self.live.due = false;
        self.live.superseded = false;
        self.next_job += 1;
        self.live.job = Some(self.next_job);
        vec![Effect::Start {
            job: self.next_job,
            work: Work::Verify,
        }]
    }

    /// What was rendered: what is known of it is shown from now on.
    pub(super) fn verifying(&mut self, job: JobId, keys: Keys) -> Vec<Effect> {
        if self.live.job == Some(job) && !self.live.superseded {
            self.live.keys = keys.into();
            self.live.progress = Progress::Checking;
        }
        vec![]
    }

    /// What the rules of the review say of it.
    pub(super) fn reviewed(&mut self, job: JobId, findings: Vec<Finding>) -> Vec<Effect> {
        if self.live.job == Some(job) && !self.live.superseded {
            self.live.review = findings.into();
        }
        vec![]
    }

    /// A verdict is true of what it read, whatever was edited since.
    pub(super) fn verified(&mut self, job: JobId, verdict: Verdict) -> Vec<Effect> {
        let told = !matches!(
            verdict.result.state,
            TaskState::Cancelled | TaskState::Waiting
        );
        if self.live.job == Some(job) && told {
            self.live.remember(verdict);
        }
        vec![]
    }

    /// A job that is none of those listed ended: the verification, or one of an earlier session.
    pub(super) fn finished_verifying(
        &mut self,
        job: JobId,
        outcome: Result<Box<Outcome>, Failure>,
    ) -> Vec<Effect> {
        if self.live.job != Some(job) {
            return self.reran(job, outcome);
        }
        self.live.job = None;
        if self.live.superseded {
            self.live.superseded = false;
            return self.verify_when_free();
        }
        match outcome {
            Ok(outcome) => {
                if let Outcome::Verified { ms, remark } = *outcome {
                    self.live.ms = Some(ms);
                    self.notice = remark.or(self.notice.take());
                }
                self.live.progress = Progress::Done;
            }
            // Canceled by nobody we know of: the program ends.
            Err(failure) if failure.kind == FailureKind::Cancelled => {
                self.live.progress = Progress::Never;
            }
            Err(failure) => {
                self.live.keys = Keys::new().into();
                self.live.review = vec![].into();
                self.live.progress = Progress::Not {
                    why: failure.message,
                    hint: failure.hint,
                };
            }
        }
        vec![]
    }
}
