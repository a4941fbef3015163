//! Commit: looking at what it would change, adding a commit, and replacing the last one.

use super::super::App;
use super::super::layers::{PagerSource, Yes};
use crate::core::event::{Action as Deed, Event};
use crate::core::status;

/// Why a commit is asked about while the tests are not green.
const RED: &str = "CI runs them on the pull request; what is red here will be red there.";

impl App {
    /// Shows what the next commit would change, in one file or in all.
    pub(in super::super) fn look_at_changes(&mut self, path: Option<String>) {
        self.send(Event::Do(Deed::Differences));
        let title = path.clone().unwrap_or_else(|| "In the next commit".into());
        self.pager(&title, PagerSource::Change(path), Some(0));
    }

    /// Commits; where the tests aren't green on exactly these files, that is asked about first.
    pub(in super::super) fn commit(&mut self) {
        let Some(session) = &self.session else { return };
        if status::is_current(&session.wizard) {
            self.send(Event::Do(Deed::Commit));
        } else {
            self.confirm(
                "Commit although the tests are not green on exactly these files?",
                vec![RED.into()],
                Yes::Do(Deed::Commit),
            );
        }
    }

    /// Replaces the last commit; what speaks against it is asked about first.
    pub(in super::super) fn amend(&mut self) {
        let Some(session) = &self.session else { return };
        let w = &session.wizard;
        let Some(last) = &w.state.git.last else {
            self.refuse("There is no commit to amend yet.");
            return;
        };
        let short = last.commit.get(..9).unwrap_or(&last.commit);
        let mut detail = vec![];
        let published = w.published();
        let pushed = published.is_some();
        let question = if let Some(place) = published {
            detail.push(format!(
                "{short} is on {place}. The next push must replace it there, and a review may lose its place."
            ));
            detail.push("A second commit needs none of that: the pull request is squashed.".into());
            "Replace the commit that was pushed?"
        } else {
            "Amend although tests are not green?"
        };
        if !status::is_current(w) {
            detail.push(format!(
                "The tests are not green on exactly these files. {RED}"
            ));
        }
        let deed = Deed::Amend { pushed };
        if detail.is_empty() {
            self.send(Event::Do(deed));
        } else {
            self.confirm(question, detail, Yes::Do(deed));
        }
    }
}
