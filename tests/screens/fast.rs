//! The fast loop at the right end of the footer in Test, in each of its states and at every width.

use crate::acme::{acme, with_plan, with_tests};
use crate::world::{app, frame, press};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::live::Rerun;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Case, Task, TaskResult, TaskState};
use ddint_tui::tui::app::App;

fn at_test() -> App {
    let mut w = with_tests(with_plan(acme()));
    w.state
        .steps
        .test
        .tasks
        .iter_mut()
        .for_each(|t| t.findings.clear());
    w.derived.findings.clear();
    w.state.answers.integration.overview = "Acme Queue is a broker.".into();
    w.state.answers.author.support_email = "support@acme.example".into();
    w.live.on = true;
    w.live.fast.on = true;
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Test, "");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app
}

fn say(app: &mut App, last: Rerun) {
    let session = app.session.as_mut().unwrap();
    session.wizard.live.fast.last = last;
    session.changed();
}

/// So many tests with these outcomes, in 2.4 s.
fn ran(state: TaskState, outcomes: &[(&str, usize)]) -> Rerun {
    let mut result = TaskResult::waiting(Task::Unit);
    result.state = state;
    result.ms = 2_431;
    for (outcome, n) in outcomes {
        result.cases.extend((0..*n).map(|at| Case {
            id: format!("tests/test_unit.py::test_{outcome}_{at}"),
            outcome: (*outcome).into(),
            ms: 3,
        }));
    }
    if state == TaskState::Failed {
        let id = "tests/test_unit.py::test_failed_0";
        let wrong = Finding::error(Source::Pytest, id, "assert 1 == 2");
        result.findings = vec![wrong.at("acme_queue/tests/test_unit.py", Some(7))];
    }
    Rerun::Done(Box::new(result))
}

/// From what the footer says of tests on, without the keys before it.
fn footer(app: &mut App, width: u16) -> String {
    let text = frame(app, width, 30);
    let line = text.lines().last().unwrap().to_owned();
    assert!(line.chars().count() <= usize::from(width), "{line}");
    assert!(line.contains("help"), "{line}");
    line.rsplit("help").next().unwrap().trim().to_owned()
}

const WIDTHS: [u16; 4] = [120, 100, 80, 50];

fn footers(app: &mut App) -> [String; 4] {
    WIDTHS.map(|width| footer(app, width))
}

#[test]
fn the_footer_tells_each_state_at_every_width() {
    let mut app = at_test();
    let before = footer(&mut app, 120);
    assert!(
        !before.contains("pytest"),
        "nothing was saved yet: {before}"
    );
    say(&mut app, Rerun::Running);
    for (width, told) in
        WIDTHS
            .into_iter()
            .zip(["pytest runs", "pytest runs", "pytest runs", "pytest ◐"])
    {
        assert!(footer(&mut app, width).ends_with(told), "{width}");
    }
    say(
        &mut app,
        ran(TaskState::Passed, &[("passed", 12), ("skipped", 1)]),
    );
    for (width, told) in WIDTHS.into_iter().zip([
        "pytest ✓12  2.4 s",
        "pytest ✓12  2.4 s",
        "pytest ✓12",
        "pytest ✓12",
    ]) {
        assert!(footer(&mut app, width).ends_with(told), "{width}");
    }
    assert!(!footer(&mut app, 120).contains("finding"));
    // One that ended in an error is as red as one that failed.
    say(
        &mut app,
        ran(
            TaskState::Failed,
            &[("passed", 9), ("failed", 2), ("error", 1)],
        ),
    );
    for (width, told) in WIDTHS.into_iter().zip([
        "pytest ✗3 ✓9  2.4 s",
        "pytest ✗3 ✓9  2.4 s",
        "pytest ✗3 ✓9",
        "pytest ✗3 ✓9",
    ]) {
        assert!(footer(&mut app, width).ends_with(told), "{width}");
    }
    // The key to what was found stands beside, where there is room.
    assert!(
        footer(&mut app, 100).contains("! 1 finding "),
        "{}",
        footer(&mut app, 100)
    );
    assert!(!footer(&mut app, 50).contains("finding"));
    // A file that can't be collected: no test ran, and that is a failure.
    say(&mut app, ran(TaskState::Failed, &[]));
    assert!(footer(&mut app, 80).ends_with("pytest ✗1"));
    say(
        &mut app,
        Rerun::Not("ddev made no environment for the tests yet.".into()),
    );
    for told in footers(&mut app) {
        assert!(told.ends_with("pytest not yet"), "{told}");
    }
    press(&mut app, &["f1"]);
    assert!(frame(&mut app, 120, 36).contains("ddev made no environment"));
    press(&mut app, &["esc"]);

    app.theme.ascii = true;
    say(
        &mut app,
        ran(TaskState::Failed, &[("passed", 9), ("failed", 2)]),
    );
    let told = footer(&mut app, 120);
    assert!(
        told.is_ascii() && told.ends_with("pytest 2 failed 9 passed  2.4 s"),
        "{told}"
    );
    assert!(footer(&mut app, 50).ends_with("pytest x2 +9"));
}

#[test]
fn one_key_turns_it_off_and_that_is_told_where_it_is_turned_on_again() {
    let mut app = at_test();
    say(&mut app, ran(TaskState::Passed, &[("passed", 12)]));
    press(&mut app, &["w"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("Tests no longer run after a save."), "{shot}");
    for told in footers(&mut app) {
        assert!(told.ends_with("pytest off"), "{told}");
    }
    press(&mut app, &["f1"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("Off. w under Test turns them on."), "{shot}");
    press(&mut app, &["esc"]);
    // Elsewhere it is nobody's concern.
    app.visit(StepId::Prototype, "");
    assert!(!footer(&mut app, 120).contains("pytest"));
    app.visit(StepId::Test, "");
    press(&mut app, &["w"]);
    assert!(!footer(&mut app, 120).contains("pytest"));
}
