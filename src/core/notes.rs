//! What looking at the clone, and reading the source, told.

use super::capture::Dropped;
use super::mapping::Help;
use std::collections::BTreeMap;

/// What the clone and ddev offer to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Unit names that ddev accepts.
    pub units: Vec<String>,
    /// Values of `Category::` in the clone's manifests.
    pub categories: Vec<String>,
    /// Integration folders of the clone.
    pub integrations: Vec<String>,
    /// The templates that the installed ddev has for a configuration; empty: the pinned one's.
    pub templates: super::templates::Catalog,
}

/// What reading the source told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    pub dropped: Vec<Dropped>,
    /// Raw names of runtime families that one choice leaves out.
    pub runtime: Vec<String>,
    pub messages: Vec<String>,
    /// What the pages say of each emitted metric.
    pub help: BTreeMap<String, Help>,
    /// `61 collected, 20 of the runtime, 6 without a type`.
    pub summary: String,
}
