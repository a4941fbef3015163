//! The JSON document of `run`: the same keys for every exit status.

use crate::core::event::FailureKind;
use crate::core::finding::{Finding, Severity, Source};
use crate::core::plan::FileState;
use crate::core::status;
use crate::core::step::StepId;
use crate::core::testing::{Task, TaskState};
use crate::core::wizard::Wizard;
use serde::Serialize;

/// One run, told whole. What was not reached is null or empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    pub schema: u32,
    pub exit: i32,
    pub error: Option<ErrorPart>,
    pub workflow: Option<String>,
    pub workspace: Option<String>,
    pub integration_dir: Option<String>,
    pub steps: Vec<StepPart>,
    pub files: Vec<FilePart>,
    pub validations: Vec<ValidationPart>,
    pub tests: Option<TestsPart>,
    pub metrics: Option<usize>,
    pub findings: Vec<Finding>,
    pub branch: Option<String>,
    pub commit: Option<String>,
    /// After `--until pull-request`: title, body and address; null before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_request: Option<PullRequestPart>,
}

/// Why it ended early, and the way out.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPart {
    pub kind: String,
    pub message: String,
    pub hint: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct StepPart {
    pub step: &'static str,
    pub status: &'static str,
    pub detail: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct FilePart {
    pub path: String,
    pub state: FileState,
}

#[derive(Debug, Clone, Serialize)]
pub struct ValidationPart {
    pub name: String,
    pub exit: Option<i32>,
    pub ms: u64,
    pub crashed: bool,
    /// What other integrations had before does not count, although ddev's own exit status tells it.
    #[serde(skip)]
    pub passed: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct TestsPart {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

/// What the pull request is opened with.
#[derive(Debug, Clone, Serialize)]
pub struct PullRequestPart {
    pub title: String,
    pub body: String,
    pub url: Option<String>,
}

/// The name of a failure's kind in JSON.
#[must_use]
pub fn kind_name(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Findings => "findings",
        FailureKind::Answers => "answers",
        FailureKind::Usage => "usage",
        FailureKind::Unavailable => "unavailable",
        FailureKind::Locked => "locked",
        FailureKind::Question => "question",
        FailureKind::Io => "io",
        FailureKind::Cancelled => "cancelled",
    }
}

/// The exit status of a failure's kind.
#[must_use]
pub fn exit_of(kind: FailureKind) -> i32 {
    match kind {
        FailureKind::Findings => 1,
        FailureKind::Answers | FailureKind::Usage => 2,
        FailureKind::Unavailable => 3,
        FailureKind::Locked => 4,
        FailureKind::Question => 5,
        FailureKind::Io => 70,
        FailureKind::Cancelled => 130,
    }
}

impl Report {
    /// A document that says only why nothing was done.
    #[must_use]
    pub fn failed(exit: i32, kind: &str, message: &str, hint: &str) -> Self {
        let steps = StepId::ALL.iter().map(|step| StepPart {
            step: step.name(),
            status: "not_started",
            detail: String::new(),
        });
        Self {
            schema: 1,
            exit,
            error: Some(ErrorPart {
                kind: kind.into(),
                message: message.into(),
                hint: hint.into(),
            }),
            steps: steps.collect(),
            ..Self::default()
        }
    }

    /// Everything the wizard knows.
    #[must_use]
    pub fn of(w: &Wizard, workspace: &std::path::Path) -> Self {
        let state = &w.state;
        let folder = state.answers.integration.folder();
        let steps = StepId::ALL
            .iter()
            .zip(status::statuses(w))
            .map(|(step, status)| StepPart {
                step: step.name(),
                status: status.name(),
                detail: status.detail().to_owned(),
            });
        let planned = w.plan.iter().flat_map(|p| &p.files);
        let planned = planned.map(|f| (f.path.clone(), f.state));
        let files: Vec<(String, FileState)> = if w.before.is_empty() {
            planned.collect()
        } else {
            w.before.clone()
        };
        let ran = w.capture.is_some() || w.existing.is_some();
        Self {
            schema: 1,
            exit: 0,
            error: None,
            integration_dir: state
                .files
                .clone
                .as_ref()
                .map(|clone| format!("{}/{folder}", clone.trim_end_matches('/'))),
            workflow: Some(folder),
            workspace: Some(workspace.display().to_string()),
            steps: steps.collect(),
            files: files
                .into_iter()
                .map(|(path, state)| FilePart { path, state })
                .collect(),
            validations: validations(w),
            tests: tests(w),
            metrics: ran.then_some(w.derived.metrics.len()),
            findings: findings(w),
            branch: state.git.last.as_ref().map(|l| l.branch.clone()),
            commit: state.git.last.as_ref().map(|l| l.commit.clone()),
            pull_request: None,
        }
    }

    /// Whether a finding is an error (or, when strict, a warning).
    #[must_use]
    pub fn has_findings(&self, strict: bool) -> bool {
        self.findings
            .iter()
            .any(|f| f.severity == Severity::Error || (strict && f.severity == Severity::Warning))
    }
}

fn validations(w: &Wizard) -> Vec<ValidationPart> {
    let results = w.state.steps.test.tasks.iter();
    results
        .filter(|r| !matches!(r.state, TaskState::Waiting))
        .filter_map(|r| match &r.task {
            Task::Validate(name) => Some(ValidationPart {
                name: name.clone(),
                exit: r.exit,
                ms: r.ms,
                crashed: r.state == TaskState::Crashed,
                passed: r.state == TaskState::Passed,
            }),
            _ => None,
        })
        .collect()
}

fn tests(w: &Wizard) -> Option<TestsPart> {
    let unit = w
        .state
        .steps
        .test
        .tasks
        .iter()
        .find(|r| r.task == Task::Unit)?;
    if matches!(unit.state, TaskState::Waiting | TaskState::CiWillRun) {
        return None;
    }
    let count = |outcomes: &[&str]| {
        unit.cases
            .iter()
            .filter(|c| outcomes.contains(&c.outcome.as_str()))
            .count()
    };
    Some(TestsPart {
        passed: count(&["passed", "xpassed"]),
        failed: count(&["failed", "error"]),
        skipped: count(&["skipped", "xfailed"]),
    })
}

/// Each once: a plan repeats what was derived.
fn findings(w: &Wizard) -> Vec<Finding> {
    let tests = w.state.steps.test.tasks.iter().flat_map(|t| &t.findings);
    // `check` tells what the rules of the review say; what planning itself remarks is told here.
    let is_rule = |name: &str| crate::review::rules().any(|rule| rule.name == name);
    let ruled = |f: &&Finding| f.source == Source::Review && is_rule(&f.rule);
    let planned = w.plan_findings.iter().filter(|f| !ruled(f));
    let mut out: Vec<Finding> = vec![];
    for finding in w.derived.findings.iter().chain(planned).chain(tests) {
        if !out.contains(finding) {
            out.push(finding.clone());
        }
    }
    out = w.told(out);
    out.extend(left_out(w));
    out
}

/// How many names of what was left out one note spells out.
const NAMED: usize = 20;

/// What the source shows and the check does not send, one note for each reason: nobody looks at a
/// screen here, so it would go unnoticed.
fn left_out(w: &Wizard) -> impl Iterator<Item = Finding> {
    let mut by_reason: Vec<(&str, Vec<&str>)> = vec![];
    for dropped in w.left_out() {
        match by_reason.iter_mut().find(|(r, _)| *r == dropped.reason) {
            Some((_, names)) => names.push(&dropped.name),
            None => by_reason.push((&dropped.reason, vec![&dropped.name])),
        }
    }
    let what = if w.state.answers.is_declared() {
        "Sent, but not listed in metadata.csv"
    } else {
        "Not sent"
    };
    by_reason.into_iter().map(move |(reason, names)| {
        let more = match names.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let named = names[..names.len().min(NAMED)].join(", ");
        let message = format!("{what} ({reason}): {named}{more}.");
        Finding {
            severity: Severity::Note,
            ..Finding::error(Source::Form, "source", message)
        }
    })
}

/// A document for a run that could not begin.
#[must_use]
pub fn failed(failure: &crate::core::event::Failure) -> Report {
    let kind = kind_name(failure.kind);
    let hint = if failure.hint.is_empty() {
        failure.kind.way_out()
    } else {
        &failure.hint
    };
    Report::failed(exit_of(failure.kind), kind, &failure.message, hint)
}
