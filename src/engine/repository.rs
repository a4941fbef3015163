//! Git's jobs: reading the repository's state, pushing.

use super::Job;
use crate::core::event::{Event, Failure, FailureKind, Outcome};
use crate::core::hash;
use crate::core::setup::{Health, Item};
use crate::git;
use crate::toolchain::tasks;
use std::path::Path;

/// Reads what Test and Commit decide on.
pub(super) fn read(job: &mut Job) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let folder = job.folder();
    let roots = job.wizard.root_files();
    let base = job.wizard.base();
    let repo = git::state::read(&clone, &folder, &roots, Some(&base)).map_err(|e| problem(&e))?;
    let scope = git::hash::scope_hash(&clone, &folder, &roots).map_err(|e| problem(&e))?;
    let setup = job.wizard.setup.as_ref();
    let engine = setup.and_then(|s| s.line(Item::Docker));
    let docker = engine.is_some_and(|l| l.health == Health::Good);
    let tasks = tasks::tasks(&clone, &folder, job.wizard.state.answers.track, docker);
    let inputs = test_inputs(job, &clone, &scope);
    let last = super::mend::last(job);
    job.tell(Event::LastFix { last });
    Ok(Outcome::Repo {
        repo,
        scope,
        inputs,
        tasks,
    })
}

/// Everything that test results depend on: files in scope, ddev's version, the root pyproject.toml.
pub(super) fn test_inputs(job: &Job, clone: &Path, scope: &str) -> String {
    let version = job
        .wizard
        .setup
        .as_ref()
        .and_then(|s| s.ddev_version.clone())
        .unwrap_or_default();
    let root = std::fs::read(clone.join("pyproject.toml")).unwrap_or_default();
    hash::of(&[scope.as_bytes(), version.as_bytes(), &root])
}

/// Pushes the branch to the fork, never to the upstream.
pub(super) fn push(job: &mut Job, remote: &str, branch: &str) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    job.say(&format!("Pushing {branch} to {remote}"), None);
    let cancel = job.cancel.clone();
    git::remote::push(&clone, remote, branch, &cancel, &mut |line| {
        job.progress(line, None);
    })
    .map_err(|e| remote_failure(job, &e))?;
    let commit = job
        .wizard
        .state
        .git
        .last
        .as_ref()
        .map(|l| l.commit.clone())
        .unwrap_or_default();
    let url = git::remote::compare_url(&clone, remote, &job.wizard.base(), branch);
    Ok(Outcome::Pushed { commit, url })
}

pub(super) fn remote_failure(job: &Job, error: &git::Problem) -> Failure {
    let kind = if job.cancel.is_cancelled() {
        FailureKind::Cancelled
    } else {
        FailureKind::Unavailable
    };
    Failure::new(kind, error.message.clone(), error.hint.clone())
}

pub(super) fn problem(error: &git::Problem) -> Failure {
    Failure::new(
        FailureKind::Question,
        error.message.clone(),
        error.hint.clone(),
    )
}
