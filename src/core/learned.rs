//! What was learned by reading the clone, the source, and the last run.

use super::capture::Dropped;
use super::existing::Existing;
use super::finding::Finding;
use super::mapping::Help;
use super::metadata::{MetricRow, ServiceCheckRow};
use super::state::Ids;
use std::collections::BTreeMap;

/// An integration that exists, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub existing: Existing,
    pub ids: Ids,
    /// Everything that was answered is in its files by now (or nothing was): the answers are what was read.
    pub afresh: bool,
}

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

/// What follows from the last run and the answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Derived {
    pub metrics: Vec<MetricRow>,
    pub service_checks: Vec<ServiceCheckRow>,
    pub options: Vec<super::answers::OwnOption>,
    pub findings: Vec<Finding>,
    /// The rows that an answer changed, as they were without it.
    pub guesses: BTreeMap<String, MetricRow>,
}

impl Derived {
    /// Where a metric's row is. Rows are derived in order of name.
    #[must_use]
    pub fn position(&self, metric: &str) -> Option<usize> {
        let rows = &self.metrics;
        rows.binary_search_by(|m| m.name.as_str().cmp(metric))
            .ok()
            .or_else(|| rows.iter().position(|m| m.name == metric))
    }
}
