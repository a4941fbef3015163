//! Changing single cells of a CSV text, and adding rows: other cells keep their quotes and their place.

use std::ops::Range;

/// A CSV text and where its cells stand.
#[derive(Debug)]
pub struct Table<'a> {
    text: &'a str,
    /// The cells of each row that is not empty, the header's first.
    rows: Vec<Vec<Range<usize>>>,
}

impl<'a> Table<'a> {
    /// Reads a text.
    ///
    /// # Errors
    /// A quote that nothing closes, a row with another number of cells than the
    /// header, a column that is there twice: with the row's line, counted from 1.
    pub fn parse(text: &'a str) -> Result<Self, (u32, String)> {
        let mut table = Self { text, rows: vec![] };
        let mut at = 0;
        while at < text.len() {
            let line = table.line(at);
            let (cells, end) = row(text, at).map_err(|message| (line, message))?;
            at = end;
            let blank = cells.len() == 1 && cells[0].is_empty();
            if blank {
                continue;
            }
            if let Some(header) = table.rows.first()
                && header.len() != cells.len()
            {
                let (have, want) = (cells.len(), header.len());
                let message = format!("The row has {have} cells, and the header has {want}.");
                return Err((line, message));
            }
            table.rows.push(cells);
        }
        let names = table.header();
        if let Some(name) = names
            .iter()
            .enumerate()
            .find(|(i, n)| names[..*i].contains(n))
        {
            return Err((1, format!("The column {:?} is there twice.", name.1)));
        }
        Ok(table)
    }

    fn line(&self, at: usize) -> u32 {
        let lines = self.text[..at].matches('\n').count() + 1;
        u32::try_from(lines).unwrap_or(u32::MAX)
    }

    /// The column names.
    pub fn header(&self) -> Vec<String> {
        let cells = self.rows.first().map_or(&[][..], Vec::as_slice);
        cells.iter().map(|c| self.value(c)).collect()
    }

    /// How many rows there are below the header.
    pub fn len(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// Where a column stands.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header().iter().position(|n| n == name)
    }

    /// The text of a cell; `row` counts from 0 below the header.
    pub fn cell(&self, row: usize, column: usize) -> String {
        let cell = self.rows.get(row + 1).and_then(|r| r.get(column));
        cell.map(|c| self.value(c)).unwrap_or_default()
    }

    fn value(&self, cell: &Range<usize>) -> String {
        let raw = &self.text[cell.clone()];
        let Some(inner) = raw.strip_prefix('"') else {
            return raw.to_owned();
        };
        // As Python's reader has it: what stands behind the closing quote belongs to the cell.
        let mut out = String::new();
        let mut chars = inner.chars().peekable();
        while let Some(c) = chars.next() {
            if c == '"' && chars.next_if_eq(&'"').is_none() {
                out.extend(chars);
                break;
            }
            out.push(c);
        }
        out
    }

    /// The text with these cells changed (row, column, text), these rows added, each behind the row of that
    /// number (`None`: the header), and these rows gone.
    pub fn with(
        &self,
        cells: &[(usize, usize, String)],
        rows: &[(Option<usize>, Vec<String>)],
        gone: &[usize],
    ) -> String {
        let mut edits: Vec<(Range<usize>, String)> = vec![];
        for (row, column, text) in cells {
            if let Some(place) = self.rows.get(row + 1).and_then(|r| r.get(*column)) {
                let quoted = self.text[place.clone()].starts_with('"');
                edits.push((place.clone(), quote(text, quoted)));
            }
        }
        for row in gone {
            edits.extend(self.line_of(row + 1).map(|place| (place, String::new())));
        }
        for (behind, values) in rows {
            let values: Vec<String> = values.iter().map(|v| quote(v, false)).collect();
            let values = values.join(",");
            let at = behind.map_or(0, |row| row + 1);
            // It takes the place of one that goes.
            let end = match self
                .line_of(at)
                .filter(|_| at > 0 && gone.contains(&(at - 1)))
            {
                Some(place) => place.start,
                None => match self.rows.get(at).and_then(|r| r.last()) {
                    Some(last) => last.end,
                    None => continue,
                },
            };
            edits.push((end..end, format!("\n{values}")));
        }
        edits.sort_by_key(|(range, _)| range.start);
        let (mut out, mut at) = (String::with_capacity(self.text.len()), 0);
        for (range, new) in edits {
            out.push_str(&self.text[at..range.start.max(at)]);
            out.push_str(&new);
            at = range.end.max(at);
        }
        out.push_str(&self.text[at..]);
        out
    }

    /// The text with one more column behind another (`None`: the first), `name` in the header and empty below.
    pub fn with_column(&self, behind: Option<usize>, name: &str) -> String {
        let mut out = String::with_capacity(self.text.len() + 32);
        let mut at = 0;
        for (index, cells) in self.rows.iter().enumerate() {
            let value = if index == 0 { name } else { "" };
            let (place, new) = match behind.and_then(|b| cells.get(b)) {
                Some(cell) => (cell.end, format!(",{value}")),
                None => (cells.first().map_or(at, |c| c.start), format!("{value},")),
            };
            out.push_str(&self.text[at..place]);
            out.push_str(&new);
            at = place;
        }
        out.push_str(&self.text[at..]);
        out
    }

    /// The text with another name of a column.
    pub fn with_name(&self, column: usize, name: &str) -> String {
        let cell = self.rows.first().and_then(|r| r.get(column)).cloned();
        let Some(cell) = cell else {
            return self.text.to_owned();
        };
        format!(
            "{}{}{}",
            &self.text[..cell.start],
            quote(name, false),
            &self.text[cell.end..]
        )
    }

    /// A row with the end of the line before it, so that the file ends as it did.
    fn line_of(&self, at: usize) -> Option<Range<usize>> {
        let cells = self.rows.get(at)?;
        Some(cells.first()?.start.checked_sub(1)?..cells.last()?.end)
    }
}

pub fn quote(text: &str, always: bool) -> String {
    if always || text.contains([',', '"', '\n']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The cells of the row that begins at `at`, and where the next one begins.
pub fn row(text: &str, mut at: usize) -> Result<(Vec<Range<usize>>, usize), String> {
    let bytes = text.as_bytes();
    let mut cells = vec![];
    loop {
        let start = at;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (None, _) => return Err("A quote is never closed.".into()),
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), _) => break,
                    _ => at += 1,
                }
            }
            at += 1;
        }
        while bytes.get(at).is_some_and(|b| !b",\n".contains(b)) {
            at += 1;
        }
        cells.push(start..at);
        match bytes.get(at) {
            Some(b',') => at += 1,
            Some(_) => return Ok((cells, at + 1)),
            None => return Ok((cells, at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "b,a\n\"x, y\",\"1\"\n\nz,\"say \"\"hi\"\"\"";

    #[test]
    fn cells_are_read_where_they_stand() {
        let t = Table::parse(TEXT).unwrap();
        assert_eq!((t.header(), t.len()), (vec!["b".into(), "a".into()], 2));
        assert_eq!(
            (t.cell(0, 0), t.cell(1, 1)),
            ("x, y".into(), "say \"hi\"".into())
        );
        assert_eq!(t.with(&[], &[], &[]), TEXT);
    }

    #[test]
    fn one_cell_changes_and_rows_are_added() {
        let t = Table::parse(TEXT).unwrap();
        let cells = [(0, 1, "2".to_owned()), (1, 0, "q,q".to_owned())];
        let rows = [
            (Some(1), vec!["n".to_owned(), "\"".to_owned()]),
            (None, vec!["first".to_owned(), String::new()]),
        ];
        assert_eq!(
            t.with(&cells, &rows, &[]),
            "b,a\nfirst,\n\"x, y\",\"2\"\n\n\"q,q\",\"say \"\"hi\"\"\"\nn,\"\"\"\""
        );
    }

    #[test]
    fn rows_go_with_their_line() {
        for (text, gone, left) in [
            ("a\n1\n2\n3\n", &[1][..], "a\n1\n3\n"),
            ("a\n1\n2\n3", &[2][..], "a\n1\n2"),
            ("a\n1\n2\n3", &[1, 2][..], "a\n1"),
            ("a\n1\n2\n3\n", &[0, 1, 2][..], "a\n"),
        ] {
            assert_eq!(Table::parse(text).unwrap().with(&[], &[], gone), left);
        }
        let t = Table::parse("a\n1\n2\n3").unwrap();
        let new = [(Some(1), vec!["n".to_owned()])];
        assert_eq!(t.with(&[], &new, &[0, 1]), "a\nn\n3");
        assert_eq!(t.with(&[], &new, &[1, 2]), "a\n1\nn");
    }

    #[test]
    fn what_is_no_table_is_told_with_its_line() {
        assert_eq!(Table::parse("a,b\n\nx\n").unwrap_err().0, 3);
        assert_eq!(Table::parse("a\n\"x\n\ny").unwrap_err().0, 2);
        let behind = Table::parse("a,b\n\"x\"\".\".,1\n").unwrap();
        assert_eq!(
            (behind.cell(0, 0), behind.cell(0, 1)),
            ("x\".".to_owned() + ".", "1".into())
        );
        assert!(Table::parse("a,a\n").is_err());
        assert_eq!(Table::parse("").unwrap().len(), 0);
    }
}
