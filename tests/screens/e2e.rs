//! The container of end-to-end tests: nothing but the image until there is one, and why there can't be one.

use crate::acme::acme;
use crate::world::{app, frame, press};
use ddint_tui::core::answers::Kind;
use ddint_tui::core::form;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;

fn at(wizard: Wizard) -> App {
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Framework, "tests");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app
}

#[test]
fn the_container() {
    let mut wizard = acme();
    for (id, text) in [
        ("e2e.image", "acme/queue:1.4.2"),
        ("e2e.env", "ACME_MODE=test"),
        ("e2e.services", "db postgres:16.4 POSTGRES_PASSWORD=test"),
    ] {
        form::set(&mut wizard.state.answers, id, text);
    }
    let mut app = at(wizard);
    for (width, height) in [(120, 36), (100, 30), (80, 24), (50, 15)] {
        let shot = frame(&mut app, width, height);
        insta::assert_snapshot!(format!("e2e_{width}x{height}"), shot);
    }
}

#[test]
fn only_an_image_that_stays_is_taken() {
    let mut app = at(acme());
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("Image") && !shot.contains("Port"), "{shot}");
    press(&mut app, &["enter", "acme/queue:latest", "enter"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("The tag latest moves"), "{shot}");
    press(&mut app, &["ctrl+u"]);
}

#[test]
fn a_command_says_why_there_is_none() {
    let mut wizard = acme();
    wizard.state.answers.integration.kind = Some(Kind::Command);
    let mut app = at(wizard);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("where the Agent runs"), "{shot}");
    assert!(!shot.contains("Image"), "{shot}");
}
