//! (in the making)

use std::path::PathBuf;

/// Where the screens begin.
#[derive(Debug, Clone)]
pub enum Start {
    Home,
    /// A new workflow; the display name when it was given.
    New(Option<String>),
    /// The workspace folder of a saved workflow.
    Resume(PathBuf),
}

/// What the command line says to the screens.
#[derive(Debug, Clone)]
pub struct Options {
    pub workspace: Option<PathBuf>,
    pub start: Start,
    pub ascii: bool,
    pub engine: crate::engine::Options,
}

/// Runs the screens until the contributor leaves; the exit status.
pub fn run(options: Options) -> anyhow::Result<i32> {
    anyhow::bail!("no screens yet: {options:?}")
}

/// The table of keys, as `ddint-tui keys` prints it.
#[must_use]
pub fn keys_table() -> String {
    String::new()
}
