//! What a first-time contributor needs to see and reach in the smallest terminal, and what the next key is where the
//! step before is not done.

use crate::acme::{acme, with_commit, with_plan};
use crate::world::{app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action as Deed, Event, Outcome};
use ddint_tui::core::plan::FileState;
use ddint_tui::core::repo::CommitReport;
use ddint_tui::core::state::Applied;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use ddint_tui::tui::keymap::Action;

const SMALL: (u16, u16) = (50, 15);

fn small(app: &mut App) -> String {
    frame(app, SMALL.0, SMALL.1)
}

fn wizard(app: &mut App) -> &mut Wizard {
    &mut app.session.as_mut().unwrap().wizard
}

/// A commit whose pull request's text leaves nothing to fill in.
fn handed_in() -> Wizard {
    let mut w = with_commit(acme());
    w.state.answers.integration.overview = "Acme Queue is a broker.".into();
    w
}

/// The line of the next key, with what it goes on with.
fn next(shot: &str) -> String {
    let lines = shot
        .lines()
        .skip_while(|l| !l.contains("Next "))
        .take(2)
        .map(|l| l.split(['│', '─']).next_back().unwrap_or(l).trim());
    lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_one_accepts_as_a_maintainer_is_read_first_and_nothing_of_it_is_out_of_reach() {
    let (mut app, _) = app(Some(with_commit(acme())));
    small(&mut app);
    app.visit(StepId::Maintain, "");
    let first = small(&mut app);
    assert!(first.contains("What a maintainer takes on"), "{first}");
    assert!(first.contains("more lines") && next(&first).contains("accept it"));
    let mut read = first.clone();
    let mut presses = 0;
    while !read.contains("Where to get help") {
        press(&mut app, &["down"]);
        read += &small(&mut app);
        presses += 1;
        assert!(presses < 60, "the end is out of reach:\n{read}");
    }
    for part in ["best-effort", "▸ Remarks", "The stages of the review"] {
        assert!(read.contains(part), "{part} was never shown");
    }
    // All the way back, by the same key.
    for _ in 0..presses {
        press(&mut app, &["up"]);
        small(&mut app);
    }
    assert_eq!(small(&mut app), first);
    press(&mut app, &["end"]);
    small(&mut app);
    press(&mut app, &["home"]);
    assert_eq!(small(&mut app), first);
}

#[test]
fn how_the_push_stands_is_the_first_thing_on_the_pull_request() {
    let mut w = handed_in();
    w.state.ui.step = StepId::PullRequest;
    let (mut app, _) = app(Some(w));
    let resumed = small(&mut app);
    assert!(resumed.contains("not pushed yet"), "{resumed}");
    app.visit(StepId::Commit, "");
    small(&mut app);
    app.visit(StepId::PullRequest, "");
    let shot = small(&mut app);
    assert!(shot.contains("not pushed yet"), "{shot}");
    // What a push brings makes more of it, and stays in sight.
    let git = &mut wizard(&mut app).state.git;
    git.pushed = git.last.as_ref().map(|last| last.commit.clone());
    git.url = Some(
        "https://github.com/DataDog/integrations-extras/compare/master...acme:a?expand=1".into(),
    );
    let shot = small(&mut app);
    assert!(shot.contains("fork     origin ✓ pushed"), "{shot}");
    // Typing goes on where one sees it, and leaves the row in sight.
    press(&mut app, &["enter"]);
    assert!(small(&mut app).contains("▸ Title"));
    press(&mut app, &["esc"]);
    assert!(small(&mut app).contains("▸ Title"));
}

#[test]
fn a_check_of_another_name_is_written_again_before_it_runs() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Prototype, "emitted");
    assert!(!next(&small(&mut app)).contains("again"));
    wizard(&mut app).state.answers.integration.display_name = "Acme Stack".into();
    app.session.as_mut().unwrap().view.revision += 1;
    for page in ["source", "check", "emitted"] {
        app.visit(StepId::Prototype, page);
        let said = next(&frame(&mut app, 80, 24));
        assert!(
            said.contains(" w ") && said.contains("Write the custom check again"),
            "{page}: {said}"
        );
    }
}

#[test]
fn the_next_key_leads_to_what_is_missing() {
    let (mut app, _) = app(Some(acme()));
    // Nothing was applied: there is nothing to test yet.
    app.visit(StepId::Test, "");
    let said = next(&small(&mut app));
    assert!(
        said.contains("^G 3") && said.contains("Apply the files"),
        "{said}"
    );
    app.visit(StepId::Framework, "files");
    let said = next(&small(&mut app));
    assert!(said.contains("^G 3") && said.contains("answer"), "{said}");
    press(&mut app, &["ctrl-g", "3"]);
    let shot = small(&mut app);
    assert!(!shot.contains("Framework › Files"), "{shot}");
    // All answered, and looked at: what is left are the files.
    let a = &mut wizard(&mut app).state.answers;
    a.integration.overview = "Acme Queue is a broker. Operators see its backlog.".into();
    a.author.support_email = "help@acme.example".into();
    let rows = wizard(&mut app).derived.metrics.clone();
    for row in rows {
        let seen = format!("metrics.{}", row.name);
        wizard(&mut app).state.files.seen.insert(seen.into());
    }
    app.session.as_mut().unwrap().view.revision += 1;
    press(&mut app, &["ctrl-g", "1"]);
    small(&mut app);
    press(&mut app, &["ctrl-g", "3"]);
    let shot = small(&mut app);
    assert!(shot.contains("Framework › Files"), "{shot}");
}

#[test]
fn files_that_the_clone_holds_already_are_settled_without_a_question() {
    let mut w = with_plan(acme());
    for file in &mut w.plan.as_mut().unwrap().files {
        file.state = FileState::Unchanged;
        file.old = Some(file.new.clone());
        file.hunks.clear();
    }
    // Applied from other answers, of which the files say nothing.
    w.state.files.applied = Some(Applied {
        inputs: "other".into(),
        files: 3,
        ..Applied::default()
    });
    w.plan_inputs = w.framework_inputs();
    let (mut app, asked) = app(Some(w));
    app.visit(StepId::Framework, "files");
    let said = next(&small(&mut app));
    assert!(said.contains(" a ") && said.contains("settle it"), "{said}");
    press(&mut app, &["a"]);
    assert!(app.layers.is_empty(), "nothing is written, and it asks");
    let started = |e: &Effect| {
        matches!(
            e,
            Effect::Start {
                work: Work::Apply { .. },
                ..
            }
        )
    };
    assert!(asked.borrow().effects.iter().any(started));
}

#[test]
fn an_amend_with_nothing_to_change_says_so() {
    let (mut app, _) = app(Some(with_commit(acme())));
    app.visit(StepId::Commit, "");
    let last = wizard(&mut app).state.git.last.clone().unwrap();
    let effects = wizard(&mut app).handle(Event::Do(Deed::Amend { pushed: false }));
    let job = effects.iter().find_map(|e| match e {
        Effect::Start { job, .. } => Some(*job),
        _ => None,
    });
    let report = CommitReport {
        made: false,
        ..last
    };
    let outcome = Outcome::Committed {
        report,
        scope: String::new(),
    };
    wizard(&mut app).handle(Event::Finished {
        job: job.unwrap(),
        outcome: Ok(Box::new(outcome)),
    });
    assert!(small(&mut app).contains("Nothing differs from the last commit"));
}

#[test]
fn a_question_is_read_whole() {
    let mut w = handed_in();
    w.state.git.pushed = w.state.git.last.as_ref().map(|last| last.commit.clone());
    w.state.git.scope = Some("other".into());
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Commit, "");
    wizard(&mut app).jobs.clear();
    for (key, words) in [
        ("c", ["exactly these files?", "will be red there."]),
        ("a", ["Replace the commit", "will be red there."]),
    ] {
        press(&mut app, &[key]);
        let shot = small(&mut app);
        for words in words {
            let words: Vec<&str> = words.split(' ').collect();
            let all = shot.split_whitespace().collect::<Vec<_>>();
            assert!(
                all.windows(words.len()).any(|w| w == words),
                "{words:?}: {shot}"
            );
        }
        press(&mut app, &["n"]);
    }
}

#[test]
fn enter_typed_ahead_answers_no_question() {
    let (mut app, _) = app(Some(acme()));
    press(&mut app, &["ctrl-c", "enter"]);
    assert!(app.ask.is_none(), "it left");
    assert!(small(&mut app).contains("Leave ddint-tui?"));
    press(&mut app, &["n"]);
    assert!(app.layers.is_empty());
}

#[test]
fn a_prompt_shows_its_own_keys_and_what_was_typed_goes_by_one() {
    let (mut app, asked) = app(None);
    press(&mut app, &["n", "a wrong name!", "f1"]);
    let help = frame(&mut app, 120, 60);
    assert!(help.contains("discard what I typed"), "{help}");
    assert!(!help.contains("bring a check"), "{help}");
    press(&mut app, &["esc", "ctrl-d", "Nine Lives"]);
    assert!(frame(&mut app, 80, 24).contains("▸ Nine Lives"));
    press(&mut app, &["ctrl-d", "esc", "n"]);
    assert!(!frame(&mut app, 80, 24).contains("Nine Lives"));
    assert!(asked.borrow().unsent.prompts.is_empty());
}

#[test]
fn a_notice_stays_with_its_step() {
    let (mut app, _) = app(Some(with_commit(acme())));
    app.visit(StepId::PullRequest, "");
    app.act(Action::CopyText);
    assert!(small(&mut app).contains("The text is copied"));
    press(&mut app, &["ctrl-g", "7"]);
    assert!(!small(&mut app).contains("The text is copied"));
}

#[test]
fn a_text_that_was_copied_is_not_a_pull_request_yet() {
    let mut w = handed_in();
    w.state.git.pushed = w.state.git.last.as_ref().map(|last| last.commit.clone());
    let (mut app, _) = app(Some(w));
    app.visit(StepId::PullRequest, "");
    app.act(Action::CopyText);
    // The promise is asked for all the same, and the text says it then.
    let shot = small(&mut app);
    assert!(next(&shot).contains("what a maintainer takes on"), "{shot}");
    wizard(&mut app).state.answers.maintainer.accepts = true;
    app.act(Action::CopyText);
    let said = next(&frame(&mut app, 80, 24));
    assert!(said.contains("Once the pull request is open"), "{said}");
}

#[test]
fn a_page_that_goes_on_says_so() {
    let (mut app, _) = app(None);
    app.home.clear();
    assert!(small(&mut app).contains("Open an integration"));
    press(&mut app, &["i"]);
    assert!(small(&mut app).contains("more lines"));
    press(&mut app, &["space"; 9]);
    assert!(!small(&mut app).contains("more lines"));
}
