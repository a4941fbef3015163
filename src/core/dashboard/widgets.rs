//! From a family to its widget: the type decides how it is drawn.

use super::families::{Family, Kind, is_quantile};
use super::tags::{Split, Tags};
use super::titles::{heading, last};
use super::{Graph, How, Range, Series, Show};
use crate::core::derive::words;
use crate::core::metadata::MetricRow;

/// What every widget is made with.
pub struct Maker<'a> {
    pub prefix: String,
    pub tags: &'a Tags<'a>,
    pub variables: &'a [String],
}

impl Maker<'_> {
    /// The widget that draws a family over time, or the highest of a tag with many values.
    pub fn graph(&self, family: &Family<'_>) -> Show {
        let mut graph = Graph {
            range: range(family),
            metrics: family.rows.iter().map(|r| r.name.clone()).collect(),
            ..Graph::default()
        };
        let one = family.drawn.len() == 1;
        graph.series = family
            .drawn
            .iter()
            .map(|r| self.series(family, r))
            .collect();
        if family.kind == Kind::Distribution && family.drawn.iter().any(|r| is_quantile(r)) {
            graph.by = Some("quantile".into());
            // The quantiles first; the mean of all of them is one line more.
            graph.series.sort_by_key(|s| matches!(s.how, How::Mean(_)));
            return Show::Lines(graph);
        }
        if family.kind == Kind::Facts {
            let key = self.fact(family);
            if key.is_some() {
                graph.by = key;
                return Show::Top(graph);
            }
        }
        if one && let Some(row) = family.drawn.first() {
            match self.tags.split(&row.name, self.variables) {
                Split::Whole => {}
                Split::Lines(key) => graph.by = Some(key),
                Split::Top(key) => {
                    graph.by = Some(key);
                    return Show::Top(graph);
                }
            }
        }
        if family.kind == Kind::Counts {
            Show::Bars(graph)
        } else {
            Show::Lines(graph)
        }
    }

    /// The number that tells how a family is doing, and what it is called.
    pub fn value(&self, family: &Family<'_>) -> Option<(String, Show)> {
        let row = family
            .drawn
            .iter()
            .find(|r| !is_quantile(r))
            .or(family.drawn.first())?;
        let mut series = self.series(family, row);
        series.label = String::new();
        let mut title = heading(super::stem(&row.name, &self.prefix), &row.unit);
        match series.how {
            How::Average if self.tags.split(&row.name, self.variables) != Split::Whole => {
                // An average hides the one that is in trouble.
                let (how, word) = match row.orientation {
                    -1 => (How::Highest, "max"),
                    1 => (How::Lowest, "min"),
                    _ => (How::Average, "avg"),
                };
                series.how = how;
                title = format!("{title} ({word})");
            }
            How::Mean(_) => title = format!("{title} (mean)"),
            _ => {}
        }
        let graph = Graph {
            series: vec![series],
            by: None,
            range: range(family),
            metrics: vec![row.name.clone()],
        };
        Some((title, Show::Value(graph)))
    }

    fn series(&self, family: &Family<'_>, row: &MetricRow) -> Series {
        let how = match row.metric_type.as_str() {
            "count" => match row.name.strip_suffix(".sum") {
                Some(base) => How::Mean(format!("{base}.count")),
                None => How::Count,
            },
            "rate" => How::Rate,
            _ => How::Average,
        };
        let how = match how {
            // A sum without a count is a count of its own.
            How::Mean(_) if family.kind != Kind::Distribution => How::Count,
            how => how,
        };
        let label = if matches!(how, How::Mean(_)) {
            "Mean".into()
        } else {
            heading(last(super::stem(&row.name, &self.prefix)), &row.unit)
        };
        Series {
            label,
            metric: row.name.clone(),
            how,
            scope: self.scope(&row.name),
        }
    }

    /// The variables whose tag a metric has: another one would empty the graph.
    fn scope(&self, metric: &str) -> Vec<String> {
        let mut scope = vec!["host".to_owned()];
        let has = self.variables.iter().filter(|k| self.tags.has(metric, k));
        scope.extend(has.cloned());
        scope
    }

    /// The tag that a metric of facts tells: a version rather than anything else.
    fn fact(&self, family: &Family<'_>) -> Option<String> {
        let row = family.drawn.first()?;
        let mut keys: Vec<&str> = self.tags.facts(&row.name).collect();
        keys.sort_by_key(|k| (!k.contains("version"), *k));
        keys.first().map(|k| (*k).to_owned())
    }
}

/// The ends of the axis: what is a share of something is between nothing and all of it.
fn range(family: &Family<'_>) -> Range {
    let all = |unit: &str| family.drawn.iter().all(|r| r.unit == unit);
    let named = |word: &str| {
        let has = |r: &&MetricRow| words::split(&r.name).iter().any(|w| w == word);
        family.kind == Kind::Gauges && family.drawn.iter().all(has)
    };
    if family.drawn.is_empty() || family.drawn.iter().any(|r| !r.per_unit.is_empty()) {
        Range::Open
    } else if all("fraction") || all("") && named("ratio") {
        Range::Fraction
    } else if all("percent") {
        Range::Percent
    } else {
        Range::Open
    }
}
