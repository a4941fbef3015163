//! The commit as a job: what hooks print is seen while they run, and Ctrl+C ends them. And what it would change.

use super::job::Job;
use super::reach;
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::repo::{COMMIT_LOG, CommitRequest};
use crate::git;
use crate::git::commit::HOOK;
use crate::jobs::tail::{LOG_LIMIT, Log};

/// Commits exactly the scope.
pub(super) fn commit(job: &mut Job, request: &CommitRequest) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    job.say(&format!("Committing on {}", request.branch), None);
    let path = job.context.log(COMMIT_LOG);
    let mut log = Log::open(Some(&path), LOG_LIMIT).map_err(|e| {
        Failure::new(
            FailureKind::Io,
            format!("The log of the hooks can't be opened: {e}."),
            "Free some space, or allow writing there. Nothing was committed.",
        )
    })?;
    let cancel = job.cancel.clone();
    let report = git::commit::commit_with(&clone, request, &cancel, &mut |line| {
        log.line(line);
        // A hook may say one thing and then work for minutes: whoever opens the log sees it.
        log.flush();
        // Which hook runs is told even right after the last line of the one before.
        if line.starts_with(HOOK) {
            job.say(line, None);
        } else {
            job.progress(line, None);
        }
    })
    .map_err(|e| {
        let kind = match e.kind {
            _ if job.cancel.is_cancelled() => FailureKind::Cancelled,
            git::CommitErrorKind::Io => FailureKind::Io,
            _ => FailureKind::Question,
        };
        Failure::new(kind, e.message, e.hint)
    })?;
    let scope = git::hash::scope_hash(&clone, &request.folder, &request.root_files)
        .map_err(|e| reach::problem(&e))?;
    Ok(Outcome::Committed { report, scope })
}

/// Reads what the commit would change.
pub(super) fn differences(job: &Job, request: &CommitRequest) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let all = git::differences::read(&clone, request).map_err(|e| reach::problem(&e))?;
    Ok(Outcome::Differences(all))
}
