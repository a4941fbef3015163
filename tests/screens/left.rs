//! What is left in a field, what an empty one says, and what the header cuts.

use crate::acme::{acme, with_commit};
use crate::world::{app, frame, press};
use ddint_tui::core::effect::Effect;
use ddint_tui::core::setup::{Health, Item};
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::App;

fn next(app: &mut App) -> String {
    let shot = frame(app, 100, 30);
    let line = shot.lines().find(|l| l.contains("Next ")).unwrap();
    line[line.find("Next ").unwrap()..].to_owned()
}

#[test]
fn next_leads_back_to_what_was_left_in_a_field() {
    let mut wizard = acme();
    wizard.state.answers.author.support_email = "support@acme.example".into();
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Framework, "author");
    app.act(ddint_tui::tui::keymap::Action::First);
    assert!(next(&mut app).contains("Complete."), "{}", next(&mut app));
    press(&mut app, &["enter", " Junior", "esc"]);
    assert!(
        next(&mut app).contains("take what you left"),
        "{}",
        next(&mut app)
    );
    press(&mut app, &["down"]);
    let said = next(&mut app);
    assert!(said.contains("what you left"), "{said}");
    press(&mut app, &["up", "enter", "enter"]);
    assert!(next(&mut app).contains("Complete."), "{}", next(&mut app));
}

#[test]
fn an_empty_field_says_nothing_before_something_was_typed_into_it() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "author");
    let required = |app: &mut App| frame(app, 100, 30).contains("is required.");
    press(&mut app, &["enter"]);
    let typing = &app.session.as_ref().unwrap().view.editor;
    assert_eq!(typing.as_ref().unwrap().field, "author.support_email");
    assert!(!required(&mut app));
    press(&mut app, &["x"]);
    press(&mut app, &["backspace"]);
    assert!(required(&mut app), "{}", frame(&mut app, 100, 30));
}

#[test]
fn the_clones_field_says_nothing_before_something_was_typed_into_it() {
    let mut wizard = acme();
    let report = wizard.setup.as_mut().unwrap();
    report.clone = None;
    for line in &mut report.lines {
        if line.item == Item::Clone {
            line.health = Health::Bad;
            line.repair = Some(ddint_tui::core::setup::Repair::AskClone);
        }
    }
    wizard.state.files.clone = None;
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Setup, "");
    app.act(ddint_tui::tui::keymap::Action::UseClone);
    let wrong = |app: &mut App| frame(app, 100, 30).contains("✗ Type the clone's folder");
    let typing = app.session.as_ref().unwrap().view.editor.is_some();
    assert!(typing && !wrong(&mut app), "{}", frame(&mut app, 100, 30));
    press(&mut app, &["enter"]);
    assert!(wrong(&mut app), "{}", frame(&mut app, 100, 30));
}

#[test]
fn a_long_branch_is_cut_in_the_header() {
    let mut wizard = acme();
    wizard.state.files.clone = Some("/home/dev/extras".into());
    let head = |branch: &str, width: u16| {
        let mut wizard = wizard.clone();
        wizard.repo.as_mut().unwrap().head_branch = Some(branch.into());
        let (mut app, _) = app(Some(wizard));
        let shot = frame(&mut app, width, 24);
        shot.lines().next().unwrap().to_owned()
    };
    assert!(head("master", 80).contains("extras ⎇ master  "));
    let long = "acme-company/acme_queue_and_more_of_that";
    assert!(head(long, 120).contains(&format!("extras ⎇ {long}  ")));
    let cut = head(long, 80);
    assert!(cut.contains("extras ⎇ acme-compa"), "{cut}");
    assert!(cut.contains("…  ") && cut.ends_with("saved"), "{cut}");
    assert!(cut.contains("Acme Queue · openmetrics"), "{cut}");
}

/// What goes out says what was typed, or nothing goes out.
#[test]
fn neither_a_commit_nor_a_text_goes_out_without_what_was_left() {
    for (step, keys) in [
        (StepId::Commit, &["c", "a"][..]),
        (StepId::PullRequest, &["y", "o", "g", "s"]),
    ] {
        for key in keys {
            let (mut app, asked) = app(Some(with_commit(acme())));
            app.visit(step, "");
            app.act(ddint_tui::tui::keymap::Action::First);
            let session = app.session.as_mut().unwrap();
            session.wizard.jobs.clear();
            session.wizard.state.git.pushed =
                Some(session.wizard.state.git.last.clone().unwrap().commit);
            press(&mut app, &["enter", " more", "esc"]);
            asked.borrow_mut().effects.clear();
            press(&mut app, &[key]);
            let shown = frame(&mut app, 100, 30);
            assert!(shown.contains("is not taken yet"), "{key}: {shown}");
            assert!(app.layers.is_empty(), "{key}");
            let began = |e: &Effect| matches!(e, Effect::Start { .. });
            assert!(!asked.borrow().effects.iter().any(began), "{key}");
            assert_eq!(app.session.as_ref().unwrap().wizard.state.git.handed, None);
        }
    }
}
