//! From families on pages to the map of `OpenMetricsBaseCheckV2`: which key, which name, which type, and
//! what is dropped with the reason. Rules measured on the real base class; names are proposals.

mod kinds;
mod named;
mod names;
mod prefix;
mod propose;
mod told;

pub use propose::propose;
pub use told::{Gauge, Told, tell};

use super::finding::Finding;
use std::collections::BTreeMap;

/// Families of a runtime rather than of the product; offered to be left out in one choice.
pub const RUNTIME: [&str; 14] = [
    "go_",
    "process_",
    "python_",
    "jvm_",
    "promhttp_",
    "dotnet_",
    "nodejs_",
    "ruby_",
    "php_info",
    "erlang_vm_",
    "erlang_mnesia_",
    "system_runtime_",
    "logback_",
    "tokio_",
];

/// Tag keys that the backend reserves: `datadog_checks.base.utils.tagging.GENERIC_TAGS`. A check that
/// submits one raises while it runs in tests.
pub const RESERVED_TAGS: [&str; 11] = [
    "cluster",
    "cluster_id",
    "cluster_name",
    "clusterid",
    "clustername",
    "env",
    "host",
    "host_name",
    "hostname",
    "service",
    "version",
];

/// One entry of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The base class's name of the family.
    pub key: String,
    /// The name, without prefix and without what the base class appends.
    pub value: String,
    /// A type that the page does not give, or that was answered otherwise.
    pub type_override: Option<String>,
    /// The family's name on the page.
    pub raw: String,
    /// The type as it is emitted: `counter`, `gauge`, `histogram`, `summary`, `rate`...
    pub kind: String,
    pub help: String,
    pub unit: String,
    pub labels: Vec<String>,
    /// A family of the runtime, not of the product.
    pub runtime: bool,
    /// The full names it emits, as far as the pages have samples for them.
    pub emitted: Vec<String>,
    /// Where it stands: page from 0 and line from 1.
    pub page: usize,
    pub line: usize,
}

/// A family that is not collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    pub raw: String,
    pub reason: String,
    pub why: Why,
    /// What to answer under `types` to collect it: the name to give, and the type.
    pub give: Option<(String, String)>,
}

/// Why a family is not collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// `answers.exclude` matches.
    Excluded,
    /// The runtime's, which `answers.runtime` leaves out.
    Runtime,
    /// The page gives no type, and none was answered.
    NoType,
    /// A type that the base class emits nothing for.
    Unsupported,
    /// Announced without a sample, or without one that is finite.
    NoSample,
    /// Something else, such as a type that can't be given.
    Impossible,
}

/// What a page says of one emitted metric, for metadata.csv.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// HELP, as on the page; empty when there is none.
    pub text: String,
    /// UNIT, as on the page.
    pub unit: String,
    /// The family's name on the page.
    pub raw: String,
    pub part: Part,
}

/// Which part of its family a metric is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// The value itself, or a counter's count.
    #[default]
    Whole,
    /// Observations of a histogram or summary.
    Count,
    Sum,
    Bucket,
    Quantile,
}

/// The proposal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// In order of key.
    pub entries: Vec<Entry>,
    /// What was taken off the raw names, with its final underscore; empty when nothing was.
    pub raw_prefix: String,
    pub dropped: Vec<Dropped>,
    /// Label to tag key, for the default configuration.
    pub rename_labels: BTreeMap<String, String>,
    /// Lines to leave out, for the default configuration's `raw_line_filters`.
    pub line_filters: Vec<String>,
    /// By full emitted name.
    pub help: BTreeMap<String, Help>,
    /// No family on any page has a type, so all were taken as gauges and counters.
    pub untyped_page: bool,
    pub told: Told,
    /// Answers that don't fit, and lines that can't be read.
    pub findings: Vec<Finding>,
}

impl Mapping {
    /// `61 collected, 20 runtime, 6 without a type, 3 excluded`.
    #[must_use]
    pub fn summary(&self) -> String {
        let runtime = self.entries.iter().filter(|e| e.runtime).count();
        let count = |why: &[Why]| self.dropped.iter().filter(|d| why.contains(&d.why)).count();
        let mut parts = vec![format!("{} collected", self.entries.len())];
        let more = [
            (runtime, "of the runtime"),
            (count(&[Why::NoType]), "without a type"),
            (count(&[Why::Runtime]), "of the runtime left out"),
            (count(&[Why::Excluded]), "excluded"),
            (count(&[Why::NoSample]), "without a sample"),
            (count(&[Why::Unsupported, Why::Impossible]), "not supported"),
        ];
        parts.extend(
            more.iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, what)| format!("{n} {what}")),
        );
        parts.join(", ")
    }
}

/// What a type emits: suffix and part.
#[must_use]
pub fn emits(kind: &str) -> &'static [(&'static str, Part)] {
    match kind {
        "counter" => &[(".count", Part::Whole)],
        "histogram" => &[
            (".count", Part::Count),
            (".sum", Part::Sum),
            (".bucket", Part::Bucket),
        ],
        "summary" => &[
            (".count", Part::Count),
            (".sum", Part::Sum),
            (".quantile", Part::Quantile),
        ],
        "counter_gauge" => &[(".total", Part::Whole), (".count", Part::Whole)],
        _ => &[("", Part::Whole)],
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_more;
