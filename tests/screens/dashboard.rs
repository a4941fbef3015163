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
