//! Jobs: one at a time, canceled, reported, and what their outcomes mean.

use crate::world::*;
use ddint_tui::core::answers::Track;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Facts, FailureKind, Outcome, Progress, Which};
use ddint_tui::core::plan::{Choice, FileState, Plan, PlannedFile};
use ddint_tui::core::setup::SetupReport;
use ddint_tui::core::state::{Applied, Ids};
use ddint_tui::core::status::status;
use ddint_tui::core::step::{Status, StepId};
use ddint_tui::core::testing::{Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;

#[test]
fn one_job_works_on_the_files_at_a_time() {
    let mut w = prototyped();
    assert_eq!(started(&w.handle(Event::Do(Action::Plan))).len(), 1);
    assert!(started(&w.handle(Event::Do(Action::RunPrototype))).is_empty());
    assert!(
        w.notice.as_deref().unwrap().contains("plan is running"),
        "{:?}",
        w.notice
    );
    assert_eq!(started(&w.handle(Event::Do(Action::CheckSetup))).len(), 1);
}

#[test]
fn what_changes_while_set_up_looks_is_looked_at_again() {
    let mut w = prototyped();
    let look =
        |w: &mut Wizard, path: &str| w.handle(Event::Do(Action::UseClone { path: path.into() }));
    assert_eq!(started(&look(&mut w, "/first")).len(), 1);
    let job = w.jobs[0].id;
    // It is not started twice; and what it found of the folder before is not taken.
    assert!(started(&look(&mut w, "/second")).is_empty());
    let old = SetupReport {
        clone: Some("/first".into()),
        ..SetupReport::default()
    };
    w.handle(Event::Looked {
        job,
        report: old.clone(),
    });
    assert_ne!(w.setup.as_ref(), Some(&old));
    let outcome = Outcome::Setup {
        report: old.clone(),
        facts: Facts::default(),
    };
    let effects = w.handle(Event::Finished {
        job,
        outcome: Ok(Box::new(outcome)),
    });
    let [Work::CheckSetup { clone, .. }] = &started(&effects)[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(clone.as_deref(), Some("/second"));
    assert_eq!(w.state.files.clone.as_deref(), Some("/second"));
    assert_ne!(w.setup.as_ref(), Some(&old));
}

#[test]
fn a_typed_author_is_looked_at_at_once() {
    let mut w = prototyped();
    let (name, email) = ("Acme".into(), "dev@acme.example".into());
    let effects = w.handle(Event::Do(Action::UseAuthor { name, email }));
    assert!(matches!(started(&effects)[..], [Work::CheckSetup { .. }]));
    let typed = w.state.git.typed_author();
    assert_eq!(typed.as_deref(), Some("Acme <dev@acme.example>"));
}

#[test]
fn what_was_cut_off_is_told_until_it_runs_again() {
    let mut w = prototyped();
    w.interrupted = vec!["plan".into(), "test".into()];
    assert_eq!(started(&w.handle(Event::Do(Action::Plan))).len(), 1);
    assert_eq!(w.interrupted, ["test"]);
}

#[test]
fn a_clone_is_made_beside_what_works_on_the_files() {
    let mut w = prototyped();
    assert_eq!(started(&w.handle(Event::Do(Action::Plan))).len(), 1);
    let clone = Action::CloneRepo {
        url: "https://acme.example/fork.git".into(),
        dest: "/there".into(),
    };
    assert_eq!(started(&w.handle(Event::Do(clone.clone()))).len(), 1);
    assert!(started(&w.handle(Event::Do(clone))).is_empty(), "once");
}

#[test]
fn cancel_asks_and_the_outcome_confirms() {
    let mut w = prototyped();
    w.handle(Event::Do(Action::Plan));
    let job = w.jobs[0].id;
    assert_eq!(
        w.handle(Event::Do(Action::Cancel)),
        [Effect::Cancel { job }]
    );
    assert!(w.jobs[0].cancelling);
    fail(&mut w, FailureKind::Cancelled);
    assert!(w.jobs.is_empty());
    assert!(w.state.steps.running.is_empty());
}

#[test]
fn reports_of_a_job_that_ended_are_dropped() {
    let mut w = prototyped();
    let before = w.clone();
    let result = Box::new(TaskResult::waiting(Task::Unit));
    assert!(
        w.handle(Event::Task {
            job: 999,
            result,
            inputs: "x".into()
        })
        .is_empty()
    );
    assert!(
        w.handle(Event::Progress {
            job: 999,
            progress: Progress::default()
        })
        .is_empty()
    );
    let outcome = Ok(Box::new(Outcome::Tested { review: vec![] }));
    assert!(w.handle(Event::Finished { job: 999, outcome }).is_empty());
    assert_eq!(w, before);
}

#[test]
fn after_applying_the_states_are_those_of_now_and_before_is_remembered() {
    let file = |path: &str, state, replaces_edit| PlannedFile {
        path: path.into(),
        state,
        replaces_edit,
        from: None,
        old: None,
        new: "x".into(),
        hunks: vec![],
    };
    let plan = |readme, example| Plan {
        files: vec![file("a", readme, false), file("b", example, true)],
        hash: "p".into(),
        foreign_ci: vec![],
    };
    let mut w = prototyped();
    w.handle(Event::Do(Action::Plan));
    let inputs = w.framework_inputs();
    finish(
        &mut w,
        Outcome::Planned {
            plan: plan(FileState::Conflict, FileState::Generated),
            findings: vec![],
            ids: Ids::default(),
            inputs: inputs.clone(),
        },
    );
    for path in ["a", "b"] {
        let (path, choice) = (path.into(), Choice::Yours);
        w.handle(Event::Choose { path, choice });
    }
    w.handle(Event::Do(Action::Apply {
        allow_foreign_ci: false,
    }));
    let applied = Applied {
        inputs,
        plan: "p".into(),
        ..Applied::default()
    };
    finish(
        &mut w,
        Outcome::Applied {
            applied,
            scope: "s".into(),
            plan: plan(FileState::Yours, FileState::Generated),
        },
    );
    assert_eq!(w.plan.as_ref().unwrap().files[0].state, FileState::Yours);
    assert_eq!(w.before[0], ("a".to_owned(), FileState::Conflict));
    // What was kept stays kept, so that nothing is open.
    assert_eq!(w.state.files.choices.keys().collect::<Vec<_>>(), ["b"]);
    assert_eq!(w.open_choices().count(), 0);
    let framework = status(&w, StepId::Framework);
    assert!(!matches!(framework, Status::Blocked(_)), "{framework:?}");
}

#[test]
fn tests_are_stale_when_files_change_and_green_again_on_the_same_files() {
    let mut w = tested();
    assert!(
        status(&w, StepId::Test).is_done(),
        "{:?}",
        status(&w, StepId::Test)
    );
    w.handle(Event::Do(Action::ReadRepo));
    finish(&mut w, repo_outcome("s2", "t2"));
    assert!(matches!(status(&w, StepId::Test), Status::Stale(_)));
    w.handle(Event::Do(Action::ReadRepo));
    finish(&mut w, repo_outcome("s1", "t1"));
    assert!(status(&w, StepId::Test).is_done());
}

#[test]
fn a_cancelled_test_run_leaves_nothing_green_that_did_not_run() {
    let mut w = tested();
    w.handle(Event::Do(Action::Test(Which::All)));
    fail(&mut w, FailureKind::Cancelled);
    assert!(!status(&w, StepId::Test).is_done());
    let states: Vec<TaskState> = w.state.steps.test.tasks.iter().map(|t| t.state).collect();
    assert_eq!(
        states,
        [
            TaskState::Cancelled,
            TaskState::Cancelled,
            TaskState::CiWillRun
        ]
    );
}

#[test]
fn a_commit_asks_for_exactly_the_scope() {
    let mut w = tested();
    w.state.answers.track = Track::Partner;
    let effects = w.handle(Event::Do(Action::Commit));
    let works = started(&effects);
    let [Work::Commit { request }] = works[..] else {
        panic!("{works:?}")
    };
    assert_eq!(request.branch, "acme/acme_queue");
    assert_eq!(request.base, "upstream/master");
    assert_eq!(request.folder, "acme_queue");
    assert!(request.root_files.contains(&".ddev/config.toml".to_owned()));
    assert_eq!(request.message, "Add Acme Queue integration\n");
}
