//! Repairs of `metadata.csv`.

use super::words;
use super::{Clues, Edit, Fix, between, plain};
use crate::core::finding::Finding;
use crate::core::nearest::nearest;

pub(super) const FILE: &str = "metadata.csv";

/// Columns that ddev can do without.
const OPTIONAL: [&str; 1] = ["sample_tags"];

const TYPES: [&str; 3] = ["count", "gauge", "rate"];
const CURATED: [&str; 2] = ["cpu", "memory"];
const ORIENTATIONS: [&str; 3] = ["-1", "0", "1"];

pub(super) struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn read(clues: &Clues) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(clues.own(FILE)?.as_bytes());
        let texts = |r: &csv::StringRecord| r.iter().map(str::to_owned).collect();
        let header = texts(reader.headers().ok()?);
        let rows = reader.records().map_while(Result::ok);
        Some(Self {
            header,
            rows: rows.map(|r| texts(&r)).collect(),
        })
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h == name)
    }

    pub fn of(&self, metric: &str) -> Option<&Vec<String>> {
        let at = self.column("metric_name")?;
        let mut found = self
            .rows
            .iter()
            .filter(|row| row.get(at).is_some_and(|n| n == metric));
        // Two rows of a name: which one is meant can't be told.
        found.next().filter(|_| found.next().is_none())
    }

    pub fn cell(&self, metric: &str, column: &str) -> Option<&str> {
        let at = self.column(column)?;
        self.of(metric)?.get(at).map(String::as_str)
    }
}

/// Of what `ddev validate metadata` says.
pub(super) fn ddev(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let said = finding.message.as_str();
    let says = |text: &str| said.contains(text);
    let first = between(said, "`", "`");
    if says("metadata file is empty") {
        let all = clues.columns.iter();
        let header = all.filter(|c| !OPTIONAL.contains(&c.as_str()));
        let edit = Edit::Header(header.cloned().collect());
        return Some(fix("header", "Write the header row", clues, edit));
    }
    if says("wrong number of columns") || says("column {None}") {
        return Some(ragged(clues));
    }
    if says("Missing columns") || says("Invalid column") || says("KeyError: '") {
        return columns(clues);
    }
    if says("invalid unit_name") {
        return unit("unit_name", first?, clues);
    }
    if says("invalid per_unit_name") {
        return unit("per_unit_name", first?, clues);
    }
    if says("use the fraction unit") {
        return fraction(finding, clues);
    }
    if says("does not match metric_prefix") {
        return prefix(first?, clues);
    }
    if says("invalid metric_type") {
        return word("metric-type", "metric_type", first?, &TYPES, clues);
    }
    if says("invalid orientation") {
        let wrong = first?;
        let bare = wrong.trim().trim_start_matches('+');
        let known = ORIENTATIONS.contains(&bare);
        return known.then(|| cells("orientation", "orientation", wrong, bare, clues));
    }
    if let Some((_, right)) = said.split_once("` should be: ") {
        let right = right.trim_end_matches('.');
        let wrong = between(said, "integration: `", "`")?;
        return Some(cells("integration", "integration", wrong, right, clues));
    }
    if let Some((_, right)) = said.split_once("should be normalized as ") {
        return name(
            between(said, "Metric name '", "'")?,
            right.trim_end_matches('.'),
            clues,
        );
    }
    if says("duplicate metric_name") {
        return duplicates(clues);
    }
    if says("unicode characters") {
        plain(clues.own(FILE)?, 128)?;
        let title = "Write quotes, dashes, and spaces of metadata.csv in ASCII";
        return Some(fix("plain-text", title, clues, Edit::Plain));
    }
    cell(said, clues)
}

/// Of what ddev says of one cell's text.
fn cell(said: &str, clues: &Clues) -> Option<Fix> {
    let says = |text: &str| said.contains(text);
    let first = between(said, "`", "`");
    if says("description contains a `|`") {
        let metric = first?;
        let old = Table::read(clues)?.cell(metric, "description")?.to_owned();
        let new = old.replace(" | ", " or ").replace('|', "/");
        return Some(of_metric("description", metric, "description", old, new, clues).asks());
    }
    if says("interval should be an int") {
        let wrong = between(said, "found '", "'")?;
        let number: f64 = wrong.trim().parse().ok()?;
        let whole = number.fract() == 0.0 && (0.0..1e9).contains(&number);
        return whole.then(|| {
            cells(
                "interval",
                "interval",
                wrong,
                &format!("{number:.0}"),
                clues,
            )
        });
    }
    if let Some((_, wrong)) = said.split_once("invalid curated metric type: ") {
        let metric = first?;
        let old = Table::read(clues)?
            .cell(metric, "curated_metric")?
            .to_owned();
        let (right, same) = words::known(wrong, CURATED)?;
        let parts = old.split('|').map(|p| if p == wrong { right } else { p });
        let new = parts.collect::<Vec<_>>().join("|");
        let fix = of_metric("curated", metric, "curated_metric", old, new, clues);
        return Some(if same { fix } else { fix.asks() });
    }
    if says("duplicate curated_metric") {
        let metric = first?;
        let old = Table::read(clues)?
            .cell(metric, "curated_metric")?
            .to_owned();
        let mut kept: Vec<&str> = vec![];
        for one in old.split('|').filter(|o| !o.is_empty()) {
            if !kept.contains(&one) {
                kept.push(one);
            }
        }
        let new = kept.join("|");
        return Some(of_metric(
            "curated",
            metric,
            "curated_metric",
            old,
            new,
            clues,
        ));
    }
    None
}

pub(super) fn fix(name: &'static str, title: impl Into<String>, clues: &Clues, edit: Edit) -> Fix {
    Fix::edit(name, title, clues.path(FILE), edit)
}

pub(super) fn ragged(clues: &Clues) -> Fix {
    let title = "Give the rows of metadata.csv as many cells as its header has";
    fix("row-cells", title, clues, Edit::Ragged)
}

pub(super) fn cells(
    name: &'static str,
    column: &'static str,
    from: &str,
    to: &str,
    clues: &Clues,
) -> Fix {
    let title = format!("Write {to:?} instead of {from:?} in {column}");
    let edit = Edit::Cells {
        metric: None,
        column,
        from: from.into(),
        to: to.into(),
    };
    fix(name, title, clues, edit)
}

pub(super) fn of_metric(
    name: &'static str,
    metric: &str,
    column: &'static str,
    from: String,
    to: String,
    clues: &Clues,
) -> Fix {
    let title = format!("Write {to:?} as {column} of {metric}");
    let edit = Edit::Cells {
        metric: Some(metric.into()),
        column,
        from,
        to,
    };
    fix(name, title, clues, edit)
}

/// Header names that are nearly right, and columns that are missing.
fn columns(clues: &Clues) -> Option<Fix> {
    let table = Table::read(clues)?;
    let known = |name: &String| clues.columns.contains(name);
    let mut missing: Vec<&String> = clues
        .columns
        .iter()
        .filter(|c| !OPTIONAL.contains(&c.as_str()) && table.column(c).is_none())
        .collect();
    let (mut rename, mut safe) = (vec![], true);
    for wrong in table.header.iter().filter(|h| !known(h)) {
        let plain = wrong.trim().to_lowercase().replace([' ', '-'], "_");
        let near = nearest(&plain, missing.iter().map(|m| m.as_str())).map(str::to_owned);
        if let Some(near) = near {
            safe &= near == plain;
            missing.retain(|m| **m != near);
            rename.push((wrong.clone(), near));
        }
    }
    if rename.is_empty() && missing.is_empty() {
        return None;
    }
    let renamed = rename
        .iter()
        .map(|(from, to)| format!("name {from:?} {to}"));
    let added = missing.iter().map(|name| format!("add {name}"));
    let parts: Vec<String> = renamed.chain(added).collect();
    let edit = Edit::Columns {
        add: missing.into_iter().cloned().collect(),
        rename,
        all: clues.columns.to_vec(),
    };
    let title = format!("Columns of metadata.csv: {}", parts.join(", "));
    let fix = fix("columns", title, clues, edit);
    Some(if safe { fix } else { fix.asks() })
}

fn unit(column: &'static str, wrong: &str, clues: &Clues) -> Option<Fix> {
    let (right, same) = words::unit(wrong, clues.units)?;
    let fix = cells("unit", column, wrong, right, clues);
    Some(if same { fix } else { fix.asks() })
}

fn word(
    name: &'static str,
    column: &'static str,
    wrong: &str,
    known: &[&'static str],
    clues: &Clues,
) -> Option<Fix> {
    let (right, same) = words::known(wrong, known.iter().copied())?;
    let fix = cells(name, column, wrong, right, clues);
    Some(if same { fix } else { fix.asks() })
}

/// ddev names the normal form. Where another file names the metric too, a person must look.
fn name(wrong: &str, right: &str, clues: &Clues) -> Option<Fix> {
    let table = Table::read(clues)?;
    let column = table.column("metric_name")?;
    let taken = |row: &Vec<String>| row.get(column).is_some_and(|n| n == right);
    if table.rows.iter().any(taken) {
        return None;
    }
    let fix = cells("metric-name", "metric_name", wrong, right, clues);
    let own = clues.path(FILE);
    let others = clues.files.iter().filter(|(path, _)| **path != own);
    let named = others.into_iter().any(|(_, text)| text.contains(wrong));
    Some(if named { fix.asks() } else { fix })
}

fn duplicates(clues: &Clues) -> Option<Fix> {
    let table = Table::read(clues)?;
    let rows = &table.rows;
    let twice = rows
        .iter()
        .enumerate()
        .any(|(at, row)| rows[..at].contains(row));
    let title = "Take out rows that repeat an earlier one, cell by cell";
    twice.then(|| fix("duplicate-rows", title, clues, Edit::Duplicates))
}

/// A time per a time is a fraction.
fn fraction(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let known = clues.units.iter().any(|unit| unit == "fraction");
    let table = Table::read(clues)?;
    // ddev counts records, and the header is the first line.
    let at = usize::try_from(finding.line?).ok()?.checked_sub(2)?;
    let metric = table.rows.get(at)?.get(table.column("metric_name")?)?;
    table.of(metric)?;
    let cells = vec![
        ("unit_name", "fraction".to_owned()),
        ("per_unit_name", String::new()),
    ];
    let edit = Edit::Row {
        metric: metric.clone(),
        cells,
    };
    let title = format!("Write fraction as the unit of {metric}, per nothing");
    known.then(|| fix("unit", title, clues, edit).asks())
}

/// A name that does not begin with the manifest's prefix: the prefix is misspelled, or it is missing. The next name is
/// found when this one is repaired.
fn prefix(wrong: &str, clues: &Clues) -> Option<Fix> {
    let manifest: serde_json::Value = serde_json::from_str(clues.own("manifest.json")?).ok()?;
    let prefix = manifest.pointer("/assets/integration/metrics/prefix")?;
    let prefix = prefix.as_str().filter(|p| p.ends_with('.'))?;
    let table = Table::read(clues)?;
    let column = table.column("metric_name")?;
    let names = || table.rows.iter().filter_map(|row| row.get(column));
    let head = |name: &str| name.split('.').next() == Some(wrong) && !name.starts_with(prefix);
    let old = names().find(|name| head(name))?;
    let near = nearest(wrong, [prefix.trim_end_matches('.')]).is_some();
    let new = match old.split_once('.') {
        Some((_, rest)) if near => format!("{prefix}{rest}"),
        _ => format!("{prefix}{old}"),
    };
    let free = names().all(|name| *name != new);
    free.then(|| cells("metric-prefix", "metric_name", old, &new, clues).asks())
}
