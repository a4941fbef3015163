//! Handing the pull request over.

use super::Wizard;
use crate::core::effect::{Effect, Work};
use crate::core::failure::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::pull_request;
use crate::core::pull_request::way::Way;
use crate::core::remarks;
use crate::core::repo::Theirs;
use crate::core::stage::Stage;

impl Wizard {
    /// The push of the last commit's branch; none, and the reason as a notice, where it can't be.
    pub(super) fn push(&mut self) -> Option<Work> {
        let branch = self.state.git.last.as_ref().map(|last| last.branch.clone());
        let why = match (branch, self.fork()) {
            (Some(branch), Some(remote)) => {
                self.in_the_way = None;
                return Some(Work::Push {
                    remote,
                    branch,
                    over: None,
                });
            }
            (None, _) => "Commit first; then there is a branch to push.",
            (Some(_), None) if self.setup.is_none() => {
                "The clone is still being looked at. Push again in a moment."
            }
            (Some(_), None) => "The clone has no fork to push to. Add yours under Set up.",
        };
        self.notice = Some(why.into());
        None
    }

    /// What the fork's branch holds that the last push would have lost, where that may be overwritten.
    #[must_use]
    pub fn overwritable(&self) -> Option<&Theirs> {
        let last = self.state.git.last.as_ref()?;
        let theirs = self.in_the_way.as_ref();
        theirs.filter(|theirs| theirs.branch == last.branch && self.fork().is_some())
    }

    /// The push over exactly what was seen on the fork, once its branch's name was typed.
    pub(super) fn overwrite(&mut self, typed: &str) -> Option<Work> {
        let seen = self
            .overwritable()
            .map(|t| (t.branch.clone(), t.commit.clone()));
        let why = match (seen, self.fork()) {
            (Some((branch, over)), Some(remote)) if typed.trim() == branch => {
                return Some(Work::Push {
                    remote,
                    branch,
                    over: Some(over),
                });
            }
            (Some((branch, _)), _) => {
                format!("Nothing was overwritten: the branch's name is {branch}.")
            }
            (None, _) => {
                "Push first: there is nothing in the way that could be overwritten.".into()
            }
        };
        self.notice = Some(why);
        None
    }

    /// The branch is on the fork. What CI said is of an earlier commit now; what people said may still hold.
    pub(super) fn pushed(&mut self, commit: String, url: Option<String>, already: bool) {
        self.in_the_way = None;
        if already {
            self.notice = Some("The fork has this commit already.".into());
        }
        let git = &mut self.state.git;
        if git.pushed.as_ref() != Some(&commit) {
            git.remarks.retain(|f| f.rule == remarks::RULE);
            git.active = Some(self.now);
            // The next log is pasted into an empty field, not behind one of a commit that is gone.
            if git.remarks.is_empty() {
                self.state.answers.maintainer.remarks.clear();
            }
        }
        git.pushed = Some(commit);
        git.url = url;
    }

    /// Something happened in the pull request: the clock begins again.
    pub(super) fn heard(&mut self, stage: Option<Stage>) -> Vec<Effect> {
        let git = &mut self.state.git;
        git.active = Some(self.now);
        if let Some(stage) = stage {
            git.stage = Some(stage);
            self.notice = Some(format!("The review is at {}: saved.", stage.title()));
        } else {
            self.notice = Some("The clock begins again: 21 days from now.".into());
        }
        vec![Effect::Save]
    }

    /// Why a push that the fork refused was no surprise: it holds only what was replaced here.
    pub(super) fn replaced(&self) -> Option<Failure> {
        let theirs = self.overwritable()?;
        let held = theirs.told.first()?;
        (self.state.git.pushed.as_ref() == Some(&theirs.commit)).then(|| {
            Failure::new(
                FailureKind::Question,
                format!("Your fork still holds the commit that you replaced: {held}."),
                "Nobody else pushed since. Overwrite it with f on the Pull request page: you type the branch's name.",
            )
        })
    }

    /// What was pasted is read.
    pub(super) fn remarked(&mut self, findings: Vec<Finding>) -> Vec<Effect> {
        let pasted = !self.state.answers.maintainer.remarks.trim().is_empty();
        self.notice = match findings.len() {
            0 if pasted => Some("Nothing in it could be read as a finding.".into()),
            0 => None,
            1 => Some("1 finding in it. F7 leads to it.".into()),
            n => Some(format!("{n} findings in it. F7 leads to them.")),
        };
        self.state.git.remarks = findings;
        vec![Effect::Save]
    }

    /// The work that hands over; or what is done instead.
    pub(super) fn hand_over(&mut self, way: Way) -> Result<Work, Vec<Effect>> {
        let needs_branch = matches!(way, Way::Gh | Way::Page);
        let Some(request) = pull_request::request(self) else {
            self.notice = Some("Commit first; then there is something to hand over.".into());
            return Err(vec![]);
        };
        if needs_branch && !pull_request::is_pushed(self) {
            self.notice = Some("Push first; GitHub must know the branch.".into());
            return Err(vec![]);
        }
        if way == Way::Copy {
            self.notice = Some(
                "The text is copied, where your terminal allows it. Else save it as a file.".into(),
            );
            return Err(self.handed(way, Some(request.body)));
        }
        Ok(Work::HandOver { way, request })
    }

    /// A way is done.
    pub(super) fn handed_over(
        &mut self,
        way: Way,
        made: Option<String>,
        said: String,
        copy: Option<String>,
    ) -> Vec<Effect> {
        let before = self.state.git.request.take();
        self.state.git.request = made.or(before);
        self.notice = Some(said);
        self.handed(way, copy)
    }

    /// Remembers it; what is not pushed yet is not handed over.
    fn handed(&mut self, way: Way, copy: Option<String>) -> Vec<Effect> {
        if pull_request::is_pushed(self) {
            if self.state.git.handed.is_none() {
                self.state.git.active = Some(self.now);
            }
            self.state.git.handed = Some(way);
            self.state.git.told = pull_request::text_hash(self);
        }
        let copy = copy.map(|text| Effect::Copy { text });
        copy.into_iter().chain([Effect::Save]).collect()
    }
}
