//! Rows of metadata.csv and `service_checks.json`, and options, from what a run emitted. What the contributor
//! answered wins; everything else is a guess, and says so. Nothing is rendered here.

mod automatic;
mod checks;
mod metrics;
pub mod options;
pub(crate) mod orientation;
mod sentence;
mod short;
mod text;
mod told;
pub mod units;
pub mod words;

pub use automatic::missing;
pub(crate) use checks::answered as service_check_answered;
pub(crate) use checks::new_service_check;
pub use checks::{STATUSES, service_check_rows};
pub use metrics::metric_rows;
pub(crate) use metrics::{answered, guessed_rows, normalize, overlay};
pub use options::own_options;
pub(crate) use told::missing_version;

use super::finding::Finding;

/// Rows, and what does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived<T> {
    pub rows: Vec<T>,
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_parts;
