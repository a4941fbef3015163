//! The command line, as clap sees it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Take a Datadog integration from a custom check to a pull request.
#[derive(Debug, Parser)]
#[command(name = "ddint-tui", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub common: Common,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// How headless commands print: text for people, or one JSON document
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Use this folder as the workflow's workspace
    #[arg(long, global = true, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Use this ddev instead of the private toolchain's
    #[arg(long, global = true, value_name = "PATH", env = "DDINT_TUI_DDEV")]
    pub ddev: Option<PathBuf>,
    /// Use this Python (3.13 or newer)
    #[arg(long, global = true, value_name = "PATH", env = "DDINT_TUI_PYTHON")]
    pub python: Option<PathBuf>,
    /// End a run of the custom check after this many seconds
    #[arg(long, global = true, value_name = "SECONDS", env = "DDINT_TUI_RUN_LIMIT",
          default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub run_limit: u64,
    /// Wait at most this many seconds for an endpoint's answer
    #[arg(long, global = true, value_name = "SECONDS", env = "DDINT_TUI_FETCH_LIMIT",
          default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub fetch_limit: u64,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// What `config.toml` says; not an argument.
    #[arg(skip)]
    pub config: crate::config::Config,
}

impl Common {
    /// What the engine is told of these, and the clone.
    #[must_use]
    pub fn engine(&self, clone: Option<PathBuf>) -> crate::engine::Options {
        crate::engine::Options {
            ddev: self.ddev.clone(),
            python: self.python.clone(),
            clone,
            desk: None,
            run_limit: Duration::from_secs(self.run_limit),
            fetch_limit: Duration::from_secs(self.fetch_limit),
        }
    }
}

/// What headless commands print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    /// Workflow commands, which GitHub shows beside the lines (check only)
    Github,
}

/// The commands; none opens Home.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin a workflow
    New {
        /// The product's display name, for example "Acme Queue"
        name: Option<String>,
        /// Begin from an existing custom check
        #[arg(long, value_name = "FILE")]
        check: Option<PathBuf>,
        /// Begin from what there is to show: a URL, a file, a folder, a command, or a database
        #[arg(long, value_name = "WHAT", conflicts_with_all = ["check", "from"])]
        show: Option<String>,
        /// The custom check's configuration
        #[arg(long, value_name = "FILE", requires = "check")]
        conf: Option<PathBuf>,
        /// Open an integration that exists in the clone
        #[arg(long, value_name = "NAME", requires = "repo", conflicts_with_all = ["name", "check"])]
        from: Option<String>,
        /// The clone of integrations-extras
        #[arg(long, value_name = "DIR")]
        repo: Option<PathBuf>,
        /// Apply what was answered otherwise (with --from)
        #[arg(long, requires = "from")]
        apply: bool,
        /// Make ddev's own files again, for example after an upgrade of ddev (with --from)
        #[arg(long, requires = "from")]
        resync: bool,
        /// Lay this file of answers over what its files say (with --from)
        #[arg(long, value_name = "FILE", requires = "from")]
        answers: Option<PathBuf>,
        /// Use the name of this integration of the Agent all the same (yours is about something else)
        #[arg(long, value_name = "NAME")]
        allow_agent_name: Option<String>,
    },
    /// Open a saved workflow; the one touched last without a name
    Resume { name: Option<String> },
    /// List the saved workflows
    List,
    /// Say where a workflow stands and what to do next
    Status { name: Option<String> },
    /// Delete a saved workflow (the clone is not touched)
    Delete {
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Walk the whole path on an embedded small repository and a sample endpoint
    Demo {
        /// Keep the demo here instead of in the data folder
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
        /// Run without a screen up to this step
        #[arg(long, value_enum)]
        until: Option<Until>,
    },
    /// Walk the path without a screen, from a file of answers or in a saved workflow
    Run(RunArgs),
    /// Check this machine, as Set up does
    Doctor {
        /// Make the private toolchain when it is missing
        #[arg(long)]
        fix: bool,
        /// The clone of integrations-extras
        #[arg(long, value_name = "DIR")]
        repo: Option<PathBuf>,
    },
    /// Check integrations: the validations of ddev, and what reviewers flag
    #[command(after_help = CHECK_EXITS)]
    Check(CheckArgs),
    /// Print the table of keys
    Keys,
    /// Print a completion script
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
    /// Run a command and end it with us (internal)
    #[command(name = "__supervise", hide = true)]
    Supervise {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        argv: Vec<std::ffi::OsString>,
    },
}

/// What `run` takes.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Go on with this saved workflow
    pub name: Option<String>,
    /// The file of answers (YAML, `schema: 1`); without one, the saved workflow goes on. Over an opened integration,
    /// it says only what changes
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// The clone of integrations-extras; a saved workflow knows its own
    #[arg(long, value_name = "DIR")]
    pub repo: Option<PathBuf>,
    /// The last step to run
    #[arg(long, value_enum, default_value_t = Until::Test)]
    pub until: Until,
    /// Use the name of this integration of the Agent all the same (yours is about something else)
    #[arg(long, value_name = "NAME")]
    pub allow_agent_name: Option<String>,
    /// Agree to run the custom check that the workspace holds: you read it
    #[arg(long)]
    pub trust: bool,
    /// Warnings end with status 1 too
    #[arg(long)]
    pub strict: bool,
}

/// What `check --help` ends with.
const CHECK_EXITS: &str = "Exit status:
  0    nothing of severity error (with --strict: and no warning)
  1    something was found
  2    usage, an unknown name, or answers that are wrong
  3    no clone, no toolchain, or no network where one is needed
  5    a repair needs a person
  70   a fault of ddint-tui itself, or a file that can't be read
  129, 130, 143  ended by HUP, INT, TERM";

/// What `check` takes.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Integrations: their names in the clone, or their folders
    #[arg(value_name = "NAME|PATH", required_unless_present = "all")]
    pub targets: Vec<PathBuf>,
    /// Check every integration of the clone
    #[arg(long, conflicts_with = "targets")]
    pub all: bool,
    /// The clone of integrations-extras
    #[arg(long, value_name = "DIR")]
    pub repo: Option<PathBuf>,
    /// Leave out the remarks that this file of answers silences (`silenced`, each with a reason)
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Leave out the validations of ddev
    #[arg(long)]
    pub no_ddev: bool,
    #[command(flatten)]
    pub repair: RepairArgs,
    /// Warnings end with status 1 too
    #[arg(long)]
    pub strict: bool,
}

/// What `check` repairs.
#[derive(Debug, Clone, Args)]
pub struct RepairArgs {
    /// Repair what can be repaired: what loses nothing and decides nothing, or the fixes with these names, or all
    #[arg(long, value_name = "NAMES", num_args = 0..=1, require_equals = true, value_delimiter = ',',
          default_missing_value = "safe")]
    pub fix: Option<Vec<String>>,
    /// Show what would be repaired, and write nothing (with --fix)
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Take the latest repairs back
    #[arg(long, conflicts_with = "fix")]
    pub undo: bool,
}

/// Steps that `run` can end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Until {
    Prototype,
    Framework,
    Test,
    Commit,
    PullRequest,
}

impl From<Until> for crate::core::step::StepId {
    fn from(until: Until) -> Self {
        match until {
            Until::Prototype => Self::Prototype,
            Until::Framework => Self::Framework,
            Until::Test => Self::Test,
            Until::Commit => Self::Commit,
            Until::PullRequest => Self::PullRequest,
        }
    }
}
