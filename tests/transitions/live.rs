//! Verdicts while editing: a rest, one verification at a time, and nothing old shown as new.

use crate::world::*;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Failure, FailureKind, Outcome, Which};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::job::JobId;
use ddint_tui::core::live::{Count, Progress, Rerun, Verdict};
use ddint_tui::core::status::status;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;

/// A wizard that somebody looks at, on Framework, and the token of the rest that begins there.
fn watched() -> (Wizard, u64) {
    let mut w = prototyped();
    w.live.on = true;
    let effects = w.handle(Event::Visit {
        step: StepId::Framework,
    });
    let token = rest(&effects).expect("Framework asks for verdicts");
    (w, token)
}

fn rest(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|e| match e {
        Effect::After { token, .. } => Some(*token),
        _ => None,
    })
}

fn verifying(effects: &[Effect]) -> Option<JobId> {
    effects.iter().find_map(|e| match e {
        Effect::Start {
            job,
            work: Work::Verify,
        } => Some(*job),
        _ => None,
    })
}

fn set(w: &mut Wizard, unit: &str) -> Vec<Effect> {
    w.handle(Event::Set {
        values: vec![("metrics.acme_queue.depth.unit".into(), unit.into())],
    })
}

fn keys(w: &mut Wizard, job: JobId, metadata: &str) {
    let key = |name: &str, key: &str| (name.to_owned(), key.to_owned());
    w.handle(Event::Verifying {
        job,
        keys: vec![key("metadata", metadata), key("readmes", "r")],
    });
}

fn say(w: &mut Wizard, job: JobId, (name, key): (&str, &str), state: TaskState) {
    let mut result = TaskResult::waiting(Task::Validate(name.into()));
    result.state = state;
    if state == TaskState::Failed {
        result.findings = vec![Finding::error(Source::Ddev, name, format!("{name} {key}"))];
    }
    w.handle(Event::Verified {
        job,
        verdict: Box::new(Verdict {
            key: key.into(),
            result,
        }),
    });
}

fn done(w: &mut Wizard, job: JobId) -> Vec<Effect> {
    let outcome = Ok(Box::new(Outcome::Verified {
        ms: 41,
        remark: None,
    }));
    w.handle(Event::Finished { job, outcome })
}

fn cancelled(w: &mut Wizard, job: JobId) -> Vec<Effect> {
    let failure = Failure::new(FailureKind::Cancelled, "Canceled.", "");
    w.handle(Event::Finished {
        job,
        outcome: Err(failure),
    })
}

#[test]
fn without_a_screen_and_before_framework_nothing_is_verified() {
    let mut w = prototyped();
    let to = |step| Event::Visit { step };
    assert_eq!(rest(&w.handle(to(StepId::Framework))), None);
    w.live.on = true;
    assert_eq!(rest(&w.handle(to(StepId::Prototype))), None);
    assert_eq!(rest(&set(&mut w, "byte")), None);
    assert!(rest(&w.handle(to(StepId::Framework))).is_some());
    // What changes nothing that is rendered asks for nothing.
    assert_eq!(rest(&w.handle(to(StepId::Framework))), None);
    let focus = "metrics.acme_queue.depth".to_owned();
    assert_eq!(rest(&w.handle(Event::Focus { focus })), None);
}

#[test]
fn only_the_last_rest_starts_one_verification() {
    let (mut w, first) = watched();
    let second = rest(&set(&mut w, "byte")).unwrap();
    assert_eq!(verifying(&w.handle(Event::Elapsed { token: first })), None);
    let job = verifying(&w.handle(Event::Elapsed { token: second })).unwrap();
    assert_eq!(verifying(&w.handle(Event::Elapsed { token: second })), None);
    assert_eq!(w.live.progress, Progress::Changed);
    // No spinner, and no job that others would have to wait for.
    assert!(w.jobs.is_empty());
    keys(&mut w, job, "a");
    say(&mut w, job, ("metadata", "a"), TaskState::Passed);
    let count = w.live.count();
    assert_eq!((count.passed, count.waiting), (1, 1));
    say(&mut w, job, ("readmes", "r"), TaskState::Failed);
    assert!(done(&mut w, job).is_empty());
    assert_eq!((&w.live.progress, w.live.ms), (&Progress::Done, Some(41)));
    let count = Count {
        failed: 1,
        passed: 1,
        ..Count::default()
    };
    assert_eq!(w.live.count(), count);
}

#[test]
fn an_edit_meanwhile_supersedes_and_its_verdict_is_shown_for_its_content_alone() {
    let (mut w, token) = watched();
    let old = verifying(&w.handle(Event::Elapsed { token })).unwrap();
    keys(&mut w, old, "a");
    let effects = set(&mut w, "byte");
    assert!(effects.contains(&Effect::Cancel { job: old }));
    assert_eq!(w.live.progress, Progress::Changed);
    let token = rest(&effects).unwrap();
    // The old one still speaks: what it renders is not taken, what it found is remembered for that content.
    keys(&mut w, old, "other");
    say(&mut w, old, ("metadata", "a"), TaskState::Failed);
    // The rest is over before the old one has ended: one at a time.
    assert_eq!(verifying(&w.handle(Event::Elapsed { token })), None);
    let new = verifying(&cancelled(&mut w, old)).unwrap();
    keys(&mut w, new, "b");
    assert_eq!(
        w.live.findings().count(),
        0,
        "it is about the older content"
    );
    assert_eq!(w.live.count().waiting, 2);
    say(&mut w, new, ("metadata", "b"), TaskState::Passed);
    // A job that is over says nothing any more.
    say(&mut w, old, ("readmes", "r"), TaskState::Failed);
    assert_eq!(w.live.count().waiting, 1);
    done(&mut w, new);
    // The value taken back is known at once.
    let token = rest(&w.handle(Event::Undo)).unwrap();
    let again = verifying(&w.handle(Event::Elapsed { token })).unwrap();
    keys(&mut w, again, "a");
    let found: Vec<_> = w.live.findings().map(|f| f.message.clone()).collect();
    assert_eq!(found, ["metadata a"]);
}

#[test]
fn a_plan_goes_first_and_what_it_interrupts_comes_after() {
    let (mut w, token) = watched();
    let job = verifying(&w.handle(Event::Elapsed { token })).unwrap();
    let effects = w.handle(Event::Do(Action::Plan));
    assert!(effects.contains(&Effect::Cancel { job }));
    assert_eq!(started(&effects), [&Work::Plan]);
    assert_eq!(verifying(&cancelled(&mut w, job)), None, "the plan works");
    let effects = fail(&mut w, FailureKind::Io);
    assert!(verifying(&effects).is_some());
    // And the other way around: nothing begins beside a job that works on the files.
    let (mut w, token) = watched();
    w.handle(Event::Do(Action::Plan));
    assert_eq!(verifying(&w.handle(Event::Elapsed { token })), None);
    assert!(verifying(&fail(&mut w, FailureKind::Io)).is_some());
}

#[test]
fn what_cannot_be_rendered_is_said_and_shows_nothing_old() {
    let (mut w, token) = watched();
    let job = verifying(&w.handle(Event::Elapsed { token })).unwrap();
    keys(&mut w, job, "a");
    say(&mut w, job, ("metadata", "a"), TaskState::Failed);
    done(&mut w, job);
    let token = rest(&w.handle(Event::Set {
        values: vec![("author.name".into(), String::new())],
    }))
    .unwrap();
    let job = verifying(&w.handle(Event::Elapsed { token })).unwrap();
    w.handle(Event::Finished {
        job,
        outcome: Err(Failure::new(FailureKind::Answers, "No name.", "Answer.")),
    });
    let not = Progress::Not {
        why: "No name.".into(),
        hint: "Answer.".into(),
    };
    assert_eq!(w.live.progress, not);
    assert_eq!(w.live.findings().count(), 0);
    assert!(w.failure.is_none(), "nobody asked for it by a key");
}

/// The wizard of tested files, and the rest after a save.
fn saved() -> (Wizard, u64) {
    let mut w = tested();
    w.live.on = true;
    w.live.fast.on = true;
    let effects = w.handle(Event::Visit { step: StepId::Test });
    let folder = Some("/clone/acme_queue".to_owned());
    assert!(effects.contains(&Effect::Watch { folder }), "{effects:?}");
    let effects = w.handle(Event::FilesChanged { python: true });
    // The step looks again at what it was green on.
    assert_eq!(started(&effects), [&Work::ReadRepo]);
    finish(&mut w, repo_outcome("s2", "t2"));
    let token = rest(&effects).unwrap();
    (w, token)
}

fn rerunning(effects: &[Effect]) -> Option<JobId> {
    effects.iter().find_map(|e| match e {
        Effect::Start {
            job,
            work: Work::Rerun,
        } => Some(*job),
        _ => None,
    })
}

fn reran(w: &mut Wizard, job: JobId) -> Vec<Effect> {
    let mut result = TaskResult::waiting(Task::Unit);
    result.state = TaskState::Passed;
    let outcome = Ok(Box::new(Outcome::Reran {
        result: Box::new(result),
    }));
    w.handle(Event::Finished { job, outcome })
}

#[test]
fn a_newer_save_wins_and_the_step_turns_green_by_ddev_alone() {
    let (mut w, token) = saved();
    let old = rerunning(&w.handle(Event::Elapsed { token })).unwrap();
    let effects = w.handle(Event::FilesChanged { python: true });
    assert!(effects.contains(&Effect::Cancel { job: old }));
    finish(&mut w, repo_outcome("s3", "t3"));
    let token = rest(&effects).unwrap();
    assert_eq!(rerunning(&w.handle(Event::Elapsed { token })), None);
    // Whatever it still found is about the older content.
    let new = rerunning(&reran(&mut w, old)).unwrap();
    assert_eq!(w.live.fast.last, Rerun::Running);
    reran(&mut w, new);
    assert_eq!(w.live.fast.result().unwrap().state, TaskState::Passed);
    assert!(!status(&w, StepId::Test).is_done());
    // Other files ask for no test.
    let effects = w.handle(Event::FilesChanged { python: false });
    assert_eq!(rest(&effects), None);
}

#[test]
fn a_save_while_the_repository_is_read_is_read_after_it() {
    let (mut w, _) = saved();
    assert_eq!(
        started(&w.handle(Event::FilesChanged { python: false })),
        [&Work::ReadRepo]
    );
    assert!(started(&w.handle(Event::FilesChanged { python: false })).is_empty());
    let effects = finish(&mut w, repo_outcome("s3", "t3"));
    assert_eq!(started(&effects), [&Work::ReadRepo]);
    let effects = finish(&mut w, repo_outcome("s4", "t4"));
    assert!(started(&effects).is_empty(), "{effects:?}");
}

#[test]
fn no_test_runs_beside_ddev_and_none_once_it_is_turned_off() {
    let (mut w, token) = saved();
    w.handle(Event::Do(Action::Test(Which::All)));
    assert_eq!(rerunning(&w.handle(Event::Elapsed { token })), None);
    let effects = finish(&mut w, Outcome::Tested { review: vec![] });
    let job = rerunning(&effects).unwrap();
    let effects = w.handle(Event::Do(Action::TurnFast));
    assert!(effects.contains(&Effect::Cancel { job }));
    let effects = w.handle(Event::FilesChanged { python: true });
    assert_eq!(rest(&effects), None);
    w.handle(Event::Do(Action::TurnFast));
    let effects = w.handle(Event::FilesChanged { python: true });
    assert!(rest(&effects).is_some());
}
