//! The pull request's text: the repository's own template, filled in with what was answered and what was measured.

pub mod address;
mod facts;
pub mod template;
pub mod way;

pub use way::{Request, Way};

use super::hash;
use super::status::steps;
use super::validate;
use super::wizard::Wizard;
use template::{PLAIN, Parts};

/// What it does: in the contributor's words, else from the answers.
#[must_use]
pub fn said_what(w: &Wizard) -> String {
    let own = &w.state.answers.pull_request.what;
    own.clone().unwrap_or_else(|| what(w))
}

/// What it is for: in the contributor's words, else from the overview.
#[must_use]
pub fn said_why(w: &Wizard) -> String {
    let own = &w.state.answers.pull_request.why;
    own.clone().unwrap_or_else(|| why(w))
}

fn what(w: &Wizard) -> String {
    let answers = &w.state.answers;
    let name = &answers.integration.display_name;
    if !w.state.files.existing {
        return format!(
            "Adds the {name} integration. {}",
            answers.integration.description
        );
    }
    let notes = answers.release.notes.lines().map(str::trim);
    let notes = notes.filter(|note| !note.is_empty());
    let mut out = vec![format!("Updates the {name} integration.")];
    out.extend(notes.map(|note| format!("- {}", note.trim_start_matches(['*', '-']).trim())));
    if out.len() > 1 {
        out.insert(1, String::new());
    }
    out.join("\n")
}

/// For an update nothing tells.
fn why(w: &Wizard) -> String {
    if w.state.files.existing {
        return String::new();
    }
    w.state.answers.integration.overview.trim().to_owned()
}

/// Whether the tests are green on exactly the files of the last commit.
fn is_tested(w: &Wizard) -> bool {
    steps::test(w).is_done() && steps::commit(w).is_done()
}

/// The text, in Markdown. Only what is current is told as passed.
#[must_use]
pub fn body(w: &Wizard) -> String {
    let template = w.repo.as_ref().and_then(|r| r.template.as_deref());
    let tested = is_tested(w);
    let what = said_what(w);
    let why = said_why(w);
    let notes = facts::notes(w, tested);
    let parts = Parts {
        what: &what,
        why: &why,
        notes: &notes,
    };
    let title = w.state.answers.title();
    let holds = |text: &str| {
        let text = text.to_lowercase();
        if text.contains("title") {
            validate::title(&title).is_ok()
        } else if text.contains("tests") {
            tested && facts::cases(w) > 0
        } else {
            text.contains("history") && is_straight(w)
        }
    };
    template::fill(template.unwrap_or(PLAIN), &parts, &holds)
}

/// Whether the branch is known to hold the last commit, and no merge.
fn is_straight(w: &Wizard) -> bool {
    let last = w.state.git.last.as_ref().map(|last| &last.commit);
    let repo = w.repo.as_ref();
    repo.is_some_and(|r| r.head.as_ref() == last && r.ahead.commits > 0 && r.ahead.merges == 0)
}

/// What is handed over, as it is now; none before a commit.
#[must_use]
pub fn request(w: &Wizard) -> Option<Request> {
    let git = &w.state.git;
    let base = w.base();
    Some(Request {
        title: w.state.answers.title(),
        body: body(w),
        branch: git.last.as_ref()?.branch.clone(),
        base: base
            .split_once('/')
            .map_or(base.as_str(), |(_, b)| b)
            .to_owned(),
        compare: git.url.clone(),
        made: git.request.clone(),
    })
}

/// The hash of title and text as they are now; none before a commit.
#[must_use]
pub fn text_hash(w: &Wizard) -> Option<String> {
    let request = request(w)?;
    Some(hash::of(&[
        request.title.as_bytes(),
        request.body.as_bytes(),
    ]))
}

/// Whether the text says something else now than when it was handed over. A text that was handed over before that was
/// remembered counts as told.
#[must_use]
pub fn is_outdated(w: &Wizard) -> bool {
    let known = w.repo.is_some() && w.setup.is_some() && !w.runs("load");
    let told = w.state.git.told.as_ref();
    let handed = w.state.git.handed.is_some() && told.is_some();
    known && handed && told != text_hash(w).as_ref()
}

/// Whether the branch's last commit is on the fork.
#[must_use]
pub fn is_pushed(w: &Wizard) -> bool {
    let git = &w.state.git;
    let last = git.last.as_ref().map(|last| &last.commit);
    last.is_some() && git.pushed.as_ref() == last
}
