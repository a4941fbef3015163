//! What git's jobs share: how a remote is reached, and what is told of a failure.

use super::job::Job;
use crate::core::event::{Failure, FailureKind};
use crate::git;
use crate::git::remote::{Failed, Run};
use crate::jobs::cancel::CancelToken;
use crate::jobs::desk::Desk;
use std::sync::Arc;

/// What git needs to reach a remote: how it is ended, and whom it may ask.
pub(super) struct Reach {
    cancel: CancelToken,
    desk: Option<Arc<Desk>>,
}

impl Reach {
    pub(super) fn of(job: &Job) -> Self {
        Self {
            cancel: job.cancel.clone(),
            desk: job.context.options.desk.clone(),
        }
    }

    pub(super) fn run(&self) -> Run<'_> {
        Run {
            cancel: &self.cancel,
            desk: self.desk.as_ref(),
        }
    }
}

pub(super) fn remote_failure(job: &Job, failed: &Failed) -> Failure {
    let kind = if job.cancel.is_cancelled() {
        FailureKind::Cancelled
    } else if failed.cause.asks() {
        FailureKind::Question
    } else {
        FailureKind::Unavailable
    };
    let problem = &failed.problem;
    Failure::new(kind, problem.message.clone(), problem.hint.clone())
}

pub(super) fn problem(error: &git::Problem) -> Failure {
    Failure::new(
        FailureKind::Question,
        error.message.clone(),
        error.hint.clone(),
    )
}
