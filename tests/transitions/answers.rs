//! What is typed, taken, undone, and what turns stale by it.

use crate::world::*;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Outcome};
use ddint_tui::core::repo::CommitReport;
use ddint_tui::core::state::State;
use ddint_tui::core::status::{self, status};
use ddint_tui::core::step::{Status, StepId};
use ddint_tui::core::testing::{Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;

#[test]
fn opening_looks_at_the_machine_and_loads_what_was_saved() {
    let mut w = Wizard::new(State::default());
    let effects = w.handle(Event::Opened);
    assert!(effects.contains(&Effect::Save));
    let works = started(&effects);
    assert!(works.contains(&&Work::Load), "{works:?}");
    assert!(
        works.iter().any(|w| matches!(w, Work::CheckSetup { .. })),
        "{works:?}"
    );
}

#[test]
fn what_ran_at_a_kill_is_interrupted_never_green() {
    let mut state = State::default();
    state.steps.running = vec!["test".into()];
    let mut result = TaskResult::waiting(Task::Unit);
    result.state = TaskState::Running;
    state.steps.test.tasks = vec![result];
    let mut w = Wizard::new(state);
    w.handle(Event::Opened);
    assert_eq!(w.interrupted, ["test"]);
    assert_eq!(w.state.steps.test.tasks[0].state, TaskState::Interrupted);
    assert!(!status(&w, StepId::Test).is_done());
    assert!(w.state.steps.running.is_empty() || !w.state.steps.running.contains(&"test".into()));
}

#[test]
fn a_draft_is_kept_until_it_is_valid_and_taken() {
    let mut w = Wizard::new(State::default());
    let field = "integration.display_name".to_owned();
    let draft = |text: &str| Event::DraftEdited {
        field: "integration.display_name".into(),
        text: text.into(),
        cursor: (0, text.len()),
    };
    assert_eq!(w.handle(draft("9lives")), [Effect::Save]);
    w.handle(Event::Taken {
        field: field.clone(),
    });
    assert_eq!(w.state.answers.integration.display_name, "");
    assert_eq!(w.state.drafts[&field].text, "9lives");
    w.handle(draft("Acme Queue"));
    w.handle(Event::LeftField);
    assert_eq!(w.state.drafts[&field].text, "Acme Queue");
    w.handle(Event::Taken {
        field: field.clone(),
    });
    assert_eq!(w.state.answers.integration.display_name, "Acme Queue");
    assert!(w.state.drafts.is_empty());
}

#[test]
fn undo_and_redo_take_back_a_bulk_edit_as_one() {
    let mut w = prototyped();
    let unit = |name: &str| (format!("metrics.{name}.unit"), "message".to_owned());
    w.handle(Event::Set {
        values: vec![unit("acme_queue.depth"), unit("acme_queue.lag")],
    });
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.lag")
            .unwrap()
            .unit
            .as_deref(),
        Some("message")
    );
    w.handle(Event::Undo);
    assert!(
        w.state.answers.metrics.is_empty(),
        "{:?}",
        w.state.answers.metrics
    );
    w.handle(Event::Redo);
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.depth")
            .unwrap()
            .unit
            .as_deref(),
        Some("message")
    );
}

#[test]
fn a_unit_can_be_answered_as_none_and_undone() {
    let mut w = prototyped();
    let id = "metrics.acme_queue.depth.unit".to_owned();
    w.handle(Event::Set {
        values: vec![(id.clone(), String::new())],
    });
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.depth")
            .unwrap()
            .unit
            .as_deref(),
        Some("")
    );
    w.handle(Event::Set {
        values: vec![(id, "second".into())],
    });
    w.handle(Event::Undo);
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.depth")
            .unwrap()
            .unit
            .as_deref(),
        Some("")
    );
}

#[test]
fn the_prototype_is_stale_after_an_edit_and_done_again_when_it_is_taken_back() {
    let mut w = prototyped();
    assert!(
        status(&w, StepId::Prototype).is_done(),
        "{:?}",
        status(&w, StepId::Prototype)
    );
    let change = |check: &str| Event::PrototypeChanged {
        check: Some(check.into()),
        conf: Some("f".into()),
    };
    w.handle(change("edited"));
    assert!(matches!(status(&w, StepId::Prototype), Status::Stale(_)));
    w.handle(change("c"));
    assert!(status(&w, StepId::Prototype).is_done());
}

#[test]
fn framework_is_stale_after_an_answer_changes_and_done_again_when_undone() {
    let mut w = tested();
    assert!(
        status(&w, StepId::Framework).is_done(),
        "{:?}",
        status(&w, StepId::Framework)
    );
    let values = vec![(
        "integration.description".to_owned(),
        "Another sentence.".to_owned(),
    )];
    w.handle(Event::Set { values });
    assert!(matches!(status(&w, StepId::Framework), Status::Stale(_)));
    w.handle(Event::Undo);
    assert!(status(&w, StepId::Framework).is_done());
}

#[test]
fn a_commit_is_stale_after_an_edit() {
    let mut w = tested();
    w.handle(Event::Do(Action::Commit));
    let report = CommitReport {
        branch: "acme/acme_queue".into(),
        commit: "0123456789abcdef".into(),
        made: true,
        files: vec![],
        hooks: String::new(),
    };
    finish(
        &mut w,
        Outcome::Committed {
            report,
            scope: "s1".into(),
        },
    );
    finish(&mut w, repo_outcome("s1", "t1"));
    assert!(status(&w, StepId::Commit).is_done());
    w.handle(Event::Do(Action::ReadRepo));
    finish(&mut w, repo_outcome("s9", "t9"));
    assert!(matches!(status(&w, StepId::Commit), Status::Stale(_)));
    assert!(
        status::next_action(&w).contains("tests"),
        "{}",
        status::next_action(&w)
    );
}

#[test]
fn a_name_that_the_clone_holds_is_refused_while_typing() {
    let w = prototyped();
    let check = |text| ddint_tui::core::form::check(&w, "integration.display_name", text);
    assert!(check("Taken One").unwrap_err().contains("taken_one"));
    assert_eq!(check("Acme Queue 2"), Ok(()));
}

#[test]
fn a_draft_that_says_what_the_answer_says_is_none() {
    let mut w = Wizard::new(answered());
    let field = "integration.display_name".to_owned();
    for (text, kept) in [("Acme Queue", false), ("Acme Queues", true)] {
        w.handle(Event::DraftEdited {
            field: field.clone(),
            text: text.into(),
            cursor: (0, 0),
        });
        w.handle(Event::LeftField);
        assert_eq!(w.state.drafts.contains_key(&field), kept, "{text}");
    }
}
