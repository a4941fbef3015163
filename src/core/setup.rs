//! What Set up and `doctor` found on this machine.

use serde::{Deserialize, Serialize};

/// The field in which a clone's folder or URL is typed.
pub const CLONE_FIELD: &str = "setup.clone";

/// The field in which the commits' author is typed.
pub const IDENTITY_FIELD: &str = "setup.identity";

/// The field in which a fork's URL is typed.
pub const FORK_FIELD: &str = "setup.remotes";

/// One line of Set up, in the order shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    Git,
    Identity,
    Python,
    Toolchain,
    Clone,
    Remotes,
    Base,
    Docker,
    Disk,
}

impl Item {
    pub const ALL: [Self; 9] = [
        Self::Git,
        Self::Identity,
        Self::Python,
        Self::Toolchain,
        Self::Clone,
        Self::Remotes,
        Self::Base,
        Self::Docker,
        Self::Disk,
    ];

    /// The job that works on it.
    #[must_use]
    pub fn job(self) -> Option<&'static str> {
        match self {
            Self::Toolchain => Some("toolchain"),
            Self::Clone => Some("clone"),
            Self::Remotes => Some("remote"),
            Self::Base => Some("fetch"),
            _ => None,
        }
    }

    /// The name on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Git => "git",
            Self::Identity => "Identity",
            Self::Python => "Python",
            Self::Toolchain => "Toolchain",
            Self::Clone => "Clone",
            Self::Remotes => "Remotes",
            Self::Base => "Base",
            Self::Docker => "Docker",
            Self::Disk => "Free disk",
        }
    }
}

/// How a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    Good,
    /// Works, and is worth knowing; never blocks.
    Note,
    /// Must be repaired before Test or Commit.
    Bad,
}

/// What one key does about a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "repair")]
pub enum Repair {
    /// Make the private toolchain.
    MakeToolchain,
    /// Ask for a name and an e-mail, for this commit only.
    AskIdentity,
    /// Type the clone's path, or a URL to clone from.
    AskClone,
    /// Add Datadog's repository as a remote; `config` names the file that this changes.
    AddRemote {
        name: String,
        url: String,
        config: String,
    },
    /// Type the fork's URL, to add it as the remote `name`.
    AskFork { name: String, config: String },
    /// `git fetch` the base's remote.
    Fetch { remote: String },
    /// Nothing that a key can do; the command to run.
    Run { command: String },
}

/// One line: what was found, what it means, and what repairs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub item: Item,
    pub health: Health,
    /// What was found, for example `ddev 20.1.0`.
    pub found: String,
    /// What it means for the contributor.
    pub meaning: String,
    pub repair: Option<Repair>,
}

/// Everything Set up knows. Paths are absolute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetupReport {
    pub lines: Vec<Line>,
    pub clone: Option<String>,
    /// For example `upstream/master`.
    pub base: Option<String>,
    /// The remote that receives the branch.
    pub fork: Option<String>,
    pub ddev: Option<String>,
    pub ddev_version: Option<String>,
    pub python: Option<String>,
    /// The author git would use, `Name <email>`.
    pub identity: Option<String>,
}

impl SetupReport {
    /// The line of an item.
    #[must_use]
    pub fn line(&self, item: Item) -> Option<&Line> {
        self.lines.iter().find(|l| l.item == item)
    }

    /// The lines that block.
    pub fn bad(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|l| l.health == Health::Bad)
    }
}
