//! A made-up world: one workflow in the middle of the path, and a host that only remembers.

use crossterm::event::{Event as Terminal, KeyCode, KeyEvent, KeyModifiers};
use ddint_tui::core::answers::{Kind, OpenMetrics};
use ddint_tui::core::capture::{
    Capture, Dropped, Frame, Metric, RunError, ServiceCheck, Submission,
};
use ddint_tui::core::effect::Effect;
use ddint_tui::core::event::{Event, Failure, FailureKind};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::mapping::Help;
use ddint_tui::core::metadata::{MetricRow, ServiceCheckRow};
use ddint_tui::core::plan::{FileState, Plan, PlannedFile};
use ddint_tui::core::repo::{Change, CommitReport, RepoState};
use ddint_tui::core::setup::{Health, Item, Line, Repair, SetupReport};
use ddint_tui::core::state::{Run, State};
use ddint_tui::core::testing::{Case, Task, TaskResult, TaskState};
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use ddint_tui::tui::app::host::{Host, ProtoFile, Saved, Saving};
use ddint_tui::tui::app::session::Session;
use ddint_tui::tui::keymap::Keymap;
use ddint_tui::tui::theme::Theme;
use ratatui::Terminal as Drawing;
use ratatui::backend::TestBackend;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub const NOW: u64 = 1_790_000_000;

pub const LOOK: Theme = Theme {
    ascii: false,
    color: true,
};

/// What the screens asked the world for.
#[derive(Default)]
pub struct Asked {
    pub effects: Vec<Effect>,
    pub saved: usize,
    pub closed: usize,
    pub deleted: Vec<PathBuf>,
    pub written: Vec<(ProtoFile, String)>,
}

#[derive(Default, Clone)]
pub struct World {
    pub asked: Rc<RefCell<Asked>>,
    pub workflows: Vec<Saved>,
}

impl Host for World {
    fn saved(&mut self) -> Vec<Saved> {
        let gone = &self.asked.borrow().deleted;
        let mut all = self.workflows.clone();
        all.retain(|s| !gone.contains(&s.folder));
        all
    }

    fn create(&mut self, name: &str, _: Option<&Path>) -> Result<Wizard, Failure> {
        let mut state = State::default();
        state.answers.integration.display_name = name.into();
        Ok(Wizard::new(state))
    }

    fn open(&mut self, folder: &Path) -> Result<Wizard, Failure> {
        if folder.ends_with("locked") {
            return Err(Failure::new(
                FailureKind::Locked,
                "The workflow is open in process 4711.",
                "Leave that program first.",
            ));
        }
        Ok(acme())
    }

    fn restore(&mut self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }

    fn delete(&mut self, folder: &Path) -> Result<(), Failure> {
        self.asked.borrow_mut().deleted.push(folder.into());
        Ok(())
    }

    fn close(&mut self, _: &Wizard) {
        self.asked.borrow_mut().closed += 1;
    }

    fn perform(&mut self, _: &Wizard, effect: Effect) {
        self.asked.borrow_mut().effects.push(effect);
    }

    fn save(&mut self, _: &Wizard) {
        self.asked.borrow_mut().saved += 1;
    }

    fn generation(&self) -> u64 {
        0
    }

    fn saving(&self) -> Saving {
        Saving::Saved
    }

    fn now(&self) -> u64 {
        NOW
    }

    fn output(&self, log: &str, lines: usize) -> Vec<String> {
        let all: Vec<String> = (1..=30)
            .map(|n| format!("\u{1b}[32m{log}\u{1b}[0m line {n}"))
            .collect();
        all[all.len().saturating_sub(lines)..].to_vec()
    }

    fn read(&self, _: &Wizard, file: ProtoFile) -> Option<String> {
        Some(match file {
            ProtoFile::Check => "from datadog_checks.base import OpenMetricsBaseCheckV2\n\n\nclass AcmeQueueCheck(OpenMetricsBaseCheckV2):\n    __NAMESPACE__ = 'acme_queue'\n    DEFAULT_METRIC_LIMIT = 0\n".into(),
            ProtoFile::Conf => "init_config:\ninstances:\n  - openmetrics_endpoint: http://localhost:9100/metrics\n".into(),
        })
    }

    fn write(&mut self, _: &Wizard, file: ProtoFile, text: &str) -> Result<Event, Failure> {
        self.asked.borrow_mut().written.push((file, text.into()));
        Ok(Event::PrototypeChanged {
            check: Some("changed".into()),
            conf: Some("c1".into()),
        })
    }

    fn path(&self, _: &Wizard, path: &str) -> PathBuf {
        Path::new("/home/ann/workflows/acme_queue").join(path)
    }

    fn look(&mut self, _: &Wizard) -> Option<Event> {
        None
    }

    fn clone_target(&self) -> PathBuf {
        "/home/ann/dd/integrations-extras".into()
    }
}

fn metric(name: &str, submission: Submission, value: f64, tags: &[&str], run: u32) -> Metric {
    Metric {
        name: name.into(),
        submission,
        value: Some(value),
        tags: tags.iter().map(|t| (*t).into()).collect(),
        hostname: String::new(),
        run,
        scene: 0,
    }
}

pub fn capture() -> Capture {
    let tags = ["endpoint:http://localhost:9100/metrics", "queue:orders"];
    let mut capture = Capture {
        check: "custom_acme_queue".into(),
        runs: 2,
        ..Capture::default()
    };
    for run in 1..=2 {
        let n = f64::from(run);
        capture.metrics.extend([
            metric("acme_queue.depth", Submission::Gauge, 40.0 + n, &tags, run),
            metric(
                "acme_queue.depth",
                Submission::Gauge,
                2.0,
                &["queue:mail"],
                run,
            ),
            metric(
                "acme_queue.consumer.lag",
                Submission::Gauge,
                7.5 * n,
                &tags,
                run,
            ),
            metric(
                "acme_queue.published.count",
                Submission::MonotonicCount,
                100.0 * n,
                &tags,
                run,
            ),
        ]);
    }
    capture.service_checks.push(ServiceCheck {
        name: "acme_queue.openmetrics.health".into(),
        status: 0,
        tags: vec![tags[0].into()],
        message: String::new(),
        run: 2,
    });
    capture
}

fn row(
    name: &str,
    kind: &str,
    unit: &str,
    orientation: i8,
    description: &str,
    guessed: &[&str],
) -> MetricRow {
    MetricRow {
        name: name.into(),
        metric_type: kind.into(),
        unit: unit.into(),
        orientation,
        description: description.into(),
        guessed: guessed.iter().map(|g| (*g).into()).collect(),
        ..MetricRow::default()
    }
}

pub fn rows() -> Vec<MetricRow> {
    vec![
        row(
            "acme_queue.consumer.lag",
            "gauge",
            "",
            0,
            "Messages a consumer group has not yet read.",
            &["unit", "orientation"],
        ),
        row(
            "acme_queue.depth",
            "gauge",
            "message",
            0,
            "Messages that wait in the queue.",
            &["unit"],
        ),
        row(
            "acme_queue.published.count",
            "count",
            "message",
            1,
            "",
            &["orientation", "description"],
        ),
    ]
}

fn line(item: Item, health: Health, found: &str, meaning: &str, repair: Option<Repair>) -> Line {
    Line {
        item,
        health,
        found: found.into(),
        meaning: meaning.into(),
        repair,
    }
}

pub fn setup() -> SetupReport {
    SetupReport {
        lines: vec![
            line(
                Item::Git,
                Health::Good,
                "git 2.47.1",
                "Makes the commit and pushes it.",
                None,
            ),
            line(
                Item::Identity,
                Health::Bad,
                "git has no name and e-mail",
                "Every commit carries its author.",
                Some(Repair::AskIdentity),
            ),
            line(
                Item::Python,
                Health::Good,
                "3.13.5",
                "ddev needs 3.13 or newer.",
                None,
            ),
            line(
                Item::Toolchain,
                Health::Bad,
                "not made yet",
                "ddev in an environment of its own; yours is not touched.",
                Some(Repair::MakeToolchain),
            ),
            line(
                Item::Clone,
                Health::Good,
                "/home/ann/dd/integrations-extras",
                "Your copy of the repository.",
                None,
            ),
            line(
                Item::Remotes,
                Health::Good,
                "origin is your fork, upstream is Datadog's",
                "Your fork receives the branch; Datadog's is never written.",
                None,
            ),
            line(
                Item::Base,
                Health::Note,
                "upstream/master, 3 commits behind",
                "The branch begins here.",
                Some(Repair::Fetch {
                    remote: "upstream".into(),
                }),
            ),
            line(
                Item::Docker,
                Health::Note,
                "not found",
                "Only for end-to-end tests; CI runs them anyway.",
                None,
            ),
            line(
                Item::Disk,
                Health::Good,
                "41 GB free",
                "The toolchain takes about 300 MB.",
                None,
            ),
        ],
        clone: Some("/home/ann/dd/integrations-extras".into()),
        base: Some("upstream/master".into()),
        fork: Some("origin".into()),
        ..SetupReport::default()
    }
}

fn planned(path: &str, state: FileState, old: Option<&str>, new: &str) -> PlannedFile {
    PlannedFile {
        path: path.into(),
        state,
        replaces_edit: false,
        old: old.map(str::to_owned),
        new: new.into(),
    }
}

/// Acme Queue in the middle of the path.
pub fn acme() -> Wizard {
    let mut state = State::default();
    let a = &mut state.answers;
    a.integration.display_name = "Acme Queue".into();
    a.integration.kind = Some(Kind::Openmetrics);
    a.integration.description = "Depth, throughput, and consumer lag of Acme Queue brokers.".into();
    a.author.name = "Ann Lee".into();
    a.author.github = "annlee".into();
    a.source.openmetrics = Some(OpenMetrics {
        endpoint: "http://localhost:9100/metrics".into(),
        ..OpenMetrics::default()
    });
    state.files.clone = Some("/home/ann/dd/integrations-extras".into());
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
        identity: Some("Ann Lee <ann@acme.example>".into()),
        ..RepoState::default()
    });
    w.now = NOW;
    w
}

/// The same with a preview, one file in conflict.
pub fn with_plan(mut w: Wizard) -> Wizard {
    let mut files = vec![
        planned(
            ".github/CODEOWNERS",
            FileState::Changed,
            Some("a\nc\n"),
            "a\n/acme_queue/ @annlee\nc\n",
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
        branch: "annlee/acme_queue".into(),
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

pub fn saved() -> Vec<Saved> {
    vec![
        Saved {
            folder: "/w/acme_queue".into(),
            name: "Acme Queue".into(),
            kind: "openmetrics".into(),
            step: "Framework".into(),
            left: "Answer what Framework asks (4 left).".into(),
            touched: NOW - 600,
            problem: None,
        },
        Saved {
            folder: "/w/locked".into(),
            name: "Zebra".into(),
            kind: "blank".into(),
            step: "Test".into(),
            left: "Run the tests again (2 of 14 failed).".into(),
            touched: NOW - 100_000,
            problem: None,
        },
    ]
}

/// Screens over the made-up world, with an open workflow when one is given.
pub fn app(wizard: Option<Wizard>) -> (App, Rc<RefCell<Asked>>) {
    let world = World {
        workflows: saved(),
        ..World::default()
    };
    let asked = Rc::clone(&world.asked);
    let mut app = App::new(Box::new(world), LOOK, Keymap::default());
    app.session = wizard.map(Session::new);
    (app, asked)
}

/// Presses keys, as the configuration file writes them; other words are typed.
pub fn press(app: &mut App, keys: &[&str]) {
    for key in keys {
        let parsed = ddint_tui::tui::keymap::Key::parse(key);
        match parsed {
            Ok(key) => {
                let (code, modifiers) = match (key.code, key.modifiers) {
                    (KeyCode::Tab, m) if m.contains(KeyModifiers::SHIFT) => (KeyCode::BackTab, m),
                    other => other,
                };
                app.terminal(Terminal::Key(KeyEvent::new(code, modifiers)));
            }
            Err(_) => {
                for c in key.chars() {
                    app.terminal(Terminal::Key(KeyEvent::from(KeyCode::Char(c))));
                }
            }
        }
    }
}

/// One frame as text.
pub fn frame(app: &mut App, width: u16, height: u16) -> String {
    let mut drawing = Drawing::new(TestBackend::new(width, height)).unwrap();
    drawing
        .draw(|f| ddint_tui::tui::screens::draw(f, app))
        .unwrap();
    let buffer = drawing.backend().buffer();
    let mut out = String::new();
    for y in 0..height {
        let mut row = String::new();
        let mut skip = 0;
        for x in 0..width {
            let symbol = buffer[(x, y)].symbol();
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            row.push_str(symbol);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}
