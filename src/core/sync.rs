//! Bringing the work up to date with the base: what it would do, what it did, and the way back.

use serde::{Deserialize, Serialize};

/// The job that fetches the base and finds out what an update does.
pub const LOOK: &str = "base";
/// The job that does it.
pub const UPDATE: &str = "update";
/// The job that goes back.
pub const BACK: &str = "way back";

/// What is to be brought up to date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// The integration's branch, which may not exist yet.
    pub branch: String,
    /// For example `upstream/master`.
    pub base: String,
    /// The integration's folder; its files are in scope.
    pub folder: String,
    /// Root files in scope, as for a commit.
    pub root_files: Vec<String>,
    /// Name and e-mail when git has none.
    pub author: Option<(String, String)>,
    /// Our last commit on record.
    pub last_commit: Option<String>,
}

/// One commit, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub commit: String,
    pub title: String,
    pub author: String,
}

/// How a branch comes up to date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// It has all of the base.
    #[default]
    Nothing,
    /// It has no commits of its own: it moves to the base's commit.
    Forward,
    /// Its own commits are made again on top of the base's.
    Replay,
}

/// What an update would do, from what was last fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncPlan {
    /// The branch that moves.
    pub branch: String,
    /// It is the integration's branch; else the one that is checked out, from which that will begin.
    pub ours: bool,
    pub checked_out: bool,
    pub base: String,
    /// The branch's commit now, and the base's.
    pub from: String,
    pub onto: String,
    pub how: How,
    /// How many of the base's commits the branch lacks.
    pub new: usize,
    /// The branch's own commits that are made again, the oldest first.
    pub replayed: Vec<Told>,
    /// Those that the base has in another form, for example as one commit that was merged.
    pub merged: Vec<Told>,
    /// Commits that the base had once and has no more: it was rewritten.
    pub gone: Vec<Told>,
    /// Shared files that are made again on top of the base's version.
    pub remade: Vec<String>,
    /// How many files of the worktree change.
    pub files: usize,
    /// The reference that will keep the branch's commit.
    pub kept: String,
    /// The remote-tracking branch that holds what is made again: the next push has to overwrite it.
    pub published: Option<String>,
}

/// What an update did, and how to go back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Synced {
    pub branch: String,
    pub base: String,
    /// The branch's commit before and after.
    pub before: String,
    pub after: String,
    /// The reference that keeps the commit before.
    pub kept: String,
    /// How many commits of its own were made again.
    pub replayed: usize,
    /// Shared files that were made again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remade: Vec<String>,
    /// Our last commit on record before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// What that became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<String>,
    /// What hooks printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hooks: String,
}

/// Looking at what an update does.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Preview {
    #[default]
    None,
    /// The base is being fetched.
    Looking,
    Ready(Box<SyncPlan>),
    Failed(super::failure::Failure),
    Done(Box<Synced>),
}

impl Preview {
    /// What would be done, once it is known and there is something to do.
    #[must_use]
    pub fn ready(&self) -> Option<&SyncPlan> {
        match self {
            Self::Ready(plan) if plan.how != How::Nothing => Some(plan),
            _ => None,
        }
    }
}

/// A commit's name as it is shown.
#[must_use]
pub fn short(commit: &str) -> &str {
    commit.get(..9).unwrap_or(commit)
}
