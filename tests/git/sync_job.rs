//! The update as a job of the engine: what is on record follows, so that the next commit, and the way back, find it.

use super::as_job::Desk;
use super::fixture::{Lab, git_in};
use super::sync_kills::{begun, killed_at};
use super::sync_lab::{applied, base_moves, lab};
use ddint_tui::core::event::{Action, FailureKind};
use ddint_tui::core::status;
use ddint_tui::core::step::StepId;
use ddint_tui::core::sync::{How, Preview};

/// Committed by the wizard, and a base that goes on.
fn committed() -> (Lab, Desk) {
    let lab = lab();
    applied(&lab);
    let mut desk = Desk::open(&lab);
    desk.act(Action::ReadRepo);
    desk.rest();
    desk.act(Action::Commit);
    desk.rest();
    assert_eq!(desk.wizard.failure, None);
    base_moves(&lab);
    (lab, desk)
}

fn last(desk: &Desk) -> String {
    desk.wizard.state.git.last.as_ref().unwrap().commit.clone()
}

#[test]
fn a_branch_is_updated_committed_to_and_put_back() {
    let (lab, mut desk) = committed();
    let head = || lab.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let first = head();
    assert_eq!(last(&desk), first);
    desk.act(Action::LookAtBase);
    desk.rest();
    let Preview::Ready(plan) = &desk.wizard.update else {
        panic!("{:?}", desk.wizard.update);
    };
    assert_eq!(plan.how, How::Replay);
    desk.act(Action::Update);
    desk.rest();
    assert!(
        matches!(desk.wizard.update, Preview::Done(_)),
        "{:?}",
        desk.wizard.update
    );
    let second = head();
    assert_ne!(first, second);
    assert_eq!(last(&desk), second);
    assert!(status::status(&desk.wizard, StepId::Commit).is_done());
    desk.act(Action::GoBack);
    desk.rest();
    assert_eq!(desk.wizard.failure, None);
    assert_eq!((head(), last(&desk)), (first.clone(), first));
    // Updated again, it takes a further commit.
    desk.act(Action::LookAtBase);
    desk.rest();
    desk.act(Action::Update);
    desk.rest();
    let second = head();
    lab.write("acme_queue/later.txt", "later\n");
    desk.act(Action::ReadRepo);
    desk.rest();
    desk.act(Action::Commit);
    desk.rest();
    assert_eq!(desk.wizard.failure, None);
    assert_eq!(lab.git(&["rev-parse", "HEAD^"]).trim(), second);
    // From there the branch does not go back.
    assert_eq!(desk.wizard.way_back(), None);
    lab.fsck();
}

#[test]
fn what_a_kill_left_is_in_order_at_the_next_start_which_says_so() {
    let lab = begun();
    let before = lab.git(&["rev-parse", "HEAD"]);
    assert!(killed_at(&lab, 8));
    let mut desk = Desk::open(&lab);
    desk.act(Action::ReadRepo);
    desk.rest();
    let said = desk.wizard.notice.clone().unwrap_or_default();
    assert!(said.contains("taken back"), "{said:?}");
    assert_eq!(lab.git(&["rev-parse", "HEAD"]), before);
    assert!(!lab.root.join(".git/index.lock").exists());
}

#[test]
fn a_base_that_cannot_be_fetched_is_told_where_one_looks() {
    let (lab, mut desk) = committed();
    git_in(
        &lab.root,
        &["remote", "set-url", "upstream", "/nowhere/at/all"],
    );
    desk.act(Action::LookAtBase);
    desk.rest();
    let Preview::Failed(failure) = &desk.wizard.update else {
        panic!("{:?}", desk.wizard.update);
    };
    assert_ne!(failure.kind, FailureKind::Io);
    assert!(failure.message.contains("upstream"), "{failure:?}");
    assert!(!failure.hint.is_empty(), "{failure:?}");
}
