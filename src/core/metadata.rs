//! Rows of `metadata.csv` and of `service_checks.json`, before they are files.

use serde::{Deserialize, Serialize};

/// One row of `metadata.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricRow {
    pub name: String,
    /// `gauge`, `count` or `rate`.
    pub metric_type: String,
    pub unit: String,
    pub per_unit: String,
    pub description: String,
    /// -1, 0 or 1.
    pub orientation: i8,
    pub short_name: String,
    /// `cpu`, `memory` or empty.
    pub curated: String,
    /// Parts that were guessed and not looked at yet: `unit`, `orientation`, `description`.
    pub guessed: Vec<String>,
}

/// One entry of `service_checks.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCheckRow {
    /// The full name, `acme_queue.can_connect`.
    pub check: String,
    /// The title, `Can connect`.
    pub name: String,
    pub description: String,
    /// `ok`, `warning`, `critical`, `unknown`.
    pub statuses: Vec<String>,
    pub groups: Vec<String>,
}
