//! What a commit is made of, and whether the last one may be replaced.

use super::Wizard;
use crate::core::effect::Work;
use crate::core::repo::{Amend, CommitRequest};

impl Wizard {
    /// The text below the commit's title: what was typed, else what `commit.template` names.
    #[must_use]
    pub fn message(&self) -> String {
        let typed = self.state.answers.git.body.as_ref();
        let typed = typed.filter(|body| !body.trim().is_empty());
        let template = || self.repo.as_ref().and_then(|repo| repo.message.as_ref());
        let text = typed.or_else(template).cloned().unwrap_or_default();
        text.trim_end().trim_start_matches('\n').to_owned()
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
    pub(super) fn commit_work(&self, amend: Option<bool>) -> Work {
        let request = self.commit_request(amend);
        Work::Commit { request }
    }

    fn commit_request(&self, amend: Option<bool>) -> CommitRequest {
        let answers = &self.state.answers;
        let git = &self.state.git;
        let last = git.last.as_ref().map(|last| &last.commit);
        let mut message = answers.title();
        let body = self.message();
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
