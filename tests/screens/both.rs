//! Safe fixes of answers and of files, as one preview that one key makes; and what a fix turns stale.

use crate::acme::{acme, with_plan, with_tests};
use crate::pages::SIZES;
use crate::world::{Asked, app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Event, Outcome};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::fix::{Edit, Fix, What};
use ddint_tui::core::fixes::{Change, Done, LastFix, Mended};
use ddint_tui::core::job::JobId;
use ddint_tui::core::plan::{FileState, Plan, PlannedFile};
use ddint_tui::core::state::Applied;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::TaskState;
use ddint_tui::tui::app::App;
use std::cell::RefCell;
use std::rc::Rc;

const CSV: &str = "acme_queue/metadata.csv";

fn unit() -> Finding {
    let said = "`Bytes` is an invalid unit_name.";
    Finding::error(Source::Review, "stray-unit", said).at(CSV, Some(3))
}

fn unit_fix() -> Fix {
    Fix {
        name: "unit",
        title: "Write \"byte\" instead of \"Bytes\" in unit_name".into(),
        safe: true,
        what: What::Edit {
            path: CSV.into(),
            edit: Edit::Plain,
        },
    }
}

fn mended() -> Mended {
    let row = |unit: &str| format!("acme_queue.depth,gauge,,{unit},,Depth.,0,acme_queue,depth,\n");
    let (old, new) = (row("Bytes"), row("byte"));
    Mended {
        done: vec![Done {
            fix: unit_fix(),
            findings: vec![unit()],
        }],
        changes: vec![Change {
            path: CSV.into(),
            before: Some(old.clone().into()),
            after: Some(new.clone().into()),
            mode: None,
        }],
        plan: Plan {
            hash: "h".into(),
            files: vec![PlannedFile {
                path: CSV.into(),
                state: FileState::Changed,
                replaces_edit: false,
                from: None,
                old: Some(old),
                new,
                hunks: vec![],
            }],
            foreign_ci: vec![],
        },
        ..Mended::default()
    }
}

fn job(asked: &Rc<RefCell<Asked>>, of: impl Fn(&Work) -> bool) -> Option<JobId> {
    let asked = asked.borrow();
    asked.effects.iter().rev().find_map(|effect| match effect {
        Effect::Start { job, work } if of(work) => Some(*job),
        _ => None,
    })
}

fn finish(app: &mut App, job: JobId, outcome: Outcome) {
    let outcome = Ok(Box::new(outcome));
    app.report(Event::Finished { job, outcome });
}

/// The open list of an integration that was made here: an answer that no form takes, and an edit by hand.
fn listed() -> (App, Rc<RefCell<Asked>>) {
    let mut w = with_tests(with_plan(acme()));
    w.state.files.clone = Some("/clone".into());
    w.state.files.applied = Some(Applied::default());
    w.state.answers.author.support_email = "mailto:dev@acme.example".into();
    w.state.steps.test.review = vec![unit()];
    let (mut app, asked) = app(Some(w));
    app.visit(StepId::Test, "");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["!"]);
    let asks = job(&asked, |w| matches!(w, Work::FindFixes { .. })).unwrap();
    let offers = vec![(unit(), unit_fix())];
    finish(&mut app, asks, Outcome::Offered { offers });
    (app, asked)
}

fn email(app: &App) -> String {
    let answers = &app.session.as_ref().unwrap().wizard.state.answers;
    answers.author.support_email.clone()
}

#[test]
fn one_press_shows_both_one_makes_them_and_one_takes_them_back() {
    let (mut app, asked) = listed();
    let before = email(&app);
    press(&mut app, &["F"]);
    let looks = job(&asked, |w| matches!(w, Work::PreviewFix { .. })).unwrap();
    let outcome = Outcome::PreviewedFix {
        mended: Box::new(mended()),
    };
    finish(&mut app, looks, outcome);
    for (width, height) in SIZES {
        let shot = frame(&mut app, width, height);
        insta::assert_snapshot!(format!("both_{width}x{height}"), shot);
    }
    let shot = frame(&mut app, 120, 36);
    for said in [
        "2 safe fixes",
        "writes 1 file into your clone, and takes the new answers",
        "dev@acme.example",
        "metadata.csv  changed",
    ] {
        assert!(shot.contains(said), "{said}\n{shot}");
    }
    press(&mut app, &["enter"]);
    assert_eq!(email(&app), before);
    let fixes = job(&asked, |w| *w == Work::Fix).unwrap();
    let last = LastFix {
        number: 3,
        title: "2 fixes".into(),
    };
    let outcome = Outcome::Fixed {
        last,
        paths: vec![CSV.into()],
    };
    finish(&mut app, fixes, outcome);
    assert_eq!(email(&app), "dev@acme.example");
    assert!(app.finding_list().is_some());
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["u"]);
    let back = job(&asked, |w| *w == Work::TakeBack { number: 3 }).unwrap();
    let paths = vec![CSV.into()];
    finish(&mut app, back, Outcome::TakenBack { number: 3, paths });
    assert_eq!(email(&app), before);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("So are the answers."), "{shot}");
}

#[test]
fn the_question_before_the_way_back_says_what_becomes_of_answers() {
    let (mut app, _) = listed();
    press(&mut app, &["esc"]);
    let wizard = &mut app.session.as_mut().unwrap().wizard;
    wizard.mending.last = Some(LastFix {
        number: 3,
        title: "2 fixes".into(),
    });
    wizard.state.files.fixed = vec![ddint_tui::core::fixes::FixedAnswers {
        number: 3,
        answers: vec![],
    }];
    app.visit(StepId::Framework, "files");
    press(&mut app, &["u"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("every answer that it changed"), "{shot}");
}

/// A fix changed what `Unit` reads: its row says so, nothing there says passed, and a key runs it again.
#[test]
fn what_a_fix_turned_stale_is_not_shown_as_passed_and_a_key_runs_it_again() {
    let mut w = acme();
    w.derived.findings.clear();
    w.state.answers.integration.overview =
        "Acme Queue is a message broker. It shows how full its queues are.".into();
    w.state.answers.author.support_email = "support@acme.example".into();
    let mut w = with_tests(w);
    let tasks = &mut w.state.steps.test.tasks;
    for task in tasks.iter_mut() {
        task.findings.clear();
        if task.state != TaskState::CiWillRun {
            task.state = TaskState::Passed;
        }
    }
    w.test_inputs = "after the fix".into();
    let (mut app, asked) = app(Some(w));
    app.visit(StepId::Test, "");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    for (width, height) in SIZES {
        let shot = frame(&mut app, width, height);
        insta::assert_snapshot!(format!("outdated_{width}x{height}"), shot);
        assert!(shot.contains("changed since"), "{shot}");
        for row in ["✓ validate", "✓ test", "✓ 4 Test", "of 2 tests"] {
            assert!(!shot.contains(row), "{row}\n{shot}");
        }
        assert!(shot.contains(" a "), "{shot}");
    }
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("These passed before files changed"), "{shot}");
    // The list, where nothing is found any more, does not tell it as done either.
    press(&mut app, &["!"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("Nothing was found"), "{shot}");
    assert!(shot.contains("5 of 6 tasks ran before"), "{shot}");
    press(&mut app, &["esc", "a"]);
    assert!(job(&asked, |w| matches!(w, Work::Test { .. })).is_some());
}
