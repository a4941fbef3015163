//! `metadata.csv`: single cells, rows of their own, and rows that go.

use super::made::{Made, Wanted};
use crate::core::existing::Existing;
use crate::core::metadata::MetricRow;
use crate::scaffold::existing::Snapshot;
use crate::scaffold::existing::table::Table;
use crate::scaffold::render::metadata_name;

/// What a file without a row begins with: ddev's own order of columns.
const HEADER: &str = "metric_name,metric_type,interval,unit_name,per_unit_name,description,orientation,integration,short_name,curated_metric\n";

pub fn rows(made: &mut Made, snapshot: &Snapshot, existing: &Existing, wanted: &Wanted) {
    let path = snapshot.metadata();
    let now = &wanted.derived.metrics;
    let renamed =
        existing.answers.integration.display_name != wanted.answers.integration.display_name;
    if *now == existing.metrics && !(renamed && made.files.contains_key(&path)) {
        return;
    }
    if !snapshot.files.contains_key(&path) {
        made.files.insert(path.clone(), HEADER.to_owned());
    }
    made.edit(&path, "metrics", |text| with_rows(text, existing, wanted));
}

fn with_rows(text: &str, existing: &Existing, wanted: &Wanted) -> Result<String, String> {
    let text = if text.trim().is_empty() { HEADER } else { text };
    let table = Table::parse(text).map_err(|(line, message)| format!("Line {line}: {message}"))?;
    let (was, is) = (&existing.answers.integration, &wanted.answers.integration);
    let (old, new) = (
        metadata_name(&was.display_name),
        metadata_name(&is.display_name),
    );
    let place = |name: &str| table.column(name);
    let names = place("metric_name").ok_or("The header has no column metric_name.")?;
    let mut cells = vec![];
    let mut added = vec![];
    let order: Vec<String> = (0..table.len()).map(|row| table.cell(row, names)).collect();
    let sorted = order.is_sorted();
    for row in &wanted.derived.metrics {
        let before = existing.metrics.iter().find(|m| m.name == row.name);
        let Some(before) = before else {
            let (at, values) = new_row(&table, row, &new, &order, sorted)?;
            added.push((at, values));
            continue;
        };
        for (column, value) in differing(before, row) {
            let at = place(column).ok_or_else(|| no_column(column, &row.name))?;
            let line = order.iter().position(|n| n.trim() == row.name);
            let line = line.ok_or_else(|| format!("{} is no longer in the file.", row.name))?;
            cells.push((line, at, value));
        }
    }
    if let (true, Some(at)) = (old != new, place("integration")) {
        for line in (0..table.len()).filter(|line| table.cell(*line, at) == old) {
            cells.push((line, at, new.clone()));
        }
    }
    let gone: Vec<usize> = (0..table.len())
        .filter(|line| {
            let answer = wanted.answers.metric(order[*line].trim());
            answer.is_some_and(|a| a.remove)
        })
        .collect();
    Ok(table.with(&cells, &added, &gone))
}

fn no_column(column: &str, metric: &str) -> String {
    format!("The header has no column {column}, which {metric} needs. Add the column first.")
}

/// The cells that two rows of one metric differ in.
fn differing(before: &MetricRow, after: &MetricRow) -> Vec<(&'static str, String)> {
    values(before)
        .into_iter()
        .zip(values(after))
        .filter(|(old, new)| old != new)
        .map(|(_, new)| new)
        .collect()
}

fn values(row: &MetricRow) -> [(&'static str, String); 7] {
    [
        ("metric_type", row.metric_type.clone()),
        ("unit_name", row.unit.clone()),
        ("per_unit_name", row.per_unit.clone()),
        ("description", row.description.clone()),
        ("orientation", row.orientation.to_string()),
        ("short_name", row.short_name.clone()),
        ("curated_metric", row.curated.clone()),
    ]
}

/// A row of a metric that the file has not, and the row behind which it goes: in order of name where the
/// others are, else at the end.
fn new_row(
    table: &Table,
    row: &MetricRow,
    integration: &str,
    order: &[String],
    sorted: bool,
) -> Result<(Option<usize>, Vec<String>), String> {
    let mut values: Vec<(&str, String)> = values(row).into();
    values.push(("metric_name", row.name.clone()));
    let header = table.header();
    // What the others say of the integration, so that one wrong name does not become two.
    let said = table.column("integration").map(|c| table.cell(0, c));
    let said = said.filter(|s| !s.is_empty());
    values.push((
        "integration",
        said.unwrap_or_else(|| integration.to_owned()),
    ));
    for (column, value) in &values {
        if !value.is_empty() && !header.iter().any(|h| h == column) {
            return Err(no_column(column, &row.name));
        }
    }
    let cells = header.iter().map(|column| {
        let value = values.iter().find(|(c, _)| c == column);
        value.map(|(_, v)| v.clone()).unwrap_or_default()
    });
    let behind = if sorted {
        order.iter().filter(|n| **n < row.name).count()
    } else {
        order.len()
    };
    Ok((behind.checked_sub(1), cells.collect()))
}
