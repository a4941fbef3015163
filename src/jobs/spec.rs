//! What to run and how, and how it ended.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// What to run and how.
#[derive(Debug, Clone, Default)]
pub struct Spec {
    pub program: PathBuf,
    pub args: Vec<OsString>,
    /// The working directory; empty = this program's own.
    pub cwd: PathBuf,
    /// Variables to set, or with `None` to remove.
    pub env: Vec<(OsString, Option<OsString>)>,
    /// Begin with an empty environment instead of this program's.
    pub clear_env: bool,
    /// Bytes for the standard input; `/dev/null` when absent.
    pub stdin: Option<Vec<u8>>,
    /// Where the complete output goes (replaced).
    pub log: Option<PathBuf>,
    /// The group is ended after this time.
    pub time_limit: Option<Duration>,
    /// How many bytes of output, the last ones, [`Ended::output`] holds.
    pub keep: usize,
    /// Run under `ddint-tui __supervise`, so that SIGKILL of this program leaves no child behind.
    pub supervised: bool,
}

impl Spec {
    /// A program with arguments, 1 MiB of output kept, nothing else set.
    pub fn new<A: Into<OsString>>(
        program: impl Into<PathBuf>,
        args: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: program.into(),
            args: args.into_iter().map(Into::into).collect(),
            keep: 1 << 20,
            ..Self::default()
        }
    }

    /// The same with the variable set.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.env.push((name.into(), Some(value.into())));
        self
    }

    /// The same with the variable removed.
    #[must_use]
    pub fn unset(mut self, name: impl Into<OsString>) -> Self {
        self.env.push((name.into(), None));
        self
    }

    /// The same in another working directory.
    #[must_use]
    pub fn cwd(mut self, cwd: impl Into<PathBuf>) -> Self {
        self.cwd = cwd.into();
        self
    }

    /// The same with a time limit.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }
}

/// How a child ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    /// The exit status, when it exited.
    pub code: Option<i32>,
    /// The signal, when one ended it.
    pub signal: Option<i32>,
    /// It was canceled while it ran.
    pub cancelled: bool,
    /// It ran longer than the time limit.
    pub timed_out: bool,
    /// The last `keep` bytes of both outputs, cleaned (colours stay), lines ended by `\n`.
    pub output: String,
    /// Milliseconds from start to end.
    pub ms: u64,
    /// Why the log is incomplete, when the disk refused it.
    pub log_error: Option<String>,
}

impl Ended {
    /// Whether it exited with status 0 and nobody ended it.
    #[must_use]
    pub fn success(&self) -> bool {
        self.code == Some(0) && !self.cancelled && !self.timed_out
    }
}
