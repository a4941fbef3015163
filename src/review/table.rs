//! `metadata.csv`, row by row.

/// One row; a column that is absent is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub kind: String,
    pub unit: String,
    pub per_unit: String,
    pub description: String,
    pub orientation: String,
    pub short_name: String,
    pub line: u32,
}

/// The rows that have a name.
#[must_use]
pub fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|h| h.trim() == name);
    let columns = [
        "metric_name",
        "metric_type",
        "unit_name",
        "per_unit_name",
        "description",
        "orientation",
        "short_name",
    ]
    .map(column);
    let mut out = vec![];
    for record in reader.records().map_while(Result::ok) {
        let cell = |i: usize| {
            let value = columns[i].and_then(|c| record.get(c));
            value.unwrap_or_default().trim().to_owned()
        };
        let line = record.position().map_or(1, csv::Position::line);
        let row = Row {
            name: cell(0),
            kind: cell(1),
            unit: cell(2),
            per_unit: cell(3),
            description: cell(4),
            orientation: cell(5),
            short_name: cell(6),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        if !row.name.is_empty() {
            out.push(row);
        }
    }
    out
}
