//! Bringing the work up to date with the base: nothing without a look, and what is on record follows the branch.

use crate::world::*;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Failure, FailureKind, Outcome};
use ddint_tui::core::repo::{CommitReport, RepoState};
use ddint_tui::core::status;
use ddint_tui::core::step::{Status, StepId};
use ddint_tui::core::sync::{How, Preview, SyncPlan, Synced};
use ddint_tui::core::wizard::Wizard;

/// Committed, and pushed.
fn pushed() -> Wizard {
    let mut w = tested();
    w.handle(Event::Do(Action::Commit));
    let report = CommitReport {
        branch: "acme/acme_queue".into(),
        commit: "c1".into(),
        made: true,
        files: vec!["acme_queue/manifest.json".into()],
        hooks: String::new(),
    };
    let scope = "s1".to_owned();
    finish(&mut w, Outcome::Committed { report, scope });
    finish(&mut w, repo_outcome("s1", "t1"));
    w.handle(Event::Do(Action::Push));
    let pushed = Outcome::Pushed {
        commit: "c1".into(),
        url: None,
        already: false,
    };
    finish(&mut w, pushed);
    w
}

fn plan(how: How) -> SyncPlan {
    SyncPlan {
        branch: "acme/acme_queue".into(),
        ours: true,
        from: "c1".into(),
        onto: "b2".into(),
        how,
        ..SyncPlan::default()
    }
}

fn done() -> Synced {
    Synced {
        branch: "acme/acme_queue".into(),
        base: "upstream/master".into(),
        before: "c1".into(),
        after: "c2".into(),
        kept: "refs/ddint-tui/before/1/acme/acme_queue".into(),
        replayed: 1,
        last: Some("c1".into()),
        became: Some("c2".into()),
        ..Synced::default()
    }
}

/// Ends the job of this name.
fn end(w: &mut Wizard, name: &str, outcome: Outcome) -> Vec<Effect> {
    let job = w.jobs.iter().find(|j| j.name == name).expect(name).id;
    w.handle(Event::Finished {
        job,
        outcome: Ok(Box::new(outcome)),
    })
}

/// Ends the looks that follow a move.
fn read(w: &mut Wizard, scope: &str, inputs: &str) {
    end(w, "repository", repo_outcome(scope, inputs));
    end(w, "set up", setup_outcome());
    end(w, "repository", repo_outcome(scope, inputs));
}

fn looked(w: &mut Wizard, how: How) {
    let effects = w.handle(Event::Do(Action::LookAtBase));
    let [Work::LookAtBase { request }] = started(&effects)[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(request.base, "upstream/master");
    assert_eq!(request.branch, "acme/acme_queue");
    assert_eq!(request.last_commit.as_deref(), Some("c1"));
    assert_eq!(w.update, Preview::Looking);
    end(w, "base", Outcome::BaseSeen(Box::new(plan(how))));
    read(w, "s1", "t1");
}

fn updated(w: &mut Wizard, scope: &str, inputs: &str) {
    looked(w, How::Replay);
    let effects = w.handle(Event::Do(Action::Update));
    assert!(matches!(&started(&effects)[..], [Work::Update { plan, .. }] if plan.onto == "b2"));
    let outcome = Outcome::Updated {
        done: Box::new(done()),
        was: "s1".into(),
        scope: scope.into(),
    };
    end(w, "update", outcome);
    read(w, scope, inputs);
}

#[test]
fn nothing_is_done_that_was_not_looked_at() {
    let mut w = pushed();
    assert_eq!(w.handle(Event::Do(Action::Update)), vec![]);
    looked(&mut w, How::Nothing);
    assert_eq!(w.handle(Event::Do(Action::Update)), vec![]);
    w.handle(Event::Do(Action::LeaveUpdate));
    assert_eq!(w.update, Preview::None);
    assert_eq!(w.handle(Event::Do(Action::GoBack)), vec![]);
    assert!(w.notice.as_ref().unwrap().contains("no update"));
}

#[test]
fn leaving_ends_the_look_and_what_it_finds_is_not_shown() {
    let mut w = pushed();
    w.handle(Event::Do(Action::LookAtBase));
    let effects = w.handle(Event::Do(Action::LeaveUpdate));
    assert!(matches!(effects[..], [Effect::Cancel { .. }]));
    end(
        &mut w,
        "base",
        Outcome::BaseSeen(Box::new(plan(How::Replay))),
    );
    assert_eq!(w.update, Preview::None);
}

#[test]
fn what_is_on_record_follows_the_branch_there_and_back() {
    let mut w = pushed();
    assert!(status::status(&w, StepId::Test).is_done());
    // The base changed a shared file, which is in scope.
    updated(&mut w, "s2", "t2");
    let git = &w.state.git;
    assert_eq!(git.last.as_ref().unwrap().commit, "c2");
    assert_eq!(git.synced, Some(done()));
    assert_eq!(w.update, Preview::Done(Box::new(done())));
    // The files are the committed ones, as before; tests ran on others, and the push is another.
    assert!(status::status(&w, StepId::Commit).is_done());
    assert!(matches!(status::status(&w, StepId::Test), Status::Stale(_)));
    assert!(matches!(
        status::status(&w, StepId::PullRequest),
        Status::Stale(_)
    ));
    assert!(!ddint_tui::core::pull_request::body(&w).contains("Passed"));
    let effects = w.handle(Event::Do(Action::GoBack));
    assert!(matches!(&started(&effects)[..], [Work::GoBack { done, .. }] if done.before == "c1"));
    let outcome = Outcome::WentBack {
        was: "s2".into(),
        scope: "s1".into(),
    };
    end(&mut w, "way back", outcome);
    read(&mut w, "s1", "t1");
    assert_eq!(w.state.git.last.as_ref().unwrap().commit, "c1");
    assert_eq!(w.way_back(), None);
    for step in [StepId::Test, StepId::Commit] {
        assert!(status::status(&w, step).is_done(), "{step:?}");
    }
}

#[test]
fn tests_stay_green_where_nothing_that_they_read_changed() {
    let mut w = pushed();
    updated(&mut w, "s1", "t1");
    for step in [StepId::Test, StepId::Commit] {
        assert!(status::status(&w, step).is_done(), "{step:?}");
    }
    assert!(matches!(
        status::status(&w, StepId::PullRequest),
        Status::Stale(_)
    ));
}

#[test]
fn files_that_were_not_committed_are_not_taken_for_committed() {
    let mut w = pushed();
    w.state.git.scope = Some("s0".into());
    updated(&mut w, "s2", "t2");
    assert_eq!(w.state.git.scope.as_deref(), Some("s0"));
}

#[test]
fn a_failure_stands_where_one_looks() {
    let mut w = pushed();
    w.handle(Event::Do(Action::LookAtBase));
    fail(&mut w, FailureKind::Unavailable);
    assert!(matches!(w.update, Preview::Failed(_)));
    assert_eq!(w.failure, None);
    end(&mut w, "repository", repo_outcome("s1", "t1"));
    // Who left hears of it on the page.
    looked(&mut w, How::Replay);
    w.handle(Event::Do(Action::Update));
    w.handle(Event::Do(Action::LeaveUpdate));
    fail(&mut w, FailureKind::Question);
    assert_eq!(w.failure.as_ref().unwrap().0, "update");
}

#[test]
fn what_the_clone_tells_wins_over_a_record_that_a_kill_cut_off() {
    let mut w = pushed();
    w.interrupted = vec!["update".into(), "test".into()];
    let said = "An update was cut off at its end. It is complete now.".to_owned();
    w.handle(Event::Recovered {
        said: Ok(said.clone()),
    });
    assert_eq!(w.interrupted, ["test"]);
    assert_eq!(w.notice, Some(said));
    w.handle(Event::Do(Action::ReadRepo));
    let Outcome::Repo {
        scope,
        inputs,
        tasks,
        ..
    } = repo_outcome("s1", "t1")
    else {
        unreachable!()
    };
    let repo = RepoState {
        became: Some(Box::new(("c1".into(), "c2".into()))),
        updated: Some(Box::new(done())),
        ..RepoState::default()
    };
    finish(
        &mut w,
        Outcome::Repo {
            repo,
            scope,
            inputs,
            tasks,
        },
    );
    assert_eq!(w.state.git.last.as_ref().unwrap().commit, "c2");
    assert_eq!(w.way_back(), Some(&done()));
}

#[test]
fn what_an_update_left_to_a_person_is_told_at_the_start_and_where_it_happens() {
    let mut w = pushed();
    let failure = Failure::new(FailureKind::Question, "An update was cut off.", "Compare.");
    w.handle(Event::Recovered {
        said: Err(failure.clone()),
    });
    assert_eq!(w.failure, Some(("update", failure.clone())));
    // What went wrong since says more.
    let mut w = pushed();
    w.failure = Some(("push", Failure::new(FailureKind::Io, "No network.", "")));
    let was = w.failure.clone();
    w.handle(Event::Recovered { said: Err(failure) });
    assert_eq!(w.failure, was);

    let read = |w: &mut Wizard| {
        w.handle(Event::Do(Action::ReadRepo));
        let Outcome::Repo {
            scope,
            inputs,
            tasks,
            ..
        } = repo_outcome("s1", "t1")
        else {
            unreachable!()
        };
        let repo = RepoState {
            set_aside: vec![".git/ddint-tui/left-1".into()],
            ..RepoState::default()
        };
        let outcome = Outcome::Repo {
            repo,
            scope,
            inputs,
            tasks,
        };
        finish(w, outcome);
        w.notice.take()
    };
    let mut w = pushed();
    assert!(read(&mut w).unwrap().contains("set files aside"));
    assert_eq!(read(&mut w), None, "it is told once");
}
