//! Git's jobs: reading the repository's state, pushing.

use super::job::Job;
use super::reach::{Reach, problem, remote_failure};
use super::syncing;
use super::tests::test_inputs;
use crate::core::event::{Event, Failure, Outcome};
use crate::core::repo::PUSH_LOG;
use crate::core::setup::{Health, Item};
use crate::git;
use crate::git::push::{Pushed, To};
use crate::git::refused::Cause;
use crate::jobs::tail::{LOG_LIMIT, Log};
use crate::toolchain::tasks;
use std::path::Path;

/// Reads what Test and Commit decide on.
pub(super) fn read(job: &mut Job) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let folder = job.folder();
    let roots = job.wizard.root_files();
    let base = job.wizard.base();
    syncing::recover(job, &clone);
    let (mut repo, scope) = at_rest(|| {
        let repo = git::state::read(&clone, &folder, &roots, Some(&base))?;
        Ok((repo, git::hash::scope_hash(&clone, &folder, &roots)?))
    })
    .map_err(|e| problem(&e))?;
    syncing::on_record(job, &clone, &base, &mut repo);
    let setup = job.wizard.setup.as_ref();
    let engine = setup.and_then(|s| s.line(Item::Docker));
    let docker = engine.is_some_and(|l| l.health == Health::Good);
    let tasks = tasks::tasks(&clone, &folder, job.wizard.state.answers.track, docker);
    let inputs = test_inputs(job, &clone, &scope);
    let last = super::fixing::jobs::last(job);
    job.tell(Event::LastFix { last });
    Ok(Outcome::Repo {
        repo,
        scope,
        inputs,
        tasks,
    })
}

/// A file that is replaced while it is read is read again: an editor, or a job of this program, just saved it.
fn at_rest<T>(mut read: impl FnMut() -> Result<T, git::Problem>) -> Result<T, git::Problem> {
    const TRIES: usize = 4;
    for _ in 1..TRIES {
        if let Ok(read) = read() {
            return Ok(read);
        }
    }
    read()
}

/// Pushes the branch to the fork, never to the upstream; over a commit that is there only where `over` names it.
pub(super) fn push(
    job: &mut Job,
    remote: &str,
    branch: &str,
    over: Option<&str>,
) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    if let Some(last) = &job.wizard.state.git.last {
        git::push::holds(&clone, branch, &last.commit).map_err(|e| problem(&e))?;
    }
    job.say(&format!("Pushing {branch} to {remote}"), None);
    let reach = Reach::of(job);
    let to = To {
        remote,
        branch,
        over,
    };
    let path = job.context.log(PUSH_LOG);
    // What can't be kept is seen while it runs all the same.
    let mut log = Log::open(Some(&path), LOG_LIMIT).ok();
    let done = git::push::push(&clone, to, reach.run(), &mut |line| {
        if let Some(log) = &mut log {
            log.line(line);
            log.flush();
        }
        job.progress(line, None);
    });
    let done = match done {
        Ok(done) => done,
        Err(failed) => {
            if matches!(failed.cause, Cause::Behind | Cause::Moved) {
                look(job, &clone, remote, branch);
            }
            return Err(remote_failure(job, &failed));
        }
    };
    let commit = job
        .wizard
        .state
        .git
        .last
        .as_ref()
        .map(|l| l.commit.clone())
        .unwrap_or_default();
    let url = git::remote::compare_url(&clone, remote, &job.wizard.base(), branch);
    Ok(Outcome::Pushed {
        commit,
        url,
        already: done == Pushed::UpToDate,
    })
}

/// Tells what stands in the way on the fork. Where that can't be seen, the refusal says enough.
fn look(job: &mut Job, clone: &Path, remote: &str, branch: &str) {
    job.say(&format!("Looking at {branch} on {remote}"), None);
    let reach = Reach::of(job);
    let seen = git::push::theirs(clone, remote, branch, reach.run(), &mut |line| {
        job.progress(line, None);
    });
    if let Ok(theirs) = seen {
        let job_id = job.id;
        job.tell(Event::InTheWay {
            job: job_id,
            theirs,
        });
    }
}
