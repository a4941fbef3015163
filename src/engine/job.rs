//! What a job works with, and how it reports.

use super::context::Context;
use crate::core::answers::Kind;
use crate::core::event::{Event, Failure, FailureKind, Progress};
use crate::core::job::JobId;
use crate::core::setup::SetupReport;
use crate::core::testing::TaskResult;
use crate::core::wizard::Wizard;
use crate::jobs::cancel::CancelToken;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Where events go: the loop of the screen, or of the headless run.
pub type Sink = Arc<dyn Fn(Event) + Send + Sync>;

/// What a job works with: a snapshot of the wizard, and how it reports.
pub struct Job {
    pub id: JobId,
    pub wizard: Wizard,
    pub context: Arc<Context>,
    pub cancel: CancelToken,
    pub(super) sink: Sink,
    pub(super) shown: Instant,
}

impl Job {
    /// Reports progress, at most ten times a second.
    pub fn progress(&mut self, line: &str, of: Option<(u64, u64)>) {
        if self.shown.elapsed() < Duration::from_millis(100) {
            return;
        }
        self.say(line, of);
    }

    /// Reports progress now: a new phase.
    pub fn say(&mut self, line: &str, of: Option<(u64, u64)>) {
        self.shown = Instant::now();
        let progress = Progress {
            line: line.to_owned(),
            of,
        };
        (self.sink)(Event::Progress {
            job: self.id,
            progress,
        });
    }

    /// Reports what Set up knows so far.
    pub(super) fn looked(&self, report: SetupReport) {
        (self.sink)(Event::Looked {
            job: self.id,
            report,
        });
    }

    /// Reports one task of the Test step.
    pub fn task(&self, result: TaskResult, inputs: &str) {
        (self.sink)(Event::Task {
            job: self.id,
            result: Box::new(result),
            inputs: inputs.to_owned(),
        });
    }

    /// Reports what only some jobs have to tell.
    pub(super) fn tell(&self, event: Event) {
        (self.sink)(event);
    }

    /// An error when the job was asked to stop.
    pub fn check_cancel(&self) -> Result<(), Failure> {
        if self.cancel.is_cancelled() {
            return Err(Failure::new(FailureKind::Cancelled, "Canceled.", ""));
        }
        Ok(())
    }

    /// Whether the check is written by the wizard from a source of this kind.
    pub(super) fn generates(&self, kind: Kind) -> bool {
        let answers = &self.wizard.state.answers;
        answers.prototype.is_none() && answers.integration.kind == Some(kind)
    }

    /// Where a path of the answers leads: the workspace's own files first, then as typed.
    pub(super) fn locate(&self, file: &str) -> PathBuf {
        let inside = self.context.dir.join(file);
        if inside.exists() {
            return inside;
        }
        if let Some(rest) = file.strip_prefix("~/")
            && let Some(home) = dirs::home_dir()
        {
            return home.join(rest);
        }
        PathBuf::from(file)
    }

    /// The integration's folder name.
    #[must_use]
    pub fn folder(&self) -> String {
        self.wizard.state.answers.integration.folder()
    }

    /// The clone, or what to do when there is none.
    pub fn clone_dir(&self) -> Result<PathBuf, Failure> {
        self.wizard
            .state
            .files
            .clone
            .as_ref()
            .map(PathBuf::from)
            .ok_or_else(|| {
                Failure::new(
                    FailureKind::Unavailable,
                    "No clone of integrations-extras is known.",
                    "Name it under Set up, or pass --repo DIR.",
                )
            })
    }
}

/// Unix time in seconds.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs())
}

/// An I/O error as a failure that names what was being done to which file.
pub(crate) fn io(what: &str, path: &std::path::Path, error: &std::io::Error) -> Failure {
    let hint = match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "Allow writing there, or choose another folder."
        }
        std::io::ErrorKind::StorageFull => "Free some space, and try again. Nothing was lost.",
        std::io::ErrorKind::AlreadyExists | std::io::ErrorKind::NotADirectory => {
            "A file is in the way: move it, or choose another folder."
        }
        _ => FailureKind::Io.way_out(),
    };
    Failure::new(
        FailureKind::Io,
        format!("{what} {}: {error}.", path.display()),
        hint,
    )
}
