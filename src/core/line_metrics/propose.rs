//! Which lines become metrics, under which names.

use super::{Reading, read};
use crate::core::answers::JsonMetric;
use crate::core::finding::{Finding, Source};
use crate::core::json_metrics::names::snake;
use crate::core::json_metrics::{Ignored, Proposal};
use std::collections::{BTreeMap, HashSet};

/// Sizes for people: a program that prints them in words scales its numbers.
const SCALED: [&str; 12] = [
    "k", "kb", "kib", "m", "mb", "mib", "g", "gb", "gib", "t", "tb", "tib",
];

/// Proposes metrics for what a program printed. Where `answered` is not empty, those are returned, with
/// findings for keys that the output does not have.
#[must_use]
pub fn propose(output: &str, answered: &[JsonMetric], folder: &str) -> Proposal {
    let (readings, ignored) = readings(output);
    if !answered.is_empty() {
        return check(&readings, answered);
    }
    let mut out = Proposal {
        ignored,
        ..Proposal::default()
    };
    let mut taken = HashSet::new();
    for reading in &readings {
        let wanted = name(&reading.key, folder);
        if wanted.is_empty() {
            let path = reading.key.clone();
            let reason = "its key has no letter or digit that a name can have".into();
            out.ignored.push(Ignored { path, reason });
            continue;
        }
        let numbered = (2..).map(|n| format!("{wanted}_{n}"));
        let free = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|n| !taken.contains(n));
        let name = free.unwrap_or(wanted);
        taken.insert(name.clone());
        out.metrics.push(JsonMetric {
            path: reading.key.clone(),
            name,
            submission: None,
            tags: BTreeMap::new(),
            hostname: None,
        });
    }
    out.findings.extend(scaled(&readings));
    out
}

/// The unit of each key, as the lines give it.
#[must_use]
pub fn units(output: &str) -> BTreeMap<String, String> {
    let (readings, _) = readings(output);
    readings.into_iter().map(|r| (r.key, r.unit)).collect()
}

/// The lines that can be collected, and why the others are not.
fn readings(output: &str) -> (Vec<Reading>, Vec<Ignored>) {
    let mut found: Vec<Reading> = vec![];
    let mut ignored = vec![];
    let mut several = HashSet::new();
    for line in output.split('\n').filter(|l| !l.trim().is_empty()) {
        match read(line) {
            Some(reading) => {
                if found.iter().any(|r| r.key == reading.key) {
                    several.insert(reading.key.clone());
                }
                found.push(reading);
            }
            None => ignored.push(Ignored {
                path: shown(line),
                reason: why(line).into(),
            }),
        }
    }
    found.retain(|r| !several.contains(&r.key));
    let mut several: Vec<String> = several.into_iter().collect();
    several.sort();
    ignored.extend(several.into_iter().map(|path| Ignored {
        path,
        reason: "several lines have this key: nothing tells them apart".into(),
    }));
    (found, ignored)
}

/// What a line is, so that it can be looked up.
fn shown(line: &str) -> String {
    let line = line.trim();
    let key = line.split([':', '=']).next().unwrap_or(line).trim();
    let key = if key.is_empty() { line } else { key };
    key.chars().take(80).collect()
}

fn why(line: &str) -> &'static str {
    let value = line.split_once([':', '=']).map_or(line, |(_, value)| value);
    let numbers = value
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty());
    match numbers.count() {
        0 => "a text",
        1 => "its number does not stand alone after the key",
        _ => "more than one number: a date, a version, or a list",
    }
}

/// `queue_depth` for `Queue depth`; `pool.size` stays in two parts. Without the integration's own name.
fn name(key: &str, folder: &str) -> String {
    let parts: Vec<String> = key
        .split('.')
        .map(snake)
        .filter(|p| !p.is_empty())
        .collect();
    let parts = match parts.split_first() {
        Some((first, rest)) if first == folder && !rest.is_empty() => rest,
        _ => &parts[..],
    };
    parts.join(".")
}

/// A program that prints sizes for people changes the unit with the size, and the number means another thing.
fn scaled(readings: &[Reading]) -> Option<Finding> {
    let sized = |r: &&Reading| {
        let unit = r.unit.to_ascii_lowercase();
        SCALED.contains(&unit.as_str())
    };
    let first = readings.iter().find(sized)?;
    let message = format!(
        "{:?} is in {}. If the program chooses the unit by the size, the numbers of two runs can't be compared: \
         look for an option that prints plain bytes.",
        first.key, first.unit
    );
    Some(Finding::error(Source::Form, "source.command.argv", message).warning())
}

/// The metrics that were answered, held against the output.
fn check(readings: &[Reading], answered: &[JsonMetric]) -> Proposal {
    let mut out = Proposal {
        metrics: answered.to_vec(),
        ..Proposal::default()
    };
    for metric in answered {
        let said = if metric.name.is_empty() {
            format!("The metric of {:?} needs a name.", metric.path)
        } else if !metric.tags.is_empty() || metric.hostname.is_some() {
            format!(
                "{} has tags or a hostname, which lines can't give. Print JSON instead, or leave them out.",
                metric.name
            )
        } else if readings.iter().all(|r| r.key != metric.path) {
            format!("{:?} is no key of a number in the output.", metric.path)
        } else {
            continue;
        };
        let rule = format!("source.command.metrics.{}", metric.path);
        out.findings.push(Finding::error(Source::Form, rule, said));
    }
    out
}
