//! `metadata.csv`: the metric's row, and the field of the column that is meant.

use super::places::{Place, Places, words};
use crate::core::finding::{Finding, Source};
use crate::core::form::Section;

/// Words of ddev's messages, and the part of the row that they are about; the first that is found.
const PARTS: [(&str, &str); 8] = [
    ("per_unit_name", "per_unit"),
    ("unit_name", "unit"),
    ("use the fraction unit", "per_unit"),
    ("orientation", "orientation"),
    ("short_name", "short_name"),
    ("short name", "short_name"),
    ("curated", "curated"),
    ("description", "description"),
];

/// Rules of the review, and the part of the row that they are about; empty: the row.
const RULES: [(&str, &str); 7] = [
    ("metric-description", "description"),
    ("metric-orientation", "orientation"),
    ("metric-unit", "unit"),
    ("metric-name", ""),
    ("metric-total", ""),
    ("metric-type", ""),
    ("product-name", "description"),
];

pub(super) fn place(places: &Places<'_>, finding: &Finding) -> Option<Place> {
    let said = &finding.message;
    if said.contains("metric_prefix does not exist") {
        return places.field(Section::Identity, "integration.metric_prefix");
    }
    if said.contains("does not match metric_prefix") {
        return prefixed(places, said)
            .or_else(|| places.field(Section::Identity, "integration.metric_prefix"));
    }
    if said.starts_with("Missing columns") || said.starts_with("Invalid column") {
        let path = finding.file.clone()?;
        return Some(Place::File {
            path,
            line: Some(1),
        });
    }
    let name = metric(places, finding)?;
    let row = |part: &str| {
        let dot = if part.is_empty() { "" } else { "." };
        Place::framework(Section::Metrics, format!("metrics.{name}{dot}{part}"))
    };
    if let Some((_, part)) = RULES.iter().find(|(rule, _)| *rule == finding.rule) {
        return Some(row(part));
    }
    // A metric's own name may hold any of these words.
    let said = said.replace(name, "");
    let part = PARTS.iter().find(|(word, _)| said.contains(word));
    match part {
        _ if said.contains("number of columns") => None,
        Some((_, part)) => Some(row(part)),
        // No form shows these.
        None if places.existing() || said.contains("interval") || said.contains("integration:") => {
            None
        }
        None => Some(row("")),
    }
}

/// The first row whose name begins with what ddev says does not match.
fn prefixed(places: &Places<'_>, said: &str) -> Option<Place> {
    let prefix = format!("{}.", words(said).find(|w| *w != places.folder)?);
    let rows = &places.w.derived.metrics;
    let row = rows.iter().find(|m| m.name.starts_with(&prefix))?;
    Some(Place::framework(
        Section::Metrics,
        format!("metrics.{}", row.name),
    ))
}

/// The metric that is meant: named in the message, else the one on the line.
fn metric<'a>(places: &Places<'a>, finding: &Finding) -> Option<&'a str> {
    let derived = &places.w.derived;
    let known = |name: &str| derived.position(name).map(|at| &*derived.metrics[at].name);
    if let Some(name) = words(&finding.message).find_map(known) {
        return Some(name);
    }
    let line = usize::try_from(finding.line?).ok()?;
    let path = finding.file.as_deref()?;
    if let Some(lines) = places.texts.lines(path) {
        // ddev counts records: its reader skips empty lines.
        let mut of_ddev = lines.iter().filter(|l| !l.is_empty());
        let text = match finding.source {
            Source::Ddev => of_ddev.nth(line.checked_sub(1)?),
            _ => lines.get(line.checked_sub(1)?),
        };
        return known(text?.split(',').next()?.trim_matches('"'));
    }
    // Rows are written in order of name, but for a file that was there before.
    let row = derived.metrics.get(line.checked_sub(2)?);
    row.filter(|_| !places.existing()).map(|row| &*row.name)
}
