//! What other integrations had before is not ours: not in `check`, not in the Test step, not while editing. Our own
//! fault of the same kind is told, whatever stands beside it.

use crate::common::{self, copy, offline, program};
use crate::{Desk, with_toolchain};
use ddint_tui::core::event::{Action, Event, Which};
use ddint_tui::core::finding::Severity;
use ddint_tui::core::live::Progress;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskState};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const OURS: &str = "acme_queue";
const THEIRS: &str = "queue_classic";
/// The validations that look at more than a name.
const WHOLE: [&str; 2] = ["ci", "codeowners"];
const CODEOWNERS: &str = ".github/CODEOWNERS";
const CI: &str = ".github/workflows/test-all.yml";

/// A damage of the repository on behalf of an integration, and the validation that fails by it where it is ours.
type Damage = (&'static str, &'static str, fn(&Path, &str));

fn edit(path: PathBuf, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(&path).unwrap();
    let after = change(&text);
    assert_ne!(after, text, "{}", path.display());
    fs::write(path, after).unwrap();
}

/// Takes the first job of an integration apart.
fn unsynced(clone: &Path, folder: &str) {
    let line = format!("job-name: {folder}\n");
    edit(clone.join(CI), |t| {
        let text = t.replace(&line, "job-name: Other\n");
        // Its display name may be another.
        let target = format!("target: {folder}\n");
        if text == t {
            t.replace(&target, &format!("{target}      more: 1\n"))
        } else {
            text
        }
    });
}

const DAMAGES: &[Damage] = &[
    ("broken manifest", "metadata", |clone, folder| {
        fs::write(clone.join(folder).join("manifest.json"), "{").unwrap();
    }),
    ("manifest that is no text", "metadata", |clone, folder| {
        fs::write(clone.join(folder).join("manifest.json"), b"\xff\xfe{").unwrap();
    }),
    ("broken hatch.toml", "ci", |clone, folder| {
        fs::write(clone.join(folder).join("hatch.toml"), "[[[").unwrap();
    }),
    ("no owner", "codeowners", |clone, folder| {
        let start = format!("/{folder}/");
        edit(clone.join(CODEOWNERS), |t| {
            let lines = t.lines().filter(|l| !l.starts_with(&start));
            lines.map(|l| l.to_owned() + "\n").collect()
        });
    }),
    ("job out of sync", "ci", unsynced),
    ("no README section", "readmes", |clone, folder| {
        fs::write(clone.join(folder).join("README.md"), "# Nothing\n").unwrap();
    }),
    ("service check twice", "service-checks", |clone, folder| {
        edit(clone.join(folder).join("assets/service_checks.json"), |t| {
            let list: Vec<Value> = serde_json::from_str(t).unwrap();
            let twice: Vec<&Value> = list.iter().chain(&list).collect();
            serde_json::to_string_pretty(&twice).unwrap() + "\n"
        });
    }),
];

/// What can be damaged, as it is.
fn keep(clone: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths = vec![clone.join(CODEOWNERS), clone.join(CI)];
    for folder in [OURS, THEIRS] {
        let inner = [
            "manifest.json",
            "hatch.toml",
            "README.md",
            "assets/service_checks.json",
        ];
        paths.extend(inner.map(|path| clone.join(folder).join(path)));
    }
    paths
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

fn restore(kept: &[(PathBuf, Vec<u8>)]) {
    for (path, bytes) in kept {
        fs::write(path, bytes).unwrap();
    }
}

/// The exit status, and ddev's findings of severity error: the validation and the message.
fn check(dir: &Path, clone: &Path) -> (i64, Vec<(String, String)>) {
    let mut command = program(dir);
    command
        .args(["check", OURS, "--format", "json", "--repo"])
        .arg(clone);
    let output = command.output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let found = told["findings"].as_array().unwrap().iter();
    let errors = found.filter(|f| f["severity"] == "error" && f["source"] == "ddev");
    let errors = errors.map(|f| (text(&f["rule"]), text(&f["message"])));
    (told["exit"].as_i64().unwrap(), errors.collect())
}

/// The states of those, in the Test step.
fn tested(desk: &mut Desk) -> Vec<(String, TaskState)> {
    for name in WHOLE {
        let task = Task::Validate(name.into());
        desk.feed(Event::Do(Action::Test(Which::One(task))));
        desk.wait(|w| w.jobs.is_empty());
    }
    let tasks = &desk.wizard.state.steps.test.tasks;
    let state = |name: &str| {
        let found = tasks.iter().find(|t| t.task == Task::Validate(name.into()));
        (name.to_owned(), found.unwrap().state)
    };
    WHOLE.map(state).into()
}

#[test]
fn what_another_integration_had_before_is_not_ours() {
    if offline() || !with_toolchain("neighbors::what_another_integration_had_before_is_not_ours") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let clone = common::demo(dir.path());
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/existing/fixtures");
    copy(&fixture.join(THEIRS), &clone.join(THEIRS));
    edit(clone.join(CODEOWNERS), |t| {
        t.replace("/acme_queue/", "/queue_classic/ @acme\n/acme_queue/")
    });
    // Theirs is as it should be at first.
    let mut fix = program(dir.path());
    fix.args(["check", THEIRS, "--fix=ci --sync", "--repo"])
        .arg(&clone);
    fix.output().unwrap();
    let (exit, errors) = check(dir.path(), &clone);
    assert_eq!((exit, errors), (0, vec![]));
    let kept = keep(&clone);

    let mut desk = Desk::open(&dir.path().join("workspace"));
    desk.feed(Event::Opened);
    desk.feed(Event::Visit {
        step: StepId::Framework,
    });
    desk.wait(|w| w.live.progress == Progress::Done);
    let green = |name: &str| (name.to_owned(), TaskState::Passed);
    let green = WHOLE.map(green);
    assert_eq!(tested(&mut desk), green);
    for (what, validation, damage) in DAMAGES {
        damage(&clone, THEIRS);
        let (exit, errors) = check(dir.path(), &clone);
        assert_eq!((exit, &errors), (0, &vec![]), "{what} of another");
        assert_eq!(tested(&mut desk), green, "{what} of another");
        let metric = desk.wizard.derived.metrics[0].name.clone();
        let field = format!("metrics.{metric}.description");
        desk.edit(&[(&field, &format!("Beside a {what}."))]);
        assert_eq!(
            desk.wizard.live.progress,
            Progress::Done,
            "{what} of another"
        );
        let count = desk.wizard.live.count();
        assert_eq!(
            (count.failed, count.crashed, count.waiting),
            (0, 0, 0),
            "{what} of another"
        );
        let found = ddint_tui::tui::app::page::findings(&desk.wizard);
        let red = found.iter().find(|f| f.severity == Severity::Error);
        assert_eq!(red, None, "{what} of another");

        // Ours as well: it is told.
        damage(&clone, OURS);
        let (exit, errors) = check(dir.path(), &clone);
        let told = errors.iter().any(|(rule, _)| rule == validation);
        assert!(exit == 1 && told, "{what} of ours: {errors:?}");
        restore(&kept);
    }
    // Ours out of sync is told where ddev fails before it sees that.
    fs::write(clone.join(THEIRS).join("manifest.json"), "{").unwrap();
    unsynced(&clone, OURS);
    let (exit, errors) = check(dir.path(), &clone);
    assert!(exit == 1 && errors.len() == 1, "{errors:?}");
    assert!(errors[0].1.contains("jobs of acme_queue"), "{errors:?}");
    let ours = tested(&mut desk);
    assert_eq!(ours[0], ("ci".to_owned(), TaskState::Failed));
    // And it is repaired all the same.
    let mut fix = program(dir.path());
    fix.args(["check", OURS, "--fix=ci --sync", "--repo"])
        .arg(&clone);
    let fixed = fix.output().unwrap();
    assert!(
        fixed.status.success(),
        "{}",
        String::from_utf8_lossy(&fixed.stdout)
    );
    assert_eq!(tested(&mut desk), green);
}
