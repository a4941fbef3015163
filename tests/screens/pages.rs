//! Every page at 120x36, 100x30, 80x24 and 50x15; the busiest ones without color and in ASCII.

use crate::acme::{acme, with_commit, with_error, with_places, with_plan, with_tests};
use crate::world::{app, frame, press};
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use ddint_tui::tui::theme::Theme;

pub const SIZES: [(u16, u16); 4] = [(120, 36), (100, 30), (80, 24), (50, 15)];

pub fn at(wizard: Wizard, step: StepId, section: &str) -> App {
    let (mut app, _) = app(Some(wizard));
    app.visit(step, section);
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app
}

fn shoot(name: &str, app: &mut App) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), shot);
    }
}

#[test]
fn home() {
    let (mut app, _) = app(None);
    shoot("home", &mut app);
    app.home.clear();
    shoot("home_empty", &mut app);
    press(&mut app, &["n", "9lives"]);
    shoot("home_new", &mut app);
    press(&mut app, &["esc", "i"]);
    shoot("about", &mut app);
}

#[test]
fn set_up() {
    let mut app = at(acme(), StepId::Setup, "");
    press(&mut app, &["down"]);
    shoot("setup", &mut app);
    press(&mut app, &["up", "enter", "Acme"]);
    shoot("setup_identity", &mut app);
    press(&mut app, &["esc", "down", "down", "enter"]);
    let session = app.session.as_mut().unwrap();
    session.wizard.jobs[0].progress.line = "Installing ddev: Resolved 173 packages".into();
    shoot("setup_making", &mut app);
}

#[test]
fn prototype() {
    shoot("source", &mut at(acme(), StepId::Prototype, "source"));
    let mut fresh = acme();
    fresh.state.answers.integration.kind = None;
    fresh.state.prototype = ddint_tui::core::state::Prototype::default();
    fresh.state.runs.clear();
    fresh.capture = None;
    fresh.notes = ddint_tui::core::event::Notes::default();
    shoot("source_new", &mut at(fresh, StepId::Prototype, "source"));
    shoot("check", &mut at(acme(), StepId::Prototype, "check"));
    shoot("emitted", &mut at(acme(), StepId::Prototype, "emitted"));
    shoot(
        "emitted_error",
        &mut at(with_error(acme()), StepId::Prototype, "emitted"),
    );
    shoot("end", &mut at(acme(), StepId::Prototype, "end"));
}

#[test]
fn framework_forms() {
    for section in ["identity", "author", "tags", "options", "checks", "readme"] {
        shoot(section, &mut at(acme(), StepId::Framework, section));
    }
    let mut app = at(acme(), StepId::Framework, "identity");
    press(&mut app, &["enter", "Acme Queue is a", "enter", "broker."]);
    shoot("identity_typing", &mut app);
    let mut app = at(acme(), StepId::Framework, "tags");
    press(&mut app, &["enter"]);
    shoot("tags_picking", &mut app);
}

#[test]
fn metrics() {
    let mut app = at(acme(), StepId::Framework, "metrics");
    shoot("metrics", &mut app);
    press(&mut app, &["space", "space", "u", "mes"]);
    shoot("metrics_unit", &mut app);
    press(
        &mut app,
        &[
            "esc",
            "end",
            "enter",
            "down",
            "down",
            "down",
            "enter",
            "Messages.",
        ],
    );
    shoot("metrics_describing", &mut app);
}

#[test]
fn files() {
    shoot("files_none", &mut at(acme(), StepId::Framework, "files"));
    let mut app = at(with_plan(acme()), StepId::Framework, "files");
    shoot("files", &mut app);
    press(&mut app, &["enter"]);
    shoot("files_diff", &mut app);
    press(&mut app, &["m", "esc", "a"]);
    shoot("files_apply", &mut app);
    let mut app = at(with_places(acme()), StepId::Framework, "files");
    press(&mut app, &["enter", "k"]);
    shoot("files_places", &mut app);
}

#[test]
fn test() {
    let mut app = at(with_tests(acme()), StepId::Test, "");
    shoot("test", &mut app);
    press(&mut app, &["f8", "f8"]);
    shoot("test_finding", &mut app);
    let mut app = at(with_tests(acme()), StepId::Test, "");
    press(&mut app, &["l"]);
    shoot("test_output", &mut app);
}

#[test]
fn commit_and_after() {
    shoot("commit", &mut at(acme(), StepId::Commit, ""));
    shoot(
        "pull_request",
        &mut at(with_commit(acme()), StepId::PullRequest, ""),
    );
    shoot(
        "maintain",
        &mut at(with_commit(acme()), StepId::Maintain, ""),
    );
}

#[test]
fn over_a_page() {
    let mut app = at(acme(), StepId::Framework, "metrics");
    press(&mut app, &["ctrl-p", "run"]);
    shoot("palette", &mut app);
    press(&mut app, &["esc", "f1"]);
    shoot("help", &mut app);
    press(&mut app, &["esc", "ctrl-c"]);
    shoot("leave", &mut app);
}

#[test]
fn ascii_and_no_color() {
    for (step, section) in [
        (StepId::Setup, ""),
        (StepId::Prototype, "emitted"),
        (StepId::Framework, "metrics"),
        (StepId::Framework, "files"),
        (StepId::Test, ""),
        (StepId::Commit, ""),
        (StepId::Maintain, ""),
    ] {
        let mut app = at(with_tests(with_plan(acme())), step, section);
        app.theme = Theme {
            ascii: true,
            color: false,
        };
        let shot = frame(&mut app, 120, 36);
        assert!(shot.is_ascii(), "{step:?} {section}:\n{shot}");
        insta::assert_snapshot!(format!("ascii_{}_{section}", step.name()), shot);
    }
}

#[test]
fn nothing_is_colored_without_color() {
    use ratatui::style::Color;
    let mut app = at(with_tests(acme()), StepId::Test, "");
    app.theme = Theme {
        ascii: false,
        color: false,
    };
    let mut drawing = ratatui::Terminal::new(ratatui::backend::TestBackend::new(120, 36)).unwrap();
    drawing
        .draw(|f| ddint_tui::tui::screens::draw(f, &mut app))
        .unwrap();
    for cell in drawing.backend().buffer().content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
}

#[test]
fn a_small_terminal_is_told_how_large_it_must_be() {
    let mut app = at(acme(), StepId::Setup, "");
    assert!(frame(&mut app, 49, 15).contains("needs 50x15"));
    assert!(frame(&mut app, 50, 14).contains("needs 50x15"));
    for width in 1..50 {
        frame(&mut app, width, 3);
    }
}

/// Any size draws without a panic, on every page, with and without a layer.
#[test]
fn every_size_draws() {
    for step in StepId::ALL {
        let mut app = at(with_tests(with_plan(acme())), step, "");
        for (width, height) in [
            (50, 15),
            (51, 40),
            (79, 15),
            (80, 15),
            (99, 16),
            (100, 15),
            (101, 50),
            (250, 70),
        ] {
            frame(&mut app, width, height);
            press(&mut app, &["f1"]);
            frame(&mut app, width, height);
            press(&mut app, &["esc", "ctrl-p"]);
            frame(&mut app, width, height);
            press(&mut app, &["esc"]);
        }
    }
}
