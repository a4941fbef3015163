//! Units of metrics, beside what their names say.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::table::Row;

pub const RULES: &[Rule] = &[Rule {
    name: "metric-unit",
    why: "The unit decides how a graph is labeled and scaled.",
    source: "made-up units; a unit in the name that is unlike `unit_name`",
    check: units,
}];

const FILE: &str = "metadata.csv";

/// Ends of names, and the units that they may have.
const STATED: [(&[&str], &[&str]); 10] = [
    (&["kb", "kilobytes"], &["kilobyte", "kibibyte"]),
    (&["mb", "megabytes"], &["megabyte", "mebibyte"]),
    (&["gb", "gigabytes"], &["gigabyte", "gibibyte"]),
    (&["minutes"], &["minute", "fraction"]),
    (
        &["seconds", "secs"],
        &["second", "fraction", "core", "percent"],
    ),
    (
        &["milliseconds", "millis", "ms"],
        &["millisecond", "fraction"],
    ),
    (&["microseconds"], &["microsecond", "fraction"]),
    (
        &["nanoseconds", "nanos"],
        &["nanosecond", "fraction", "nanocore"],
    ),
    (&["bytes"], &["byte"]),
    (&["percent", "percentage"], &["percent", "fraction"]),
];

fn units(look: &Look<'_>, out: &mut Findings) {
    for row in look.metrics.iter().filter(|row| row.whole) {
        let base = row.name.strip_suffix(".sum").unwrap_or(&row.name);
        let base = match base.strip_suffix(".count") {
            // How often something was observed is no time.
            Some(_) if is_histogram(look, row) => continue,
            Some(base) => base,
            None => base,
        };
        let Some(last) = base.rsplit(['.', '_']).next() else {
            continue;
        };
        let Some((_, fit)) = STATED.iter().find(|(words, _)| words.contains(&last)) else {
            continue;
        };
        let place = (FILE, row.line);
        // A point in time is no duration, whatever it is counted in.
        if row.unit.is_empty() && !base.contains("timestamp") {
            out.note(
                place,
                format!("{} states its unit, and `unit_name` is empty.", row.name),
                format!("Write {}.", fit[0]),
            );
        } else if !row.unit.is_empty() && !fit.contains(&row.unit.as_str()) {
            out.warn(
                place,
                format!(
                    "{} says {last}, and `unit_name` says {}.",
                    row.name, row.unit
                ),
                format!("Write {}, or name the metric without a unit.", fit[0]),
            );
        }
    }
}

/// Whether a metric `x.count` has brothers that only a histogram or a summary has.
fn is_histogram(look: &Look<'_>, row: &Row) -> bool {
    let Some((base, _)) = row.name.rsplit_once('.') else {
        return false;
    };
    let brothers = [
        "sum",
        "bucket",
        "quantile",
        "avg",
        "median",
        "max",
        "95percentile",
    ];
    brothers
        .iter()
        .any(|end| look.has_metric(&format!("{base}.{end}")))
}
