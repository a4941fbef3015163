//! Killed at any moment and started again: the same screen, and the next key does the same. What a kill
//! leaves is the state at the last save that was asked for, and nothing else.

use crate::acme::acme;
use crate::found::{capture, setup};
use crate::world::{Asked, again, app, frame, press};
use ddint_tui::core::event::{Event, Facts, Notes, Outcome};
use ddint_tui::core::repo::RepoState;
use ddint_tui::core::step::StepId;
use ddint_tui::tui::Start;
use ddint_tui::tui::app::App;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

/// Lets the jobs that a start begins report, in order.
fn settle(app: &mut App) {
    while let Some(job) = app.session.as_ref().unwrap().wizard.jobs.first().cloned() {
        let outcome = match job.name {
            "load" => Outcome::Loaded {
                capture: Some(Box::new(capture())),
                previous: None,
                notes: Notes::default(),
                renames: BTreeMap::new(),
                existing: None,
                applied: vec![],
            },
            "set up" => Outcome::Setup {
                report: setup(),
                facts: Facts {
                    units: ["byte", "message", "request", "second"]
                        .map(String::from)
                        .to_vec(),
                    categories: ["Data Stores", "Message Queues", "Metrics"]
                        .map(String::from)
                        .to_vec(),
                    ..Facts::default()
                },
            },
            "repository" => Outcome::Repo {
                repo: RepoState::default(),
                scope: String::new(),
                inputs: String::new(),
                tasks: vec![],
            },
            other => panic!("{other} was not begun by a start"),
        };
        app.report(Event::Finished {
            job: job.id,
            outcome: Ok(Box::new(outcome)),
        });
    }
}

fn open(asked: &Rc<RefCell<Asked>>) -> App {
    let mut app = again(asked);
    app.resume(Path::new("/w/acme_queue")).unwrap();
    app
}

/// A workflow on a page, with these keys pressed.
fn at(step: StepId, section: &str, keys: &[&str]) -> (App, Rc<RefCell<Asked>>) {
    let (_, asked) = app(None);
    asked.borrow_mut().state = Some(acme().state);
    let mut app = open(&asked);
    settle(&mut app);
    app.visit(step, section);
    settle(&mut app);
    frame(&mut app, 120, 36);
    press(&mut app, keys);
    (app, asked)
}

const UNDER_WAY: &[(StepId, &str, &[&str], &str)] = &[
    // A list of choices: its filter, its mark, its boxes.
    (
        StepId::Prototype,
        "source",
        &["enter", "o", "m"],
        "openmetrics",
    ),
    (StepId::Prototype, "source", &["enter", "down", "down"], "▸"),
    (
        StepId::Framework,
        "tags",
        &["enter", "ta", "space", "down", "space", "up"],
        "Data Stores",
    ),
    (
        StepId::Framework,
        "tags",
        &["enter", "space", "zzz"],
        "Nothing matches",
    ),
    (
        StepId::Framework,
        "tags",
        &["down", "enter", "down", "space"],
        "Supported OS",
    ),
    (
        StepId::Framework,
        "author",
        &["end", "up", "enter", "par"],
        "partner",
    ),
    (StepId::Framework, "metrics", &["u", "e", "down"], "Unit"),
    (
        StepId::Framework,
        "metrics",
        &["space", "space", "u", "se"],
        "Unit of 2 metrics",
    ),
    (
        StepId::Framework,
        "metrics",
        &["space", "space", "v", "down", "down"],
        "Per unit of 2 metrics",
    ),
    (
        StepId::Framework,
        "metrics",
        &["enter", "down", "down", "enter", "down"],
        "Orientation",
    ),
    // A list that was left with something in it.
    (
        StepId::Framework,
        "tags",
        &["enter", "down", "space", "esc"],
        "chosen, not taken yet",
    ),
    // The list of all commands, alone and over another list.
    (
        StepId::Framework,
        "author",
        &["ctrl-p", "prev", "down"],
        "preview",
    ),
    (
        StepId::Prototype,
        "source",
        &["enter", "ht", "ctrl-p", "go to"],
        "go to",
    ),
    // A table's filter.
    (
        StepId::Framework,
        "metrics",
        &["/", "la", "left"],
        "1 shown",
    ),
    (StepId::Framework, "metrics", &["/"], "3 shown"),
    (
        StepId::Framework,
        "metrics",
        &["/", "lag", "enter"],
        "1 shown",
    ),
    (
        StepId::Framework,
        "metrics",
        &["/", "e", "esc", "u", "b"],
        "byte",
    ),
    // Texts of every kind.
    (
        StepId::Setup,
        "",
        &["c", "https://acme.example/x.git", "left"],
        "acme.example",
    ),
    (
        StepId::Setup,
        "",
        &["enter", "Acme <dev", "left"],
        "Acme <dev",
    ),
    (
        StepId::Prototype,
        "check",
        &["enter", "# mine", "enter", "left"],
        "# mine",
    ),
    (StepId::Prototype, "check", &["c", "# mine"], "# mine"),
    (
        StepId::Framework,
        "identity",
        &["enter", "One", "enter", "two", "up"],
        "two",
    ),
    (StepId::Framework, "options", &["a", "que", "left"], "que"),
    (
        StepId::Framework,
        "options",
        &["a", "queues", "enter", "down", "enter", "Some"],
        "Some",
    ),
    (
        StepId::Framework,
        "metrics",
        &["d", "x", "left"],
        "Description",
    ),
    (
        StepId::Framework,
        "metrics",
        &["space", "space", "d", "Of all."],
        "2 marked",
    ),
    (
        StepId::Framework,
        "checks",
        &["down", "enter", "Red", "enter", "or"],
        "Red",
    ),
    (
        StepId::Framework,
        "readme",
        &["enter", "## A", "enter", "b"],
        "## A",
    ),
    (
        StepId::Framework,
        "readme",
        &["end", "enter", "end", "enter", "Ask"],
        "Ask",
    ),
    (
        StepId::Commit,
        "",
        &["down", "enter", "Why", "enter", "because", "up"],
        "because",
    ),
    // Nothing typed: the place alone, also where a job brings the row first.
    (StepId::Setup, "", &["down", "down"], "▸"),
    (StepId::Framework, "checks", &["down"], "▸"),
    (
        StepId::Framework,
        "metrics",
        &["down", "enter", "down"],
        "Per unit",
    ),
    (StepId::Prototype, "emitted", &["down", "down"], "▸"),
];

#[test]
fn every_place_is_back_and_the_next_key_does_the_same() {
    for (step, section, keys, shows) in UNDER_WAY {
        let case = format!("{section} {keys:?}");
        let (mut first, asked) = at(*step, section, keys);
        let before = frame(&mut first, 120, 36);
        assert!(before.contains(shows), "{case}\n{before}");
        let mut second = open(&asked);
        settle(&mut second);
        assert_eq!(frame(&mut second, 120, 36), before, "{case}");
        for key in ["x", "backspace", "down", "enter"] {
            press(&mut first, &[key]);
            press(&mut second, &[key]);
            let wanted = frame(&mut first, 120, 36);
            assert_eq!(frame(&mut second, 120, 36), wanted, "{case}, then {key}");
        }
    }
}

#[test]
fn a_key_that_is_faster_than_the_jobs_loses_nothing() {
    let keys = ["space", "space", "u", "sec"];
    let (_, asked) = at(StepId::Framework, "metrics", &keys);
    // The units are not known yet.
    let mut second = open(&asked);
    press(&mut second, &["o"]);
    let mut third = open(&asked);
    settle(&mut third);
    assert!(frame(&mut third, 120, 36).contains("Unit of 2 metrics"));
    press(&mut third, &["n", "enter"]);
    let answers = &third.session.as_ref().unwrap().wizard.state.answers;
    let units: Vec<_> = answers.metrics.iter().map(|m| m.unit.as_deref()).collect();
    assert_eq!(units, [Some("second"); 2]);
}

#[test]
fn discarding_what_was_chosen_shows_the_answer_again() {
    let (mut app, asked) = at(
        StepId::Framework,
        "tags",
        &["enter", "me", "space", "down", "space"],
    );
    press(&mut app, &["ctrl-d"]);
    let fresh = at(StepId::Framework, "tags", &["enter"]).0;
    let state = |app: &App| app.session.as_ref().unwrap().wizard.state.picks.clone();
    assert_eq!(state(&app), state(&fresh));
    press(&mut app, &["esc"]);
    assert!(asked.borrow().state.as_ref().unwrap().picks.is_empty());
}

fn home(asked: &Rc<RefCell<Asked>>) -> App {
    let mut app = again(asked);
    app.start(&Start::Home);
    app
}

#[test]
fn what_is_open_at_home_is_back() {
    for (keys, shows) in [
        (&["n", "Acme Quue", "left", "left"][..], "Acme Quue"),
        (&["b", "~/checks.d/custom"], "custom"),
        (&["n", "Acme", "ctrl-p", "lea"], "cancel or leave"),
        (&["ctrl-p", "he"], "help"),
        (&["n", "Acme", "esc"], "Your workflows"),
    ] {
        let (_, asked) = app(None);
        let mut first = home(&asked);
        press(&mut first, keys);
        let before = frame(&mut first, 120, 36);
        assert!(before.contains(shows), "{keys:?}\n{before}");
        let mut second = home(&asked);
        assert_eq!(frame(&mut second, 120, 36), before, "{keys:?}");
        for key in ["e", "esc", "n"] {
            press(&mut first, &[key]);
            press(&mut second, &[key]);
            let wanted = frame(&mut first, 120, 36);
            assert_eq!(frame(&mut second, 120, 36), wanted, "{keys:?}, then {key}");
        }
    }
}

#[test]
fn a_prompt_that_was_taken_is_not_asked_again() {
    let (_, asked) = app(None);
    let mut first = home(&asked);
    press(&mut first, &["n", "Acme", "enter"]);
    assert!(first.session.is_some());
    assert_eq!(
        asked.borrow().unsent,
        ddint_tui::tui::app::host::Unsent::default()
    );
}
