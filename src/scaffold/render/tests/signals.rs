//! What the tests assert beside metrics: service checks with each status seen, events, metadata, and hosts.

use super::recorded::names_a_file;
use crate::core::capture::{AgentEvent, Capture, Metric, ServiceCheck};
use crate::scaffold::filters::py_str;
use crate::scaffold::render::input::Input;
use crate::scaffold::render::instance::mask;
use crate::scaffold::render::local::Local;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Entries of each kind: the tests stay readable.
const MOST: usize = 20;

/// A text that ruff's line of 120 holds beside its name.
const LONGEST: usize = 90;

/// Each status of each service check, then more of them.
pub fn service_checks(input: &Input<'_>, local: &Local, replayed: bool) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for check in &input.capture.service_checks {
        let entry = service_check(input, local, check, replayed);
        if !out.contains(&entry) {
            out.push(entry);
        }
    }
    let which = |entry: &Value| (entry["name"].clone(), entry["status"].clone());
    let mut seen = vec![];
    let mut more = MOST;
    out.retain(|entry| {
        let new = !seen.contains(&which(entry));
        if new {
            seen.push(which(entry));
        }
        more = more.saturating_sub(1);
        new || more > 0
    });
    out
}

fn service_check(input: &Input<'_>, local: &Local, check: &ServiceCheck, replayed: bool) -> Value {
    let status = match check.status {
        0 => "OK",
        1 => "WARNING",
        2 => "CRITICAL",
        _ => "UNKNOWN",
    };
    let mut tags: Vec<String> = check.tags.iter().map(|t| local.text(t)).collect();
    tags.sort();
    let moved = tags.iter().any(|t| names_a_file(input, t));
    let mut tags = json!(tags);
    mask("", &mut tags);
    // A regular expression, for Python.
    let told = input.answers.told_checks().any(|c| c.name == check.name);
    let message = regex::escape(&local.text(&check.message));
    let message = (told && check.status > 0 && !message.is_empty())
        .then_some(message)
        .filter(|m| py_str(m).len() < LONGEST);
    let hostname = (!check.hostname.is_empty() && stays(input, &check.hostname))
        .then(|| local.text(&check.hostname));
    json!({
        "name": check.name, "status": status, "has_tags": replayed && !moved, "tags": tags, "message": message,
        "hostname": hostname,
    })
}

/// Whether a text is the same on every machine: the wizard's own code reads it from what is replayed, and other
/// code shows so by what it read.
pub fn stays(input: &Input<'_>, text: &str) -> bool {
    let Capture {
        exchanges,
        commands,
        files,
        ..
    } = input.capture;
    input.generated()
        || input.check.check.contains(text)
        || exchanges.iter().any(|e| e.body.contains(text))
        || commands.iter().any(|c| c.stdout.contains(text))
        || files.iter().any(|f| f.text.contains(text))
}

/// The host of a metric, where some metric has one; null where it is not known beforehand.
pub fn hostname(input: &Input<'_>, local: &Local, metric: &Metric, replayed: bool) -> Value {
    let known = replayed && (metric.hostname.is_empty() || stays(input, &metric.hostname));
    if known {
        local.text(&metric.hostname).into()
    } else {
        Value::Null
    }
}

/// Whether any metric has a host of its own.
pub fn has_hosts(input: &Input<'_>) -> bool {
    input.capture.metrics.iter().any(|m| !m.hostname.is_empty())
}

/// The events: all of the wizard's own code, with how often each is sent in two runs; else those that every run
/// sends alike.
pub fn events(input: &Input<'_>, local: &Local, replayed: bool) -> Vec<Value> {
    let all = &input.capture.events;
    let mut out: Vec<Value> = Vec::new();
    for event in all {
        let same = |e: &&AgentEvent| e.title == event.title && e.text == event.text;
        let again = all.iter().filter(same).count();
        let steady = input.generated() || again > 1 || once(input, event, replayed);
        let entry = one(input, local, event, again, replayed);
        if steady && !out.contains(&entry) && out.len() < MOST {
            out.push(entry);
        }
    }
    out
}

/// An event that is sent once, and says nothing that another machine or time would say otherwise.
fn once(input: &Input<'_>, event: &AgentEvent, replayed: bool) -> bool {
    let later = |e: &&AgentEvent| e.run > 1 && e.title == event.title;
    let all = &input.capture.events;
    let text = format!("{} {}", event.title, event.text);
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| n.len() > 1);
    replayed && event.run == 1 && !all.iter().any(|e| later(&e)) && numbers.all(|n| stays(input, n))
}

fn one(
    input: &Input<'_>,
    local: &Local,
    event: &AgentEvent,
    count: usize,
    replayed: bool,
) -> Value {
    let text = local.text(&event.text);
    // Part of a text that a line can't hold; a mock compares it as a part, then.
    let mut part = String::new();
    for c in text.chars() {
        if py_str(&part).len() + 8 > LONGEST {
            break;
        }
        part.push(c);
    }
    let fits = |text: &String| !text.is_empty() && py_str(text).len() < LONGEST;
    let field = |text: &str| Some(local.text(text)).filter(fits);
    let mut tags: Vec<String> = event.tags.iter().map(|t| local.text(t)).collect();
    tags.sort();
    let plain = replayed && tags.iter().all(|t| fits(t) && !names_a_file(input, t));
    json!({
        "whole": part == text, "text": part, "title": field(&event.title),
        "alert_type": field(&event.alert_type), "aggregation_key": field(&event.aggregation_key),
        "tags": tags, "has_tags": plain && !event.tags.is_empty(),
        "count": input.generated().then_some(count),
    })
}

/// Metadata by name; a name that several instances or pages gave several values is left out.
pub fn metadata(input: &Input<'_>, replayed: bool) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, Option<String>> = BTreeMap::new();
    for entry in &input.capture.metadata {
        let known = all.insert(entry.name.clone(), Some(entry.value.clone()));
        if known.is_some_and(|k| k.as_ref() != Some(&entry.value)) {
            all.insert(entry.name.clone(), None);
        }
    }
    let all = all.into_iter().filter_map(|(k, v)| v.map(|v| (k, v)));
    all.filter(|(_, v)| replayed && py_str(v).len() < LONGEST)
        .collect()
}
