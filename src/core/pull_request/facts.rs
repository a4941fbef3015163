//! What a reviewer is told as a fact: what was measured here, and what was not.

use crate::core::answers::Kind;
use crate::core::logs;
use crate::core::testing::{Task, TaskState};
use crate::core::wizard::Wizard;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Everything that has no section of its own.
///
/// # Arguments
/// `tested`: whether the tests are green on exactly the files of the last commit.
pub(super) fn notes(w: &Wizard, tested: bool) -> String {
    let answers = &w.state.answers;
    let mut out = answers.pull_request.notes.trim().to_owned();
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(&emitted(w, w.state.files.existing));
    if tested {
        out.push_str(&measured(w));
    }
    out.push_str(&files(w));
    if answers.maintainer.accepts {
        out.push_str("- I will maintain this integration.\n");
    }
    out.push_str(&silenced(w));
    out
}

/// What the review remarks and does not apply here, each with its reason. What no longer is remarked is left out.
fn silenced(w: &Wizard) -> String {
    let list = &w.state.answers.silenced;
    let planned = w.plan_findings.iter().chain(&w.state.steps.test.review);
    let idle = w.silenced(planned.cloned().collect()).idle;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for (_, silence) in list.iter().enumerate().filter(|(n, _)| !idle.contains(n)) {
        if out.is_empty() {
            out.push_str("\n### Remarks of the review that do not apply\n\n");
        }
        let _ = write!(out, "- `{}` in `{}`", silence.rule, silence.file);
        if !silence.what.is_empty() {
            let _ = write!(out, " (`{}`)", one_line(&silence.what).replace('`', "'"));
        }
        let _ = writeln!(out, ": {}", one_line(&silence.reason));
    }
    out
}

/// What the integration sends, and how that is known.
fn emitted(w: &Wizard, existing: bool) -> String {
    let answers = &w.state.answers;
    let mut out = String::new();
    let (metrics, checks) = (w.derived.metrics.len(), w.derived.service_checks.len());
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let sent = format!(
        "{}, {}",
        count(metrics, "metric"),
        count(checks, "service check")
    );
    let _ = match answers.integration.kind {
        _ if existing => writeln!(out, "- {sent}."),
        Some(Kind::Jmx) => writeln!(
            out,
            "- {sent}, from the JMX rules. Not run: the rules were not tried on a JVM here."
        ),
        Some(Kind::Logs) => Ok(()),
        _ => writeln!(out, "- {sent}, from a run of the check."),
    };
    let sources = if existing {
        vec![]
    } else {
        answers.log_sources()
    };
    for log in sources {
        let sample = if log.sample.is_some() || answers.is_declared() {
            "from a sample"
        } else {
            "without a sample"
        };
        let log = logs::log(log, answers, "");
        let _ = writeln!(
            out,
            "- Logs of source `{}` from `{}`, {sample}. Not run: no Agent collected them here. There is no log \
             processor.",
            log.source, log.place
        );
    }
    out
}

/// The tests that passed.
pub(super) fn cases(w: &Wizard) -> usize {
    let tasks = w.state.steps.test.tasks.iter();
    let unit = tasks.filter(|t| t.task == Task::Unit && t.state == TaskState::Passed);
    let cases = unit.flat_map(|t| &t.cases);
    cases.filter(|case| case.outcome == "passed").count()
}

/// What ran here, on exactly these files, and what is left to CI.
fn measured(w: &Wizard) -> String {
    let tasks = &w.state.steps.test.tasks;
    let passed: Vec<&Task> = tasks
        .iter()
        .filter(|t| t.state == TaskState::Passed)
        .map(|t| &t.task)
        .collect();
    let validations = passed
        .iter()
        .filter(|t| matches!(t, Task::Validate(_)))
        .count();
    let mut ran = vec![];
    match validations {
        0 => {}
        1 => ran.push("1 validation".to_owned()),
        n => ran.push(format!("{n} validations")),
    }
    for task in passed {
        match task {
            Task::Validate(_) | Task::CiOnly(_) => {}
            Task::Unit => {
                let tests = match cases(w) {
                    1 => "1 test".to_owned(),
                    n => format!("{n} tests"),
                };
                ran.push(format!("`ddev test` ({tests})"));
            }
            task => ran.push(format!("`ddev {}`", task.label())),
        }
    }
    let mut out = String::new();
    if !ran.is_empty() {
        let version = w.setup.as_ref().and_then(|s| s.ddev_version.as_deref());
        let version = version.map(|v| format!(" {v}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "- Passed locally with ddev{version}: {}.",
            ran.join(", ")
        );
    }
    let left: Vec<String> = tasks
        .iter()
        .filter(|t| t.state == TaskState::CiWillRun)
        .map(|t| match &t.task {
            Task::CiOnly(what) => what.clone(),
            task => format!("`ddev {}`", task.label()),
        })
        .collect();
    if !left.is_empty() {
        let _ = writeln!(out, "- Not run locally, left to CI: {}.", left.join(", "));
    }
    out
}

/// What the branch changes, by its top folders and the files beside them.
fn files(w: &Wizard) -> String {
    let Some(repo) = &w.repo else {
        return String::new();
    };
    let count = match repo.ahead.files.len() {
        0 => return String::new(),
        1 => "1 file".to_owned(),
        n => format!("{n} files"),
    };
    let folder = w.state.answers.integration.folder();
    let place = |path: &String| match path.strip_prefix(folder.as_str()) {
        Some(rest) if rest.starts_with('/') => format!("`{folder}/`"),
        _ => format!("`{path}`"),
    };
    let places: BTreeSet<String> = repo.ahead.files.iter().map(place).collect();
    let places: Vec<String> = places.into_iter().collect();
    format!("- Changes {count}: {}.\n", places.join(", "))
}
