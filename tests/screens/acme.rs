//! Acme Queue, made up: a workflow in the middle of the path, and what else can be the case with it.

use crate::world::NOW;
use ddint_tui::core::answers::{Kind, OpenMetrics};
use ddint_tui::core::capture::{Dropped, Frame, RunError};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::mapping::Help;
use ddint_tui::core::metadata::ServiceCheckRow;
use ddint_tui::core::plan::{FileState, Plan, PlannedFile};
use ddint_tui::core::repo::{Change, CommitReport, RepoState};
use ddint_tui::core::state::{Run, State};
use ddint_tui::core::testing::{Case, Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;
use ddint_tui::scaffold::merge::three_way;

use crate::found::{capture, rows, setup};

fn planned(path: &str, state: FileState, old: Option<&str>, new: &str) -> PlannedFile {
    PlannedFile {
        path: path.into(),
        state,
        replaces_edit: false,
        from: None,
        old: old.map(str::to_owned),
        new: new.into(),
        hunks: vec![],
    }
}

/// Acme Queue in the middle of the path.
pub fn acme() -> Wizard {
    let mut state = State::default();
    let a = &mut state.answers;
    a.integration.display_name = "Acme Queue".into();
    a.integration.kind = Some(Kind::Openmetrics);
    a.integration.description = "Depth, throughput, and consumer lag of Acme Queue brokers.".into();
    a.author.name = "Acme Co".into();
    a.author.github = "acmeco".into();
    a.source.openmetrics = Some(OpenMetrics {
        endpoint: "http://localhost:9100/metrics".into(),
        ..OpenMetrics::default()
    });
    state.files.clone = Some("/home/dev/dd/integrations-extras".into());
    state.prototype.check = Some("c0".into());
    state.prototype.conf = Some("c1".into());
    state.prototype.generated_check = Some("c0".into());
    state.prototype.generated_conf = Some("c1".into());
    let mut w = Wizard::new(state);
    w.state.prototype.generated_from = Some(w.source_inputs());
    w.state.runs.push(Run {
        at: NOW - 300,
        inputs: w.run_inputs(),
        ok: true,
        metrics: 3,
        service_checks: 1,
        ms: 412.0,
        ..Run::default()
    });
    w.setup = Some(setup());
    w.facts.units = ["byte", "message", "request", "second"]
        .map(String::from)
        .to_vec();
    w.facts.categories = ["Data Stores", "Message Queues", "Metrics"]
        .map(String::from)
        .to_vec();
    w.capture = Some(capture().into());
    w.notes.summary = "3 collected, 20 of the runtime, 1 without a type".into();
    w.notes.dropped.push(Dropped {
        name: "acme_up".into(),
        reason: "no # TYPE line; give it a type under Source".into(),
        give: Some(("acme_up".into(), "gauge".into())),
    });
    w.notes.help.insert(
        "acme_queue.published.count".into(),
        Help {
            raw: "acme_published_total".into(),
            text: "Messages published.".into(),
            ..Help::default()
        },
    );
    w.derived.metrics = rows();
    w.derived.service_checks = vec![ServiceCheckRow {
        check: "acme_queue.openmetrics.health".into(),
        name: "Health".into(),
        description:
            "Returns `CRITICAL` if the Agent can't reach the endpoint, otherwise returns `OK`."
                .into(),
        statuses: vec!["ok".into(), "critical".into()],
        groups: vec!["host".into(), "endpoint".into()],
    }];
    w.derived.findings = vec![
        Finding::error(
            Source::Form,
            "metrics.acme_queue.published.count.description",
            "acme_queue.published.count has no description.",
        )
        .fix("Write a sentence that says what is counted."),
    ];
    w.repo = Some(RepoState {
        head_branch: Some("master".into()),
        base: Some("upstream/master".into()),
        behind: 3,
        scope: [
            ".github/CODEOWNERS",
            "acme_queue/README.md",
            "acme_queue/manifest.json",
            "acme_queue/metadata.csv",
        ]
        .map(|p| Change {
            path: p.into(),
            kind: if p.starts_with('.') {
                "modified"
            } else {
                "new"
            }
            .into(),
            staged: false,
        })
        .to_vec(),
        others: vec![Change {
            path: "zebra/README.md".into(),
            kind: "modified".into(),
            staged: true,
        }],
        identity: Some("Acme Co <dev@acme.example>".into()),
        ..RepoState::default()
    });
    w.now = NOW;
    w
}

/// The same with a preview, one file in conflict.
/// The same plan with a conflict in two places of the README.
pub fn with_places(w: Wizard) -> Wizard {
    let mut w = with_plan(w);
    let base = "# Acme\n\none\n\ntwo\n\nthree\n\nfour\n\nfive\n\nsix\n";
    let yours = base.replace("# Acme", "# Mine").replace("six", "seven");
    let ours = base.replace("# Acme", "# Ours").replace("six", "eight");
    let merged = three_way(base, &yours, &ours);
    let files = w.plan.iter_mut().flat_map(|p| &mut p.files);
    for file in files.filter(|f| f.state == FileState::Conflict) {
        file.old = Some(yours.clone());
        file.new = merged.text();
        file.hunks.clone_from(&merged.hunks);
    }
    w
}

pub fn with_plan(mut w: Wizard) -> Wizard {
    let mut files = vec![
        planned(
            ".github/CODEOWNERS",
            FileState::Changed,
            Some("a\nc\n"),
            "a\n/acme_queue/ @acmeco\nc\n",
        ),
        planned(
            "acme_queue/README.md",
            FileState::Conflict,
            Some("# Acme\nmine\n"),
            "# Acme\n<<<<<<<\nmine\n=======\nours\n>>>>>>>\n",
        ),
        planned(
            "acme_queue/manifest.json",
            FileState::New,
            None,
            "{\n  \"app_id\": \"acme-queue\"\n}\n",
        ),
        planned(
            "acme_queue/hatch.toml",
            FileState::Unchanged,
            Some("x\n"),
            "x\n",
        ),
        planned(
            "acme_queue/tests/test_unit.py",
            FileState::Yours,
            Some("y\n"),
            "y\n",
        ),
        planned(
            ".github/workflows/test-all.yml",
            FileState::Generated,
            Some("jobs\n"),
            "jobs\n  acme\n",
        ),
    ];
    for n in 0..12 {
        files.push(planned(
            &format!("acme_queue/datadog_checks/acme_queue/part_{n}.py"),
            FileState::New,
            None,
            "x = 1\n",
        ));
    }
    w.plan = Some(Plan {
        files,
        hash: "p".into(),
        foreign_ci: vec![],
    });
    w.plan_inputs = w.framework_inputs();
    w
}

/// The same with test results: one failed, one running.
pub fn with_tests(mut w: Wizard) -> Wizard {
    let task = |task: Task, state, ms| TaskResult {
        state,
        ms,
        ..TaskResult::waiting(task)
    };
    let mut failed = task(Task::Validate("metadata".into()), TaskState::Failed, 240);
    failed.findings = vec![
        Finding::error(Source::Ddev, "metadata", "`msgs` is an invalid unit_name.")
            .at("acme_queue/metadata.csv", Some(3))
            .fix("unit: message"),
    ];
    let mut unit = task(Task::Unit, TaskState::Passed, 14_200);
    unit.cases = vec![
        Case {
            id: "tests/test_unit.py::test_metrics".into(),
            outcome: "passed".into(),
            ms: 80,
        },
        Case {
            id: "tests/test_unit.py::test_critical".into(),
            outcome: "passed".into(),
            ms: 20,
        },
    ];
    let results = vec![
        task(Task::Validate("config".into()), TaskState::Passed, 180),
        failed,
        task(Task::Lint, TaskState::Running, 0),
        unit,
        task(Task::Oldest, TaskState::Waiting, 0),
        task(
            Task::CiOnly("Windows tests".into()),
            TaskState::CiWillRun,
            0,
        ),
    ];
    w.tasks = results.iter().map(|r| r.task.clone()).collect();
    for result in &results {
        w.state
            .steps
            .test
            .inputs
            .insert(result.task.label(), String::new());
    }
    w.state.steps.test.tasks = results;
    w
}

/// The same with a commit.
pub fn with_commit(mut w: Wizard) -> Wizard {
    w.state.git.last = Some(CommitReport {
        branch: "acmeco/acme_queue".into(),
        commit: "4f1c2d3e5a6b7c8d9e0f".into(),
        made: true,
        files: vec![],
        hooks: String::new(),
    });
    w.state.git.scope = Some(String::new());
    w
}

/// The same with a run that failed.
pub fn with_error(mut w: Wizard) -> Wizard {
    let capture = w.capture.as_mut().unwrap();
    capture.metrics.clear();
    capture.service_checks.clear();
    capture.error = Some(RunError {
        kind: "KeyError".into(),
        message: "'queues'".into(),
        frames: vec![Frame {
            file: "checks.d/custom_acme_queue.py".into(),
            line: 12,
            function: "check".into(),
            text: "for queue in stats['queues']:".into(),
        }],
    });
    let run = w.state.runs.last_mut().unwrap();
    run.ok = false;
    run.error = Some("KeyError: 'queues'".into());
    w
}
