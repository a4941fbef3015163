//! The state machine without a terminal, a file or a process: events in, state and effects out.

use ddint_tui::core::answers::{Kind, OpenMetrics, Track};
use ddint_tui::core::autopilot::{Autopilot, Next};
use ddint_tui::core::capture::{Capture, Metric, ServiceCheck, Submission};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{
    Action, Event, Facts, Failure, FailureKind, Notes, Outcome, Progress, Which,
};
use ddint_tui::core::plan::{Choice, FileState, Plan, PlannedFile};
use ddint_tui::core::repo::{CommitReport, RepoState};
use ddint_tui::core::setup::{Health, Item, Line, SetupReport};
use ddint_tui::core::state::{Applied, Ids, Prototype, Run, State};
use ddint_tui::core::status::{self, status};
use ddint_tui::core::step::{Status, StepId};
use ddint_tui::core::testing::{Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;
use std::collections::BTreeMap;

fn finish(w: &mut Wizard, outcome: Outcome) -> Vec<Effect> {
    let job = w.jobs.last().expect("a job runs").id;
    w.handle(Event::Finished {
        job,
        outcome: Ok(Box::new(outcome)),
    })
}

fn fail(w: &mut Wizard, kind: FailureKind) -> Vec<Effect> {
    let job = w.jobs.last().expect("a job runs").id;
    let failure = Failure::new(kind, "It did not work.", "Try again.");
    w.handle(Event::Finished {
        job,
        outcome: Err(failure),
    })
}

fn started(effects: &[Effect]) -> Vec<&Work> {
    effects
        .iter()
        .filter_map(|e| match e {
            Effect::Start { work, .. } => Some(work),
            _ => None,
        })
        .collect()
}

fn line(item: Item, health: Health) -> Line {
    Line {
        item,
        health,
        found: "found".into(),
        meaning: "meaning".into(),
        repair: None,
    }
}

fn setup_outcome() -> Outcome {
    Outcome::Setup {
        report: SetupReport {
            lines: vec![
                line(Item::Git, Health::Good),
                line(Item::Docker, Health::Note),
            ],
            clone: Some("/clone".into()),
            base: Some("upstream/master".into()),
            fork: Some("origin".into()),
            ddev_version: Some("20.1.0".into()),
            ..SetupReport::default()
        },
        facts: Facts {
            units: vec!["message".into(), "second".into()],
            categories: vec!["Metrics".into()],
            integrations: vec!["taken_one".into()],
        },
    }
}

fn capture() -> Capture {
    let metric = |name: &str| Metric {
        name: name.into(),
        submission: Submission::Gauge,
        value: Some(1.0),
        tags: vec!["queue:orders".into()],
        hostname: String::new(),
        run: 1,
        scene: 0,
    };
    Capture {
        check: "AcmeQueueCheck".into(),
        runs: 2,
        metrics: vec![metric("acme_queue.depth"), metric("acme_queue.lag")],
        service_checks: vec![ServiceCheck {
            name: "acme_queue.openmetrics.health".into(),
            status: 0,
            tags: vec![],
            message: String::new(),
            run: 1,
        }],
        ..Capture::default()
    }
}

fn answered() -> State {
    let mut state = State::default();
    let i = &mut state.answers.integration;
    i.display_name = "Acme Queue".into();
    i.kind = Some(Kind::Openmetrics);
    i.description = "Depth and lag of Acme Queue.".into();
    i.overview = "Acme Queue is a message broker. It is monitored for its operators.".into();
    state.answers.author.name = "Acme".into();
    state.answers.author.github = "acme".into();
    state.answers.author.support_email = "support@acme.example".into();
    state.answers.source.openmetrics = Some(OpenMetrics {
        endpoint: "http://localhost:9100/metrics".into(),
        ..OpenMetrics::default()
    });
    state
}

/// A wizard with Set up and Prototype done.
fn prototyped() -> Wizard {
    let mut w = Wizard::new(answered());
    w.handle(Event::Do(Action::CheckSetup));
    finish(&mut w, setup_outcome());
    finish(&mut w, repo_outcome("s0", "t0"));
    w.handle(Event::Do(Action::WritePrototype { replace: false }));
    let prototype = Prototype {
        check: Some("c".into()),
        conf: Some("f".into()),
        generated_check: Some("c".into()),
        generated_conf: Some("f".into()),
        generated_from: Some(w.source_inputs()),
        ..Prototype::default()
    };
    finish(
        &mut w,
        Outcome::Prototype {
            prototype: Box::new(prototype),
            notes: Notes::default(),
        },
    );
    w.handle(Event::Do(Action::RunPrototype));
    let run = Run {
        ok: true,
        metrics: 2,
        service_checks: 1,
        inputs: w.run_inputs(),
        ..Run::default()
    };
    finish(
        &mut w,
        Outcome::Captured {
            run,
            capture: Box::new(capture()),
            renames: BTreeMap::new(),
        },
    );
    w
}

fn repo_outcome(scope: &str, inputs: &str) -> Outcome {
    Outcome::Repo {
        repo: RepoState::default(),
        scope: scope.into(),
        inputs: inputs.into(),
        tasks: vec![
            Task::Validate("metadata".into()),
            Task::Unit,
            Task::CiOnly("end-to-end tests".into()),
        ],
    }
}

/// The same with files applied and tests green.
fn tested() -> Wizard {
    let mut w = prototyped();
    w.handle(Event::Do(Action::Plan));
    let inputs = w.framework_inputs();
    finish(
        &mut w,
        Outcome::Planned {
            plan: Plan::default(),
            findings: vec![],
            ids: Ids::default(),
            inputs,
        },
    );
    w.handle(Event::Do(Action::Apply {
        allow_foreign_ci: false,
    }));
    let applied = Applied {
        inputs: w.plan_inputs.clone(),
        plan: "p".into(),
        undo: Some(1),
        files: 30,
    };
    finish(
        &mut w,
        Outcome::Applied {
            applied,
            scope: "s1".into(),
        },
    );
    finish(&mut w, repo_outcome("s1", "t1"));
    w.handle(Event::Do(Action::Test(Which::All)));
    let job = w.jobs.last().unwrap().id;
    for task in w
        .tasks
        .clone()
        .into_iter()
        .filter(|t| !matches!(t, Task::CiOnly(_)))
    {
        let mut result = TaskResult::waiting(task);
        result.state = TaskState::Passed;
        w.handle(Event::Task {
            job,
            result: Box::new(result),
            inputs: "t1".into(),
        });
    }
    finish(&mut w, Outcome::Tested);
    finish(&mut w, repo_outcome("s1", "t1"));
    w
}

#[test]
fn opening_looks_at_the_machine_and_loads_what_was_saved() {
    let mut w = Wizard::new(State::default());
    let effects = w.handle(Event::Opened);
    assert!(effects.contains(&Effect::Save));
    let works = started(&effects);
    assert!(works.contains(&&Work::Load), "{works:?}");
    assert!(
        works.iter().any(|w| matches!(w, Work::CheckSetup { .. })),
        "{works:?}"
    );
}

#[test]
fn what_ran_at_a_kill_is_interrupted_never_green() {
    let mut state = State::default();
    state.steps.running = vec!["test".into()];
    let mut result = TaskResult::waiting(Task::Unit);
    result.state = TaskState::Running;
    state.steps.test.tasks = vec![result];
    let mut w = Wizard::new(state);
    w.handle(Event::Opened);
    assert_eq!(w.interrupted, ["test"]);
    assert_eq!(w.state.steps.test.tasks[0].state, TaskState::Interrupted);
    assert!(!status(&w, StepId::Test).is_done());
    assert!(w.state.steps.running.is_empty() || !w.state.steps.running.contains(&"test".into()));
}

#[test]
fn a_draft_is_kept_until_it_is_valid_and_taken() {
    let mut w = Wizard::new(State::default());
    let field = "integration.display_name".to_owned();
    let draft = |text: &str| Event::DraftEdited {
        field: "integration.display_name".into(),
        text: text.into(),
        cursor: (0, text.len()),
    };
    assert_eq!(w.handle(draft("9lives")), [Effect::Save]);
    w.handle(Event::Taken {
        field: field.clone(),
    });
    assert_eq!(w.state.answers.integration.display_name, "");
    assert_eq!(w.state.drafts[&field].text, "9lives");
    w.handle(draft("Acme Queue"));
    w.handle(Event::LeftField);
    assert_eq!(w.state.drafts[&field].text, "Acme Queue");
    w.handle(Event::Taken {
        field: field.clone(),
    });
    assert_eq!(w.state.answers.integration.display_name, "Acme Queue");
    assert!(w.state.drafts.is_empty());
}

#[test]
fn undo_and_redo_take_back_a_bulk_edit_as_one() {
    let mut w = prototyped();
    let unit = |name: &str| (format!("metrics.{name}.unit"), "message".to_owned());
    w.handle(Event::Set {
        values: vec![unit("acme_queue.depth"), unit("acme_queue.lag")],
    });
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.lag")
            .unwrap()
            .unit
            .as_deref(),
        Some("message")
    );
    w.handle(Event::Undo);
    assert!(
        w.state.answers.metrics.is_empty(),
        "{:?}",
        w.state.answers.metrics
    );
    w.handle(Event::Redo);
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.depth")
            .unwrap()
            .unit
            .as_deref(),
        Some("message")
    );
}

#[test]
fn a_unit_can_be_answered_as_none_and_undone() {
    let mut w = prototyped();
    let id = "metrics.acme_queue.depth.unit".to_owned();
    w.handle(Event::Set {
        values: vec![(id.clone(), String::new())],
    });
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.depth")
            .unwrap()
            .unit
            .as_deref(),
        Some("")
    );
    w.handle(Event::Set {
        values: vec![(id, "second".into())],
    });
    w.handle(Event::Undo);
    assert_eq!(
        w.state
            .answers
            .metric("acme_queue.depth")
            .unwrap()
            .unit
            .as_deref(),
        Some("")
    );
}

#[test]
fn one_job_works_on_the_files_at_a_time() {
    let mut w = prototyped();
    assert_eq!(started(&w.handle(Event::Do(Action::Plan))).len(), 1);
    assert!(started(&w.handle(Event::Do(Action::RunPrototype))).is_empty());
    assert!(
        w.notice.as_deref().unwrap().contains("plan is running"),
        "{:?}",
        w.notice
    );
    assert_eq!(started(&w.handle(Event::Do(Action::CheckSetup))).len(), 1);
}

#[test]
fn cancel_asks_and_the_outcome_confirms() {
    let mut w = prototyped();
    w.handle(Event::Do(Action::Plan));
    let job = w.jobs[0].id;
    assert_eq!(
        w.handle(Event::Do(Action::Cancel)),
        [Effect::Cancel { job }]
    );
    assert!(w.jobs[0].cancelling);
    fail(&mut w, FailureKind::Cancelled);
    assert!(w.jobs.is_empty());
    assert!(w.state.steps.running.is_empty());
}

#[test]
fn reports_of_a_job_that_ended_are_dropped() {
    let mut w = prototyped();
    let before = w.clone();
    let result = Box::new(TaskResult::waiting(Task::Unit));
    assert!(
        w.handle(Event::Task {
            job: 999,
            result,
            inputs: "x".into()
        })
        .is_empty()
    );
    assert!(
        w.handle(Event::Progress {
            job: 999,
            progress: Progress::default()
        })
        .is_empty()
    );
    let outcome = Ok(Box::new(Outcome::Tested));
    assert!(w.handle(Event::Finished { job: 999, outcome }).is_empty());
    assert_eq!(w, before);
}

#[test]
fn the_prototype_is_stale_after_an_edit_and_done_again_when_it_is_taken_back() {
    let mut w = prototyped();
    assert!(
        status(&w, StepId::Prototype).is_done(),
        "{:?}",
        status(&w, StepId::Prototype)
    );
    let change = |check: &str| Event::PrototypeChanged {
        check: Some(check.into()),
        conf: Some("f".into()),
    };
    w.handle(change("edited"));
    assert!(matches!(status(&w, StepId::Prototype), Status::Stale(_)));
    w.handle(change("c"));
    assert!(status(&w, StepId::Prototype).is_done());
}

#[test]
fn framework_is_stale_after_an_answer_changes_and_done_again_when_undone() {
    let mut w = tested();
    assert!(
        status(&w, StepId::Framework).is_done(),
        "{:?}",
        status(&w, StepId::Framework)
    );
    let values = vec![(
        "integration.description".to_owned(),
        "Another sentence.".to_owned(),
    )];
    w.handle(Event::Set { values });
    assert!(matches!(status(&w, StepId::Framework), Status::Stale(_)));
    w.handle(Event::Undo);
    assert!(status(&w, StepId::Framework).is_done());
}

#[test]
fn tests_are_stale_when_files_change_and_green_again_on_the_same_files() {
    let mut w = tested();
    assert!(
        status(&w, StepId::Test).is_done(),
        "{:?}",
        status(&w, StepId::Test)
    );
    w.handle(Event::Do(Action::ReadRepo));
    finish(&mut w, repo_outcome("s2", "t2"));
    assert!(matches!(status(&w, StepId::Test), Status::Stale(_)));
    w.handle(Event::Do(Action::ReadRepo));
    finish(&mut w, repo_outcome("s1", "t1"));
    assert!(status(&w, StepId::Test).is_done());
}

#[test]
fn a_cancelled_test_run_leaves_nothing_green_that_did_not_run() {
    let mut w = tested();
    w.handle(Event::Do(Action::Test(Which::All)));
    fail(&mut w, FailureKind::Cancelled);
    assert!(!status(&w, StepId::Test).is_done());
    let states: Vec<TaskState> = w.state.steps.test.tasks.iter().map(|t| t.state).collect();
    assert_eq!(
        states,
        [
            TaskState::Cancelled,
            TaskState::Cancelled,
            TaskState::CiWillRun
        ]
    );
}

#[test]
fn a_commit_asks_for_exactly_the_scope() {
    let mut w = tested();
    w.state.answers.track = Track::Partner;
    let effects = w.handle(Event::Do(Action::Commit));
    let works = started(&effects);
    let [Work::Commit { request }] = works[..] else {
        panic!("{works:?}")
    };
    assert_eq!(request.branch, "acme/acme_queue");
    assert_eq!(request.base, "upstream/master");
    assert_eq!(request.folder, "acme_queue");
    assert!(request.root_files.contains(&".ddev/config.toml".to_owned()));
    assert_eq!(request.message, "Add Acme Queue integration\n");
}

#[test]
fn the_autopilot_walks_in_order_and_stops_at_what_needs_a_person() {
    let mut w = prototyped();
    let mut pilot = Autopilot::default();
    assert_eq!(pilot.next(&w, StepId::Framework), Next::Do(Action::Plan));
    w.handle(Event::Do(Action::Plan));
    assert_eq!(pilot.next(&w, StepId::Framework), Next::Wait);
    let conflict = PlannedFile {
        path: "acme_queue/README.md".into(),
        state: FileState::Conflict,
        replaces_edit: false,
        old: Some("a".into()),
        new: "b".into(),
    };
    let plan = Plan {
        files: vec![conflict],
        ..Plan::default()
    };
    let inputs = w.framework_inputs();
    finish(
        &mut w,
        Outcome::Planned {
            plan,
            findings: vec![],
            ids: Ids::default(),
            inputs,
        },
    );
    let Next::Stop { kind, message, .. } = pilot.next(&w, StepId::Framework) else {
        panic!()
    };
    assert_eq!(kind, FailureKind::Question);
    assert!(message.contains("acme_queue/README.md"), "{message}");
    w.handle(Event::Choose {
        path: "acme_queue/README.md".into(),
        choice: Choice::Yours,
    });
    let next = pilot.next(&w, StepId::Framework);
    assert_eq!(
        next,
        Next::Do(Action::Apply {
            allow_foreign_ci: false
        })
    );
}

#[test]
fn the_autopilot_ends_when_a_failure_is_reported() {
    let mut w = Wizard::new(answered());
    let mut pilot = Autopilot::default();
    assert_eq!(
        pilot.next(&w, StepId::Prototype),
        Next::Do(Action::CheckSetup)
    );
    w.handle(Event::Do(Action::CheckSetup));
    finish(&mut w, setup_outcome());
    finish(&mut w, repo_outcome("s", "t"));
    let next = pilot.next(&w, StepId::Prototype);
    assert_eq!(next, Next::Do(Action::WritePrototype { replace: false }));
    w.handle(Event::Do(Action::WritePrototype { replace: false }));
    fail(&mut w, FailureKind::Unavailable);
    let Next::Stop { kind, step, .. } = pilot.next(&w, StepId::Prototype) else {
        panic!()
    };
    assert_eq!((kind, step), (FailureKind::Unavailable, StepId::Prototype));
}

#[test]
fn no_commit_without_green_tests_on_exactly_these_files() {
    let mut w = tested();
    let mut pilot = Autopilot::default();
    w.test_inputs = "changed".into();
    // Plan and apply come first in every run; then the tests run again.
    assert_eq!(pilot.next(&w, StepId::Commit), Next::Do(Action::Plan));
    assert_eq!(
        pilot.next(&w, StepId::Commit),
        Next::Do(Action::Apply {
            allow_foreign_ci: false
        })
    );
    assert_eq!(
        pilot.next(&w, StepId::Commit),
        Next::Do(Action::Test(Which::Failed))
    );
    let Next::Stop { kind, .. } = pilot.next(&w, StepId::Commit) else {
        panic!()
    };
    assert_eq!(kind, FailureKind::Findings);
    w.test_inputs = "t1".into();
    assert_eq!(pilot.next(&w, StepId::Commit), Next::Do(Action::Commit));
}

#[test]
fn a_commit_is_stale_after_an_edit() {
    let mut w = tested();
    w.handle(Event::Do(Action::Commit));
    let report = CommitReport {
        branch: "acme/acme_queue".into(),
        commit: "0123456789abcdef".into(),
        made: true,
        files: vec![],
        hooks: String::new(),
    };
    finish(
        &mut w,
        Outcome::Committed {
            report,
            scope: "s1".into(),
        },
    );
    finish(&mut w, repo_outcome("s1", "t1"));
    assert!(status(&w, StepId::Commit).is_done());
    w.handle(Event::Do(Action::ReadRepo));
    finish(&mut w, repo_outcome("s9", "t9"));
    assert!(matches!(status(&w, StepId::Commit), Status::Stale(_)));
    assert!(
        status::next_action(&w).contains("tests"),
        "{}",
        status::next_action(&w)
    );
}

#[test]
fn a_name_that_the_clone_holds_is_refused_while_typing() {
    let w = prototyped();
    let check = |text| ddint_tui::core::form::check(&w, "integration.display_name", text);
    assert!(check("Taken One").unwrap_err().contains("taken_one"));
    assert_eq!(check("Acme Queue 2"), Ok(()));
}
