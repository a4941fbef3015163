//! What a chosen monitor looks like: its query, its options' numbers, its texts.

use super::candidates::is_mean;
use super::{Reason, candidates, texts};
use crate::core::answers::{Comparison, Monitor};
use crate::core::dashboard::{Source, Tags};
use std::collections::BTreeSet;

/// A monitor with everything that its file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    pub metric: String,
    /// A service check's, not a metric's.
    pub check: bool,
    /// Object and verb, unique among the monitors.
    pub title: String,
    /// The title with the tags that an alert is about.
    pub name: String,
    pub description: String,
    pub message: String,
    pub query: String,
    pub critical: f64,
    pub warning: Option<f64>,
    pub by: Vec<String>,
}

/// The monitors that are complete: of something that exists, with a threshold.
#[must_use]
pub fn specs(source: &Source<'_>) -> Vec<Spec> {
    if source.answers.monitors.is_empty() {
        return vec![];
    }
    let tags = Tags::of(source.capture);
    let offered = candidates(source);
    let mut seen = BTreeSet::new();
    let mut titles = BTreeSet::new();
    let mut out = vec![];
    for monitor in &source.answers.monitors {
        let reason = offered.iter().find(|c| c.metric == monitor.metric);
        let reason = reason.map_or(Reason::Worse, |c| c.reason);
        let Some(mut spec) = one(source, &tags, monitor, reason) else {
            continue;
        };
        if !seen.insert(spec.metric.clone()) {
            continue;
        }
        if !titles.insert(spec.title.clone()) {
            spec.title = format!("{} ({})", spec.title, spec.metric);
            titles.insert(spec.title.clone());
        }
        out.push(spec);
    }
    out.sort_by(|a, b| a.metric.cmp(&b.metric));
    out
}

/// One of them as it would be; its threshold stands for one that is not there yet.
#[must_use]
pub fn spec(source: &Source<'_>, monitor: &Monitor) -> Option<Spec> {
    let tags = Tags::of(source.capture);
    let reason = super::candidate(source, &monitor.metric);
    let reason = reason.map_or(Reason::Worse, |c| c.reason);
    let threshold = monitor.threshold.or(Some(0.0));
    let whole = Monitor {
        threshold,
        ..monitor.clone()
    };
    one(source, &tags, &whole, reason)
}

fn one(source: &Source<'_>, tags: &Tags<'_>, monitor: &Monitor, reason: Reason) -> Option<Spec> {
    let critical = monitor.threshold?;
    let check = is_check(source, &monitor.metric);
    let exists = |name: &str| source.metrics.iter().any(|r| r.name == name);
    if !check && !exists(&monitor.metric) || monitor.of.as_ref().is_some_and(|of| !exists(of)) {
        return None;
    }
    let by = match &monitor.by {
        Some(by) => by.clone(),
        None => proposed(source, tags, monitor),
    };
    let query = if check {
        check_query(&monitor.metric, critical, &by)
    } else {
        query(source, monitor, critical, &by)
    };
    let title = match &monitor.title {
        Some(title) => title.clone(),
        None => texts::title(source, monitor, reason),
    };
    let message = match &monitor.message {
        Some(message) => message.clone(),
        None => texts::message(source, monitor, reason, &by),
    };
    Some(Spec {
        name: texts::name(source, &title, &by),
        description: texts::description(source, monitor, reason),
        metric: monitor.metric.clone(),
        warning: monitor.warning.filter(|_| !check),
        check,
        title,
        message,
        query,
        critical,
        by,
    })
}

pub(super) fn is_check(source: &Source<'_>, name: &str) -> bool {
    source.service_checks.iter().any(|c| c.check == name)
}

/// The tags that a monitor has an alert for each value of.
#[must_use]
pub fn by(source: &Source<'_>, monitor: &Monitor) -> Vec<String> {
    match &monitor.by {
        Some(by) => by.clone(),
        None => proposed(source, &Tags::of(source.capture), monitor),
    }
}

/// The tags that are proposed: a service check's own groups; of a metric the one that tells its series apart.
pub(super) fn proposed(source: &Source<'_>, tags: &Tags<'_>, monitor: &Monitor) -> Vec<String> {
    let checks = &source.service_checks;
    if let Some(check) = checks.iter().find(|c| c.check == monitor.metric) {
        return check.groups.clone();
    }
    let variables = tags.variables();
    let key = tags.splitting(&monitor.metric, &variables);
    // A share is only a share of its own limit.
    let also = |key: &String| monitor.of.as_ref().is_none_or(|of| tags.has(of, key));
    key.into_iter().filter(also).collect()
}

/// CRITICAL so many times in a row: the query looks at one run more than it needs.
fn check_query(check: &str, critical: f64, by: &[String]) -> String {
    let quoted: Vec<String> = by.iter().map(|k| format!("\"{k}\"")).collect();
    let by = match quoted.len() {
        0 => String::new(),
        _ => format!(".by({})", quoted.join(",")),
    };
    let last = texts::number(critical + 1.0);
    format!("\"{check}\".over(\"*\"){by}.last({last}).count_by_status()")
}

fn query(source: &Source<'_>, monitor: &Monitor, critical: f64, by: &[String]) -> String {
    let split = match by {
        [] => String::new(),
        by => format!(" by {{{}}}", by.join(",")),
    };
    let row = source.metrics.iter().find(|r| r.name == monitor.metric);
    let kind = row.map_or("gauge", |r| r.metric_type.as_str());
    let part = |space: &str, metric: &str, end: &str| format!("{space}:{metric}{{*}}{split}{end}");
    let (time, value) = match (&monitor.of, kind) {
        (Some(of), _) => {
            let (used, limit) = (part("avg", &monitor.metric, ""), part("avg", of, ""));
            ("avg", format!("{used} / {limit} * 100"))
        }
        (None, "count") if is_mean(source.metrics, &monitor.metric) => {
            let count = format!("{}.count", monitor.metric.trim_end_matches(".sum"));
            let sum = part("sum", &monitor.metric, ".as_count()");
            (
                "sum",
                format!("{sum} / {}", part("sum", &count, ".as_count()")),
            )
        }
        (None, "count") => ("sum", part("sum", &monitor.metric, ".as_count()")),
        (None, _) => ("avg", part("avg", &monitor.metric, "")),
    };
    let sign = match monitor.comparison {
        Comparison::Above => ">",
        Comparison::Below => "<",
    };
    let window = monitor.window();
    let critical = texts::number(critical);
    format!("{time}(last_{window}):{value} {sign} {critical}")
}
