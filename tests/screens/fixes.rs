//! Fixes in the list of findings: the mark, what one does before it is made, all safe ones together, and the way back.

use crate::acme::{acme, with_plan, with_tests};
use crate::pages::SIZES;
use crate::world::{Asked, app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Event, Failure, FailureKind, Outcome};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::fix::{Edit, Fix, What};
use ddint_tui::core::fixes::{Done, LastFix, Mended, Preview, Refused, Target};
use ddint_tui::core::job::JobId;
use ddint_tui::core::plan::{FileState, Plan, PlannedFile};
use ddint_tui::core::state::Applied;
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::App;
use ddint_tui::tui::theme::Theme;
use std::cell::RefCell;
use std::rc::Rc;

const CSV: &str = "acme_queue/metadata.csv";

fn unit() -> Finding {
    Finding::error(
        Source::Review,
        "stray-unit",
        "`msgs` is an invalid unit_name.",
    )
    .at(CSV, Some(3))
}

fn base() -> Finding {
    let said = "`datadog-checks-base` begins before Python 3.13.";
    Finding::error(Source::Review, "base-version", said).at("acme_queue/pyproject.toml", Some(31))
}

fn edit(name: &'static str, title: &str, path: &str, safe: bool) -> Fix {
    Fix {
        name,
        title: title.into(),
        safe,
        what: What::Edit {
            path: path.into(),
            edit: Edit::Plain,
        },
    }
}

fn unit_fix() -> Fix {
    edit(
        "unit",
        "Write \"message\" instead of \"msgs\" in unit_name",
        CSV,
        false,
    )
}

fn base_fix() -> Fix {
    let title = "Require datadog-checks-base>=37.42.0";
    edit("base-version", title, "acme_queue/pyproject.toml", true)
}

fn planned(path: &str, old: &str, new: &str) -> PlannedFile {
    PlannedFile {
        path: path.into(),
        state: FileState::Changed,
        replaces_edit: false,
        from: None,
        old: Some(old.into()),
        new: new.into(),
        hunks: vec![],
    }
}

fn csv() -> PlannedFile {
    let long = "Messages that wait in a queue until a consumer reads them, counted for each queue by itself";
    let row = |unit: &str| format!("acme_queue.depth,gauge,,{unit},,{long},0,acme_queue,depth,\n");
    let head = "metric_name,metric_type,interval,unit_name,per_unit_name,description,orientation\n";
    planned(
        CSV,
        &format!("{head}{}", row("msgs")),
        &format!("{head}{}", row("message")),
    )
}

fn toml() -> PlannedFile {
    let line =
        |version: &str| format!("dependencies = [\n    \"datadog-checks-base>={version}\",\n]\n");
    planned(
        "acme_queue/pyproject.toml",
        &line("4.2.0"),
        &line("37.42.0"),
    )
}

fn mended(fix: Fix, finding: Finding, file: PlannedFile) -> Mended {
    Mended {
        done: vec![Done {
            fix,
            findings: vec![finding],
        }],
        plan: Plan {
            hash: "h".into(),
            files: vec![file],
            foreign_ci: vec![],
        },
        ..Mended::default()
    }
}

fn safe() -> Mended {
    let mut all = mended(base_fix(), base(), toml());
    all.left = vec![(unit(), Some(unit_fix()))];
    all.refused = vec![Refused {
        fix: unit_fix(),
        why: "It asks.".into(),
    }];
    all
}

/// The job that was started last for such work.
fn job(asked: &Rc<RefCell<Asked>>, of: impl Fn(&Work) -> bool) -> JobId {
    let asked = asked.borrow();
    let mut effects = asked.effects.iter().rev();
    let found = effects.find_map(|effect| match effect {
        Effect::Start { job, work } if of(work) => Some(*job),
        _ => None,
    });
    found.expect("a job was started")
}

fn finish(app: &mut App, job: JobId, outcome: Outcome) {
    let outcome = Ok(Box::new(outcome));
    app.report(Event::Finished { job, outcome });
}

/// The open list, with fixes found.
fn listed() -> (App, Rc<RefCell<Asked>>) {
    let mut w = with_tests(with_plan(acme()));
    w.state.files.clone = Some("/clone".into());
    w.state.files.applied = Some(Applied::default());
    w.state.steps.test.review = vec![unit(), base()];
    let (mut app, asked) = app(Some(w));
    app.visit(StepId::Test, "");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["!"]);
    let asks = job(&asked, |w| matches!(w, Work::FindFixes { .. }));
    let offers = vec![(unit(), unit_fix()), (base(), base_fix())];
    finish(&mut app, asks, Outcome::Offered { offers });
    (app, asked)
}

fn go_to(app: &mut App, text: &str) {
    press(app, &["/", text, "enter"]);
    assert!(app.listed_here().unwrap().finding.message.contains(text));
}

fn previewed(app: &mut App, asked: &Rc<RefCell<Asked>>, key: &str, mended: Mended) {
    press(app, &[key]);
    let looks = job(asked, |w| matches!(w, Work::PreviewFix { .. }));
    let mended = Box::new(mended);
    finish(app, looks, Outcome::PreviewedFix { mended });
}

fn preview(app: &App) -> &Preview {
    &app.session.as_ref().unwrap().wizard.mending.preview
}

fn shots(app: &mut App, name: &str) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("fix_{name}_{width}x{height}"), shot);
    }
    let look = app.theme;
    app.theme = Theme {
        ascii: true,
        color: false,
    };
    let shot = frame(app, 80, 24);
    assert!(shot.is_ascii(), "{shot}");
    insta::assert_snapshot!(format!("fix_{name}_ascii"), shot);
    app.theme = look;
}

#[test]
fn the_list_marks_what_has_a_fix_and_says_what_it_does() {
    let (mut app, _) = listed();
    go_to(&mut app, "msgs");
    press(&mut app, &["esc"]);
    shots(&mut app, "list");
    // What has none offers no key.
    press(&mut app, &["end"]);
    let shot = frame(&mut app, 120, 36);
    let footer = shot.lines().last().unwrap();
    assert!(
        !footer.contains("f fix it") && footer.contains("F fix all"),
        "{shot}"
    );
}

#[test]
fn what_one_does_is_seen_before_it_is_made() {
    let (mut app, asked) = listed();
    go_to(&mut app, "msgs");
    press(&mut app, &["f"]);
    assert!(matches!(preview(&app), Preview::Computing(Target::One(_))));
    insta::assert_snapshot!("fix_computing_80x24", frame(&mut app, 80, 24));
    press(&mut app, &["enter"]);
    let wrote = |asked: &Rc<RefCell<Asked>>| {
        let asked = asked.borrow();
        let mut effects = asked.effects.iter();
        effects.any(|e| {
            matches!(
                e,
                Effect::Start {
                    work: Work::Fix,
                    ..
                }
            )
        })
    };
    assert!(!wrote(&asked));
    let looks = job(&asked, |w| matches!(w, Work::PreviewFix { .. }));
    let one = mended(unit_fix(), unit(), csv());
    let outcome = Outcome::PreviewedFix {
        mended: Box::new(one.clone()),
    };
    finish(&mut app, looks, outcome);
    shots(&mut app, "one");
    // The line is shown to its end, however narrow it is.
    press(&mut app, &["end"]);
    let narrow = frame(&mut app, 50, 15);
    assert!(narrow.contains("each queue by itself"), "{narrow}");
    // Esc leaves everything as it was.
    press(&mut app, &["esc"]);
    assert_eq!(*preview(&app), Preview::None);
    assert!(app.finding_list().is_some() && !wrote(&asked));
    // Enter makes it, and the list is back when it is made.
    previewed(&mut app, &asked, "f", one);
    press(&mut app, &["enter", "enter"]);
    let fixes = job(&asked, |w| *w == Work::Fix);
    let shot = frame(&mut app, 80, 24);
    assert!(shot.contains("being written"), "{shot}");
    let last = LastFix {
        number: 3,
        title: unit_fix().title,
    };
    let outcome = Outcome::Fixed {
        last,
        paths: vec![CSV.into()],
    };
    finish(&mut app, fixes, outcome);
    assert!(app.finding_list().is_some());
    let shot = frame(&mut app, 120, 36);
    // It was not looked at again yet: it is not crossed out.
    assert!(shot.contains("`msgs`") && shot.contains("fixed."), "{shot}");
    assert!(shot.contains("u take the fix back"), "{shot}");
}

#[test]
fn all_safe_ones_are_one_preview_that_says_what_stays() {
    let (mut app, asked) = listed();
    previewed(&mut app, &asked, "F", safe());
    shots(&mut app, "safe");
    let shot = frame(&mut app, 120, 36);
    for said in [
        "1 safe fix",
        "Stays for you: 1 error",
        "pyproject.toml  changed",
    ] {
        assert!(shot.contains(said), "{said}\n{shot}");
    }
}

#[test]
fn an_edit_of_what_follows_from_answers_says_so() {
    let (mut app, asked) = listed();
    go_to(&mut app, "msgs");
    let mut one = mended(unit_fix(), unit(), csv());
    one.by_hand = vec![CSV.into()];
    previewed(&mut app, &asked, "f", one);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("becomes an edit of yours"), "{shot}");
}

#[test]
fn a_file_that_changed_meanwhile_is_named_and_looked_at_again_by_a_key() {
    let (mut app, asked) = listed();
    go_to(&mut app, "msgs");
    previewed(&mut app, &asked, "f", mended(unit_fix(), unit(), csv()));
    press(&mut app, &["enter"]);
    let fixes = job(&asked, |w| *w == Work::Fix);
    let failure = Failure::new(
        FailureKind::Question,
        "acme_queue/metadata.csv changed since this was looked at. Nothing was changed.",
        "Look at the fix again: it is made for the files as they are now.",
    );
    app.report(Event::Finished {
        job: fixes,
        outcome: Err(failure),
    });
    app.session.as_mut().unwrap().wizard.jobs.clear();
    shots(&mut app, "stale");
    press(&mut app, &["enter"]);
    assert!(matches!(preview(&app), Preview::Failed(..)));
    press(&mut app, &["r"]);
    assert!(matches!(preview(&app), Preview::Computing(_)));
}

#[test]
fn a_fix_that_cannot_be_taken_back_says_why_over_the_list() {
    let (mut app, asked) = listed();
    let last = Some(LastFix {
        number: 3,
        title: unit_fix().title,
    });
    app.report(Event::LastFix { last });
    press(&mut app, &["u"]);
    let back = job(&asked, |w| *w == Work::TakeBack { number: 3 });
    let said = "acme_queue/metadata.csv changed since it was applied. Nothing was changed.";
    let failure = Failure::new(FailureKind::Question, said, "");
    app.report(Event::Finished {
        job: back,
        outcome: Err(failure),
    });
    app.session.as_mut().unwrap().wizard.jobs.clear();
    insta::assert_snapshot!("fix_not_back_80x24", frame(&mut app, 80, 24));
}

#[test]
fn nothing_opens_while_something_else_works_on_the_files() {
    let (mut app, asked) = listed();
    go_to(&mut app, "msgs");
    press(&mut app, &["f"]);
    let looks = job(&asked, |w| matches!(w, Work::PreviewFix { .. }));
    press(&mut app, &["esc", "f"]);
    // The one that was left still runs; the next one waits to be asked for again.
    let layers = app.layers.len();
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("fix preview is running"), "{shot}");
    assert_eq!(layers, 1);
    let failure = Failure::new(FailureKind::Cancelled, "Canceled.", "");
    app.report(Event::Finished {
        job: looks,
        outcome: Err(failure),
    });
    press(&mut app, &["f"]);
    assert!(matches!(preview(&app), Preview::Computing(_)));
}

/// An integration whose files follow from answers, two of which are written as no form takes them.
fn answered() -> App {
    let mut w = acme();
    w.state.answers.author.support_email = "mailto:dev@acme.example".into();
    w.state.answers.author.github = "https://github.com/acmeco/".into();
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Framework, "author");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["!"]);
    app
}

fn author(app: &App) -> (String, String) {
    let author = &app.session.as_ref().unwrap().wizard.state.answers.author;
    (author.support_email.clone(), author.github.clone())
}

#[test]
fn other_answers_are_seen_before_and_after_and_undone_like_any_answer() {
    let mut app = answered();
    let before = author(&app);
    go_to(&mut app, "e-mail");
    press(&mut app, &["f"]);
    shots(&mut app, "answer");
    assert_eq!(author(&app), before);
    press(&mut app, &["enter"]);
    assert_eq!(author(&app).0, "dev@acme.example");
    let found = |app: &App| app.listed_here().is_some();
    // The filter is still for the one that is gone.
    assert!(app.finding_list().is_some() && !found(&app));
    press(&mut app, &["ctrl-u"]);
    assert_eq!(author(&app), before);
    assert!(found(&app));
}

#[test]
fn all_safe_answers_are_one_step() {
    let mut app = answered();
    let before = author(&app);
    press(&mut app, &["F"]);
    shots(&mut app, "answers");
    press(&mut app, &["enter"]);
    assert_eq!(
        author(&app),
        ("dev@acme.example".to_owned(), "acmeco".to_owned())
    );
    press(&mut app, &["ctrl-u"]);
    assert_eq!(author(&app), before);
}
