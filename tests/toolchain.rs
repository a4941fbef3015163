//! The real toolchain: found, made, and used, with the real ddev and the Agent's own base class.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use ddint_tui::core::finding::Severity;
use ddint_tui::core::testing::{Task, TaskState};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::ddev::Ddev;
use ddint_tui::toolchain::tasks::run_task;
use ddint_tui::toolchain::{self, Toolchain, make, python};
use std::path::{Path, PathBuf};

#[macro_use]
mod toolchain_support;
use toolchain_support::folder;

#[test]
fn the_toolchain_is_made_once_and_found_again_without_a_process() {
    let toolchain = toolchain_or_return!();
    assert_eq!(toolchain.ddev_version, make::DDEV_VERSION);
    assert_eq!(
        toolchain.facts.base_version.as_deref(),
        Some(make::BASE_VERSION)
    );
    assert!(toolchain.units.len() > 200 && toolchain.units.contains(&"byte".to_owned()));
    assert!(toolchain.facts.time_units.contains(&"second".to_owned()));
    // What is embedded is what the pinned ddev has; facts of an older version tell nothing of it.
    let told = &toolchain.facts.templates;
    assert!(told.is_empty() || told == ddint_tui::core::templates::embedded());
    assert!(toolchain.ruff.is_file() && toolchain.ddev.is_file());
    assert_eq!(toolchain::current_in(&folder()).as_ref(), Some(toolchain));
    let again = make::make_in(&folder(), None, &CancelToken::new(), &mut |line| {
        panic!("made again: {line}")
    });
    assert_eq!(&again.unwrap(), toolchain);
}

#[test]
fn a_half_made_environment_is_no_toolchain_and_a_cancelled_one_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let Ok(python) = python::find(None) else {
        return;
    };
    let half = dir.path().join(format!(
        "ddev-{}-base-{}",
        make::DDEV_VERSION,
        make::BASE_VERSION
    ));
    std::fs::create_dir_all(half.join("bin")).unwrap();
    std::fs::write(half.join("bin/ddev"), "half").unwrap();
    std::fs::write(
        dir.path().join("current"),
        half.file_name().unwrap().to_str().unwrap(),
    )
    .unwrap();
    assert_eq!(toolchain::current_in(dir.path()), None);

    let cancel = CancelToken::new();
    let asked = cancel.clone();
    let mut lines = 0;
    let made = make::make_in(dir.path(), Some(&python), &cancel, &mut |_| {
        lines += 1;
        asked.cancel();
    });
    assert!(matches!(made, Err(make::MakeError::Cancelled)), "{made:?}");
    assert!(lines > 0 && !half.exists());
}

#[test]
fn a_damaged_current_leads_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    for text in ["", "../../etc", "/", "..", "nothing-here", "\0"] {
        std::fs::write(dir.path().join("current"), text).unwrap();
        assert_eq!(toolchain::current_in(dir.path()), None, "{text:?}");
    }
}

#[test]
fn what_cannot_install_says_why_and_how_to_do_it_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = make::make_in(&file.join("sub"), None, &CancelToken::new(), &mut |_| {});
    let error = error.unwrap_err();
    assert!(error.hint().contains("DDINT_TUI_TOOLCHAIN_DIR"), "{error}");
}

#[test]
fn another_ddev_is_taken_or_refused_with_the_reason() {
    let toolchain = toolchain_or_return!();
    let other = Toolchain::with_ddev_in(&toolchain.ddev, &folder()).unwrap();
    assert_eq!(other.ddev_version, toolchain.ddev_version);
    assert_ne!(other.state, toolchain.state);
    for bad in ["/no/such/ddev", "/bin/sh", "/"] {
        let error = Toolchain::with_ddev_in(Path::new(bad), &folder()).unwrap_err();
        assert!(error.to_string().contains(bad), "{error}");
        assert!(error.hint().contains("--ddev"));
    }
}

/// A repository with one integration that has known faults.
fn repository(dir: &Path) -> PathBuf {
    let root = dir.join("with space é").join("extras");
    for (path, text) in [
        (
            ".ddev/config.toml",
            "[overrides.metrics-prefix]\nacme_queue = \"acme_queue.\"\n",
        ),
        (
            ".github/CODEOWNERS",
            "# Community partners\n/zebra/   @zed\n",
        ),
        (".github/workflows/test-all.yml", "name: x\n"),
        (
            "pyproject.toml",
            "[tool.ruff]\nline-length = 120\n[tool.ruff.format]\nquote-style = \"preserve\"\n[tool.ruff.lint]\nselect = [\"F\", \"I\"]\n",
        ),
        ("zebra/manifest.json", "{}\n"),
        (
            "acme_queue/metadata.csv",
            "metric_name,metric_type,interval,unit_name,per_unit_name,description,orientation,integration,short_name,curated_metric\n\
             acme_queue.depth,gauge,,msgs,,Depth.,0,acme_queue,depth,\n",
        ),
        ("acme_queue/README.md", "# Acme\n"),
        (
            "acme_queue/pyproject.toml",
            "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n\
             [project]\nname = \"datadog-acme-queue\"\ndynamic = [\"version\"]\n\
             dependencies = [\"datadog-checks-base>=37.42.0\"]\n[project.optional-dependencies]\ndeps = []\n\
             [tool.hatch.version]\npath = \"datadog_checks/acme_queue/__about__.py\"\n\
             [tool.hatch.build.targets.wheel]\ninclude = [\"/datadog_checks/acme_queue\"]\ndev-mode-dirs = [\".\"]\n",
        ),
        (
            "acme_queue/hatch.toml",
            "[env.collectors.datadog-checks]\n[[envs.default.matrix]]\npython = [\"3.13\"]\n[envs.default]\ne2e-env = false\n",
        ),
        (
            "acme_queue/datadog_checks/__init__.py",
            "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
        ),
        (
            "acme_queue/datadog_checks/acme_queue/__about__.py",
            "__version__ = '1.0.0'\n",
        ),
        (
            "acme_queue/datadog_checks/acme_queue/__init__.py",
            "from .check import AcmeQueueCheck\n\n__all__ = ['AcmeQueueCheck']\n",
        ),
        (
            "acme_queue/datadog_checks/acme_queue/check.py",
            "import os\n\nfrom datadog_checks.base import AgentCheck\n\n\nclass AcmeQueueCheck(AgentCheck):\n    \
             def check(self, _):\n        self.gauge('acme_queue.depth', 1)\n",
        ),
        ("acme_queue/tests/__init__.py", ""),
        (
            "acme_queue/tests/test_unit.py",
            "from datadog_checks.acme_queue import AcmeQueueCheck\n\n\n\
             def test_good(dd_run_check, aggregator):\n    dd_run_check(AcmeQueueCheck('acme_queue', {}, [{}]))\n    \
             aggregator.assert_metric('acme_queue.depth', value=1)\n\n\n\
             def test_bad():\n    assert 1 == 2\n",
        ),
    ] {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    git2::Repository::init(&root).unwrap();
    root
}

/// Every path under a folder but git's own, sorted.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with(".git") {
                continue;
            }
            if path.is_dir() {
                folders.push(path.clone());
            }
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn validations_speak_about_the_clone_and_nothing_else_overrides_it() {
    let toolchain = toolchain_or_return!();
    let dir = tempfile::tempdir().unwrap();
    let repo = repository(dir.path());
    // What a contributor may have in a folder above.
    std::fs::write(
        dir.path().join(".ddev.toml"),
        "repo = \"core\"\n[repos]\nextras = \"/nowhere\"\n",
    )
    .unwrap();
    let ddev = Ddev::new(toolchain, &repo, &dir.path().join("scratch \"q\"")).unwrap();
    let before = files(&repo);
    let run = |args: &[&str]| ddev.run(args, &CancelToken::new(), &mut |_| {});

    let out = run(&["validate", "metadata", "acme_queue"]);
    assert_eq!(out.exit, Some(1), "{}", out.text);
    let unit = out.findings.iter().find(|f| f.message.contains("msgs"));
    let unit = unit.unwrap_or_else(|| panic!("{out:?}"));
    assert_eq!(unit.file.as_deref(), Some("acme_queue/metadata.csv"));
    assert_eq!(unit.line, Some(2));

    let out = run(&["validate", "readmes", "acme_queue"]);
    assert_eq!((out.exit, out.findings.len()), (Some(1), 2), "{}", out.text);
    assert!(!out.is_green());

    let out = run(&["validate", "config", "acme_queue"]);
    assert_eq!(out.exit, Some(0), "{}", out.text);
    assert_eq!(out.findings[0].severity, Severity::Warning);
    assert!(out.is_green());

    let out = run(&["validate", "metadata", "no_such_integration"]);
    assert_eq!(out.exit, None);
    assert!(out.findings[0].message.contains("no_such_integration"));

    std::fs::write(repo.join("acme_queue/pyproject.toml"), "[broken\n").unwrap();
    let out = run(&["validate", "package", "acme_queue"]);
    assert!(
        out.crashed.as_deref().unwrap().contains("TOMLDecodeError"),
        "{out:?}"
    );
    assert_eq!(
        out.findings[0].file.as_deref(),
        Some("acme_queue/pyproject.toml")
    );
    assert_eq!(files(&repo), before, "ddev left something in the clone");
}

#[test]
fn a_cancelled_command_is_neither_green_nor_red() {
    let toolchain = toolchain_or_return!();
    let dir = tempfile::tempdir().unwrap();
    let repo = repository(dir.path());
    let ddev = Ddev::new(toolchain, &repo, &dir.path().join("scratch")).unwrap();
    let cancel = CancelToken::new();
    cancel.cancel();
    let out = ddev.run(&["validate", "readmes", "acme_queue"], &cancel, &mut |_| {});
    assert!(out.cancelled && out.findings.is_empty() && !out.is_green());
}

#[test]
fn the_tasks_of_ci_run_and_are_read() {
    let toolchain = toolchain_or_return!();
    let dir = tempfile::tempdir().unwrap();
    let repo = repository(dir.path());
    let ddev = Ddev::new(toolchain, &repo, &dir.path().join("scratch")).unwrap();
    let before = files(&repo);
    let log = dir.path().join("logs/task.log");
    let run = |task: Task| {
        let mut lines = 0;
        let result = run_task(
            &task,
            &ddev,
            "acme_queue",
            log.clone(),
            &CancelToken::new(),
            &mut |_| lines += 1,
        );
        assert!(lines > 0, "{task:?} printed nothing");
        result
    };

    let lint = run(Task::Lint);
    assert_eq!(lint.state, TaskState::Failed, "{lint:?}");
    assert_eq!(lint.command, "ddev test --lint acme_queue");
    assert_eq!(lint.findings[0].rule, "F401", "{lint:?}");
    let check = "acme_queue/datadog_checks/acme_queue/check.py";
    assert_eq!(lint.findings[0].file.as_deref(), Some(check));

    let unit = run(Task::Unit);
    assert_eq!(unit.state, TaskState::Failed, "{unit:?}");
    let cases: Vec<(&str, &str)> = unit
        .cases
        .iter()
        .map(|c| (c.id.as_str(), c.outcome.as_str()))
        .collect();
    assert_eq!(
        cases,
        [
            ("tests/test_unit.py::test_good", "passed"),
            ("tests/test_unit.py::test_bad", "failed")
        ]
    );
    assert_eq!(unit.findings.len(), 1);
    assert_eq!(unit.findings[0].rule, "tests/test_unit.py::test_bad");
    assert_eq!(unit.findings[0].line, Some(10));
    assert!(std::fs::read_to_string(&log).unwrap().contains("test_good"));

    std::fs::write(
        repo.join("acme_queue/tests/test_unit.py"),
        "def test_good():\n    pass\n",
    )
    .unwrap();
    std::fs::write(repo.join(check), "from datadog_checks.base import AgentCheck\n\n\nclass AcmeQueueCheck(AgentCheck):\n    pass\n").unwrap();
    assert_eq!(run(Task::Lint).state, TaskState::Passed);
    let oldest = run(Task::Oldest);
    assert_eq!(
        (oldest.state, oldest.cases.len()),
        (TaskState::Passed, 1),
        "{oldest:?}"
    );

    let owners = run(Task::Validate("codeowners".into()));
    assert_eq!(owners.state, TaskState::Failed);
    assert!(
        owners
            .findings
            .iter()
            .any(|f| f.message.contains("acme_queue")),
        "{owners:?}"
    );

    std::fs::write(repo.join("acme_queue/hatch.toml"), "[broken\n").unwrap();
    let broken = run(Task::Unit);
    assert_eq!(broken.state, TaskState::Crashed, "{broken:?}");
    assert!(!broken.findings.is_empty());
    assert_eq!(files(&repo), before, "ddev left something in the clone");
}
