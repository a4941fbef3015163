//! Saved workflows: their folder, document, lock and small files. Generic over the document: what a workflow
//! means is core's business, and no screen, git or ddev knowledge lives here.

mod codec;
mod delete;
mod drafts;
mod error;
pub mod files;
mod list;
mod lock;
pub mod store;
mod writer;

pub use delete::delete;
pub use drafts::{Document, Drafts, lend};
pub use list::{Entry, list, read};
pub use lock::hold;

use std::path::PathBuf;

/// The saved document.
pub(crate) const DOCUMENT: &str = "workflow.yaml";
/// The document before the last save.
pub(crate) const BACKUP: &str = "workflow.yaml.1";
/// The folder of texts being edited.
pub(crate) const DRAFTS: &str = "drafts";

/// Where workflows live unless a folder is named: `workflows` in the data folder.
#[must_use]
pub fn root() -> PathBuf {
    let configured = crate::config::load().ok().and_then(|c| c.workspaces);
    configured.unwrap_or_else(|| crate::toolchain::dirs::data_dir().join("workflows"))
}
