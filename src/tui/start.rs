//! Where the screens begin.

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
