//! The path without a screen.

use crate::world::*;
use ddint_tui::core::autopilot::{Autopilot, Next};
use ddint_tui::core::event::{Action, Event, FailureKind, Outcome, Which};
use ddint_tui::core::plan::{Choice, FileState, Plan, PlannedFile};
use ddint_tui::core::state::Ids;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;

#[test]
fn the_autopilot_walks_in_order_and_stops_at_what_needs_a_person() {
    let mut w = prototyped();
    let mut pilot = Autopilot::default();
    assert_eq!(pilot.next(&w, StepId::Framework), Next::Do(Action::Plan));
    w.handle(Event::Do(Action::Plan));
    assert_eq!(pilot.next(&w, StepId::Framework), Next::Wait);
    let conflict = PlannedFile {
        path: "acme_queue/README.md".into(),
        state: FileState::Conflict,
        replaces_edit: false,
        hunks: vec![],
        from: None,
        old: Some("a".into()),
        new: "b".into(),
    };
    let plan = Plan {
        files: vec![conflict],
        ..Plan::default()
    };
    let inputs = w.framework_inputs();
    finish(
        &mut w,
        Outcome::Planned {
            plan,
            findings: vec![],
            ids: Ids::default(),
            inputs,
        },
    );
    let Next::Stop { kind, message, .. } = pilot.next(&w, StepId::Framework) else {
        panic!()
    };
    assert_eq!(kind, FailureKind::Question);
    assert!(message.contains("acme_queue/README.md"), "{message}");
    w.handle(Event::Choose {
        path: "acme_queue/README.md".into(),
        choice: Choice::Yours,
    });
    let next = pilot.next(&w, StepId::Framework);
    assert_eq!(
        next,
        Next::Do(Action::Apply {
            allow_foreign_ci: false
        })
    );
}

#[test]
fn the_autopilot_ends_when_a_failure_is_reported() {
    let mut w = Wizard::new(answered());
    let mut pilot = Autopilot::default();
    assert_eq!(
        pilot.next(&w, StepId::Prototype),
        Next::Do(Action::CheckSetup)
    );
    w.handle(Event::Do(Action::CheckSetup));
    finish(&mut w, setup_outcome());
    finish(&mut w, repo_outcome("s", "t"));
    let next = pilot.next(&w, StepId::Prototype);
    assert_eq!(next, Next::Do(Action::WritePrototype { replace: false }));
    w.handle(Event::Do(Action::WritePrototype { replace: false }));
    fail(&mut w, FailureKind::Unavailable);
    let Next::Stop { kind, step, .. } = pilot.next(&w, StepId::Prototype) else {
        panic!()
    };
    assert_eq!((kind, step), (FailureKind::Unavailable, StepId::Prototype));
}

#[test]
fn no_commit_without_green_tests_on_exactly_these_files() {
    let mut w = tested();
    let mut pilot = Autopilot::default();
    w.test_inputs = "changed".into();
    // Plan and apply come first in every run; then the tests run again.
    assert_eq!(pilot.next(&w, StepId::Commit), Next::Do(Action::Plan));
    assert_eq!(
        pilot.next(&w, StepId::Commit),
        Next::Do(Action::Apply {
            allow_foreign_ci: false
        })
    );
    assert_eq!(
        pilot.next(&w, StepId::Commit),
        Next::Do(Action::Test(Which::Failed))
    );
    let Next::Stop { kind, .. } = pilot.next(&w, StepId::Commit) else {
        panic!()
    };
    assert_eq!(kind, FailureKind::Findings);
    w.test_inputs = "t1".into();
    assert_eq!(pilot.next(&w, StepId::Commit), Next::Do(Action::Commit));
}
