//! What to do next on Commit, Pull request, and Maintain.

use super::fill_in;
use super::said::{Next, say};
use crate::core::form::Section;
use crate::core::pull_request::{self, Way};
use crate::core::status;
use crate::core::step::StepId;
use crate::core::wizard::Wizard;
use crate::tui::app::App;
use crate::tui::app::session::Known;
use crate::tui::keymap::Action;

pub fn commit(app: &App, known: &Known, w: &Wizard) -> Next {
    if let Some(why) = w.repo.as_ref().and_then(|r| r.refusal.clone()) {
        return Some((None, why));
    }
    if known.status(StepId::Commit).is_done() {
        return say(Action::Step(6), "Committed. Go on to Pull request.");
    }
    let open = fill_in(w, Section::Message);
    if open.is_some() {
        return open;
    }
    if !status::is_current(w) {
        return say(
            Action::Step(4),
            "Test exactly these files first. A commit without that is asked about.",
        );
    }
    if w.state.git.last.is_some() {
        let amend = app.key(Action::Amend).unwrap_or_default();
        return say(
            Action::Commit,
            format!("Commit what changed since; or {amend} amends your last commit."),
        );
    }
    say(Action::Commit, "Commit these files.")
}

pub fn pull_request(w: &Wizard) -> Next {
    if w.state.git.last.is_none() {
        return say(
            Action::Step(5),
            "Commit first; then there is a branch to push.",
        );
    }
    let open = fill_in(w, Section::Request);
    if open.is_some() {
        return open;
    }
    if !pull_request::is_pushed(w) {
        if w.overwritable().is_some() {
            return say(
                Action::Overwrite,
                "Overwrite what your fork holds, if nobody needs it.",
            );
        }
        return say(Action::Push, "Push the branch to your fork.");
    }
    let git = &w.state.git;
    if pull_request::is_outdated(w) {
        let text = "The text changed since:";
        return match (&git.request, git.handed) {
            (Some(_), _) => say(Action::HandToGh, format!("{text} update it with gh.")),
            (None, Some(Way::File)) => say(Action::SaveText, format!("{text} save it again.")),
            _ => say(
                Action::CopyText,
                format!("{text} copy it, and paste it over the old one."),
            ),
        };
    }
    if !w.state.answers.maintainer.accepts {
        return say(
            Action::Step(7),
            "Read what a maintainer takes on; the text says that you accepted.",
        );
    }
    if git.request.is_none() && matches!(git.handed, Some(Way::Copy | Way::File)) {
        return say(
            Action::Step(7),
            "Once the pull request is open with that text, follow the review.",
        );
    }
    if git.request.is_some() || git.handed.is_some() {
        return say(Action::Step(7), "Handed over. Follow the review.");
    }
    if git.url.is_none() {
        return say(
            Action::CopyText,
            "Your fork is not on GitHub: copy the text, and open the pull request there.",
        );
    }
    say(
        Action::OpenPage,
        "Open the page in your browser, with title and text filled in.",
    )
}

pub fn maintain(w: &Wizard) -> Next {
    let git = &w.state.git;
    if git.finished.is_some() {
        return Some((None, "Nothing is left to do here. Thank you.".into()));
    }
    let open = fill_in(w, Section::Remarks);
    if open.is_some() {
        return open;
    }
    if !w.state.answers.maintainer.accepts {
        return say(
            Action::Accept,
            "Read what a maintainer takes on, and accept it.",
        );
    }
    if !git.remarks.is_empty() {
        return say(
            Action::Findings,
            "Go through what was said, repair it, then test, commit, and push.",
        );
    }
    if !pull_request::is_pushed(w) || (git.request.is_none() && git.handed.is_none()) {
        return say(Action::Step(6), "Go on with the pull request.");
    }
    say(
        Action::Open,
        "Paste what CI or a reviewer says; or wait, and say when it is merged.",
    )
}
