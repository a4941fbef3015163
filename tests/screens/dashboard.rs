//! The Dashboard page: what it looks like, and choosing monitors by keys.

use crate::acme::acme;
use crate::world::{app, frame, press};
use ddint_tui::core::answers::Track;
use ddint_tui::core::metadata::MetricRow;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use ddint_tui::tui::theme::Theme;

const SIZES: [(u16, u16); 4] = [(120, 36), (100, 30), (80, 24), (50, 15)];

fn at(wizard: Wizard) -> App {
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Framework, "dashboard");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app
}

fn shoot(name: &str, app: &mut App) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), shot);
    }
}

/// Goes down until the focus is on `id`.
fn go(app: &mut App, id: &str) {
    for _ in 0..200 {
        let focus = &app.session.as_ref().unwrap().wizard.state.ui.focus;
        if focus == id {
            return;
        }
        press(app, &["down"]);
    }
    panic!("{id} can't be reached");
}

#[test]
fn the_sketch_and_the_offers() {
    let mut app = at(acme());
    shoot("dashboard", &mut app);
    go(&mut app, "monitors.acme_queue.consumer.lag.on");
    press(&mut app, &["space", "t"]);
    shoot("dashboard_threshold", &mut app);
    press(&mut app, &["1x"]);
    shoot("dashboard_wrong", &mut app);
    press(&mut app, &["backspace", "00", "enter"]);
    shoot("dashboard_chosen", &mut app);
    app.theme = Theme {
        ascii: true,
        color: false,
    };
    let shot = frame(&mut app, 120, 36);
    assert!(shot.is_ascii(), "{shot}");
    insta::assert_snapshot!("dashboard_ascii", shot);
}

/// What the list of steps says of the page.
fn rail(app: &mut App) -> String {
    let shot = frame(app, 100, 30);
    shot.lines()
        .find(|l| l.starts_with("  ") && l.contains(" Dashboard "))
        .unwrap()
        .to_owned()
}

#[test]
fn a_monitor_is_chosen_and_its_threshold_typed_by_keys() {
    let mut app = at(acme());
    assert!(rail(&mut app).contains("✓ Dashboard"));
    go(&mut app, "monitors.acme_queue.depth.on");
    press(&mut app, &["space"]);
    assert!(
        rail(&mut app).contains("◐ Dashboard     1"),
        "{}",
        rail(&mut app)
    );
    press(&mut app, &["down", "enter", "100", "enter"]);
    assert!(rail(&mut app).contains("✓ Dashboard"));
    let monitors = |app: &App| {
        app.session
            .as_ref()
            .unwrap()
            .wizard
            .state
            .answers
            .monitors
            .clone()
    };
    assert_eq!(monitors(&app)[0].threshold, Some(100.0));
    // Space drops it from any of its fields; undo brings it back with its threshold.
    press(&mut app, &["space"]);
    assert!(monitors(&app).is_empty());
    press(&mut app, &["ctrl-u"]);
    assert_eq!(monitors(&app)[0].threshold, Some(100.0));
    // The threshold's key chooses a monitor too.
    go(&mut app, "monitors.acme_queue.depth.on");
    press(&mut app, &["up", "up", "t", "3", "enter"]);
    assert_eq!(monitors(&app).len(), 2);
}

#[test]
fn a_message_that_is_only_looked_at_goes_on_following_the_threshold() {
    let mut app = at(acme());
    go(&mut app, "monitors.acme_queue.depth.on");
    press(&mut app, &["t", "100", "enter"]);
    go(&mut app, "monitors.acme_queue.depth.message");
    press(&mut app, &["enter"]);
    let state = |app: &App| app.session.as_ref().unwrap().wizard.state.clone();
    let draft = &state(&app).drafts["monitors.acme_queue.depth.message"];
    assert!(
        draft.text.contains("was above 100 messages"),
        "{}",
        draft.text
    );
    press(&mut app, &["esc"]);
    assert!(state(&app).drafts.is_empty());
    assert_eq!(state(&app).answers.monitors[0].message, None);
    press(&mut app, &["enter", "Soon: ", "esc"]);
    let message = state(&app).answers.monitors[0].message.clone().unwrap();
    assert!(
        message.contains("Soon: ") && message.contains("{{queue.name}}"),
        "{message}"
    );
}

#[test]
fn enter_looks_into_a_group_and_switches_nothing_off() {
    let mut app = at(acme());
    press(&mut app, &["down", "enter"]);
    let shot = frame(&mut app, 100, 30);
    assert!(shot.contains("acme_queue.openmetrics.health"), "{shot}");
    press(&mut app, &["esc", "space"]);
    let make = |app: &App| {
        app.session
            .as_ref()
            .unwrap()
            .wizard
            .state
            .answers
            .dashboard
            .make
    };
    assert!(make(&app));
    press(&mut app, &["d"]);
    assert!(!make(&app));
    let shot = frame(&mut app, 100, 30);
    assert!(
        !shot.contains("Overview") && shot.contains("Consumer lag is high"),
        "{shot}"
    );
}

#[test]
fn the_partner_track_says_where_it_is_saved() {
    let mut w = acme();
    w.state.answers.track = Track::Partner;
    shoot("dashboard_partner", &mut at(w));
}

#[test]
fn many_groups_are_folded_but_the_one_looked_at() {
    let mut w = acme();
    w.derived.metrics = (0..400)
        .map(|n| MetricRow {
            name: format!("acme_queue.part{}.thing{n:03}", n % 8),
            metric_type: "gauge".into(),
            orientation: -1,
            description: "A number.".into(),
            ..MetricRow::default()
        })
        .collect();
    w.derived.metrics.sort_by(|a, b| a.name.cmp(&b.name));
    let mut app = at(w);
    press(&mut app, &["down", "down"]);
    shoot("dashboard_many", &mut app);
}

#[test]
fn without_a_run_there_is_nothing_to_sketch() {
    let mut w = acme();
    w.derived.metrics.clear();
    w.derived.service_checks.clear();
    w.capture = None;
    assert!(frame(&mut at(w), 100, 30).contains("Run the custom check first"));
}
