//! Pushing to the fork by the `git` program, and looking at what is there when that is refused.

use super::child;
use super::problem::Problem;
use super::receives;
use super::refused::Cause;
use super::remote::{self, Failed, Run};
use crate::core::repo::Theirs;
use git2::Oid;
use std::path::Path;

/// How many of the commits there are told by name.
const TOLD: usize = 5;

/// Where a branch goes.
#[derive(Debug, Clone, Copy)]
pub struct To<'a> {
    pub remote: &'a str,
    pub branch: &'a str,
    /// The commit that the remote's branch is known to hold, and that may be overwritten. Only with what the
    /// contributor confirmed.
    pub over: Option<&'a str>,
}

/// What a push did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// The branch is there now.
    Sent,
    /// It was there before.
    UpToDate,
}

/// Pushes `branch` to the fork and sets it up to track there. Never to Datadog's repository; forced only over the
/// one commit that `to.over` names.
///
/// # Errors
/// The remote is Datadog's, the lease names no commit, or what git said.
pub fn push<'a>(
    clone: &Path,
    to: To<'_>,
    run: impl Into<Run<'a>>,
    on_line: &mut dyn FnMut(&str),
) -> Result<Pushed, Failed> {
    let To { remote, branch, .. } = to;
    receives::may_receive(clone, remote)?;
    let reference = format!("refs/heads/{branch}:refs/heads/{branch}");
    let mut args = vec![
        "push".to_owned(),
        "--progress".into(),
        "--set-upstream".into(),
        // Whatever push.recurseSubmodules says: nothing else is pushed anywhere.
        "--no-recurse-submodules".into(),
    ];
    if let Some(over) = to.over {
        // An empty or abbreviated one would mean something else to git.
        let known = Oid::from_str(over)
            .ok()
            .filter(|oid| oid.to_string() == over);
        let known = known.ok_or_else(|| {
            Problem::new(
                format!("\"{over}\" is not a commit's whole name, so nothing is overwritten."),
                "Push again to see what is on the fork.",
            )
        })?;
        args.push(format!("--force-with-lease=refs/heads/{branch}:{known}"));
    }
    args.extend(["--".to_owned(), remote.into(), reference]);
    let spec = child::git(clone, args);
    let what = format!("Pushing {branch} to {remote}");
    let output = remote::finish(&spec, run.into(), on_line, &what, remote)?;
    let same = output.lines().any(|l| l.trim() == "Everything up-to-date");
    Ok(if same { Pushed::UpToDate } else { Pushed::Sent })
}

/// Refuses a branch that does not hold `commit`: it was moved by hand since.
///
/// # Errors
/// It does not, or can't be read.
pub fn holds(clone: &Path, branch: &str, commit: &str) -> Result<(), Problem> {
    let repo = git2::Repository::open(clone)?;
    let tip = repo.refname_to_id(&format!("refs/heads/{branch}"))?;
    let last = Oid::from_str(commit)?;
    if tip == last || repo.graph_descendant_of(tip, last).unwrap_or(false) {
        return Ok(());
    }
    let short = commit.get(..9).unwrap_or(commit);
    Err(Problem::new(
        format!(
            "{branch} was moved, and does not hold your last commit {short} any more. Nothing was pushed."
        ),
        format!(
            "See what it lacks: git log {branch}..{short}. Then commit again, or take it back: git merge --ff-only {short}"
        ),
    ))
}

/// Fetches the remote's `branch` and says what it holds that the clone's lacks. Only the branch's copy under
/// `refs/remotes` moves.
///
/// # Errors
/// The branch can't be fetched, or the clone's can't be read.
pub fn theirs<'a>(
    clone: &Path,
    remote: &str,
    branch: &str,
    run: impl Into<Run<'a>>,
    on_line: &mut dyn FnMut(&str),
) -> Result<Theirs, Failed> {
    let copy = format!("refs/remotes/{remote}/{branch}");
    let reference = format!("+refs/heads/{branch}:{copy}");
    let args = [
        "fetch",
        "--progress",
        "--no-tags",
        "--no-recurse-submodules",
        remote::ONLY_THIS,
        "--",
        remote,
        &reference,
    ];
    let what = format!("Fetching {branch} from {remote}");
    remote::finish(&child::git(clone, args), run.into(), on_line, &what, remote)?;
    Ok(beyond(clone, branch, &copy).map_err(Problem::from)?)
}

/// What `copy` holds that the clone's `branch` lacks.
fn beyond(clone: &Path, branch: &str, copy: &str) -> Result<Theirs, git2::Error> {
    let repo = git2::Repository::open(clone)?;
    let there = repo.refname_to_id(copy)?;
    let here = repo.refname_to_id(&format!("refs/heads/{branch}"))?;
    let mut walk = repo.revwalk()?;
    walk.push(there)?;
    walk.hide(here)?;
    let all: Vec<Oid> = walk.collect::<Result<_, _>>()?;
    let told = all.iter().take(TOLD).map(|oid| {
        let commit = repo.find_commit(*oid)?;
        let short = oid.to_string().chars().take(9).collect::<String>();
        let subject =
            String::from_utf8_lossy(commit.summary_bytes().unwrap_or_default()).into_owned();
        let author = String::from_utf8_lossy(commit.author().name_bytes()).into_owned();
        Ok(format!("{short} {subject} ({author})"))
    });
    Ok(Theirs {
        branch: branch.to_owned(),
        commit: there.to_string(),
        commits: all.len(),
        told: told.collect::<Result<_, git2::Error>>()?,
    })
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self {
            cause: Cause::Other,
            problem,
        }
    }
}
