//! The list of all findings: opened from anywhere, gone through, filtered, and where each line leads.

use crate::acme::{acme, with_plan, with_tests};
use crate::pages::SIZES;
use crate::world::{app, frame, press};
use ddint_tui::core::finding::{Finding, Severity, Source};
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::{App, Ask};
use ddint_tui::tui::theme::Theme;

fn review(rule: &str, file: &str, line: Option<u32>, severity: Severity, text: &str) -> Finding {
    let mut finding = Finding::error(Source::Review, rule, text).at(file, line);
    finding.severity = severity;
    finding.fix("Write 1, 0, or -1: is more better, neither, or worse?")
}

/// Something of each source.
fn found() -> Wizard {
    let mut w = with_tests(with_plan(acme()));
    let pytest = Finding::error(
        Source::Pytest,
        "tests/test_unit.py::test_metrics",
        "AssertionError: Needed at least 1 candidates for acme_queue.depth, got 0, and what follows is long",
    )
    .at("acme_queue/tests/test_unit.py", Some(19));
    w.state.steps.test.tasks[3].findings.push(pytest);
    let ruff = Finding::error(Source::Ruff, "F401", "`os` imported but unused")
        .at("acme_queue/datadog_checks/acme_queue/check.py", Some(1))
        .fix("ddev test --fmt acme_queue");
    w.state.steps.test.tasks[2].findings.push(ruff);
    w.state.steps.test.review = vec![
        review(
            "manifest-files",
            "acme_queue/hatch.toml",
            Some(3),
            Severity::Error,
            "The manifest names a file that is not there.",
        ),
        review(
            "metric-orientation",
            "acme_queue/metadata.csv",
            Some(2),
            Severity::Warning,
            "acme_queue.consumer.lag has no orientation.",
        ),
        review(
            "metric-description",
            "acme_queue/metadata.csv",
            Some(4),
            Severity::Warning,
            "acme_queue.published.count has no description.",
        ),
        review(
            "overview",
            "acme_queue/README.md",
            None,
            Severity::Note,
            "The overview has 4 words.",
        ),
    ];
    w
}

fn at(wizard: Wizard, step: StepId, section: &str) -> App {
    let (mut app, _) = app(Some(wizard));
    app.visit(step, section);
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app
}

fn place(app: &App) -> (StepId, String, String) {
    let ui = &app.session.as_ref().unwrap().wizard.state.ui;
    (ui.step, ui.section.clone(), ui.focus.clone())
}

#[test]
fn the_list_at_every_size() {
    let mut app = at(found(), StepId::Setup, "");
    press(&mut app, &["!"]);
    for (width, height) in SIZES {
        let shot = frame(&mut app, width, height);
        insta::assert_snapshot!(format!("list_{width}x{height}"), shot);
    }
    press(&mut app, &["end"]);
    insta::assert_snapshot!("list_end_80x24", frame(&mut app, 80, 24));
    press(&mut app, &["/", "lag"]);
    insta::assert_snapshot!("list_filter_120x36", frame(&mut app, 120, 36));
    insta::assert_snapshot!("list_filter_50x15", frame(&mut app, 50, 15));
    press(&mut app, &["esc", "esc"]);
    app.theme = Theme {
        ascii: true,
        color: false,
    };
    for (width, height) in [(120, 36), (80, 24)] {
        let shot = frame(&mut app, width, height);
        assert!(shot.is_ascii(), "{shot}");
        insta::assert_snapshot!(format!("list_ascii_{width}x{height}"), shot);
    }
}

#[test]
fn an_empty_list_says_what_was_looked_at() {
    let mut w = acme();
    w.derived.findings.clear();
    w.state.answers.integration.overview = "Acme Queue is a broker.".into();
    w.state.answers.author.support_email = "support@acme.example".into();
    let mut app = at(w, StepId::Prototype, "source");
    press(&mut app, &["!"]);
    for (width, height) in [(120, 36), (50, 15)] {
        let shot = frame(&mut app, width, height);
        assert!(shot.contains("Nothing was found"), "{shot}");
        insta::assert_snapshot!(format!("list_empty_{width}x{height}"), shot);
    }
}

#[test]
fn one_key_opens_it_from_every_step_and_while_typing() {
    for step in StepId::ALL {
        for key in ["f7", "!"] {
            let mut app = at(found(), step, "");
            press(&mut app, &[key]);
            assert!(app.finding_list().is_some(), "{step:?} {key}");
            press(&mut app, &[key]);
            assert!(app.layers.is_empty(), "{step:?} {key}");
        }
    }
    let mut app = at(found(), StepId::Framework, "author");
    press(&mut app, &["enter", "!", "f7"]);
    assert!(app.finding_list().is_some());
    let mut app = at(found(), StepId::Setup, "");
    press(&mut app, &["ctrl-p", "all findings", "enter"]);
    assert!(app.finding_list().is_some());
}

#[test]
fn each_line_leads_to_its_field_or_its_file() {
    let mut app = at(found(), StepId::Setup, "");
    let mut led = vec![];
    press(&mut app, &["!"]);
    let n = app.session.as_ref().unwrap().view.known.listed.len();
    press(&mut app, &["esc"]);
    for row in 0..n {
        app.ask = None;
        app.visit(StepId::Setup, "");
        press(&mut app, &["!", "home"]);
        for _ in 0..row {
            press(&mut app, &["]"]);
        }
        let listed = app.listed_here().unwrap();
        let (severity, label) = (listed.severity, listed.label.clone());
        press(&mut app, &["enter"]);
        let there = match app.ask.take() {
            Some(Ask::File { path, line }) => format!("{}:{line:?}", path.display()),
            _ => place(&app).2,
        };
        led.push(format!("{severity:?} {label} -> {there}"));
        press(&mut app, &["esc", "esc"]);
    }
    insta::assert_snapshot!("list_leads", led.join("\n"));
}

#[test]
fn the_walk_goes_in_the_order_of_the_list_and_says_where_it_is() {
    let mut app = at(found(), StepId::Setup, "");
    press(&mut app, &["!"]);
    let ids = |app: &App| -> Vec<String> {
        let known = &app.session.as_ref().unwrap().view.known;
        known.listed.iter().map(|l| l.id.clone()).collect()
    };
    let all = ids(&app);
    press(&mut app, &["esc"]);
    for (n, id) in all.iter().enumerate() {
        press(&mut app, &["f8"]);
        let session = app.session.as_ref().unwrap();
        assert_eq!(session.view.walk.id.as_ref(), Some(id));
        let shot = frame(&mut app, 120, 36);
        assert!(
            shot.contains(&format!("{} of {}", n + 1, all.len())),
            "{shot}"
        );
    }
    press(&mut app, &["f8"]);
    let first = app.session.as_ref().unwrap().view.walk.id.clone();
    assert_eq!(first.as_ref(), all.first());
    press(&mut app, &["["]);
    assert_eq!(
        app.session.as_ref().unwrap().view.walk.id.as_ref(),
        all.last()
    );
    // It is said until one goes elsewhere, and the walk goes on from there.
    press(&mut app, &["ctrl-g", "5"]);
    assert!(!frame(&mut app, 120, 36).contains(&format!("{0} of {0}", all.len())));
    press(&mut app, &["["]);
    let before = &all[all.len() - 2];
    assert_eq!(
        app.session.as_ref().unwrap().view.walk.id.as_ref(),
        Some(before)
    );
}

#[test]
fn what_is_put_right_leaves_the_walk_at_what_follows() {
    let mut app = at(found(), StepId::Setup, "");
    press(&mut app, &["f8", "f8", "f8"]);
    let listed = &app.session.as_ref().unwrap().view.known.listed;
    assert_eq!(listed[2].label, "published.count · Description");
    let next = listed[3].id.clone();
    press(
        &mut app,
        &["enter", "Messages that were published.", "enter"],
    );
    let session = app.session.as_mut().unwrap();
    session.wizard.derived.findings.clear();
    session.wizard.state.steps.test.review.remove(2);
    session.changed();
    press(&mut app, &["f8"]);
    assert_eq!(app.session.as_ref().unwrap().view.walk.id, Some(next));
}

#[test]
fn the_file_is_opened_at_its_line_and_not_before_it_is_there() {
    let mut w = found();
    w.state.files.applied = Some(ddint_tui::core::state::Applied::default());
    let mut app = at(w, StepId::Setup, "");
    press(&mut app, &["!", "/", "unit_name", "enter", "ctrl-e"]);
    let Some(Ask::File { path, line }) = app.ask.take() else {
        panic!("no file was asked for");
    };
    assert!(
        path.ends_with("acme_queue/metadata.csv") && line == Some(3),
        "{path:?}"
    );
    let mut w = found();
    w.state.files.applied = None;
    let files = w.plan.iter_mut().flat_map(|p| &mut p.files);
    files.for_each(|f| f.old = None);
    let mut app = at(w, StepId::Setup, "");
    press(&mut app, &["!", "/", "hatch", "enter", "ctrl-e"]);
    assert!(app.ask.is_none());
    assert!(app.notice().unwrap().contains("not in the clone yet"));
}

#[test]
fn what_reviewers_would_say_is_told_in_test_and_turns_nothing_red() {
    let mut app = at(found(), StepId::Test, "");
    let shot = frame(&mut app, 120, 50);
    assert!(
        shot.contains("Reviewers would say  1 error, 2 warnings, 1 note"),
        "{shot}"
    );
    let w = &mut app.session.as_mut().unwrap().wizard;
    for task in &mut w.state.steps.test.tasks {
        task.state = ddint_tui::core::testing::TaskState::Passed;
        task.findings.clear();
    }
    let status = ddint_tui::core::status::status(w, StepId::Test);
    assert!(status.is_done(), "{status:?}");
}

#[test]
fn a_remark_is_silenced_with_a_reason_and_told_again_after_undo() {
    let mut app = at(found(), StepId::Framework, "metrics");
    let silenced = |app: &App| {
        let answers = &app.session.as_ref().unwrap().wizard.state.answers;
        let all = answers.silenced.iter();
        all.map(|s| format!("{} {}: {}", s.rule, s.file, s.reason))
            .collect::<Vec<_>>()
    };
    // What ddev or ruff says is no remark.
    press(&mut app, &["!", "/", "imported", "enter", "s"]);
    assert!(!frame(&mut app, 120, 36).contains("Why does this remark"));
    press(&mut app, &["esc", "/", "orientation", "enter", "s"]);
    insta::assert_snapshot!("silence_80x24", frame(&mut app, 80, 24));
    press(&mut app, &["enter"]);
    assert!(frame(&mut app, 120, 36).contains("Type one sentence."));
    press(&mut app, &["A setting of the product.", "enter"]);
    assert_eq!(
        silenced(&app),
        ["metric-orientation acme_queue/metadata.csv: A setting of the product."]
    );
    press(&mut app, &["esc"]);
    assert!(!frame(&mut app, 120, 36).contains("has no orientation"));
    press(&mut app, &["esc", "ctrl-u"]);
    assert_eq!(silenced(&app), Vec::<String>::new());
    press(&mut app, &["!"]);
    assert!(frame(&mut app, 120, 36).contains("has no orientation"));
}
