//! Repairs of what a row of `metadata.csv` says of its metric: which way is better, the unit, the description.

use super::metadata::{FILE, Table, of_metric, ragged};
use super::words::sentence;
use super::{Clues, Fix, between};
use crate::core::derive::orientation;
use crate::core::finding::Finding;

/// Of what the rules of the review say.
pub(super) fn review(finding: &Finding, clues: &Clues) -> Option<Fix> {
    if finding.file.as_deref() != Some(clues.path(FILE).as_str()) {
        return None;
    }
    let said = finding.message.as_str();
    match finding.rule.as_str() {
        "syntax" if said.contains("a comma in a text needs quotes") => Some(ragged(clues)),
        "metric-orientation" if said.ends_with("has no orientation.") => {
            let metric = said.split(' ').next()?;
            let to = guess(&Table::read(clues)?, metric);
            Some(
                of_metric(
                    "orientation",
                    metric,
                    "orientation",
                    String::new(),
                    to,
                    clues,
                )
                .asks(),
            )
        }
        "metric-orientation" => {
            let (metric, rest) = said.split_once(" has the orientation ")?;
            let from = rest.split(',').next()?.to_owned();
            let to = finding.fix.as_deref()?.strip_prefix("Write ")?;
            let to = to.split(',').next()?.to_owned();
            Some(of_metric("orientation", metric, "orientation", from, to, clues).asks())
        }
        "metric-unit" => {
            let metric = said.split(' ').next()?;
            let to = finding.fix.as_deref()?.strip_prefix("Write ")?;
            let to = to.split([',', '.']).next()?.to_owned();
            let old = Table::read(clues)?.cell(metric, "unit_name")?.to_owned();
            Some(of_metric("unit", metric, "unit_name", old, to, clues).asks())
        }
        "metric-description" if said.starts_with("The description of ") => {
            let metric = between(said, "The description of ", " ")?;
            let old = Table::read(clues)?.cell(metric, "description")?.to_owned();
            let new = sentence(&old)?;
            Some(of_metric("description", metric, "description", old, new, clues).asks())
        }
        _ => None,
    }
}

/// Of what `ddev validate metadata` says: the first row without an orientation. The next one is found when it is repaired.
pub(super) fn ddev(finding: &Finding, clues: &Clues) -> Option<Fix> {
    if !finding.message.contains("orientation is empty in") {
        return None;
    }
    let table = Table::read(clues)?;
    let (column, names) = (table.column("orientation")?, table.column("metric_name")?);
    let empty = |row: &&Vec<String>| row.get(column).is_some_and(String::is_empty);
    let metric = table.rows.iter().find(empty)?.get(names)?.clone();
    let to = guess(&table, &metric);
    Some(
        of_metric(
            "orientation",
            &metric,
            "orientation",
            String::new(),
            to,
            clues,
        )
        .asks(),
    )
}

fn guess(table: &Table, metric: &str) -> String {
    let cell = |column| table.cell(metric, column).unwrap_or_default();
    let clues = orientation::Clues {
        name: metric.split_once('.').map_or(metric, |(_, rest)| rest),
        help: cell("description"),
        unit: cell("unit_name"),
        counter: cell("metric_type") == "count",
        ..orientation::Clues::default()
    };
    orientation::guess(clues).to_string()
}
