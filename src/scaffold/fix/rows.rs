//! Repairs of a table's rows and columns.

use crate::scaffold::existing::table::{self, Table};

fn parsed(text: &str) -> Result<Table<'_>, String> {
    Table::parse(text).map_err(|(line, why)| format!("Line {line}: {why}"))
}

/// The text with columns renamed and added, each behind the one that comes before it in `all`.
pub fn columns(
    text: &str,
    rename: &[(String, String)],
    add: &[String],
    all: &[String],
) -> Result<String, String> {
    let mut out = text.to_owned();
    for (from, to) in rename {
        let table = parsed(&out)?;
        let at = table
            .column(from)
            .ok_or("The column is not there any more.")?;
        out = table.with_name(at, to);
    }
    for name in add {
        let table = parsed(&out)?;
        if table.column(name).is_some() {
            continue;
        }
        let before = all.iter().take_while(|c| *c != name);
        let behind = before.filter_map(|c| table.column(c)).max();
        out = table.with_column(behind, name);
    }
    Ok(out)
}

/// The text with cells of a column that hold `from` holding `to`.
pub fn cells(
    text: &str,
    metric: Option<&str>,
    column: &str,
    from: &str,
    to: &str,
) -> Result<String, String> {
    let table = parsed(text)?;
    let at = table.column(column).ok_or("The column is not there.")?;
    let names = table.column("metric_name").ok_or("There are no names.")?;
    let rows = (0..table.len()).filter(|row| {
        let meant = metric.is_none_or(|metric| table.cell(*row, names) == metric);
        meant && table.cell(*row, at) == from
    });
    let changes: Vec<_> = rows.map(|row| (row, at, to.to_owned())).collect();
    Ok(table.with(&changes, &[], &[]))
}

/// The text with other cells in the row of one metric.
pub fn row(text: &str, metric: &str, cells: &[(&str, String)]) -> Result<String, String> {
    let table = parsed(text)?;
    let names = table.column("metric_name").ok_or("There are no names.")?;
    let row = (0..table.len()).find(|row| table.cell(*row, names) == metric);
    let row = row.ok_or("The row is not there any more.")?;
    let mut changes = vec![];
    for (column, to) in cells {
        let at = table.column(column).ok_or("The column is not there.")?;
        changes.push((row, at, to.clone()));
    }
    Ok(table.with(&changes, &[], &[]))
}

/// The text without rows that equal an earlier one.
pub fn without_duplicates(text: &str) -> Result<String, String> {
    let table = parsed(text)?;
    let width = table.header().len();
    let row = |at: usize| -> Vec<String> { (0..width).map(|c| table.cell(at, c)).collect() };
    let rows: Vec<Vec<String>> = (0..table.len()).map(row).collect();
    let twice = |at: &usize| rows[..*at].contains(&rows[*at]);
    let gone: Vec<usize> = (0..rows.len()).filter(twice).collect();
    Ok(table.with(&[], &[], &gone))
}

/// The text with each row as wide as the header. A short row gets empty cells at its end; in one that is too long, a
/// comma of the description gets its quotes. Only what fits in one way: the type and the orientation must stand where
/// the header says.
pub fn even(text: &str) -> Result<String, String> {
    let (mut out, mut at) = (String::with_capacity(text.len() + 16), 0);
    let mut header: Option<Vec<String>> = None;
    while at < text.len() {
        let (cells, end) = table::row(text, at)?;
        let values: Vec<&str> = cells.iter().map(|c| &text[c.clone()]).collect();
        let line = &text[at..end];
        match &header {
            None if line.trim().is_empty() => out.push_str(line),
            None => {
                header = Some(
                    values
                        .iter()
                        .map(|v| v.trim_matches('"').to_owned())
                        .collect(),
                );
                out.push_str(line);
            }
            Some(header) if values.len() == header.len() || line.trim().is_empty() => {
                out.push_str(line);
            }
            Some(header) => {
                let row =
                    evened(header, &values).ok_or("A row can be read in more ways than one.")?;
                out.push_str(&row);
                out.push_str(if line.ends_with('\n') { "\n" } else { "" });
            }
        }
        at = end;
    }
    parsed(&out)?;
    Ok(out)
}

fn evened(header: &[String], values: &[&str]) -> Option<String> {
    let column = |name: &str| header.iter().position(|h| h == name);
    let fits = |row: &[&str]| {
        let cell = |name: &str| column(name).and_then(|at| row.get(at)).copied();
        // Which cell it is shows even where it is not written as it should be.
        let kind = |t: &str| {
            ["count", "counter", "gauge", "rate"].contains(&t.trim().to_lowercase().as_str())
        };
        let sign = |o: &str| ["-1", "0", "1"].contains(&o.trim().trim_start_matches('+'));
        cell("metric_type").is_none_or(kind) && cell("orientation").is_none_or(sign)
    };
    if values.len() < header.len() {
        // Where the orientation is missing itself, nothing tells what the last cells are.
        let whole = column("orientation").is_none_or(|at| at < values.len());
        let mut row = values.to_vec();
        row.resize(header.len(), "");
        return (whole && fits(&row)).then(|| row.join(","));
    }
    let at = column("description")?;
    let more = values.len() - header.len();
    let parts = values.get(at..=at + more)?;
    // A quote in the middle of it has another meaning.
    if parts.iter().any(|part| part.contains('"')) {
        return None;
    }
    let whole = table::quote(&parts.join(","), true);
    let mut row = values[..at].to_vec();
    row.push(&whole);
    row.extend(&values[at + more + 1..]);
    fits(&row).then(|| row.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "metric_name,metric_type,description,orientation,short_name\n";

    #[test]
    fn rows_are_evened_where_one_reading_fits() {
        let text = format!("{HEAD}a.b,gauge,Up, down, and more.,0,x\na.c,count,\"One, two.\",1\n");
        let new = even(&text).unwrap();
        assert_eq!(
            new,
            format!("{HEAD}a.b,gauge,\"Up, down, and more.\",0,x\na.c,count,\"One, two.\",1,\n")
        );
        assert!(even(&format!("{HEAD}a.b,gauge,x\n")).is_err());
        assert!(even(&format!("{HEAD}a.b,x,gauge,Up,0,x\n")).is_err());
        assert!(even(&format!("{HEAD}a.b,gauge,say \"a\", b,0,x\n")).is_err());
    }

    #[test]
    fn columns_come_where_they_belong() {
        let all = ["a", "b", "c", "d"].map(str::to_owned);
        let add = ["a".to_owned(), "c".to_owned()];
        let rename = [("B ".to_owned(), "b".to_owned())];
        let new = columns("B ,d\n\"1,1\",2\n\n3,4", &rename, &add, &all).unwrap();
        assert_eq!(new, "a,b,c,d\n,\"1,1\",,2\n\n,3,,4");
        assert!(columns("x\n", &rename, &[], &all).is_err());
    }

    #[test]
    fn cells_and_rows_change_alone() {
        let text = "metric_name,unit_name\na,\"msgs\"\nb,msgs\nc,byte\na,\"msgs\"\n";
        let new = cells(text, None, "unit_name", "msgs", "message").unwrap();
        assert_eq!(new, text.replace("msgs", "message"));
        let new = cells(text, Some("b"), "unit_name", "msgs", "message").unwrap();
        assert_eq!(new, text.replace("b,msgs", "b,message"));
        let to = [("unit_name", String::new())];
        assert_eq!(row(text, "c", &to).unwrap(), text.replace("c,byte", "c,"));
        assert!(row(text, "x", &to).is_err());
        assert_eq!(
            without_duplicates(text).unwrap(),
            "metric_name,unit_name\na,\"msgs\"\nb,msgs\nc,byte\n"
        );
    }
}
