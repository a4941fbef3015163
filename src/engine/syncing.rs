//! Bringing the work up to date with the base, as jobs.

use super::job::Job;
use super::reach::{Reach, remote_failure};
use crate::core::event::{Event, Failure, FailureKind, Outcome};
use crate::core::repo::RepoState;
use crate::core::sync::{SyncPlan, SyncRequest, Synced};
use crate::git;
use crate::scaffold::remake::remake;
use std::path::{Path, PathBuf};

/// Fetches the base, and finds out what an update does.
pub(super) fn look(job: &mut Job, request: &SyncRequest) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    job.say(&format!("Fetching {}", request.base), None);
    let reach = Reach::of(job);
    git::remote::fetch_base(&clone, &request.base, reach.run(), &mut |line| {
        job.progress(line, None);
    })
    .map_err(|failed| remote_failure(job, &failed))?;
    job.say(&format!("Trying {} in memory", request.branch), None);
    let plan = git::sync::look(&clone, request, &again(request), &job.cancel)
        .map_err(|problem| failure(job, &problem))?;
    Ok(Outcome::BaseSeen(Box::new(plan)))
}

/// Does what was looked at.
pub(super) fn update(
    job: &mut Job,
    request: &SyncRequest,
    plan: &SyncPlan,
) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    job.say(&format!("Bringing {} up to date", plan.branch), None);
    let was = scope(&clone, request);
    let (remake, cancel) = (again(request), job.cancel.clone());
    let done = git::sync::update(&clone, request, plan, &remake, &cancel, &mut |line| {
        job.progress(line, None);
    })
    .map_err(|problem| failure(job, &problem))?;
    Ok(Outcome::Updated {
        done: Box::new(done),
        was,
        scope: scope(&clone, request),
    })
}

/// Goes back to before an update.
pub(super) fn back(
    job: &mut Job,
    request: &SyncRequest,
    done: &Synced,
) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    job.say(&format!("Going back with {}", done.branch), None);
    let was = scope(&clone, request);
    let (remake, cancel) = (again(request), job.cancel.clone());
    git::sync::back(&clone, request, done, &remake, &cancel, &mut |line| {
        job.progress(line, None);
    })
    .map_err(|problem| failure(job, &problem))?;
    Ok(Outcome::WentBack {
        was,
        scope: scope(&clone, request),
    })
}

/// Puts in order what was cut off, before the clone is read.
pub(super) fn recover(job: &Job, clone: &Path) {
    let said = match git::sync::recover(clone) {
        Ok(None) => return,
        Ok(Some(said)) => Ok(said),
        Err(problem) => Err(failure(job, &problem)),
    };
    job.tell(Event::Recovered { said });
}

/// What the clone tells of our last commit and of the last updates.
pub(super) fn on_record(job: &Job, clone: &Path, base: &str, repo: &mut RepoState) {
    let shown = |path: &PathBuf| {
        path.strip_prefix(clone)
            .unwrap_or(path)
            .display()
            .to_string()
    };
    repo.set_aside = git::sync::set_aside(clone).iter().map(shown).collect();
    let Some(last) = &job.wizard.state.git.last else {
        return;
    };
    let became = git::sync::became(clone, &last.branch, base, &last.commit);
    repo.became = became.map(|became| Box::new((last.commit.clone(), became)));
    repo.updated = git::sync::last_update(clone, &last.branch, base).map(Box::new);
}

/// The hash of the scope's files; what can't be read equals nothing.
fn scope(clone: &Path, request: &SyncRequest) -> String {
    git::hash::scope_hash(clone, &request.folder, &request.root_files).unwrap_or_default()
}

fn again(request: &SyncRequest) -> impl Fn(&str, &str, &str, &str) -> Option<String> + use<'_> {
    |path, from, mine, onto| remake(path, &request.folder, from, mine, onto)
}

fn failure(job: &Job, problem: &git::Problem) -> Failure {
    let kind = match problem.io {
        _ if job.cancel.is_cancelled() => FailureKind::Cancelled,
        true => FailureKind::Io,
        false => FailureKind::Question,
    };
    Failure::new(kind, problem.message.clone(), problem.hint.clone())
}
