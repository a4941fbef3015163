//! What a prototype is made of.

use crate::core::answers::{Format, JsonMetric};
use crate::core::mapping::Mapping;
use serde_json::Value as Json;

/// ruff's line length in the repository.
pub(super) const WIDTH: usize = 120;

/// What a prototype is made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// For `openmetrics`: the proposal.
    pub mapping: Option<&'a Mapping>,
    /// For `http`: the metrics of each request, in the order of `answers.source.http.requests`. For `command`:
    /// those of its output.
    pub requests: &'a [Vec<JsonMetric>],
    /// For `command`: what it prints.
    pub format: Option<Format>,
    /// For `sql`: the queries, complete.
    pub queries: &'a [Json],
    /// The version in the sample, for `http` and `command`.
    pub version: Option<&'a str>,
    /// The contributor's own check and configuration; they win over everything else.
    pub own: Option<(&'a str, Option<&'a str>)>,
}
