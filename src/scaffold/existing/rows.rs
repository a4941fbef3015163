//! Rows of `metadata.csv` and `service_checks.json`, as they stand in the files.

use super::table::Table;
use crate::core::metadata::{MetricRow, ServiceCheckRow};
use serde_json::Value;

/// The rows, in order of name. Columns may stand in any order; an absent one is empty.
#[must_use]
pub fn metric_rows(text: &str) -> Vec<MetricRow> {
    let Ok(table) = Table::parse(text) else {
        return vec![];
    };
    let cell = |row: usize, name: &str| {
        let column = table.column(name);
        column.map_or(String::new(), |c| table.cell(row, c).trim().to_owned())
    };
    let mut rows: Vec<MetricRow> = (0..table.len())
        .map(|row| MetricRow {
            name: cell(row, "metric_name"),
            metric_type: cell(row, "metric_type"),
            unit: cell(row, "unit_name"),
            per_unit: cell(row, "per_unit_name"),
            description: cell(row, "description"),
            orientation: cell(row, "orientation").parse().unwrap_or(0),
            short_name: cell(row, "short_name"),
            curated: cell(row, "curated_metric"),
            guessed: vec![],
        })
        .filter(|row| !row.name.is_empty())
        .collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows.dedup_by(|a, b| a.name == b.name);
    rows
}

/// The entries, in the file's order.
#[must_use]
pub fn service_check_rows(text: &str) -> Vec<ServiceCheckRow> {
    let all = serde_json::from_str::<Value>(text).unwrap_or_default();
    let texts = |value: &Value| -> Vec<String> {
        let items = value.as_array().into_iter().flatten();
        items
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = all.as_array().into_iter().flatten();
    entries
        .map(|entry| ServiceCheckRow {
            check: text(&entry["check"]),
            name: text(&entry["name"]),
            description: text(&entry["description"]),
            statuses: texts(&entry["statuses"]),
            groups: texts(&entry["groups"]),
        })
        .filter(|row| !row.check.is_empty())
        .collect()
}
