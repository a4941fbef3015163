//! What keys do: (before, keys, after).

use crate::acme::{acme, with_plan, with_tests};
use crate::world::{app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::plan::Choice;
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::{App, Ask};
use ddint_tui::tui::keymap::Action;

fn state(app: &App) -> &ddint_tui::core::state::State {
    &app.session.as_ref().unwrap().wizard.state
}

#[test]
fn from_nothing_to_the_source_of_a_new_workflow() {
    let (mut app, _) = app(None);
    press(&mut app, &["n", "9lives", "enter"]);
    assert!(app.session.is_none(), "a bad name was taken");
    assert!(frame(&mut app, 100, 30).contains("begins with a digit"));
    press(&mut app, &["esc", "n", "ctrl-w", "Nine Lives", "enter"]);
    assert_eq!(state(&app).answers.integration.display_name, "Nine Lives");
    assert_eq!(state(&app).ui.step, StepId::Prototype);
    // What there is to show comes first: the kind follows from it.
    assert_eq!(state(&app).ui.focus, "source.show");
}

#[test]
fn a_name_of_the_agents_own_is_asked_about() {
    let (mut app, _) = app(None);
    press(&mut app, &["n", "Redis", "enter"]);
    let asked = frame(&mut app, 100, 30);
    assert!(asked.contains("Use the name redis all the same?") && asked.contains("redisdb"));
    press(&mut app, &["n"]);
    assert!(state(&app).agreed.is_empty());
    app.visit(StepId::Framework, "identity");
    assert!(frame(&mut app, 100, 30).contains("about redis already"));
    // Typed again, it is asked again; a yes takes it, and the next field follows.
    app.act(Action::First);
    press(&mut app, &["enter", "enter", "y"]);
    assert!(state(&app).agreed.contains("redisdb"));
    assert!(!state(&app).ui.editing && app.layers.is_empty());
    assert!(!frame(&mut app, 100, 30).contains("about redis already"));
    // Another one is another question.
    app.act(Action::First);
    press(&mut app, &["enter", "ctrl-w", "Nginx", "enter"]);
    assert!(frame(&mut app, 100, 30).contains("Use the name nginx"));
    press(&mut app, &["n"]);
    assert_eq!(state(&app).answers.integration.display_name, "Redis");
    assert_eq!(state(&app).drafts["integration.display_name"].text, "Nginx");
}

#[test]
fn the_maintainers_part_is_accepted_on_its_page_and_can_be_taken_back() {
    let (mut app, asked) = app(Some(acme()));
    app.visit(StepId::Maintain, "");
    assert!(frame(&mut app, 100, 30).contains("Not accepted yet"));
    let saves = |asked: &std::cell::RefCell<crate::world::Asked>| {
        let asked = asked.borrow();
        asked.effects.iter().filter(|e| **e == Effect::Save).count()
    };
    let before = saves(&asked);
    press(&mut app, &["a"]);
    assert!(state(&app).answers.maintainer.accepts);
    assert!(saves(&asked) > before, "it is saved");
    assert!(frame(&mut app, 100, 30).contains("Accepted. The pull request's text"));
    let body = ddint_tui::core::pull_request::body(&app.session.as_ref().unwrap().wizard);
    assert!(body.contains("I will maintain this integration"), "{body}");
    press(&mut app, &["ctrl-u"]);
    assert!(!state(&app).answers.maintainer.accepts);
}

#[test]
fn esc_keeps_what_was_typed_in_a_prompt() {
    let (mut app, _) = app(None);
    press(&mut app, &["n", "Nine", "esc", "n"]);
    assert!(frame(&mut app, 100, 30).contains("Nine"));
}

#[test]
fn in_a_field_every_printable_key_types() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Prototype, "source");
    press(
        &mut app,
        &[
            "down", "down", "down", "enter", "w", "r", "?", "]", "/", "q",
        ],
    );
    let draft = &state(&app).drafts["source.openmetrics.endpoint"];
    assert!(draft.text.ends_with("metricswr?]/q"), "{}", draft.text);
    assert!(state(&app).ui.editing);
}

#[test]
fn enter_takes_esc_leaves_and_the_draft_stays() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "author");
    press(&mut app, &["up", "up", "enter", " Junior", "esc"]);
    assert_eq!(state(&app).answers.author.name, "Acme Co");
    assert_eq!(state(&app).drafts["author.name"].text, "Acme Co Junior");
    assert!(!state(&app).ui.editing);
    assert!(frame(&mut app, 100, 30).contains("typed, not taken yet"));
    press(&mut app, &["enter", "enter"]);
    assert_eq!(state(&app).answers.author.name, "Acme Co Junior");
    assert_eq!(state(&app).ui.focus, "author.github");
    press(&mut app, &["ctrl-u"]);
    assert_eq!(state(&app).answers.author.name, "Acme Co");
    press(&mut app, &["ctrl-r"]);
    assert_eq!(state(&app).answers.author.name, "Acme Co Junior");
}

#[test]
fn undo_inside_a_text_is_the_texts() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "author");
    press(&mut app, &["up", "up", "enter", "x", "ctrl-u"]);
    assert_eq!(state(&app).drafts["author.name"].text, "Acme Co");
    assert_eq!(state(&app).answers.author.name, "Acme Co");
}

#[test]
fn a_resumed_workflow_goes_on_typing_where_it_was() {
    let (mut first, _) = app(Some(acme()));
    first.visit(StepId::Framework, "identity");
    press(&mut first, &["enter", "One", "enter", "two", "left"]);
    let wizard = ddint_tui::core::wizard::Wizard::new(state(&first).clone());
    let (mut again, _) = app(Some(wizard));
    press(&mut again, &["x"]);
    let draft = &state(&again).drafts["integration.overview"];
    assert_eq!(draft.text, "One\ntwxo");
    assert_eq!(draft.cursor, (1, 3));
}

#[test]
fn a_paste_is_one_event_and_carries_no_control_characters() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "author");
    press(&mut app, &["up", "up", "enter"]);
    app.terminal(crossterm::event::Event::Paste(" the\r\nthird\x1b".into()));
    assert_eq!(state(&app).drafts["author.name"].text, "Acme Cothe third");
}

#[test]
fn one_unit_for_all_marked_metrics_and_one_undo_for_all() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "metrics");
    press(&mut app, &["a", "u", "req", "enter"]);
    let units = |app: &App| -> Vec<Option<String>> {
        state(app)
            .answers
            .metrics
            .iter()
            .map(|m| m.unit.clone())
            .collect()
    };
    assert_eq!(units(&app), vec![Some("request".to_owned()); 3]);
    press(&mut app, &["ctrl-u"]);
    assert!(units(&app).is_empty());
}

#[test]
fn the_filter_hides_rows_and_esc_shows_them_again() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "metrics");
    press(&mut app, &["/", "lag", "enter"]);
    let shot = frame(&mut app, 120, 36);
    assert!(
        shot.contains("1 shown") && !shot.contains("acme_queue.depth"),
        "{shot}"
    );
    press(&mut app, &["esc"]);
    assert!(frame(&mut app, 120, 36).contains("acme_queue.depth"));
}

#[test]
fn the_filter_of_the_files_is_shown_while_it_hides_rows() {
    let (mut app, _) = app(Some(with_plan(acme())));
    app.visit(StepId::Framework, "files");
    press(&mut app, &["/", "part_1"]);
    let shot = frame(&mut app, 120, 36);
    assert!(
        shot.contains("/ part_1") && shot.contains("3 shown"),
        "{shot}"
    );
    assert!(!shot.contains("manifest.json"), "{shot}");
}

#[test]
fn a_finding_leads_to_its_field() {
    let (mut app, _) = app(Some(with_tests(acme())));
    app.visit(StepId::Test, "");
    press(&mut app, &["f8"]);
    assert_eq!(state(&app).ui.section, "metrics");
    assert_eq!(state(&app).ui.focus, "metrics.acme_queue.depth.unit");
    assert!(frame(&mut app, 120, 36).contains("invalid unit_name"));
    press(&mut app, &["]"]);
    assert_eq!(
        state(&app).ui.focus,
        "metrics.acme_queue.published.count.description"
    );
}

#[test]
fn digits_jump_to_steps_even_while_typing() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "author");
    press(&mut app, &["enter", "ctrl-g", "4"]);
    assert_eq!(state(&app).ui.step, StepId::Test);
    press(&mut app, &["alt-1"]);
    assert_eq!(state(&app).ui.step, StepId::Setup);
}

#[test]
fn esc_goes_one_level_back_at_a_time() {
    let (mut app, asked) = app(Some(acme()));
    app.visit(StepId::Framework, "metrics");
    frame(&mut app, 120, 36);
    press(&mut app, &["enter", "ctrl-p"]);
    assert_eq!(app.layers.len(), 1);
    press(&mut app, &["esc"]);
    assert!(app.layers.is_empty());
    assert_eq!(state(&app).ui.focus, "metrics.acme_queue.consumer.lag.unit");
    press(&mut app, &["esc"]);
    assert_eq!(state(&app).ui.focus, "metrics.acme_queue.consumer.lag");
    press(&mut app, &["esc"]);
    assert!(app.session.as_ref().unwrap().view.rail);
    press(&mut app, &["esc"]);
    assert!(app.session.is_none());
    assert_eq!(asked.borrow().closed, 1);
}

#[test]
fn ctrl_c_cancels_what_runs_and_asks_when_nothing_runs() {
    let (mut app, asked) = app(Some(acme()));
    app.visit(StepId::Prototype, "emitted");
    press(&mut app, &["r"]);
    assert!(app.busy());
    press(&mut app, &["ctrl-c"]);
    assert!(matches!(
        asked.borrow().effects.last(),
        Some(Effect::Cancel { .. })
    ));
    assert!(app.quit.is_none());
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["ctrl-c"]);
    assert!(app.quit.is_none());
    assert!(frame(&mut app, 80, 24).contains("Leave ddint-tui?"));
    press(&mut app, &["y"]);
    assert_eq!(app.quit, Some(0));
}

#[test]
fn applying_asks_for_each_conflict_and_then_for_a_yes() {
    let (mut app, asked) = app(Some(with_plan(acme())));
    app.visit(StepId::Framework, "files");
    press(&mut app, &["a"]);
    assert!(app.layers.is_empty(), "a conflict was passed over");
    press(&mut app, &["k", "a"]);
    assert_eq!(
        state(&app).files.choices["acme_queue/README.md"],
        Choice::Yours
    );
    press(&mut app, &["y"]);
    let started = asked.borrow().effects.iter().any(
        |e| matches!(e, Effect::Start { work: Work::Apply { choices, .. }, .. } if choices.len() == 1),
    );
    assert!(started);
}

#[test]
fn deleting_is_asked_for() {
    let (mut app, asked) = app(None);
    press(&mut app, &["d", "n"]);
    assert!(asked.borrow().deleted.is_empty());
    press(&mut app, &["d", "y"]);
    assert_eq!(asked.borrow().deleted.len(), 1);
    assert_eq!(app.home.len(), 1);
}

#[test]
fn a_locked_workflow_says_who_holds_it() {
    let (mut app, _) = app(None);
    press(&mut app, &["down", "enter"]);
    assert!(app.session.is_none());
    assert!(frame(&mut app, 100, 30).contains("process 4711"));
}

#[test]
fn the_check_is_edited_here_and_written_when_taken() {
    let (mut app, asked) = app(Some(acme()));
    app.visit(StepId::Prototype, "check");
    press(&mut app, &["enter", "# mine", "enter", "esc"]);
    let written = &asked.borrow().written;
    assert_eq!(written.len(), 1);
    assert!(
        written[0].1.starts_with("# mine\nfrom datadog_checks"),
        "{}",
        written[0].1
    );
    assert!(!state(&app).drafts.contains_key("file.check"));
}

#[test]
fn ctrl_e_hands_the_text_to_the_editor_and_takes_it_back() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "identity");
    press(&mut app, &["ctrl-e"]);
    assert!(matches!(app.ask, Some(Ask::Text { .. })));
    app.edited("From outside.\n");
    assert_eq!(
        state(&app).drafts["integration.overview"].text,
        "From outside."
    );
}

#[test]
fn the_palette_does_what_the_key_does() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Setup, "");
    press(&mut app, &["ctrl-p", "go to test", "enter"]);
    assert_eq!(state(&app).ui.step, StepId::Test);
}

/// Random keys never panic, and text that was typed is never lost by Esc.
#[test]
fn any_keys_in_any_order_draw() {
    use proptest::prelude::*;
    let keys = [
        "enter",
        "esc",
        "tab",
        "shift-tab",
        "up",
        "down",
        "left",
        "right",
        "space",
        "a",
        "u",
        "x",
        "n",
        "/",
        "?",
        "ctrl-p",
        "ctrl-g",
        "3",
        "f8",
        "ctrl-u",
        "ctrl-e",
        "f1",
        "pagedown",
        "end",
        "backspace",
        "p",
        "r",
        "w",
        "k",
    ];
    let strategy = prop::collection::vec(prop::sample::select(keys.to_vec()), 0..60);
    let config = proptest::test_runner::Config::with_cases(40);
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(config, rng);
    runner
        .run(&strategy, |keys| {
            let (mut app, _) = app(Some(with_tests(with_plan(acme()))));
            app.visit(StepId::Framework, "metrics");
            for key in keys {
                press(&mut app, &[key]);
                frame(&mut app, 80, 24);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_notice_and_the_running_job_are_both_in_sight() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "files");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["p"]);
    let session = app.session.as_mut().unwrap();
    session.wizard.jobs[0].progress.line = "Rendering".into();
    // Refused while the other one runs: said, and what runs goes on being told.
    press(&mut app, &["ctrl-g", "2", "r"]);
    for (width, height) in [(120, 36), (100, 30), (80, 24), (50, 15)] {
        let shot = frame(&mut app, width, height);
        let last: Vec<&str> = shot.trim_end().lines().rev().take(3).collect();
        assert!(last[2].contains("plan is running"), "{shot}");
        for word in ["plan", "Rendering", "^C cancels"] {
            assert!(last[1].contains(word), "{word}:\n{shot}");
        }
    }
}
