//! Fixes of answers and of files together: one preview, one step that writes, one that takes it all back.

use crate::world::*;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, FailureKind, Outcome};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::fix::{Edit, Fix, What};
use ddint_tui::core::fixes::{Change, Done, LastFix, Mended, Preview, Target};
use ddint_tui::core::state::State;
use ddint_tui::core::wizard::Wizard;

const NAME: &str = "author.name";
const DESCRIPTION: &str = "integration.description";
const PATH: &str = "acme_queue/metadata.csv";

fn done(name: &'static str, what: What) -> Done {
    Done {
        fix: Fix {
            name,
            title: format!("Repair {name}"),
            safe: true,
            what,
        },
        findings: vec![Finding::error(Source::Review, name, "It is wrong.")],
    }
}

fn answers() -> Done {
    let values = [(NAME, "Acme Co"), (DESCRIPTION, "Depth of Acme Queue.")];
    let values = values.map(|(id, text)| (id.to_owned(), text.to_owned()));
    done("answers", What::Set(values.into()))
}

fn files() -> Mended {
    let what = What::Edit {
        path: PATH.into(),
        edit: Edit::Plain,
    };
    Mended {
        done: vec![done("unit", what)],
        changes: vec![Change {
            path: PATH.into(),
            before: Some(b"msgs".into()),
            after: Some(b"message".into()),
            mode: None,
        }],
        ..Mended::default()
    }
}

fn act(w: &mut Wizard, action: Action) -> Vec<Effect> {
    w.handle(Event::Do(action))
}

fn last(number: u32) -> LastFix {
    LastFix {
        number,
        title: "2 fixes".into(),
    }
}

fn previewed(w: &mut Wizard, mended: Mended) {
    let answers = vec![answers()];
    let effects = act(w, Action::PreviewBoth { answers });
    let target = Target::Safe;
    assert_eq!(started(&effects), [&Work::PreviewFix { target }]);
    let mended = Box::new(mended);
    finish(w, Outcome::PreviewedFix { mended });
}

/// Both kinds were made.
fn made() -> Wizard {
    let mut w = tested();
    previewed(&mut w, files());
    assert_eq!(started(&act(&mut w, Action::Fix)), [&Work::Fix]);
    written(&mut w);
    w
}

fn written(w: &mut Wizard) -> Vec<Effect> {
    let last = last(7);
    let paths = vec![PATH.to_owned()];
    finish(w, Outcome::Fixed { last, paths })
}

/// What the files depend on is looked at again, and all that ran for it ended.
fn rest(w: &mut Wizard) {
    while !w.jobs.is_empty() {
        fail(w, FailureKind::Cancelled);
    }
}

fn take_back(w: &mut Wizard) {
    rest(w);
    let effects = act(w, Action::UndoApply);
    assert_eq!(started(&effects), [&Work::TakeBack { number: 7 }]);
    let paths = vec![PATH.to_owned()];
    finish(w, Outcome::TakenBack { number: 7, paths });
}

#[test]
fn both_are_one_preview_and_nothing_changes_before_the_files_are_written() {
    let mut w = tested();
    let before = w.state.answers.clone();
    previewed(&mut w, files());
    let done = w.mending.preview.ready().unwrap().done.iter();
    let names: Vec<_> = done.map(|d| d.fix.name).collect();
    assert_eq!(names, ["answers", "unit"]);
    assert_eq!(started(&act(&mut w, Action::Fix)), [&Work::Fix]);
    assert_eq!(w.state.answers, before);
    // Leaving the layer while the files are written does not tear it in two.
    act(&mut w, Action::LeaveFix);
    let effects = written(&mut w);
    assert!(effects.contains(&Effect::Save));
    assert_eq!(w.state.answers.author.name, "Acme Co");
    assert_eq!(w.mending.preview, Preview::None);
}

#[test]
fn where_no_file_changes_the_answers_are_set_at_once() {
    let mut w = tested();
    previewed(&mut w, Mended::default());
    assert!(started(&act(&mut w, Action::Fix)).is_empty());
    assert_eq!(w.state.answers.author.name, "Acme Co");
    assert!(w.state.files.fixed.is_empty());
}

#[test]
fn a_write_that_fails_changes_no_answer_then_or_later() {
    let mut w = tested();
    let before = w.state.answers.clone();
    previewed(&mut w, files());
    act(&mut w, Action::Fix);
    fail(&mut w, FailureKind::Question);
    assert_eq!(w.state.answers, before);
    assert!(matches!(
        w.mending.preview,
        Preview::Failed(Target::Safe, _)
    ));
    rest(&mut w);
    // The next fix is of files alone.
    act(
        &mut w,
        Action::PreviewFix {
            target: Target::Safe,
        },
    );
    let mended = Box::new(files());
    finish(&mut w, Outcome::PreviewedFix { mended });
    act(&mut w, Action::Fix);
    written(&mut w);
    assert_eq!(w.state.answers, before);
}

#[test]
fn one_way_back_takes_both_also_after_a_restart() {
    let before = tested().state.answers;
    let mut w = made();
    take_back(&mut w);
    assert_eq!(w.state.answers, before);
    assert!(w.notice.as_deref().unwrap().contains("So are the answers"));
    assert!(w.state.files.fixed.is_empty());
    // It is a step like any other.
    w.handle(Event::Undo);
    assert_eq!(w.state.answers.author.name, "Acme Co");

    let saved = serde_json::to_string(&made().state).unwrap();
    let state: State = serde_json::from_str(&saved).unwrap();
    let mut w = Wizard::new(state);
    w.handle(Event::LastFix {
        last: Some(last(7)),
    });
    assert!(w.fix_has_answers());
    take_back(&mut w);
    assert_eq!(w.state.answers, before);
}

#[test]
fn what_was_answered_otherwise_since_stays_and_is_named() {
    let before = tested().state.answers;
    let mut w = made();
    rest(&mut w);
    let values = vec![(NAME.to_owned(), "Acme Inc".to_owned())];
    w.handle(Event::Set { values });
    take_back(&mut w);
    assert_eq!(w.state.answers.author.name, "Acme Inc");
    assert_eq!(w.state.answers.integration, before.integration);
    let notice = w.notice.clone().unwrap();
    assert!(notice.contains("that stays"), "{notice}");
    // Taken back by hand before, there is nothing to say.
    let mut w = made();
    w.handle(Event::Undo);
    take_back(&mut w);
    assert_eq!(w.state.answers, before);
    assert_eq!(w.notice.unwrap(), format!("As before the fix: {PATH}."));
}

#[test]
fn an_answer_that_changed_while_the_files_were_written_is_not_overwritten() {
    let mut w = tested();
    previewed(&mut w, files());
    act(&mut w, Action::Fix);
    let values = vec![(NAME.to_owned(), "Acme Inc".to_owned())];
    w.handle(Event::Set { values });
    written(&mut w);
    assert_eq!(w.state.answers.author.name, "Acme Inc");
    assert_eq!(
        w.state.answers.integration.description,
        "Depth of Acme Queue."
    );
}

#[test]
fn the_way_back_of_another_fix_leaves_the_answers() {
    let mut w = made();
    rest(&mut w);
    let after = w.state.answers.clone();
    w.handle(Event::LastFix {
        last: Some(last(8)),
    });
    assert!(!w.fix_has_answers());
    act(&mut w, Action::UndoApply);
    let paths = vec![PATH.to_owned()];
    finish(&mut w, Outcome::TakenBack { number: 8, paths });
    assert_eq!(w.state.answers, after);
    assert_eq!(w.state.files.fixed.len(), 1);
}
