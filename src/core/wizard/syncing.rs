//! Bringing the work up to date with the base: looking at what that does, doing it, and going back. What is on record of
//! the branch follows it.

use super::Wizard;
use crate::core::effect::{Effect, Work};
use crate::core::event::Action;
use crate::core::failure::{Failure, FailureKind};
use crate::core::repo::RepoState;
use crate::core::sync::{self, How, Preview, SyncPlan, SyncRequest, Synced, short};

impl Wizard {
    pub(super) fn act_on_update(&mut self, action: &Action) -> Vec<Effect> {
        match action {
            Action::LookAtBase => {
                let request = self.sync_request();
                let effects = self.start(Work::LookAtBase { request });
                if !effects.is_empty() {
                    self.update = Preview::Looking;
                }
                effects
            }
            Action::LeaveUpdate => {
                self.update = Preview::None;
                self.cancel_named(sync::LOOK)
            }
            Action::Update => {
                let Some(plan) = self.update.ready().cloned() else {
                    return vec![];
                };
                let request = self.sync_request();
                self.start(Work::Update {
                    request,
                    plan: Box::new(plan),
                })
            }
            _ => {
                let Some(done) = self.way_back().cloned() else {
                    self.notice = Some("There was no update to go back from.".into());
                    return vec![];
                };
                let request = self.sync_request();
                self.start(Work::GoBack {
                    request,
                    done: Box::new(done),
                })
            }
        }
    }

    fn sync_request(&self) -> SyncRequest {
        let git = &self.state.git;
        SyncRequest {
            branch: self.branch_on_record(),
            base: self.base(),
            folder: self.state.answers.integration.folder(),
            root_files: self.root_files(),
            author: git.author.clone(),
            last_commit: git.last.as_ref().map(|last| last.commit.clone()),
        }
    }

    /// The branch that was committed to; before, the one that will be.
    fn branch_on_record(&self) -> String {
        let last = self.state.git.last.as_ref();
        last.map_or_else(|| self.state.answers.branch(), |last| last.branch.clone())
    }

    /// The last update, as long as it is of a branch that matters here: the one on record, or the one that is checked out.
    #[must_use]
    pub fn last_update(&self) -> Option<&Synced> {
        let done = self.state.git.synced.as_ref()?;
        let here = self.repo.as_ref().and_then(|r| r.head_branch.as_ref());
        let matters = done.branch == self.branch_on_record();
        (matters || here.is_none_or(|here| *here == done.branch)).then_some(done)
    }

    /// The update that can be gone back from: its branch is not known to have moved since.
    #[must_use]
    pub fn way_back(&self) -> Option<&Synced> {
        let done = self.last_update()?;
        let here = |repo: &&RepoState| repo.head_branch.as_ref() == Some(&done.branch);
        let head = self
            .repo
            .as_ref()
            .filter(here)
            .and_then(|r| r.head.as_ref());
        head.is_none_or(|head| *head == done.after).then_some(done)
    }

    pub(super) fn base_seen(&mut self, plan: Box<SyncPlan>) -> Vec<Effect> {
        // Who left meanwhile does not look at it any more.
        if self.update == Preview::Looking {
            self.update = Preview::Ready(plan);
        }
        self.look_after_move()
    }

    pub(super) fn updated(&mut self, done: Synced, was: &str, scope: String) -> Vec<Effect> {
        self.follow(done.became.clone(), was, scope);
        self.stand_at(&done.branch, &done.after);
        if self.update == Preview::None {
            self.notice = Some(format!(
                "{} is up to date with {}. {} stays in {}.",
                done.branch,
                done.base,
                short(&done.before),
                done.kept
            ));
        } else {
            self.update = Preview::Done(Box::new(done.clone()));
        }
        self.state.git.synced = Some(done);
        self.look_after_move()
    }

    pub(super) fn went_back(&mut self, was: &str, scope: String) -> Vec<Effect> {
        let Some(done) = self.state.git.synced.take() else {
            return self.look_after_move();
        };
        let on_record = self.state.git.last.as_ref().map(|last| last.commit.clone());
        let follows = done.became.is_some() && on_record == done.became;
        self.follow(done.last.filter(|_| follows), was, scope);
        self.stand_at(&done.branch, &done.before);
        self.update = Preview::None;
        self.notice = Some(format!(
            "{} is at {} again.",
            done.branch,
            short(&done.before)
        ));
        self.look_after_move()
    }

    /// What is on record of our last commit is now of `commit`. Where its files were the committed ones, they still are.
    fn follow(&mut self, commit: Option<String>, was: &str, scope: String) {
        let git = &mut self.state.git;
        if let (Some(last), Some(commit)) = (&mut git.last, commit) {
            last.commit = commit;
        }
        if git.scope.as_deref() == Some(was) {
            git.scope = Some(scope.clone());
        }
        self.in_the_way = None;
        self.scope = scope;
    }

    /// What was read of the clone before the branch moved.
    fn stand_at(&mut self, branch: &str, commit: &str) {
        if let Some(repo) = &mut self.repo
            && repo.head_branch.as_deref() == Some(branch)
        {
            repo.head = Some(commit.to_owned());
        }
    }

    fn look_after_move(&mut self) -> Vec<Effect> {
        let mut effects = self.start(Work::ReadRepo);
        effects.extend(self.look());
        effects
    }

    /// Where the failure is shown: with what was looked at, while somebody looks at it.
    pub(super) fn update_failed(&mut self, name: &str, failure: Failure) -> Option<Failure> {
        let looks = match name {
            sync::LOOK => self.update == Preview::Looking,
            sync::UPDATE => matches!(self.update, Preview::Ready(_)),
            _ => return Some(failure),
        };
        if looks {
            self.update = Preview::Failed(failure);
            return None;
        }
        (name != sync::LOOK || failure.kind != FailureKind::Cancelled).then_some(failure)
    }

    pub(super) fn recovered(&mut self, said: Result<String, Failure>) -> Vec<Effect> {
        self.interrupted
            .retain(|name| ![sync::UPDATE, sync::BACK].contains(&name.as_str()));
        match said {
            Ok(said) => self.notice = Some(said),
            // Each look at the clone says it again: what went wrong since says more.
            Err(failure) if self.failure.is_none() => self.failure = Some((sync::UPDATE, failure)),
            Err(_) => {}
        }
        vec![]
    }

    /// What was read of the clone takes the place of what was known.
    pub(super) fn clone_read(&mut self, repo: RepoState) {
        self.settle_record(&repo);
        let known = self.repo.as_ref().map(|known| &known.set_aside);
        if !repo.set_aside.is_empty() && known != Some(&repo.set_aside) && self.notice.is_none() {
            self.notice = Some("An update set files aside; Commit says where.".into());
        }
        self.repo = Some(repo);
    }

    /// A kill may have come between the branch's move and the record of it, and people rebase by hand: what the clone
    /// tells of our commit counts.
    fn settle_record(&mut self, repo: &RepoState) {
        let git = &mut self.state.git;
        if let (Some(last), Some(became)) = (&mut git.last, &repo.became)
            && last.commit == became.0
        {
            last.commit.clone_from(&became.1);
        }
        let known = |done: &&Synced| {
            let on_record = git.synced.as_ref();
            on_record.is_some_and(|s| s.kept == done.kept && s.after == done.after)
        };
        if let Some(done) = repo.updated.as_deref().filter(|done| !known(done)) {
            git.synced = Some(done.clone());
        }
    }
}

/// What an update is, in a sentence.
#[must_use]
pub fn sentence(plan: &SyncPlan) -> String {
    let commits = |n: usize| match n {
        1 => "1 commit".to_owned(),
        n => format!("{n} commits"),
    };
    let (branch, base) = (&plan.branch, &plan.base);
    match plan.how {
        How::Nothing => format!("{branch} has all of {base}."),
        How::Forward => format!(
            "{branch} moves forward to {base}, by {}.",
            commits(plan.new)
        ),
        How::Replay if plan.replayed.is_empty() => format!(
            "{branch} moves to {base}, by {}: all of your commits are there already.",
            commits(plan.new)
        ),
        How::Replay => format!(
            "{} of yours made again on top of {} of {base} that {branch} lacks.",
            commits(plan.replayed.len()),
            commits(plan.new)
        ),
    }
}
