//! Which metrics are worth an alert: by their orientation, their words, their unit, and what they are a part of.

use super::seen::Seen;
use super::{Reason, texts};
use crate::core::answers::{Comparison, Monitor};
use crate::core::dashboard::{Source, last};
use crate::core::derive::orientation::ERRORS;
use crate::core::derive::{units, words};
use crate::core::metadata::MetricRow;
use std::collections::{BTreeMap, HashMap};

/// A monitor that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub metric: String,
    pub reason: Reason,
    /// The limit that the metric is a share of.
    pub of: Option<String>,
    pub comparison: Comparison,
    pub by: Vec<String>,
    pub title: String,
    /// What the threshold is in.
    pub unit: String,
}

const LATENCY: [&str; 5] = ["latency", "duration", "delay", "wait", "time"];
const BACKLOG: [&str; 7] = [
    "lag", "backlog", "depth", "pending", "waiting", "queued", "unacked",
];
const DOWN: [&str; 7] = [
    "up",
    "healthy",
    "alive",
    "ready",
    "online",
    "reachable",
    "connected",
];
const SHARE: [&str; 6] = ["usage", "used", "utilization", "full", "saturation", "load"];
const USED: [&str; 8] = [
    "used",
    "usage",
    "current",
    "active",
    "open",
    "allocated",
    "size",
    "inuse",
];
const LIMIT: [&str; 6] = ["limit", "max", "capacity", "quota", "maximum", "total"];

/// Everything that is offered: what stops the product first, then what slows it down.
#[must_use]
pub fn candidates(source: &Source<'_>) -> Vec<Candidate> {
    gathered(source, |_| true)
}

/// What is offered of one metric.
#[must_use]
pub fn candidate(source: &Source<'_>, metric: &str) -> Option<Candidate> {
    gathered(source, |name| name == metric).pop()
}

fn gathered(source: &Source<'_>, wanted: impl Fn(&str) -> bool) -> Vec<Candidate> {
    let seen = Seen::new(source);
    let mut out: Vec<Candidate> = source
        .service_checks
        .iter()
        .filter(|row| wanted(&row.check))
        .map(|row| made(&seen, &row.check, Reason::Check, None))
        .collect();
    let limits = limits(source.metrics);
    let values = values(source);
    let prefix = source.answers.integration.prefix();
    for row in source.metrics.iter().filter(|row| wanted(&row.name)) {
        let rest = row.name.strip_prefix(&prefix).unwrap_or(&row.name);
        let limit = limits.get(row.name.as_str()).copied();
        let values = values.get(row.name.as_str());
        if let Some(reason) = reason(&seen, row, rest, limit, values) {
            let of = limit.filter(|_| reason == Reason::Saturation);
            out.push(made(&seen, &row.name, reason, of));
        }
    }
    out.sort_by(|a, b| (a.reason, &a.metric).cmp(&(b.reason, &b.metric)));
    out
}

/// The same of a monitor that was chosen without being offered.
#[must_use]
pub fn own(source: &Source<'_>, monitor: &Monitor) -> Candidate {
    let of = monitor.of.as_deref();
    made(&Seen::new(source), &monitor.metric, Reason::Worse, of)
}

fn made(seen: &Seen<'_>, metric: &str, reason: Reason, of: Option<&str>) -> Candidate {
    let comparison = match reason {
        Reason::Down => Comparison::Below,
        _ => Comparison::Above,
    };
    let monitor = Monitor {
        metric: metric.to_owned(),
        of: of.map(str::to_owned),
        comparison,
        ..Monitor::default()
    };
    let unit = match (seen.row(metric), of) {
        (None, _) => "runs in a row".to_owned(),
        (_, Some(_)) => "percent".to_owned(),
        (Some(row), None) => row.unit.clone(),
    };
    Candidate {
        title: texts::title(seen, &monitor, reason),
        by: seen.proposed(&monitor),
        metric: monitor.metric,
        reason,
        of: monitor.of,
        comparison,
        unit,
    }
}

/// Why a metric is worth an alert, if it is.
fn reason(
    seen: &Seen<'_>,
    row: &MetricRow,
    rest: &str,
    limit: Option<&str>,
    values: Option<&(f64, f64)>,
) -> Option<Reason> {
    // Of a distribution only its mean says something to a threshold.
    let last = last(rest);
    let mean = last == "sum" && seen.is_mean(&row.name);
    if !mean && ["count", "bucket", "quantile", "sum"].contains(&last) {
        let base = row.name.rsplit_once('.').map_or("", |(base, _)| base);
        if row.metric_type != "count" || seen.is_distribution(base) {
            return None;
        }
    }
    if row.orientation > 0 {
        return is_down(rest, row, values).then_some(Reason::Down);
    }
    let words: Vec<String> = words::split(rest)
        .iter()
        .map(|w| words::singular(w))
        .collect();
    let any = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let gauge = row.metric_type == "gauge";
    let share = matches!(row.unit.as_str(), "percent" | "fraction");
    if limit.is_some() && gauge || gauge && share && any(&SHARE) {
        return Some(Reason::Saturation);
    }
    if any(ERRORS) && !mean {
        return Some(Reason::Errors);
    }
    if (mean || gauge && row.orientation < 0) && any(&LATENCY) {
        return Some(Reason::Latency);
    }
    if gauge && any(&BACKLOG) {
        return Some(Reason::Backlog);
    }
    (row.orientation < 0 && (gauge || mean)).then_some(Reason::Worse)
}

/// Whether it is 1 or 0: the last word says so, and nothing else was seen.
fn is_down(rest: &str, row: &MetricRow, values: Option<&(f64, f64)>) -> bool {
    let last = words::split(rest).pop().unwrap_or_default();
    let bounded = values.is_none_or(|(least, most)| *least >= 0.0 && *most <= 1.0);
    row.metric_type == "gauge" && row.unit.is_empty() && bounded && DOWN.contains(&last.as_str())
}

/// The least and the most that was emitted of each metric.
fn values<'a>(source: &Source<'a>) -> HashMap<&'a str, (f64, f64)> {
    let mut out: HashMap<&str, (f64, f64)> = HashMap::new();
    for metric in &source.capture.metrics {
        if let Some(value) = metric.value {
            let seen = out.entry(&metric.name).or_insert((value, value));
            *seen = (seen.0.min(value), seen.1.max(value));
        }
    }
    out
}

/// Each gauge that is a part of a limit, and that limit: `pool.used` and `pool.limit`, of one unit.
fn limits(rows: &[MetricRow]) -> BTreeMap<&str, &str> {
    type Key<'a> = (Vec<String>, &'a str);
    let mut limits: HashMap<Key<'_>, &str> = HashMap::new();
    let key = |row: &MetricRow, list: &[&str]| -> Option<Vec<String>> {
        let mut words = words::split(&row.name);
        while words.len() > 1 && words.last().is_some_and(|w| units::measures(w, &row.unit)) {
            words.pop();
        }
        let at = words.iter().rposition(|w| list.contains(&w.as_str()))?;
        words.remove(at);
        Some(words)
    };
    let gauges = || rows.iter().filter(|r| r.metric_type == "gauge");
    for row in gauges() {
        if let Some(stem) = key(row, &LIMIT) {
            limits.entry((stem, &row.unit)).or_insert(&row.name);
        }
    }
    let mut out = BTreeMap::new();
    for row in gauges() {
        if let Some(stem) = key(row, &USED)
            && let Some(limit) = limits.get(&(stem, row.unit.as_str()))
            && *limit != row.name
        {
            out.insert(row.name.as_str(), *limit);
        }
    }
    out
}
