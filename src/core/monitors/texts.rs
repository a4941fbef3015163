//! What a monitor says: title, name, description, message. Texts of contributors must not become template
//! syntax, and a tag's name stands only where the alert is about it.

use super::Reason;
use super::seen::Seen;
use crate::core::answers::{Comparison, Monitor};
use crate::core::dashboard::{heading, sentence, stem};
use crate::core::derive::words;
use crate::core::metadata::MetricRow;

/// The longest description, in characters: what a list of recommended monitors shows.
const DESCRIPTION: usize = 300;

/// A number as one would type it.
#[must_use]
pub fn number(value: f64) -> String {
    format!("{value}")
}

/// Object and verb: `Consumer lag is high`.
pub(super) fn title(seen: &Seen<'_>, monitor: &Monitor, reason: Reason) -> String {
    if let Some(check) = seen.check(&monitor.metric) {
        return format!("{} is critical", plain(&check.name));
    }
    let display = &seen.source.answers.integration.display_name;
    let Some(row) = seen.row(&monitor.metric) else {
        return format!("{display} needs attention");
    };
    let mut subject = subject(seen, row);
    let verb = |subject: &str| {
        let last = subject
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        if words::is_plural(&last) { "are" } else { "is" }
    };
    if reason == Reason::Down && monitor.comparison == Comparison::Below {
        let (what, word) = match subject.rsplit_once(' ') {
            Some((what, word)) => (what.to_owned(), word.to_owned()),
            None => (display.clone(), subject.to_lowercase()),
        };
        return format!("{what} {} not {word}", verb(&what));
    }
    if reason == Reason::Errors
        && let Some((what, word)) = subject.rsplit_once(' ')
        && word.ends_with("ed")
    {
        subject = format!("{} {}", sentence(word), lower(what));
    }
    let verb = verb(&subject);
    match (reason, monitor.comparison) {
        (Reason::Saturation, Comparison::Above) => format!("{subject} {verb} close to the limit"),
        (_, Comparison::Above) => format!("{subject} {verb} high"),
        (_, Comparison::Below) => format!("{subject} {verb} low"),
    }
}

/// `[Acme Queue] Consumer lag is high for queue {{queue.name}}`.
pub(super) fn name(seen: &Seen<'_>, title: &str, by: &[String]) -> String {
    let display = &seen.source.answers.integration.display_name;
    format!("[{display}] {title}{}", whose(by))
}

/// What it tracks and why that matters, in at most [`DESCRIPTION`] characters.
pub(super) fn description(seen: &Seen<'_>, monitor: &Monitor, reason: Reason) -> String {
    let about = about(seen, &monitor.metric);
    let why = reason.why();
    let whole = format!("{about} {why}");
    if !about.is_empty() && whole.chars().count() <= DESCRIPTION {
        return whole;
    }
    let what = match seen.row(&monitor.metric) {
        Some(row) => format!("This monitor tracks {}.", lower(&subject(seen, row))),
        None => "This monitor tracks a service check.".into(),
    };
    format!("{what} {why}")
}

/// What the notification says: the threshold, the tags, and what the metric is.
pub(super) fn message(seen: &Seen<'_>, monitor: &Monitor, reason: Reason, by: &[String]) -> String {
    let about = about(seen, &monitor.metric);
    let tail = if about.is_empty() {
        reason.why().to_owned()
    } else {
        format!("{about}\n\n{}", reason.why())
    };
    let metric = &monitor.metric;
    let whose = whose(by);
    let critical = monitor.threshold.unwrap_or_default();
    if seen.check(metric).is_some() {
        let times = if critical > 1.0 {
            format!(" {} times in a row", number(critical))
        } else {
            String::new()
        };
        return format!(
            "{{{{#is_alert}}}}\n{metric} was critical{times}{whose}.\n{{{{/is_alert}}}}\n\
             {{{{#is_recovery}}}}\n{metric} is OK again{whose}.\n{{{{/is_recovery}}}}\n\n{tail}"
        );
    }
    let side = monitor.comparison.name();
    let (what, unit) = match &monitor.of {
        Some(of) => (
            format!("The share of {of} that {metric} takes"),
            "%".to_owned(),
        ),
        None => (metric.clone(), unit(seen, metric)),
    };
    let window = spoken(monitor.window());
    let line = |threshold: f64| {
        let threshold = number(threshold);
        format!("{what}{whose} was {side} {threshold}{unit} over the last {window}: {{{{value}}}}.")
    };
    let block = |tag: &str, text: String| format!("{{{{#{tag}}}}}\n{text}\n{{{{/{tag}}}}}\n");
    let warning = monitor.warning.map(|w| block("is_warning", line(w)));
    [
        block("is_alert", line(critical)),
        warning.unwrap_or_default(),
        block("is_recovery", format!("{what}{whose} is back to normal.")),
        format!("\n{tail}"),
    ]
    .concat()
}

/// ` for queue {{queue.name}}, host {{host.name}}`.
fn whose(by: &[String]) -> String {
    let each: Vec<String> = by.iter().map(|k| format!("{k} {{{{{k}.name}}}}")).collect();
    match each.len() {
        0 => String::new(),
        _ => format!(" for {}", each.join(", ")),
    }
}

/// `5 minutes` for `5m`.
fn spoken(window: &str) -> String {
    let (n, unit) = window.split_at(window.len().saturating_sub(1));
    let unit = match unit {
        "m" => "minute",
        "h" => "hour",
        _ => "day",
    };
    if n == "1" {
        unit.to_owned()
    } else {
        format!("{n} {unit}s")
    }
}

fn subject(seen: &Seen<'_>, row: &MetricRow) -> String {
    let prefix = seen.source.answers.integration.prefix();
    heading(stem(&row.name, &prefix), &row.unit)
}

/// What the contributor said that it is.
fn about(seen: &Seen<'_>, metric: &str) -> String {
    let check = seen.check(metric);
    let text = seen
        .row(metric)
        .map(|r| &r.description)
        .or(check.map(|c| &c.description));
    text.map_or(String::new(), |t| plain(t))
}

/// One line in which nothing is template syntax or a mention that would notify somebody.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut text = words.join(" ");
    while text.contains("{{") || text.contains("}}") {
        text = text.replace("{{", "{ {").replace("}}", "} }");
    }
    text.replace(" @", " (at) ")
        .trim_start_matches('@')
        .to_owned()
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        // An abbreviation keeps its capitals.
        (Some(_), Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(chars).collect(),
        _ => String::new(),
    }
}

/// The unit behind a threshold.
fn unit(seen: &Seen<'_>, metric: &str) -> String {
    match seen.row(metric).map_or("", |r| r.unit.as_str()) {
        "" | "fraction" => String::new(),
        "percent" => "%".into(),
        unit => format!(" {}", several(unit)),
    }
}

/// The plural of a unit's name.
fn several(unit: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|e| unit.ends_with(e));
    if ends(&["hertz", "celsius", "fahrenheit"]) {
        unit.to_owned()
    } else if let Some(stem) = unit.strip_suffix('y').filter(|s| !s.ends_with('a')) {
        format!("{stem}ies")
    } else if ends(&["s", "x", "ch", "sh"]) {
        format!("{unit}es")
    } else {
        format!("{unit}s")
    }
}
