//! The commit as a job: what hooks print is seen while they run, and Ctrl+C ends them. And what it would change.

use super::job::Job;
use super::reach;
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::repo::{COMMIT_LOG, CommitRequest};
use crate::git;
use crate::git::commit::HOOK;
use crate::jobs::tail::{LOG_LIMIT, Log};
use std::path::Path;

/// Commits exactly the scope.
pub(super) fn commit(job: &mut Job, request: &CommitRequest) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    as_shown(job, &clone, request)?;
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
    // The commit stands, whatever can't be read now: that equals nothing.
    let scope = git::hash::scope_hash(&clone, &request.folder, &request.root_files);
    // What was saved while the hooks ran is not in the commit, nor is what a hook changed and left.
    let next = CommitRequest {
        last_commit: Some(report.commit.clone()),
        amend: None,
        ..request.clone()
    };
    let left = git::differences::read(&clone, &next).is_ok_and(|left| !left.is_empty());
    let scope = scope.ok().filter(|_| !left).unwrap_or_default();
    Ok(Outcome::Committed { report, scope })
}

/// What was saved since the files were listed was looked at by nobody.
fn as_shown(job: &Job, clone: &Path, request: &CommitRequest) -> Result<(), Failure> {
    let seen = &job.wizard.scope;
    let now = git::hash::scope_hash(clone, &request.folder, &request.root_files);
    // What can't be read is said by the commit itself.
    if seen.is_empty() || now.is_ok_and(|now| now == *seen) {
        return Ok(());
    }
    Err(Failure::new(
        FailureKind::Question,
        "Files of the integration changed since they were listed. Nothing was committed.",
        "Look at the list again, then commit.",
    ))
}

/// Reads what the commit would change.
pub(super) fn differences(job: &Job, request: &CommitRequest) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let all = git::differences::read(&clone, request).map_err(|e| reach::problem(&e))?;
    Ok(Outcome::Differences(all))
}
