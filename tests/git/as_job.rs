//! The commit as a job of the engine: hooks are heard while they run, and Ctrl+C ends them.

use super::fixture::{BRANCH, Lab, differences};
use ddint_tui::core::event::{Action, Event, FailureKind};
use ddint_tui::core::repo::COMMIT_LOG;
use ddint_tui::core::setup::SetupReport;
use ddint_tui::core::status::steps;
use ddint_tui::core::step::Status;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::engine::{Engine, Options};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use tempfile::TempDir;

/// A workflow that is open on the lab's clone.
pub struct Desk {
    dir: TempDir,
    engine: Engine,
    pub wizard: Wizard,
    receiver: Receiver<Event>,
}

impl Desk {
    pub fn open(lab: &Lab) -> Self {
        let dir = TempDir::new().unwrap();
        let (sender, receiver) = channel();
        let sink = Arc::new(move |event| {
            let _ = sender.send(event);
        });
        let (engine, mut state) =
            Engine::open(dir.path().join("acme"), Options::default(), sink).unwrap();
        state.answers.integration.display_name = "Acme Queue".into();
        state.answers.git.branch = Some(BRANCH.into());
        state.files.clone = Some(lab.root.display().to_string());
        Self {
            dir,
            engine,
            wizard: Wizard::new(state),
            receiver,
        }
    }

    pub fn act(&mut self, action: Action) {
        self.feed(Event::Do(action));
    }

    fn feed(&mut self, event: Event) {
        for effect in self.wizard.handle(event) {
            self.engine.perform(effect, &self.wizard);
        }
    }

    /// Handles what comes until a job reports this line.
    pub fn hear(&mut self, line: &str) {
        loop {
            let event = self.receiver.recv().unwrap();
            let heard = matches!(&event, Event::Progress { progress, .. } if progress.line == line);
            self.feed(event);
            if heard {
                return;
            }
        }
    }

    /// Handles what comes until nothing runs.
    pub fn rest(&mut self) {
        while !self.wizard.jobs.is_empty() {
            let event = self.receiver.recv().unwrap();
            self.feed(event);
        }
    }

    pub fn log(&self) -> String {
        let path: PathBuf = self.dir.path().join(format!("acme/logs/{COMMIT_LOG}.log"));
        fs::read_to_string(path).unwrap()
    }
}

#[test]
fn what_a_hook_says_is_heard_while_it_runs_and_a_cancel_ends_it() {
    let lab = Lab::busy();
    lab.hook(
        "pre-commit",
        "#!/bin/sh\necho begun\nwhile :; do echo still checking; sleep 0.2; done\n",
    );
    let before = lab.everything();
    let mut desk = Desk::open(&lab);
    desk.act(Action::Commit);
    desk.hear("Running your hook pre-commit");
    desk.hear("still checking");
    let log = desk.log();
    assert!(
        log.starts_with("Running your hook pre-commit\nbegun\nstill checking\n"),
        "{log}"
    );
    desk.act(Action::Cancel);
    desk.rest();
    let (job, failure) = desk.wizard.failure.clone().unwrap();
    assert_eq!((job, failure.kind), ("commit", FailureKind::Cancelled));
    assert_eq!(
        failure.message,
        "The pre-commit hook was canceled; nothing was committed."
    );
    assert_eq!(desk.wizard.state.git.last, None);
    let changed = differences(&before, &lab.everything());
    assert_eq!(changed, Vec::<String>::new());
}

#[test]
fn the_log_holds_what_every_hook_printed_in_their_order() {
    let lab = Lab::busy();
    for name in [
        "pre-commit",
        "prepare-commit-msg",
        "commit-msg",
        "post-commit",
    ] {
        lab.hook(name, &format!("#!/bin/sh\necho from {name}\n"));
    }
    let mut desk = Desk::open(&lab);
    desk.act(Action::Commit);
    desk.rest();
    let last = desk.wizard.state.git.last.clone().unwrap();
    assert!(last.made);
    assert_eq!(lab.git(&["rev-parse", BRANCH]).trim(), last.commit);
    assert_eq!(
        desk.log(),
        "Running your hook pre-commit\nfrom pre-commit\n\
         Running your hook prepare-commit-msg\nfrom prepare-commit-msg\n\
         Running your hook commit-msg\nfrom commit-msg\n\
         Running your hook post-commit\nfrom post-commit\n"
    );
}

#[test]
fn a_cancel_after_the_commit_was_made_does_not_unmake_it() {
    let lab = Lab::busy();
    lab.hook(
        "post-commit",
        "#!/bin/sh\nwhile :; do echo telling others; sleep 0.2; done\n",
    );
    let mut desk = Desk::open(&lab);
    desk.act(Action::Commit);
    desk.hear("telling others");
    desk.act(Action::Cancel);
    desk.rest();
    let last = desk.wizard.state.git.last.clone().unwrap();
    assert!(last.made);
    assert!(
        last.hooks
            .ends_with("The post-commit hook was canceled; the commit stands.\n"),
        "{}",
        last.hooks
    );
    assert_eq!(lab.scope_status(), "");
}

/// What is saved while a hook runs is on disk, and not in the commit: that is told, and one more commit holds it.
#[test]
fn what_was_saved_meanwhile_does_not_count_as_committed() {
    let lab = Lab::busy();
    lab.hook(
        "pre-commit",
        "#!/bin/sh\necho 'B = 2' > acme_queue/datadog_checks/acme_queue/check.py\n",
    );
    let mut desk = Desk::open(&lab);
    desk.act(Action::Commit);
    desk.rest();
    assert_eq!(desk.wizard.failure, None);
    let told = |desk: &Desk| steps::commit(&desk.wizard);
    let stale = Status::Stale("files changed since the commit".into());
    assert_eq!(told(&desk), stale);
    fs::remove_file(lab.root.join(".git/hooks/pre-commit")).unwrap();
    desk.act(Action::Commit);
    desk.rest();
    assert!(matches!(told(&desk), Status::Done(_)), "{:?}", told(&desk));
    assert_eq!(lab.scope_status(), "");
}

/// What was saved after the files were listed was looked at by nobody: it is listed first.
#[test]
fn what_nobody_was_shown_is_not_committed() {
    let lab = Lab::busy();
    let mut desk = Desk::open(&lab);
    desk.act(Action::ReadRepo);
    desk.rest();
    lab.write("acme_queue/secrets.txt", "a key\n");
    let before = lab.everything();
    desk.act(Action::Commit);
    desk.rest();
    let (_, failure) = desk.wizard.failure.clone().unwrap();
    assert!(
        failure.message.contains("since they were listed"),
        "{failure:?}"
    );
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
    // The list is read again by itself.
    let repo = desk.wizard.repo.clone().unwrap();
    assert!(
        repo.scope
            .iter()
            .any(|c| c.path == "acme_queue/secrets.txt")
    );
    desk.act(Action::Commit);
    desk.rest();
    assert_eq!(desk.wizard.failure, None);
}

#[test]
fn a_branch_that_was_moved_by_hand_is_not_pushed_as_the_commit() {
    let lab = Lab::busy();
    let mut desk = Desk::open(&lab);
    desk.act(Action::ReadRepo);
    desk.rest();
    desk.act(Action::Commit);
    desk.rest();
    assert_eq!(desk.wizard.failure, None);
    lab.git(&["reset", "-q", "--soft", "HEAD~"]);
    desk.wizard.setup = Some(SetupReport {
        fork: Some("origin".into()),
        ..SetupReport::default()
    });
    desk.act(Action::Push);
    desk.rest();
    let (_, failure) = desk.wizard.failure.clone().unwrap();
    assert!(
        failure.message.contains("does not hold your last commit"),
        "{failure:?}"
    );
    assert_eq!(desk.wizard.state.git.pushed, None);
    lab.git(&["merge", "-q", "--ff-only", "ORIG_HEAD"]);
}
