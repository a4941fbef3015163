//! Fixes: looked at before they are made, made once, looked at again by who saw the problem, and taken back.

use crate::world::*;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Failure, FailureKind, Outcome};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::fix::{Fix, What};
use ddint_tui::core::fixes::{Done, LastFix, Mended, Preview, Target};
use ddint_tui::core::job::JobId;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskState};
use ddint_tui::core::wizard::Wizard;

fn wrong() -> Finding {
    Finding::error(Source::Ddev, "metadata", "`msgs` is an invalid unit_name.")
        .at("acme_queue/metadata.csv", Some(2))
}

fn fix() -> Fix {
    Fix {
        name: "unit",
        title: "Write message instead of msgs".into(),
        safe: true,
        what: What::Set(vec![]),
    }
}

fn target() -> Target {
    Target::One(vec![wrong()])
}

fn mended() -> Mended {
    Mended {
        done: vec![Done {
            fix: fix(),
            findings: vec![wrong()],
        }],
        ..Mended::default()
    }
}

fn last() -> LastFix {
    LastFix {
        number: 7,
        title: fix().title,
    }
}

fn act(w: &mut Wizard, action: Action) -> Vec<Effect> {
    w.handle(Event::Do(action))
}

/// Tested, with a finding, and its fix being looked at.
fn looked_at() -> Wizard {
    let mut w = tested();
    w.state.steps.test.tasks[0].state = TaskState::Failed;
    w.state.steps.test.tasks[0].findings = vec![wrong()];
    act(&mut w, Action::PreviewFix { target: target() });
    let mended = Box::new(mended());
    finish(&mut w, Outcome::PreviewedFix { mended });
    assert!(w.mending.preview.ready().is_some());
    w
}

fn offers_job(effects: &[Effect]) -> Option<JobId> {
    effects.iter().find_map(|e| match e {
        Effect::Start {
            job,
            work: Work::FindFixes { .. },
        } => Some(*job),
        _ => None,
    })
}

#[test]
fn nothing_is_written_before_it_was_looked_at() {
    let mut w = tested();
    assert!(started(&act(&mut w, Action::Fix)).is_empty());
    let effects = act(&mut w, Action::PreviewFix { target: target() });
    assert_eq!(started(&effects), [&Work::PreviewFix { target: target() }]);
    assert_eq!(w.mending.preview, Preview::Computing(target()));
    assert!(started(&act(&mut w, Action::Fix)).is_empty());
    // A look that is killed has nothing to say at the next start.
    assert!(w.state.steps.running.is_empty());
    let mended = Box::new(mended());
    finish(&mut w, Outcome::PreviewedFix { mended });
    assert_eq!(started(&act(&mut w, Action::Fix)), [&Work::Fix]);
    assert_eq!(w.state.steps.running, ["fix"]);
    // Twice the same key writes once.
    assert!(started(&act(&mut w, Action::Fix)).is_empty());
}

#[test]
fn what_was_fixed_stays_until_it_was_looked_at_again() {
    let mut w = looked_at();
    act(&mut w, Action::Fix);
    let paths = vec!["acme_queue/metadata.csv".to_owned()];
    let last = last();
    let effects = finish(&mut w, Outcome::Fixed { last, paths });
    let works = started(&effects);
    let again = Work::Test {
        tasks: vec![Task::Validate("metadata".into())],
    };
    assert!(
        works.contains(&&Work::ReadRepo) && works.contains(&&again),
        "{works:?}"
    );
    assert_eq!(w.mending.preview, Preview::None);
    assert_eq!(w.state.steps.test.tasks[0].findings, [wrong()]);
    // What takes long and told nothing of it is stale, and not run.
    assert!(!works.contains(&&Work::Test {
        tasks: w.tasks.clone()
    }));
    assert!(w.notice.as_deref().unwrap().contains("fixed"));
}

#[test]
fn one_that_was_left_is_neither_shown_nor_made() {
    let mut w = tested();
    act(&mut w, Action::PreviewFix { target: target() });
    let job = w.jobs[0].id;
    let effects = act(&mut w, Action::LeaveFix);
    assert_eq!(effects, [Effect::Cancel { job }]);
    let mended = Box::new(mended());
    finish(&mut w, Outcome::PreviewedFix { mended });
    assert_eq!(w.mending.preview, Preview::None);
    // The same when it ends as it was asked to: that is no failure.
    act(&mut w, Action::PreviewFix { target: target() });
    act(&mut w, Action::LeaveFix);
    fail(&mut w, FailureKind::Cancelled);
    assert_eq!((&w.mending.preview, &w.failure), (&Preview::None, &None));
}

#[test]
fn a_failure_is_said_where_it_was_looked_at_and_can_be_looked_at_again() {
    let mut w = looked_at();
    act(&mut w, Action::Fix);
    let effects = fail(&mut w, FailureKind::Question);
    assert_eq!(started(&effects), [&Work::ReadRepo]);
    let Preview::Failed(of, failure) = &w.mending.preview else {
        panic!("{:?}", w.mending.preview);
    };
    assert_eq!(
        (of, failure.message.as_str()),
        (&target(), "It did not work.")
    );
    assert_eq!(w.failure, None);
    assert!(started(&act(&mut w, Action::Fix)).is_empty());
    let effects = act(&mut w, Action::PreviewFix { target: target() });
    assert_eq!(started(&effects), [&Work::PreviewFix { target: target() }]);
}

#[test]
fn a_fix_is_looked_at_while_nothing_else_works_on_the_files() {
    let mut w = tested();
    act(&mut w, Action::Plan);
    assert!(started(&act(&mut w, Action::PreviewFix { target: target() })).is_empty());
    assert_eq!(w.mending.preview, Preview::None);
    assert!(w.notice.as_deref().unwrap().contains("plan is running"));
}

#[test]
fn undo_takes_back_what_changed_the_clone_last() {
    let mut w = tested();
    assert_eq!(
        started(&act(&mut w, Action::UndoApply)),
        [&Work::Undo { number: 1 }]
    );
    finish(&mut w, Outcome::Undone { applied: None });
    let mut w = tested();
    w.handle(Event::LastFix { last: Some(last()) });
    for action in [Action::UndoApply, Action::TakeFixBack] {
        let mut w = w.clone();
        assert_eq!(
            started(&act(&mut w, action)),
            [&Work::TakeBack { number: 7 }]
        );
        let paths = vec!["acme_queue/metadata.csv".to_owned()];
        let effects = finish(&mut w, Outcome::TakenBack { number: 7, paths });
        let works = started(&effects);
        assert!(works.contains(&&Work::ReadRepo), "{works:?}");
        assert!(
            works.iter().any(|work| matches!(work, Work::Test { .. })),
            "{works:?}"
        );
        assert_eq!(w.mending.last, None);
        // The application stays what it was.
        assert_eq!(w.state.files.applied.as_ref().unwrap().undo, Some(1));
    }
}

#[test]
fn fixes_are_asked_for_once_and_again_when_the_files_changed() {
    let mut w = tested();
    let findings = vec![wrong()];
    let ask = |w: &mut Wizard| {
        let findings = findings.clone();
        offers_job(&act(w, Action::FindFixes { findings }))
    };
    let job = ask(&mut w).unwrap();
    // It runs beside everything, and is no job that the footer tells.
    assert!(w.jobs.is_empty());
    assert_eq!(ask(&mut w), None);
    let told = |w: &mut Wizard, job| {
        let offers = vec![(wrong(), fix())];
        w.handle(Event::Finished {
            job,
            outcome: Ok(Box::new(Outcome::Offered { offers })),
        })
    };
    told(&mut w, job);
    assert_eq!(*w.mending.offers, [(wrong(), fix())]);
    assert_eq!(ask(&mut w), None);
    w.scope = "s2".into();
    let job = ask(&mut w).unwrap();
    w.scope = "s3".into();
    // One at a time; the next one begins when this one told.
    assert_eq!(ask(&mut w), None);
    let next = offers_job(&told(&mut w, job));
    let failure = Failure::new(FailureKind::Io, "Can't read it.", "");
    let job = next.unwrap();
    w.handle(Event::Finished {
        job,
        outcome: Err(failure),
    });
    assert!(w.mending.offers.is_empty());
    assert_eq!(w.failure, None);
    // Asking says nothing and forgets nothing.
    w.notice = Some("As before the fix: a.".into());
    w.scope = "s4".into();
    ask(&mut w);
    assert!(w.notice.is_some());
}

#[test]
fn other_answers_are_one_step_that_one_undo_takes_back() {
    let mut w = tested();
    let before = w.state.answers.clone();
    let depth = w.state.undo.len();
    let values = [
        ("integration.description", "Depth of Acme Queue."),
        ("author.name", "Acme Co"),
    ];
    let values = values.map(|(id, text)| (id.to_owned(), text.to_owned()));
    let fixes = vec![Done {
        fix: Fix {
            what: What::Set(values.into()),
            ..fix()
        },
        findings: vec![wrong()],
    }];
    let target = target();
    assert!(started(&act(&mut w, Action::ShowFix { target, fixes })).is_empty());
    assert_eq!(w.state.answers, before);
    assert!(started(&act(&mut w, Action::Fix)).is_empty());
    assert_eq!(w.state.answers.author.name, "Acme Co");
    assert_eq!(
        (w.state.undo.len(), &w.mending.preview),
        (depth + 1, &Preview::None)
    );
    w.handle(Event::Undo);
    assert_eq!(w.state.answers, before);
}

#[test]
fn the_shadow_tree_is_verified_after_a_fix_wherever_one_is() {
    let mut w = tested();
    w.live.on = true;
    w.handle(Event::Visit {
        step: StepId::Framework,
    });
    w.live.keys = vec![("metadata".to_owned(), "k".to_owned())].into();
    w.handle(Event::Visit { step: StepId::Test });
    w.handle(Event::LastFix { last: Some(last()) });
    act(&mut w, Action::TakeFixBack);
    let paths = vec!["acme_queue/metadata.csv".to_owned()];
    finish(&mut w, Outcome::TakenBack { number: 7, paths });
    finish(&mut w, Outcome::Tested { review: vec![] });
    let effects = finish(&mut w, repo_outcome("s9", "t9"));
    let token = effects.iter().find_map(|e| match e {
        Effect::After { token, .. } => Some(*token),
        _ => None,
    });
    let effects = w.handle(Event::Elapsed {
        token: token.expect("what the tree is made from changed"),
    });
    assert_eq!(started(&effects), [&Work::Verify]);
}
