//! A metric that was applied and that the last run does not emit: marked, asked about, kept or taken out by a key.

use crate::world::{app, frame, press};
use ddint_tui::core::event::Event;
use ddint_tui::core::state::Applied;
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::App;

const GONE: &str = "acme_queue.aged";

/// Everything was applied, and one metric more.
fn vanished() -> App {
    let (mut app, _) = app(Some(crate::acme::acme()));
    let w = &mut app.session.as_mut().unwrap().wizard;
    let mut rows = w.derived.metrics.clone();
    let mut gone = rows[0].clone();
    gone.name = GONE.into();
    gone.description = "How old it is.".into();
    rows.push(gone);
    w.applied_rows = rows.into();
    w.state.files.applied = Some(Applied {
        prefix: "acme_queue.".into(),
        ..Applied::default()
    });
    let values = vec![(
        "integration.description".into(),
        "Depth of its queues.".into(),
    )];
    w.handle(Event::Set { values });
    app.visit(StepId::Framework, "metrics");
    let focus = format!("metrics.{GONE}");
    app.session
        .as_mut()
        .unwrap()
        .wizard
        .handle(Event::Focus { focus });
    app
}

fn has(app: &App) -> bool {
    let w = &app.session.as_ref().unwrap().wizard;
    w.derived.position(GONE).is_some()
}

fn asked(app: &App) -> bool {
    let w = &app.session.as_ref().unwrap().wizard;
    w.undecided().contains(GONE)
}

#[test]
fn it_is_marked_and_said_what_to_do() {
    let mut app = vanished();
    assert!(has(&app) && asked(&app));
    for (width, height) in [(120, 36), (100, 30), (80, 24)] {
        let shown = frame(&mut app, width, height);
        assert!(shown.contains("gone?"), "{shown}");
        let said = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("k keeps it"), "{shown}");
    }
    assert!(frame(&mut app, 50, 15).contains("gone?"));
}

#[test]
fn keys_keep_it_and_take_it_out_and_undo_asks_again() {
    let mut app = vanished();
    press(&mut app, &["k"]);
    assert!(has(&app) && !asked(&app));
    assert!(frame(&mut app, 80, 24).contains("kept"));
    press(&mut app, &["ctrl-u"]);
    assert!(asked(&app));
    let focus = format!("metrics.{GONE}");
    app.session
        .as_mut()
        .unwrap()
        .wizard
        .handle(Event::Focus { focus });
    press(&mut app, &["x"]);
    assert!(!has(&app) && !asked(&app));
    press(&mut app, &["ctrl-u"]);
    assert!(has(&app) && asked(&app));
}
