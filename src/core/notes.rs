//! What looking at the clone, and reading the source, told.

use super::capture::Dropped;
use super::existing::Existing;
use super::mapping::Help;
use super::state::Ids;
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

/// An integration that exists, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub existing: Existing,
    pub ids: Ids,
    /// Everything that was answered is in its files by now (or nothing was): the answers are what was read.
    pub afresh: bool,
}
