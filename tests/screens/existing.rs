//! An integration that was there before, from Home to a row of its own.

use crate::world::{app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::App;

fn opened() -> App {
    let (mut app, _) = app(None);
    press(&mut app, &["o", "acme_queue", "enter"]);
    app
}

#[test]
fn home_opens_one_by_its_folder() {
    let (mut app, _) = app(None);
    for (width, height) in [(120, 36), (80, 24), (50, 15)] {
        assert!(frame(&mut app, width, height).contains("Acme Queue"));
    }
    press(&mut app, &["o"]);
    assert!(frame(&mut app, 80, 24).contains("Which integration?"));
    press(&mut app, &["acme_quue", "enter"]);
    assert!(frame(&mut app, 80, 24).contains("The clone holds no integration \"acme_quue\"."));
    assert!(app.session.is_none());
    let erase = ["ctrl-w", "acme_queue", "enter"];
    press(&mut app, &erase);
    let wizard = &app.session.as_ref().unwrap().wizard;
    assert_eq!(wizard.state.ui.step, StepId::Framework);
    let shown = frame(&mut app, 120, 36);
    assert!(
        shown.contains("Next version") && shown.contains("What changed"),
        "{shown}"
    );
    assert!(!shown.contains("Product page"), "no file holds it");
}

#[test]
fn the_palette_knows_it_too() {
    let (mut app, _) = app(None);
    press(&mut app, &["ctrl-p", "open one that", "enter"]);
    assert!(frame(&mut app, 100, 30).contains("Which integration?"));
}

#[test]
fn a_metric_is_typed_edited_and_taken_back() {
    let mut app = opened();
    app.visit(StepId::Framework, "metrics");
    press(&mut app, &["+"]);
    assert!(frame(&mut app, 80, 24).contains("Which metric?"));
    press(&mut app, &["other.depth gauge", "enter"]);
    assert!(frame(&mut app, 80, 24).contains("must begin with acme_queue."));
    press(
        &mut app,
        &[
            "ctrl-w",
            "ctrl-w",
            "ctrl-w",
            "ctrl-w",
            "acme_queue.zeal rate",
            "enter",
        ],
    );
    let row = |app: &App| {
        let w = &app.session.as_ref().unwrap().wizard;
        let at = w.derived.position("acme_queue.zeal")?;
        Some(w.derived.metrics[at].metric_type.clone())
    };
    assert_eq!(row(&app).as_deref(), Some("rate"));
    let shown = frame(&mut app, 120, 36);
    assert!(shown.contains("acme_queue.zeal"), "{shown}");
    press(&mut app, &["x"]);
    assert_eq!(row(&app), None);
    // What the file has goes too, and undo brings it back.
    let rows = |app: &App| app.session.as_ref().unwrap().wizard.derived.metrics.len();
    let before = rows(&app);
    press(&mut app, &["x"]);
    assert_eq!(rows(&app), before - 1);
    press(&mut app, &["ctrl-u"]);
    assert_eq!(rows(&app), before);
    let answers = &app.session.as_ref().unwrap().wizard.state.answers;
    assert!(answers.metrics.is_empty(), "{:?}", answers.metrics);
}

#[test]
fn a_service_check_comes_and_goes() {
    let mut app = opened();
    app.visit(StepId::Framework, "checks");
    let names = |app: &App| -> Vec<String> {
        let w = &app.session.as_ref().unwrap().wizard;
        w.derived
            .service_checks
            .iter()
            .map(|c| c.check.clone())
            .collect()
    };
    let before = names(&app);
    press(&mut app, &["+"]);
    assert!(frame(&mut app, 80, 24).contains("Which service check?"));
    press(&mut app, &["acme_queue.can_read ok good", "enter"]);
    assert!(frame(&mut app, 80, 24).contains("\"good\" is no status"));
    press(&mut app, &["ctrl-w", "warning", "enter"]);
    let w = &app.session.as_ref().unwrap().wizard;
    let row = w.derived.service_checks.last().unwrap();
    assert_eq!(row.check, "acme_queue.can_read");
    assert_eq!(row.statuses, ["ok", "warning"]);
    assert!(frame(&mut app, 120, 36).contains("acme_queue.can_read"));
    press(&mut app, &["x"]);
    assert_eq!(names(&app), before);
    press(&mut app, &["ctrl-u"]);
    assert_eq!(names(&app).len(), before.len() + 1);
    press(&mut app, &["ctrl-u"]);
    assert_eq!(names(&app), before);
    let answers = &app.session.as_ref().unwrap().wizard.state.answers;
    assert!(
        answers.service_checks.is_empty(),
        "{:?}",
        answers.service_checks
    );
}

#[test]
fn ddevs_files_are_made_again_on_request() {
    let world = app(None);
    let (mut app, asked) = world;
    press(&mut app, &["o", "acme_queue", "enter"]);
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app.visit(StepId::Framework, "files");
    press(&mut app, &["r"]);
    assert!(app.session.as_ref().unwrap().wizard.state.files.resync);
    let effects = &asked.borrow().effects;
    let plans = |e: &Effect| {
        matches!(
            e,
            Effect::Start {
                work: Work::Plan,
                ..
            }
        )
    };
    assert!(effects.iter().any(plans), "{effects:?}");
}

#[test]
fn a_next_version_must_be_higher() {
    let mut app = opened();
    app.visit(StepId::Framework, "identity");
    let session = app.session.as_ref().unwrap();
    let problem = |text: &str| session.problem("release.version", text);
    assert!(problem("1.2.0").is_some_and(|p| p.contains("1.3.0")));
    assert_eq!(problem("1.2.1"), None);
    assert_eq!(problem(""), None);
}

#[test]
fn its_dashboards_and_monitors_stay_its_own() {
    let mut app = opened();
    app.visit(StepId::Framework, "dashboard");
    assert!(frame(&mut app, 80, 24).contains("stay as they are"));
    press(&mut app, &["d", "space", "t"]);
    let w = &mut app.session.as_mut().unwrap().wizard;
    assert!(w.state.answers.dashboard.make && w.state.answers.monitors.is_empty());
    w.state.answers.dashboard.make = false;
    let found = w.wrong_answers();
    assert!(found.iter().any(|f| f.rule == "dashboard"), "{found:?}");
}
