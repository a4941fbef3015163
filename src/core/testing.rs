//! The tasks of the Test step and how they went.

use super::finding::Finding;
use serde::{Deserialize, Serialize};

/// Something the repository's CI runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "task", content = "name")]
pub enum Task {
    /// `ddev validate NAME`.
    Validate(String),
    /// `ddev test --lint`.
    Lint,
    /// `ddev test`.
    Unit,
    /// `ddev test --compat --recreate`: the oldest declared base.
    Oldest,
    /// `ddev env test`: needs Docker and a compose file.
    E2e,
    /// Something only CI can run; the text says what.
    CiOnly(String),
}

impl Task {
    /// The name shown in the list and used in the log's file name.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Validate(name) => format!("validate {name}"),
            Self::Lint => "test --lint".into(),
            Self::Unit => "test".into(),
            Self::Oldest => "test --compat".into(),
            Self::E2e => "env test".into(),
            Self::CiOnly(what) => what.clone(),
        }
    }
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    #[default]
    Waiting,
    Running,
    Passed,
    Failed,
    /// ddev itself failed.
    Crashed,
    Cancelled,
    /// It ran when the program was killed.
    Interrupted,
    /// This machine cannot run it; CI will.
    CiWillRun,
}

/// One pytest case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// For example `tests/test_unit.py::test_metrics`.
    pub id: String,
    /// `passed`, `failed`, `error`, `skipped`.
    pub outcome: String,
    #[serde(default)]
    pub ms: u64,
}

/// How a task went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskResult {
    pub task: Task,
    pub state: TaskState,
    /// The command's own exit status.
    #[serde(default)]
    pub exit: Option<i32>,
    #[serde(default)]
    pub ms: u64,
    #[serde(default)]
    pub findings: Vec<Finding>,
    #[serde(default)]
    pub cases: Vec<Case>,
    /// The command as one would type it.
    #[serde(default)]
    pub command: String,
}

impl TaskResult {
    /// A task that has not run.
    #[must_use]
    pub fn waiting(task: Task) -> Self {
        let state = if matches!(task, Task::CiOnly(_)) {
            TaskState::CiWillRun
        } else {
            TaskState::Waiting
        };
        Self {
            task,
            state,
            exit: None,
            ms: 0,
            findings: vec![],
            cases: vec![],
            command: String::new(),
        }
    }
}
