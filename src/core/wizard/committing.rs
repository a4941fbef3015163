//! What a commit is made of, and whether the last one may be replaced.

use super::Wizard;
use crate::core::effect::Work;
use crate::core::repo::{Amend, CommitRequest};

impl Wizard {
    /// The text below the commit's title: what was typed, else what `commit.template` names.
    #[must_use]
    pub fn message(&self) -> String {
        self.message_of(self.writes_further())
    }

    /// The same for the first commit, or for one on top of it.
    fn message_of(&self, further: bool) -> String {
        let git = &self.state.answers.git;
        let typed = if further {
            &git.further_body
        } else {
            &git.body
        };
        let typed = typed.as_ref().filter(|body| !body.trim().is_empty());
        let template = self.repo.as_ref().and_then(|repo| repo.message.as_deref());
        let text = typed.map(String::as_str);
        let text = text.or_else(|| template.map(below_title));
        let text = text.unwrap_or_default();
        text.trim_end().trim_start_matches('\n').to_owned()
    }

    /// Whether the next commit goes on top of our last one on the branch.
    fn goes_on(&self) -> bool {
        let last = self.state.git.last.as_ref();
        last.is_some_and(|last| last.branch == self.state.answers.branch())
    }

    /// Whether the form shows the message of such a commit: there is one to make, or it was made last.
    #[must_use]
    pub fn writes_further(&self) -> bool {
        let changes = self.repo.as_ref().is_some_and(|r| !r.scope.is_empty());
        self.goes_on() && (changes || self.state.git.further)
    }

    /// Who has the last commit already: the branch that tracks a remote's, or the fork.
    #[must_use]
    pub fn published(&self) -> Option<String> {
        let git = &self.state.git;
        let last = &git.last.as_ref()?.commit;
        let repo = self.repo.as_ref();
        let here = repo.filter(|repo| repo.head.as_ref() == Some(last));
        let pushed = git.pushed.as_ref() == Some(last);
        let tracked = here.and_then(|repo| repo.published.clone());
        tracked.or_else(|| pushed.then(|| "your fork".into()))
    }

    /// Reads what the next commit would change; what was read before is no more.
    pub(super) fn look_at_differences(&mut self) -> Work {
        self.differences = None;
        let request = self.commit_request(None);
        Work::Differences { request }
    }

    /// `amend`: the last commit is replaced; true when it was agreed that others may have it.
    pub(super) fn commit_work(&mut self, amend: Option<bool>) -> Work {
        self.further = self.is_further(amend);
        let request = self.commit_request(amend);
        Work::Commit { request }
    }

    /// Whether the commit made now is one on top of another of ours; an amended one stays what it was.
    fn is_further(&self, amend: Option<bool>) -> bool {
        match amend {
            Some(_) => self.state.git.further,
            None => self.goes_on(),
        }
    }

    fn commit_request(&self, amend: Option<bool>) -> CommitRequest {
        let answers = &self.state.answers;
        let git = &self.state.git;
        let last = git.last.as_ref().map(|last| &last.commit);
        let further = self.is_further(amend);
        let mut message = if further {
            answers.further_title()
        } else {
            answers.title()
        };
        let body = self.message_of(further);
        if !body.is_empty() {
            message.push_str("\n\n");
            message.push_str(&body);
        }
        message.push('\n');
        CommitRequest {
            branch: answers.branch(),
            base: self.base(),
            message,
            folder: answers.integration.folder(),
            root_files: self.root_files(),
            sign_off: answers.git.sign_off,
            author: git.author.clone(),
            last_commit: last.cloned(),
            amend: amend.map(|confirmed| Amend {
                pushed: git.pushed.is_some() && git.pushed.as_ref() == last,
                confirmed,
            }),
        }
    }
}

/// A template's text without the title that it begins with, if any: a commit has one title, and that is the field's.
fn below_title(template: &str) -> &str {
    let (first, rest) = template.split_once('\n').unwrap_or((template, ""));
    let is_title = first.starts_with(|c: char| c.is_alphanumeric() || "[<(".contains(c));
    let apart = rest.is_empty() || rest.starts_with('\n');
    if is_title && apart { rest } else { template }
}
