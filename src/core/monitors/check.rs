//! What is wrong with an answer about a monitor: while typing, in a file, and against what the check emits.

use super::spec;
use crate::core::answers::{Answers, Comparison, Monitor};
use crate::core::dashboard::{Source, keys_of};
use crate::core::finding::{self, Finding};
use crate::core::nearest::hint;
use std::collections::BTreeSet;

/// The most CRITICALs in a row that a service check's monitor waits for: Datadog's own limit.
const MOST_RUNS: f64 = 5.0;

/// Problems that need nothing but the answers: `(field, message)`.
#[must_use]
pub fn answered(answers: &Answers) -> Vec<(String, String)> {
    let mut out = vec![];
    let mut seen = BTreeSet::new();
    for monitor in &answers.monitors {
        let metric = &monitor.metric;
        let mut say = |part: &str, result: Result<(), String>| {
            if let Err(message) = result {
                out.push((format!("monitors.{metric}.{part}"), message));
            }
        };
        if !seen.insert(metric) {
            let twice = format!(
                "{metric} has two monitors. Keep one; it may have a warning beside its threshold."
            );
            say("on", Err(twice));
        }
        for (part, text) in [("title", &monitor.title), ("message", &monitor.message)] {
            if let Some(text) = text {
                say(part, prose(part, text));
            }
        }
        if let Some(window) = &monitor.window {
            say("window", window_of(window));
        }
        say("threshold", finite(monitor.threshold));
        say("warning", finite(monitor.warning).and(order(monitor)));
    }
    out
}

/// Whether a text may become a part of a monitor.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn field(source: &Source<'_>, metric: &str, part: &str, text: &str) -> Result<(), String> {
    let known = source.answers.monitor(metric).cloned();
    let mut monitor = known.unwrap_or_else(|| Monitor {
        metric: metric.to_owned(),
        ..Monitor::default()
    });
    if text.is_empty() {
        return Ok(());
    }
    match part {
        "threshold" => {
            let value = parse(text)?;
            if is_check(source, metric) {
                return runs(value);
            }
            monitor.threshold = Some(value);
            order(&monitor)
        }
        "warning" => {
            monitor.warning = Some(parse(text)?);
            if is_check(source, metric) {
                return no_warning();
            }
            order(&monitor)
        }
        "comparison" => {
            monitor.comparison = if text == "below" {
                Comparison::Below
            } else {
                Comparison::Above
            };
            order(&monitor)
        }
        "window" => window_of(text),
        "by" => {
            let named = text.split(',').map(str::trim).filter(|k| *k != "none");
            named
                .filter(|k| !k.is_empty())
                .try_for_each(|k| tag(source, metric, k))
        }
        "title" => prose(part, text),
        "message" => {
            prose(part, text)?;
            tags_named(text, &spec::by(source, &monitor))
        }
        _ => Ok(()),
    }
}

/// Problems that show against what the check emits; each leads to its field.
#[must_use]
pub fn findings(source: &Source<'_>) -> Vec<Finding> {
    let monitors = &source.answers.monitors;
    let nothing = source.metrics.is_empty() && source.service_checks.is_empty();
    if monitors.is_empty() || nothing {
        return vec![];
    }
    let rows = || source.metrics.iter().map(|r| r.name.as_str());
    let checks = source.service_checks.iter().map(|c| c.check.as_str());
    let names: Vec<&str> = rows().chain(checks).collect();
    let mut out = vec![];
    for monitor in monitors {
        let metric = &monitor.metric;
        let mut say = |part: &str, result: Result<(), String>| {
            if let Err(message) = result {
                let rule = format!("monitors.{metric}.{part}");
                out.push(Finding::error(finding::Source::Form, rule, message));
            }
        };
        if !names.contains(&metric.as_str()) {
            let near = hint(metric, names.iter().copied());
            let text = format!("The check emits no metric or service check {metric:?}.{near}");
            say("on", Err(text));
            continue;
        }
        if let Some(of) = monitor.of.as_ref().filter(|of| !rows().any(|r| r == *of)) {
            let text = format!("The check emits no metric {of:?}.{}", hint(of, rows()));
            say("of", Err(text));
        }
        for key in monitor.by.iter().flatten() {
            say("by", tag(source, metric, key));
        }
        if let Some(message) = &monitor.message {
            say("message", tags_named(message, &spec::by(source, monitor)));
        }
        if is_check(source, metric) {
            say("threshold", monitor.threshold.map_or(Ok(()), runs));
            say("warning", monitor.warning.map_or(Ok(()), |_| no_warning()));
        }
    }
    out
}

fn is_check(source: &Source<'_>, name: &str) -> bool {
    source.service_checks.iter().any(|c| c.check == name)
}

fn parse(text: &str) -> Result<f64, String> {
    let value = text.trim().parse::<f64>().ok().filter(|v| v.is_finite());
    value.ok_or_else(|| format!("{text:?} is no number. Type one such as 100 or 0.5."))
}

fn finite(value: Option<f64>) -> Result<(), String> {
    match value {
        Some(value) if !value.is_finite() => {
            Err("A threshold must be a number such as 100 or 0.5.".into())
        }
        _ => Ok(()),
    }
}

fn runs(value: f64) -> Result<(), String> {
    if (1.0..=MOST_RUNS).contains(&value) && value.fract() == 0.0 {
        return Ok(());
    }
    Err(format!(
        "A service check's threshold is how many runs in a row are critical: 1 to {MOST_RUNS}."
    ))
}

fn no_warning() -> Result<(), String> {
    Err("A service check's monitor has no warning. Leave it empty.".into())
}

/// A warning comes before the alert.
fn order(monitor: &Monitor) -> Result<(), String> {
    let (Some(threshold), Some(warning)) = (monitor.threshold, monitor.warning) else {
        return Ok(());
    };
    let early = match monitor.comparison {
        Comparison::Above => warning < threshold,
        Comparison::Below => warning > threshold,
    };
    if early {
        return Ok(());
    }
    let side = match monitor.comparison {
        Comparison::Above => "below",
        Comparison::Below => "above",
    };
    Err(format!(
        "The warning ({warning}) must be {side} the threshold ({threshold}), so that it comes first."
    ))
}

fn window_of(text: &str) -> Result<(), String> {
    if Monitor::WINDOWS.contains(&text) {
        return Ok(());
    }
    let all = Monitor::WINDOWS.join(", ");
    Err(format!("{text:?} is no time to look at. Use one of {all}."))
}

/// A title has no template variables, a message no control characters, neither is empty.
fn prose(part: &str, text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(format!(
            "The monitor's {part} is empty. Write one, or leave it out to have it derived."
        ));
    }
    if part == "title" && (text.contains("{{") || text.contains(char::is_control)) {
        return Err(
            "A monitor's title is one line without template variables: Consumer lag is high."
                .into(),
        );
    }
    Ok(())
}

fn tag(source: &Source<'_>, metric: &str, key: &str) -> Result<(), String> {
    let check = source.service_checks.iter().find(|c| c.check == metric);
    let mut known: Vec<&str> = match check {
        Some(check) => check.groups.iter().map(String::as_str).collect(),
        None => keys_of(source.capture, metric),
    };
    known.push("host");
    if known.contains(&key) {
        return Ok(());
    }
    let near = hint(key, known.iter().copied());
    let all = known.join(", ");
    Err(format!("{metric} has no tag {key:?}.{near} It has: {all}."))
}

/// A tag's name can only be told where there is an alert for each of its values.
fn tags_named(message: &str, by: &[String]) -> Result<(), String> {
    for part in message.split("{{").skip(1) {
        let name = part.split("}}").next().unwrap_or_default().trim();
        let Some(key) = name.strip_suffix(".name") else {
            continue;
        };
        if !by.iter().any(|k| k == key) {
            return Err(format!(
                "The message names {{{{{key}.name}}}}, but there is no alert for each {key}. Add {key} to the tags, or take it out."
            ));
        }
    }
    Ok(())
}
