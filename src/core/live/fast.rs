//! The fast loop: after a Python file of the integration was saved, its tests run again in ddev's own environment,
//! without ddev around them. Their verdict is a hint; the Test step turns green by `ddev test` alone.

use crate::core::job::JobId;
use crate::core::testing::TaskResult;

/// After a save this many milliseconds pass: editors write several files, and some write one twice.
pub const SETTLE: u64 = 120;
/// The name of that rest.
pub const RERUN: &str = "rerun";

/// How the last rerun went.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Rerun {
    /// Nothing was saved yet.
    #[default]
    Never,
    /// A save rests, or its tests run.
    Running,
    Done(Box<TaskResult>),
    /// Why tests can't run by themselves here, for example because ddev made no environment yet.
    Not(String),
}

/// The fast loop. Nothing of it is saved.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fast {
    /// The contributor wants it.
    pub on: bool,
    pub last: Rerun,
    /// The folder that is watched.
    pub(in crate::core) watching: Option<String>,
    pub(in crate::core) token: u64,
    pub(in crate::core) job: Option<JobId>,
    /// What `job` tests is older than the last save.
    pub(in crate::core) superseded: bool,
    /// It rested; what it waits for is another job's end.
    pub(in crate::core) due: bool,
}

impl Fast {
    /// What the tests said last, when they could run.
    #[must_use]
    pub fn result(&self) -> Option<&TaskResult> {
        match &self.last {
            Rerun::Done(result) => Some(result),
            _ => None,
        }
    }
}
