//! What can you show? Typing it, what follows from it, and taking that, by keys.

use crate::acme::acme;
use crate::pages::SIZES;
use crate::world::{Asked, app, frame, press};
use ddint_tui::core::answers::{Kind, PrototypeFiles};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Event, Failure, FailureKind, Outcome};
use ddint_tui::core::failure::AGREE;
use ddint_tui::core::propose::{Evidence, FIELD, Origin, propose};
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use std::cell::RefCell;
use std::rc::Rc;

const PAGE: &str =
    "# TYPE acme_depth gauge\nacme_depth{queue=\"a\"} 3\nacme_depth{queue=\"b\"} 4\n";
const JSON: &str = "{\"queues\": [{\"name\": \"a\", \"depth\": 3}], \"load\": [0.5, 1]}";

/// A new workflow on its first page.
fn new() -> (App, Rc<RefCell<Asked>>) {
    let mut fresh = Wizard::default();
    fresh.state.answers.integration.display_name = "Acme Queue".into();
    let (mut app, asked) = app(Some(fresh));
    app.visit(StepId::Prototype, "source");
    (app, asked)
}

fn wizard(app: &App) -> &Wizard {
    &app.session.as_ref().unwrap().wizard
}

/// The look at what was shown that was asked for last.
fn looked(asked: &RefCell<Asked>) -> Option<(String, bool)> {
    let asked = asked.borrow();
    asked.effects.iter().rev().find_map(|e| match e {
        Effect::Start {
            work: Work::Show { text, agreed, .. },
            ..
        } => Some((text.clone(), *agreed)),
        _ => None,
    })
}

/// The running look ends with this.
fn finish(app: &mut App, outcome: Result<Outcome, Failure>) {
    let jobs = &wizard(app).jobs;
    let job = jobs
        .iter()
        .find(|j| j.name == "show")
        .expect("a look runs")
        .id;
    app.report(Event::Finished {
        job,
        outcome: outcome.map(Box::new),
    });
}

fn url(url: &str) -> Origin {
    Origin::Url {
        url: url.into(),
        headers: String::new(),
    }
}

fn shown(field: &str, origin: Origin, content_type: &str, text: &str) -> Outcome {
    Outcome::Shown {
        field: field.into(),
        proposal: Box::new(propose(&Evidence::of(origin, content_type, text))),
    }
}

fn shoot(name: &str, app: &mut App) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), shot);
    }
}

/// Types what there is to show, and takes it.
fn show(app: &mut App, text: &str) {
    press(app, &["enter"]);
    // The shells' way to say that a word is no key.
    for c in text.chars() {
        app.terminal(crossterm::event::Event::Key(
            crossterm::event::KeyCode::Char(c).into(),
        ));
    }
    press(app, &["enter"]);
}

#[test]
fn a_url_becomes_a_kind_and_an_endpoint_by_two_enters() {
    let (mut app, asked) = new();
    assert_eq!(wizard(&app).state.ui.focus, FIELD);
    shoot("show", &mut app);
    show(&mut app, "http://localhost:9100/metrics");
    let at = "http://localhost:9100/metrics";
    assert_eq!(looked(&asked), Some((at.to_owned(), false)));
    assert!(frame(&mut app, 100, 30).contains("Looking at it"));
    // A kill now loses nothing: it is a draft until it is taken.
    assert_eq!(wizard(&app).state.drafts[FIELD].text, at);
    finish(&mut app, Ok(shown(FIELD, url(at), "text/plain", PAGE)));
    shoot("show_found", &mut app);
    assert_eq!(
        wizard(&app).state.answers.integration.kind,
        None,
        "nothing counts before it is taken"
    );
    press(&mut app, &["enter"]);
    let answers = &wizard(&app).state.answers;
    assert_eq!(answers.integration.kind, Some(Kind::Openmetrics));
    assert_eq!(answers.source.openmetrics.as_ref().unwrap().endpoint, at);
    assert!(!wizard(&app).state.drafts.contains_key(FIELD));
    shoot("show_taken", &mut app);
    // One undo takes all of it back.
    press(&mut app, &["ctrl-u"]);
    assert_eq!(wizard(&app).state.answers.integration.kind, None);
}

#[test]
fn what_cannot_be_told_leads_to_the_list() {
    let (mut app, _) = new();
    show(&mut app, "/tmp/queues.csv");
    let origin = Origin::File {
        path: "/tmp/queues.csv".into(),
        pattern: None,
    };
    finish(
        &mut app,
        Ok(shown(FIELD, origin, "", "queue,depth\na,3\nb,4\n")),
    );
    shoot("show_unknown", &mut app);
    // Enter types again, what was typed is there.
    press(&mut app, &["enter"]);
    assert!(wizard(&app).state.ui.editing);
    press(
        &mut app,
        &["esc", "down", "down", "enter", "command", "enter"],
    );
    assert_eq!(
        wizard(&app).state.answers.integration.kind,
        Some(Kind::Command)
    );
    assert_eq!(wizard(&app).state.drafts[FIELD].text, "/tmp/queues.csv");
}

#[test]
fn a_command_runs_only_after_the_key_that_agrees() {
    let (mut app, asked) = new();
    show(&mut app, "acmectl stats");
    let question = "This runs a command here, without a shell: acmectl stats";
    let hint = format!("{AGREE}. This is asked once for each command.");
    finish(
        &mut app,
        Err(Failure::new(FailureKind::Question, question, hint)),
    );
    shoot("show_command", &mut app);
    let said = frame(&mut app, 100, 30);
    assert!(said.contains("Next  t "), "{said}");
    press(&mut app, &["t"]);
    assert_eq!(looked(&asked), Some(("acmectl stats".to_owned(), true)));
    let origin = Origin::Command {
        argv: vec!["acmectl".into(), "stats".into()],
    };
    finish(&mut app, Ok(shown(FIELD, origin, "", "depth: 3\n")));
    press(&mut app, &["enter"]);
    let answers = &wizard(&app).state.answers;
    assert_eq!(
        answers.source.command.as_ref().unwrap().argv,
        ["acmectl", "stats"]
    );
}

#[test]
fn after_the_question_about_a_command_the_next_key_agrees() {
    let mut w = acme();
    w.state.answers.integration.kind = Some(Kind::Command);
    w.state.prototype.check = None;
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Prototype, "check");
    for (hint, key) in [(AGREE, "t"), ("Keep it, or replace it.", "w")] {
        let failure = Failure::new(FailureKind::Question, "A question.", hint);
        app.session.as_mut().unwrap().wizard.failure = Some(("prototype", failure));
        let said = frame(&mut app, 100, 30);
        assert!(said.contains(&format!("Next  {key} ")), "{said}");
    }
}

#[test]
fn another_kind_lists_what_it_does_to_the_answers_first() {
    let mut w = acme();
    w.state.answers.prototype = Some(PrototypeFiles {
        check: "brought/check.py".into(),
        conf: None,
    });
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Prototype, "source");
    press(&mut app, &["home"]);
    show(&mut app, "localhost:8080/api/queues");
    finish(
        &mut app,
        Ok(shown(
            FIELD,
            url("http://localhost:8080/api/queues"),
            "application/json",
            JSON,
        )),
    );
    shoot("show_other", &mut app);
    assert!(frame(&mut app, 120, 36).contains("dropped: brought/check.py"));
    // Another key keeps it all.
    press(&mut app, &["k"]);
    let answers = &wizard(&app).state.answers;
    assert_eq!(answers.integration.kind, Some(Kind::Openmetrics));
    assert!(answers.prototype.is_some());
    assert!(!frame(&mut app, 100, 30).contains("3 numbers"));
}

#[test]
fn an_endpoint_of_another_kind_is_taken_for_that_by_one_key() {
    let (mut app, asked) = app(Some(acme()));
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app.visit(StepId::Prototype, "source");
    press(&mut app, &["w"]);
    let job = wizard(&app)
        .jobs
        .iter()
        .find(|j| j.name == "prototype")
        .unwrap()
        .id;
    let failure = Failure::new(
        FailureKind::Findings,
        "http://localhost:9100/metrics: This is JSON, not a page of metrics.",
        "This is JSON: choose the kind http.",
    );
    app.report(Event::Finished {
        job,
        outcome: Err(failure),
    });
    assert_eq!(
        looked(&asked),
        Some(("http://localhost:9100/metrics".to_owned(), false))
    );
    let field = "source.openmetrics.endpoint";
    finish(
        &mut app,
        Ok(shown(
            field,
            url("http://localhost:9100/metrics"),
            "application/json",
            JSON,
        )),
    );
    shoot("show_wrong", &mut app);
    press(&mut app, &["enter"]);
    let answers = &wizard(&app).state.answers;
    assert_eq!(answers.integration.kind, Some(Kind::Http));
    let http = answers.source.http.as_ref().unwrap();
    assert_eq!(http.base_url, "http://localhost:9100");
    assert_eq!(http.requests[0].path, "/metrics");
    // The page's own answers are kept.
    assert!(answers.source.openmetrics.is_some());
    assert!(frame(&mut app, 100, 30).contains("Write the custom check"));
}

#[test]
fn the_help_of_kind_says_more_than_the_list_below_it() {
    let (mut app, _) = new();
    press(&mut app, &["end"]);
    assert_eq!(wizard(&app).state.ui.focus, "integration.kind");
    let said = frame(&mut app, 120, 36);
    assert_eq!(said.matches("JSON over HTTP").count(), 1, "{said}");
    shoot("show_kind", &mut app);
}

#[test]
fn the_counts_of_the_files_are_all_whole_words() {
    use ddint_tui::core::plan::FileState;
    let mut w = crate::acme::with_plan(acme());
    let plan = w.plan.as_mut().unwrap();
    let file = plan.files[0].clone();
    for (n, state) in [
        (24, FileState::New),
        (1, FileState::Changed),
        (1, FileState::Unchanged),
        (6, FileState::Generated),
        (20, FileState::Yours),
    ] {
        plan.files.extend((0..n).map(|i| {
            let mut one = file.clone();
            one.path = format!("acme_queue/{}-{i}", state.name());
            one.state = state;
            one
        }));
    }
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Framework, "files");
    for (width, height) in SIZES {
        let said = frame(&mut app, width, height);
        for state in ["unchanged", "generated", "yours"] {
            let told = said.lines().take(8).any(|l| l.contains(state));
            assert!(told, "{state} at {width}x{height}:\n{said}");
        }
    }
}
