//! What a chosen monitor looks like: its query, its options' numbers, its texts.

use super::seen::Seen;
use super::{Candidate, Reason, candidates, texts};
use crate::core::answers::{Comparison, Monitor};
use crate::core::dashboard::Source;
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

/// The monitors that are complete: of something that exists, with a threshold; in order of name.
#[must_use]
pub fn specs(source: &Source<'_>) -> Vec<Spec> {
    if source.answers.monitors.is_empty() {
        return vec![];
    }
    specs_of(source, &candidates(source))
}

/// The same where the offers are known already.
#[must_use]
pub fn specs_of(source: &Source<'_>, offered: &[Candidate]) -> Vec<Spec> {
    let seen = Seen::new(source);
    let mut known = BTreeSet::new();
    let mut titles = BTreeSet::new();
    let mut out = vec![];
    for monitor in &source.answers.monitors {
        let Some(mut spec) = one(&seen, monitor, reason_of(offered, monitor)) else {
            continue;
        };
        if !known.insert(spec.metric.clone()) {
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
pub fn spec(source: &Source<'_>, offered: &[Candidate], monitor: &Monitor) -> Option<Spec> {
    let whole = Monitor {
        threshold: monitor.threshold.or(Some(0.0)),
        ..monitor.clone()
    };
    one(&Seen::new(source), &whole, reason_of(offered, monitor))
}

fn reason_of(offered: &[Candidate], monitor: &Monitor) -> Reason {
    let offer = offered.iter().find(|c| c.metric == monitor.metric);
    offer.map_or(Reason::Worse, |c| c.reason)
}

fn one(seen: &Seen<'_>, monitor: &Monitor, reason: Reason) -> Option<Spec> {
    let critical = monitor.threshold?;
    let check = seen.check(&monitor.metric).is_some();
    let exists = |name: &String| seen.row(name).is_some();
    if !check && !exists(&monitor.metric) || monitor.of.as_ref().is_some_and(|of| !exists(of)) {
        return None;
    }
    let by = match &monitor.by {
        Some(by) => by.clone(),
        None => seen.proposed(monitor),
    };
    let query = if check {
        check_query(&monitor.metric, critical, &by)
    } else {
        query(seen, monitor, critical, &by)
    };
    let title = match &monitor.title {
        Some(title) => title.clone(),
        None => texts::title(seen, monitor, reason),
    };
    let message = match &monitor.message {
        Some(message) => message.clone(),
        None => texts::message(seen, monitor, reason, &by),
    };
    Some(Spec {
        name: texts::name(seen, &title, &by),
        description: texts::description(seen, monitor, reason),
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

/// The tags that a monitor has an alert for each value of.
#[must_use]
pub fn by(source: &Source<'_>, monitor: &Monitor) -> Vec<String> {
    match &monitor.by {
        Some(by) => by.clone(),
        None => Seen::new(source).proposed(monitor),
    }
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

fn query(seen: &Seen<'_>, monitor: &Monitor, critical: f64, by: &[String]) -> String {
    let split = match by {
        [] => String::new(),
        by => format!(" by {{{}}}", by.join(",")),
    };
    let row = seen.row(&monitor.metric);
    let kind = row.map_or("gauge", |r| r.metric_type.as_str());
    let part = |space: &str, metric: &str, end: &str| format!("{space}:{metric}{{*}}{split}{end}");
    let (time, value) = match (&monitor.of, kind) {
        (Some(of), _) => {
            let (used, limit) = (part("avg", &monitor.metric, ""), part("avg", of, ""));
            ("avg", format!("{used} / {limit} * 100"))
        }
        (None, "count") if seen.is_mean(&monitor.metric) => {
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
