//! A wizard at each point of the path, made by events alone.

use ddint_tui::core::answers::{Kind, OpenMetrics};
use ddint_tui::core::capture::{Capture, Metric, ServiceCheck, Submission};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Facts, Failure, FailureKind, Notes, Outcome, Which};
use ddint_tui::core::plan::Plan;
use ddint_tui::core::repo::RepoState;
use ddint_tui::core::setup::{Health, Item, Line, SetupReport};
use ddint_tui::core::state::{Applied, Ids, Prototype, Run, State};
use ddint_tui::core::testing::{Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;
use std::collections::BTreeMap;

pub fn finish(w: &mut Wizard, outcome: Outcome) -> Vec<Effect> {
    let job = w.jobs.last().expect("a job runs").id;
    w.handle(Event::Finished {
        job,
        outcome: Ok(Box::new(outcome)),
    })
}

pub fn fail(w: &mut Wizard, kind: FailureKind) -> Vec<Effect> {
    let job = w.jobs.last().expect("a job runs").id;
    let failure = Failure::new(kind, "It did not work.", "Try again.");
    w.handle(Event::Finished {
        job,
        outcome: Err(failure),
    })
}

pub fn started(effects: &[Effect]) -> Vec<&Work> {
    effects
        .iter()
        .filter_map(|e| match e {
            Effect::Start { work, .. } => Some(work),
            _ => None,
        })
        .collect()
}

pub fn line(item: Item, health: Health) -> Line {
    Line {
        item,
        health,
        found: "found".into(),
        meaning: "meaning".into(),
        repair: None,
    }
}

pub fn setup_outcome() -> Outcome {
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
            ..Facts::default()
        },
    }
}

pub fn capture() -> Capture {
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
            hostname: String::new(),
            run: 1,
        }],
        ..Capture::default()
    }
}

pub fn answered() -> State {
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
pub fn prototyped() -> Wizard {
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

pub fn repo_outcome(scope: &str, inputs: &str) -> Outcome {
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
pub fn tested() -> Wizard {
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
        ..Applied::default()
    };
    finish(
        &mut w,
        Outcome::Applied {
            applied,
            scope: "s1".into(),
            plan: Plan::default(),
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
    finish(&mut w, Outcome::Tested { review: vec![] });
    finish(&mut w, repo_outcome("s1", "t1"));
    w
}
