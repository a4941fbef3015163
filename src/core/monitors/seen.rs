//! What the monitors are made from, looked up quickly: there may be ten thousand metrics.

use crate::core::answers::Monitor;
use crate::core::dashboard::{Source, Tags};
use crate::core::metadata::{MetricRow, ServiceCheckRow};
use std::cell::OnceCell;

/// A source and what is worked out of it once, when it is needed.
pub(super) struct Seen<'a> {
    pub source: &'a Source<'a>,
    tags: OnceCell<(Tags<'a>, Vec<String>)>,
}

impl<'a> Seen<'a> {
    pub fn new(source: &'a Source<'a>) -> Self {
        Self {
            source,
            tags: OnceCell::new(),
        }
    }

    /// The tags of all metrics, and the keys that a viewer can choose by.
    pub fn tags(&self) -> &(Tags<'a>, Vec<String>) {
        self.tags.get_or_init(|| {
            let tags = Tags::of(self.source.capture);
            let variables = tags.variables();
            (tags, variables)
        })
    }

    /// The row of a metric. Rows are derived in order of name.
    pub fn row(&self, metric: &str) -> Option<&'a MetricRow> {
        let rows = self.source.metrics;
        let found = rows.binary_search_by(|r| r.name.as_str().cmp(metric));
        found
            .ok()
            .map(|at| &rows[at])
            .or_else(|| rows.iter().find(|r| r.name == metric))
    }

    pub fn check(&self, name: &str) -> Option<&'a ServiceCheckRow> {
        self.source.service_checks.iter().find(|c| c.check == name)
    }

    /// Whether a sum is a distribution's, so that its mean can be watched.
    pub fn is_mean(&self, sum: &str) -> bool {
        let base = sum.strip_suffix(".sum");
        base.is_some_and(|base| self.is_distribution(base))
    }

    /// Whether there is a histogram or a summary of this name.
    pub fn is_distribution(&self, base: &str) -> bool {
        let rows = self.source.metrics;
        let is = |end: &str| {
            let name = format!("{base}.{end}");
            let found = rows.binary_search_by(|r| r.name.as_str().cmp(&name));
            found.is_ok_and(|at| rows[at].metric_type == "count")
        };
        is("count") && (is("sum") || is("bucket"))
    }

    /// The tags that are proposed: a service check's own groups; of a metric the one that tells its series apart.
    pub fn proposed(&self, monitor: &Monitor) -> Vec<String> {
        if let Some(check) = self.check(&monitor.metric) {
            return check.groups.clone();
        }
        let (tags, variables) = self.tags();
        let key = tags.splitting(&monitor.metric, variables);
        // A share is only a share of its own limit.
        let also = |key: &String| monitor.of.as_ref().is_none_or(|of| tags.has(of, key));
        key.into_iter().filter(also).collect()
    }
}
