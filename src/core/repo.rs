//! What git knows of the clone, as far as the steps need it.

use super::sync::Synced;
use serde::{Deserialize, Serialize};

/// A path of the worktree that differs from HEAD or the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Relative to the repository's root, with `/`.
    pub path: String,
    /// `new`, `modified`, `deleted`, `renamed`, `typechange`, `conflicted`.
    pub kind: String,
    pub staged: bool,
}

/// What the checked-out branch has beyond the base.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ahead {
    pub commits: usize,
    /// Those of them with several parents.
    pub merges: usize,
    /// The paths that they change, from the repository's root.
    pub files: Vec<String>,
}

/// The state that Commit shows and decides on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RepoState {
    /// The checked-out branch; `None` when detached or unborn.
    pub head_branch: Option<String>,
    pub head: Option<String>,
    /// For example `upstream/master`, and its commit.
    pub base: Option<String>,
    pub base_commit: Option<String>,
    /// How many commits the base is ahead of the clone's branch.
    pub behind: usize,
    pub ahead: Ahead,
    /// The repository's own template for the text of a pull request.
    pub template: Option<String>,
    /// Changes to files in scope.
    pub scope: Vec<Change>,
    /// The contributor's other changes: listed, never touched.
    pub others: Vec<Change>,
    /// Why a commit is refused now, with the way out.
    pub refusal: Option<String>,
    /// `Name <email>` from git's configuration.
    pub identity: Option<String>,
    /// The remote-tracking branch that holds the checked-out commit, for example `origin/acmeco/acme_queue`.
    pub published: Option<String>,
    /// What `commit.template` names: the text that a message begins with.
    pub message: Option<String>,
    /// Our last commit on record, and the one that it became, where it was made again on top of another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<Box<(String, String)>>,
    /// The update that the branch's log and its way back tell of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Box<Synced>>,
    /// Folders with files that an update replaced and could not put back, relative to the repository's root where they are
    /// in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<String>,
}

/// The log of what hooks print.
pub const COMMIT_LOG: &str = "commit";

/// The log of what a push prints.
pub const PUSH_LOG: &str = "push";

/// What a commit is to be made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitRequest {
    pub branch: String,
    /// For example `upstream/master`.
    pub base: String,
    pub message: String,
    /// The integration's folder; its files are in scope.
    pub folder: String,
    /// Root files in scope: `.github/CODEOWNERS`, the CI files, `.ddev/config.toml`.
    pub root_files: Vec<String>,
    pub sign_off: bool,
    /// Name and e-mail when git has none.
    pub author: Option<(String, String)>,
    /// Our last commit on the branch, so that a rerun recognises it.
    pub last_commit: Option<String>,
    /// Replace that commit instead of adding one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amend: Option<Amend>,
}

/// How the last commit is replaced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amend {
    /// It is the commit that was pushed last.
    pub pushed: bool,
    /// Replace it although others may have it.
    pub confirmed: bool,
}

/// How a file in scope differs from the parent of the next commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Relative to the repository's root, with `/`.
    pub path: String,
    /// `None`: the file is new.
    pub old: Option<Side>,
    /// `None`: the file goes.
    pub new: Option<Side>,
}

/// One side of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// As git writes it, for example `0o100644`.
    pub mode: u32,
    pub bytes: usize,
    /// `None`: not text, or too much of it to show.
    pub text: Option<String>,
}

/// What the fork's branch holds that the clone's lacks, as it was last looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theirs {
    pub branch: String,
    /// The commit at the branch's end there.
    pub commit: String,
    /// How many commits the clone's branch lacks.
    pub commits: usize,
    /// The latest of them: short name, subject, author.
    pub told: Vec<String>,
}

/// How a commit went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitReport {
    pub branch: String,
    pub commit: String,
    /// Whether a commit was made; `false` when nothing had changed.
    pub made: bool,
    pub files: Vec<String>,
    /// What hooks printed.
    pub hooks: String,
}
