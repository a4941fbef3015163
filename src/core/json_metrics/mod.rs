//! Metrics from a JSON document: which values, under which names, tagged by what. Proposes; the contributor
//! may answer each request's metrics instead, which are then only held against the sample.

mod hosts;
pub(crate) mod names;
pub mod path;
mod propose;

pub use propose::propose;

use super::answers::JsonMetric;
use super::finding::Finding;

/// A value that is not collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    pub path: String,
    pub reason: String,
}

/// What one request gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    pub metrics: Vec<JsonMetric>,
    pub ignored: Vec<Ignored>,
    /// Answers that don't fit the sample.
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests;
