//! The verdicts while editing: at the right end of the footer at every width, in words under help, and what they
//! found among the findings, once.

use crate::world::{app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Event, Failure, FailureKind, Outcome};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::live::Verdict;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskResult, TaskState};
use ddint_tui::tui::app::{App, page};

/// Framework with a verification that began, and its job.
fn begun() -> (App, u64) {
    let mut wizard = crate::acme::acme();
    wizard.live.on = true;
    wizard.live.fast.on = true;
    let (mut app, asked) = app(Some(wizard));
    app.visit(StepId::Framework, "metrics");
    let rest = asked.borrow().effects.iter().find_map(|e| match e {
        Effect::After { token, .. } => Some(*token),
        _ => None,
    });
    assert_eq!(last(&mut app, 120), "ddev checking");
    let token = rest.unwrap();
    app.report(Event::Elapsed { token });
    let job = asked.borrow().effects.iter().find_map(|e| match e {
        Effect::Start {
            job,
            work: Work::Verify,
        } => Some(*job),
        _ => None,
    });
    (app, job.unwrap())
}

/// The end of the footer, from what follows the keys.
fn last(app: &mut App, width: u16) -> String {
    let text = frame(app, width, 30);
    let footer = text.lines().last().unwrap().to_owned();
    let told = footer.rsplit("help").next().unwrap().trim();
    // The key to the list stands before them, where there is room.
    let found = told
        .split_once("findings")
        .map(|(key, rest)| (key.ends_with(' '), rest));
    assert_eq!(
        found.is_some(),
        width >= 80 && told.contains("ddev"),
        "{told}"
    );
    found.map_or(told, |(_, rest)| rest).trim().to_owned()
}

fn verdicts(app: &mut App, job: u64, count: usize) -> Finding {
    let names: Vec<String> = (0..count).map(|n| format!("v{n}")).collect();
    let keys = names.iter().map(|n| (n.clone(), n.clone())).collect();
    app.report(Event::Verifying { job, keys });
    let wrong = Finding::error(Source::Ddev, "metadata", "\"msgs\" is not a unit.")
        .at("acme_queue/metadata.csv", Some(3));
    for (n, name) in names.iter().enumerate().take(count - 1) {
        let mut result = TaskResult::waiting(Task::Validate(name.clone()));
        result.state = [TaskState::Failed, TaskState::Crashed, TaskState::Passed][n.min(2)];
        if n == 0 {
            result.findings = vec![wrong.clone()];
        }
        app.report(Event::Verified {
            job,
            verdict: Box::new(Verdict {
                key: name.clone(),
                result,
            }),
        });
    }
    wrong
}

#[test]
fn the_footer_tells_the_verdicts_at_every_width() {
    let (mut app, job) = begun();
    verdicts(&mut app, job, 13);
    assert_eq!(last(&mut app, 120), "ddev ✗1 ▲1 ✓10 ◐1");
    let outcome = Ok(Box::new(Outcome::Verified {
        ms: 41,
        remark: None,
    }));
    app.report(Event::Finished { job, outcome });
    assert_eq!(last(&mut app, 120), "ddev ✗1 ▲1 ✓10 ◐1  41 ms");
    assert_eq!(last(&mut app, 100), "ddev ✗1 ▲1 ✓10 ◐1  41 ms");
    assert_eq!(last(&mut app, 80), "ddev ✗1 ▲1 ✓10 ◐1");
    assert_eq!(last(&mut app, 50), "✗1 ▲1 ✓10 ◐1");
    app.theme.ascii = true;
    let words = "ddev 1 failed 1 crashed 10 passed 1 to come  41 ms";
    assert_eq!(last(&mut app, 120), words);
    assert_eq!(last(&mut app, 50), "x1 !1 +10 ~1");
    // Where nothing is edited, nothing is told.
    app.visit(StepId::Test, "");
    assert_eq!(last(&mut app, 120), "");
}

#[test]
fn help_says_which_fail_and_why_nothing_can_be_checked() {
    let (mut app, job) = begun();
    verdicts(&mut app, job, 4);
    press(&mut app, &["f1"]);
    let text = frame(&mut app, 120, 36);
    for said in ["✗ v0 fails", "▲ v1: ddev itself failed", "◐ v3 runs"] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    press(&mut app, &["esc"]);
    let failure = Failure::new(FailureKind::Answers, "No overview.", "Answer it.");
    app.report(Event::Finished {
        job,
        outcome: Err(failure),
    });
    assert_eq!(last(&mut app, 120), "ddev not possible yet");
    assert_eq!(last(&mut app, 80), "ddev not yet");
    assert_eq!(last(&mut app, 50), "○");
    press(&mut app, &["f1"]);
    let text = frame(&mut app, 80, 24);
    let said = "Not possible yet: No overview. Answer it.";
    assert!(text.contains(said), "{text}");
}

#[test]
fn what_the_test_step_found_too_is_told_once() {
    let (mut app, job) = begun();
    let wrong = verdicts(&mut app, job, 4);
    let told = |app: &App| {
        let found = page::findings(&app.session.as_ref().unwrap().wizard);
        found.iter().filter(|f| f.message == wrong.message).count()
    };
    assert_eq!(told(&app), 1);
    let w = &mut app.session.as_mut().unwrap().wizard;
    let mut result = TaskResult::waiting(Task::Validate("metadata".into()));
    result.state = TaskState::Failed;
    // In the clone the row stands elsewhere.
    let of_clone = wrong.clone().at("acme_queue/metadata.csv", Some(9));
    result.findings = vec![wrong.clone(), of_clone];
    w.state.steps.test.tasks = vec![result];
    assert_eq!(told(&app), 1);
}
