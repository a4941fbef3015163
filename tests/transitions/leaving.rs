//! What goes with the step that one leaves, and what a refusal leaves as it was.

use crate::world::*;
use ddint_tui::core::event::{Action, Event, Failure, FailureKind, Which};
use ddint_tui::core::status::status;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskResult, TaskState};

fn visit(w: &mut ddint_tui::core::wizard::Wizard, step: StepId) {
    w.handle(Event::Visit { step });
}

#[test]
fn tests_that_are_refused_leave_every_result_as_it_was() {
    let mut w = tested();
    let before = w.state.steps.test.tasks.clone();
    assert!(status(&w, StepId::Test).is_done());
    w.handle(Event::Do(Action::Test(Which::All)));
    assert_ne!(w.state.steps.test.tasks, before);
    fail(&mut w, FailureKind::Question);
    assert_eq!(w.state.steps.test.tasks, before);
    assert_eq!(w.failure.as_ref().unwrap().0, "test");
    // Before anything was applied, there are none.
    let mut w = prototyped();
    w.handle(Event::Do(Action::Test(Which::All)));
    fail(&mut w, FailureKind::Question);
    assert_eq!(w.state.steps.test.tasks, []);
    // Once one of them began, the others are told as what did not run.
    let mut w = tested();
    w.handle(Event::Do(Action::Test(Which::All)));
    let mut running = TaskResult::waiting(Task::Unit);
    running.state = TaskState::Running;
    w.handle(Event::Task {
        job: w.jobs.last().unwrap().id,
        result: Box::new(running),
        inputs: "t1".into(),
    });
    fail(&mut w, FailureKind::Question);
    assert!(!status(&w, StepId::Test).is_done());
}

#[test]
fn a_failure_goes_with_its_step() {
    let said = |name| {
        Some((
            name,
            Failure::new(FailureKind::Question, "Apply first.", ""),
        ))
    };
    for (name, step) in [
        ("clone", StepId::Setup),
        ("run", StepId::Prototype),
        ("apply", StepId::Framework),
        ("test", StepId::Test),
        ("commit", StepId::Commit),
        ("update", StepId::Commit),
        ("way back", StepId::Commit),
        ("push", StepId::PullRequest),
        ("hand over", StepId::PullRequest),
        ("remarks", StepId::Maintain),
    ] {
        let mut w = tested();
        visit(&mut w, step);
        w.failure = said(name);
        visit(&mut w, step);
        assert_eq!(w.failure, said(name), "{name} on its own page");
        let other = StepId::ALL.into_iter().find(|s| *s != step).unwrap();
        visit(&mut w, other);
        assert_eq!(w.failure, None, "{name} elsewhere");
        // What failed while one was elsewhere is read where it belongs first.
        w.failure = said(name);
        visit(&mut w, step);
        assert_eq!(w.failure, said(name), "{name} on the way there");
    }
}
