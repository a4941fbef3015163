//! Names of the contributor's own, in place of the proposed ones.

use super::kinds::Families;
use super::{Entry, emits};
use crate::core::answers::OpenMetrics;
use crate::core::finding::{Finding, Source};
use crate::core::nearest::hint;
use crate::core::openmetrics::Family;
use std::collections::HashSet;

/// The name that was answered for a family.
pub fn given<'a>(answers: &'a OpenMetrics, family: &Family) -> Option<&'a str> {
    let names = &answers.names;
    let name = names.get(&family.raw).or_else(|| names.get(&family.key));
    name.map(String::as_str)
}

/// Takes the name, whoever else has it: two families of which a page has one or the other may share a name. The
/// prefix, and what the base class appends, may be written or not.
pub fn take(entry: &mut Entry, name: &str, prefix: &str, taken: &mut HashSet<String>) {
    let parts = emits(&entry.kind);
    let name = name.strip_prefix(prefix).unwrap_or(name);
    let counts = parts.iter().any(|(suffix, _)| *suffix == ".count");
    let short = name
        .strip_suffix(".count")
        .filter(|s| counts && !s.is_empty());
    let name = short.unwrap_or(name);
    name.clone_into(&mut entry.value);
    entry.emitted = parts
        .iter()
        .map(|(s, _)| format!("{prefix}{name}{s}"))
        .collect();
    taken.extend(entry.emitted.iter().cloned());
}

/// Findings: a name for a family that is on no page, and one that is no name of a metric.
pub fn check(answers: &OpenMetrics, all: &Families, findings: &mut Vec<Finding>) {
    for (raw, name) in &answers.names {
        let rule = format!("source.openmetrics.names.{raw}");
        let known = |f: &Family| f.raw == *raw || f.key == *raw;
        if !all.is_empty() && !all.values().any(|(_, f)| known(f)) {
            let mut near: Vec<&str> = all.values().map(|(_, f)| f.raw.as_str()).collect();
            near.sort_unstable();
            let message = format!("No page has a family {raw:?}.{}", hint(raw, near));
            findings.push(Finding::error(Source::Form, rule, message));
        } else if !is_name(name) {
            let message = format!(
                "{name:?} is no name of a metric: begin with a letter, then letters, digits, underscores and single dots."
            );
            findings.push(Finding::error(Source::Form, rule, message));
        }
    }
}

fn is_name(name: &str) -> bool {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(sign)
        && !name.contains("..")
        && !name.ends_with(['.', '_'])
}
