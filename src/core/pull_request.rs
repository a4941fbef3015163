//! The pull request's text: the repository's own sections, filled in with what was measured.

use super::answers::Kind;
use super::logs;
use super::status;
use super::step::StepId;
use super::testing::{Task, TaskState};
use super::wizard::Wizard;
use std::fmt::Write;

/// The body, in Markdown. Only what is current is told as passed.
#[must_use]
pub fn body(w: &Wizard) -> String {
    let answers = &w.state.answers;
    let name = &answers.integration.display_name;
    let mut out = String::from("### What does this PR do?\n\n");
    let existing = w.state.files.existing;
    if existing {
        let _ = writeln!(out, "Updates the {name} integration.\n");
        let notes = answers.release.notes.lines().map(str::trim);
        for note in notes.filter(|n| !n.is_empty()) {
            let _ = writeln!(out, "- {}", note.trim_start_matches(['*', '-']).trim());
        }
    } else {
        let description = &answers.integration.description;
        let _ = writeln!(out, "Adds the {name} integration. {description}\n");
    }
    out.push_str("### Motivation\n\n");
    if !existing {
        out.push_str(answers.integration.overview.trim());
    }
    out.push_str("\n\n### Review checklist\n\n");
    out.push_str("- [x] PR has a meaningful title\n");
    let tested = status::status(w, StepId::Test).is_done();
    out.push_str(if tested { "- [x]" } else { "- [ ]" });
    out.push_str(
        " Feature or bugfix has tests\n- [x] Git history is clean\n\n### Additional Notes\n\n",
    );
    out.push_str(&emitted(w, existing));
    if tested {
        out.push_str(&measured(w));
    }
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
    let _ = match answers.integration.kind {
        _ if existing => writeln!(out, "- {metrics} metrics, {checks} service checks."),
        Some(Kind::Jmx) => writeln!(
            out,
            "- {metrics} metrics, {checks} service checks, from the JMX rules. Not run: the rules were not \
             tried on a JVM here."
        ),
        Some(Kind::Logs) => Ok(()),
        _ => writeln!(
            out,
            "- {metrics} metrics, {checks} service checks, from a run of the check."
        ),
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

/// What ran here, on exactly these files.
fn measured(w: &Wizard) -> String {
    let tasks = &w.state.steps.test.tasks;
    let passed = |wanted: &dyn Fn(&Task) -> bool| {
        tasks
            .iter()
            .filter(|t| t.state == TaskState::Passed && wanted(&t.task))
            .count()
    };
    let validations = passed(&|t| matches!(t, Task::Validate(_)));
    let version = w
        .setup
        .as_ref()
        .and_then(|s| s.ddev_version.clone())
        .unwrap_or_default();
    let cases = tasks
        .iter()
        .find(|t| t.task == Task::Unit)
        .map_or(0, |t| t.cases.len());
    format!(
        "- Run locally with ddev {version}: {validations} validations, `ddev test --lint`, `ddev test` \
         ({cases} tests), `ddev test --compat`.\n"
    )
}
