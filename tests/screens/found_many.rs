//! The list of findings at its ends: hundreds of them, messages of any length in any script, and none.

use crate::acme::{acme, with_plan, with_tests};
use crate::pages::SIZES;
use crate::world::{app, frame, press};
use ddint_tui::core::finding::{Finding, Severity, Source};
use ddint_tui::core::live::Verdict;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use ratatui::Terminal as Drawing;
use ratatui::backend::TestBackend;

fn with(review: Vec<Finding>) -> App {
    let mut w = with_tests(with_plan(acme()));
    w.derived.findings.clear();
    w.state
        .steps
        .test
        .tasks
        .iter_mut()
        .for_each(|t| t.findings.clear());
    w.state.steps.test.review = review;
    open(w)
}

fn open(w: Wizard) -> App {
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Setup, "");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["!"]);
    app
}

fn told(n: usize, text: &str) -> Finding {
    let mut finding = Finding::error(Source::Review, "manifest-files", text);
    finding.severity = [Severity::Error, Severity::Warning, Severity::Note][n % 3];
    let line = u32::try_from(n).unwrap() + 1;
    finding.at(
        format!("acme_queue/tests/fixtures/page_{:03}.json", n / 3),
        Some(line),
    )
}

fn rows(app: &App) -> usize {
    app.session.as_ref().unwrap().view.known.listed.len()
}

/// A frame in which the rules between the columns stand under each other, from the first line of the page to the last.
fn straight(app: &mut App, width: u16, height: u16) -> String {
    let mut drawing = Drawing::new(TestBackend::new(width, height)).unwrap();
    drawing
        .draw(|f| ddint_tui::tui::screens::draw(f, app))
        .unwrap();
    let buffer = drawing.backend().buffer();
    let shot = frame(app, width, height);
    let rules = |y: u16| -> Vec<u16> {
        let all = 0..width;
        all.filter(|x| buffer[(*x, y)].symbol() == "│").collect()
    };
    let first = rules(2);
    for y in 2..height - 2 {
        assert_eq!(rules(y), first, "line {y}\n{shot}");
        // What is wider than a cell never reaches into a rule.
        for x in &first {
            let before = buffer[(x - 1, y)].symbol();
            assert!(
                before == " " || before.is_empty(),
                "line {y}: {before:?}\n{shot}"
            );
        }
    }
    shot
}

#[test]
fn hundreds_are_counted_scrolled_and_filtered_without_a_pause() {
    let all = (0..900).map(|n| told(n, &format!("Remark number {n} of many.")));
    let mut app = with(all.collect());
    let n = rows(&app);
    assert!(n >= 900, "{n}");
    for (width, height) in SIZES {
        let shot = straight(&mut app, width, height);
        assert!(shot.contains("· 300"), "{shot}");
    }
    press(&mut app, &["end"]);
    for (width, height) in SIZES {
        let shot = frame(&mut app, width, height);
        assert!(
            shot.contains("page_299.json"),
            "the last one is shown:\n{shot}"
        );
    }
    let last = app.listed_here().unwrap().id.clone();
    press(&mut app, &["["]);
    assert_ne!(app.listed_here().unwrap().id, last);
    press(&mut app, &["home"]);
    let seen = |app: &App| app.listed_here().unwrap().finding.message.clone();
    let first = seen(&app);
    // Each page is another part of the list, and the way back is the same.
    press(&mut app, &["pagedown"]);
    frame(&mut app, 120, 36);
    assert_ne!(seen(&app), first);
    press(&mut app, &["pageup"]);
    assert_eq!(seen(&app), first);
    press(&mut app, &["/", "page_259", "enter"]);
    let shot = frame(&mut app, 120, 36);
    assert!(
        shot.contains("3 shown") && shot.contains("Remark number 777"),
        "{shot}"
    );
    // Where one was led to stays the same one, whatever comes before it.
    press(&mut app, &["enter"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains(&format!("of {n}")), "{shot}");
}

#[test]
fn a_message_of_any_length_is_cut_in_the_list_and_whole_where_there_is_room() {
    let words = "ValueError: expected one of the states that the page declares, ".repeat(60);
    let unbroken = format!("/{}", "x".repeat(700));
    let lines = (0..80)
        .map(|n| format!("line {n}"))
        .collect::<Vec<_>>()
        .join("\n");
    let all = vec![told(0, &words), told(3, &unbroken), told(6, &lines)];
    let mut app = with(all);
    for _ in 0..3 {
        for (width, height) in SIZES {
            let shot = straight(&mut app, width, height);
            // The row that one stands on is never pushed out by what is said of it.
            assert!(shot.contains("▸ ✗"), "{width}x{height}\n{shot}");
            assert!(shot.contains("Findings"), "{width}x{height}\n{shot}");
        }
        press(&mut app, &["]"]);
    }
    press(&mut app, &["home"]);
    insta::assert_snapshot!("list_long_120x36", frame(&mut app, 120, 36));
    insta::assert_snapshot!("list_long_80x24", frame(&mut app, 80, 24));
    // Led to one, the page and its keys are still there.
    press(&mut app, &["enter", "esc"]);
    for (width, height) in SIZES {
        let shot = straight(&mut app, width, height);
        assert!(shot.lines().last().unwrap().contains("help"), "{shot}");
    }
}

#[test]
fn wide_and_combining_characters_leave_the_columns_straight() {
    let texts = [
        "キューの深さを表すメトリクスの説明がありません。単位も決まっていません。もう一度見てください。",
        "Le\u{301}ger de\u{301}tail: e\u{301}crit avec des accents combine\u{301}s, et assez long pour e\u{302}tre coupe\u{301} ici.",
        "👩‍💻 wrote 🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀 and 👍🏽 more",
        "زمن الاستجابة غير معروف",
        "tab\there, bell\u{7}, and zero\u{200b}width\u{feff} spaces",
    ];
    let all = texts.iter().enumerate().map(|(n, text)| {
        let mut finding = told(n * 3, text);
        finding.file = Some(format!("acme_queue/tests/{}.json", "指標".repeat(n + 1)));
        finding
    });
    let mut app = with(all.collect());
    for _ in 0..texts.len() {
        for (width, height) in SIZES {
            let shot = straight(&mut app, width, height);
            assert!(!shot.contains('\u{7}') && !shot.contains('\t'), "{shot:?}");
        }
        press(&mut app, &["]"]);
    }
    press(&mut app, &["home"]);
    insta::assert_snapshot!("list_wide_120x36", frame(&mut app, 120, 36));
    insta::assert_snapshot!("list_wide_50x15", frame(&mut app, 50, 15));
    press(&mut app, &["/", "メトリ", "enter"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("1 shown"), "{shot}");
}

#[test]
fn an_empty_list_tells_what_ddev_said_while_editing_and_fills_when_it_says_something_else() {
    let mut w = acme();
    w.live.on = true;
    w.derived.findings.clear();
    w.state.answers.integration.overview =
        "Acme Queue is a message broker. It shows how full its queues are.".into();
    w.state.answers.author.support_email = "support@acme.example".into();
    let (mut app, asked) = app(Some(w));
    app.visit(StepId::Framework, "author");
    let find = |asked: &crate::world::Asked| {
        asked.effects.iter().rev().find_map(|e| match e {
            ddint_tui::core::effect::Effect::After { token, .. } => Some(*token),
            _ => None,
        })
    };
    let token = find(&asked.borrow()).unwrap();
    let event = ddint_tui::core::event::Event::Elapsed { token };
    app.report(event);
    let job = asked.borrow().effects.iter().rev().find_map(|e| match e {
        ddint_tui::core::effect::Effect::Start { job, .. } => Some(*job),
        _ => None,
    });
    let job = job.unwrap();
    press(&mut app, &["!"]);
    let shot = frame(&mut app, 120, 36);
    assert!(
        shot.contains("Nothing was found") && !shot.contains("validations passed"),
        "{shot}"
    );
    let keys = vec![("metadata".to_owned(), "a".to_owned())];
    app.report(ddint_tui::core::event::Event::Verifying { job, keys });
    let mut result = TaskResult::waiting(Task::Validate("metadata".into()));
    result.state = TaskState::Passed;
    let verdict = Verdict {
        key: "a".into(),
        result,
    };
    let event = |verdict: &Verdict| ddint_tui::core::event::Event::Verified {
        job,
        verdict: Box::new(verdict.clone()),
    };
    app.report(event(&verdict));
    for (width, height) in SIZES {
        let shot = straight(&mut app, width, height);
        assert!(shot.contains("Nothing was found"), "{shot}");
    }
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("1 of 1 validations"), "{shot}");
    // Keys of a list without rows do nothing, and break nothing.
    press(
        &mut app,
        &[
            "enter", "]", "[", "end", "home", "pagedown", "s", "ctrl-e", "/",
        ],
    );
    assert!(app.finding_list().is_some());
    let mut failed = verdict;
    failed.result.state = TaskState::Failed;
    failed.result.findings = vec![Finding::error(Source::Ddev, "metadata", "It is wrong.")];
    app.report(event(&failed));
    let shot = frame(&mut app, 120, 36);
    assert!(
        shot.contains("1 error") && shot.contains("It is wrong."),
        "{shot}"
    );
}
