//! `metadata.csv`, row by row.

use super::tree::line_at;

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
    /// Whether it has as many cells as the header: of another one nobody knows which cell is which.
    pub whole: bool,
}

/// The line on which a record of a CSV begins, from 1.
///
/// The reader's own number is that of the line before, after a line that ends with CRLF and after empty lines.
#[must_use]
pub fn line_of(text: &str, record: &csv::StringRecord) -> u32 {
    let at = record.position().map_or(0, csv::Position::byte);
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let ends = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    line_at(text, at + ends.count())
}

/// The line on which a quote is opened that its record does not close.
#[must_use]
pub fn unclosed(text: &str) -> Option<u32> {
    if text.matches('"').count().is_multiple_of(2) {
        return None;
    }
    let odd = |line: &&str| line.matches('"').count() % 2 == 1;
    let at = text.lines().position(|line| odd(&line))?;
    u32::try_from(at + 1).ok()
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
    let unclosed = unclosed(text);
    let mut out = vec![];
    for record in reader.records().map_while(Result::ok) {
        let cell = |i: usize| {
            let value = columns[i].and_then(|c| record.get(c));
            value.unwrap_or_default().trim().to_owned()
        };
        let line = line_of(text, &record);
        let row = Row {
            name: cell(0),
            kind: cell(1),
            unit: cell(2),
            per_unit: cell(3),
            description: cell(4),
            orientation: cell(5),
            short_name: cell(6),
            line,
            whole: record.len() <= headers.len() && unclosed.is_none_or(|from| line < from),
        };
        if !row.name.is_empty() {
            out.push(row);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn rows_know_their_lines_however_lines_end() {
        let text = "metric_name,description\na.b,x\n\na.c,\"y\nz\"\na.d,\n";
        let lines = |text: &str| -> Vec<u32> { rows(text).iter().map(|row| row.line).collect() };
        assert_eq!(lines(text), [2, 4, 6]);
        assert_eq!(lines(&text.replace('\n', "\r\n")), [2, 4, 6]);
    }
}
