//! Families: the metrics that belong in one widget.

use super::titles::{last, stem};
use crate::core::derive::words;
use crate::core::metadata::MetricRow;
use std::collections::{BTreeMap, HashMap};

/// Lines in one graph; more where a dashboard would become endless otherwise.
const SERIES: usize = 4;
const SERIES_OF_MANY: usize = 10;

/// Metrics from which on there are many.
const MANY: usize = 200;

/// How a family is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A histogram or a summary: what one observation was on average, and its quantiles.
    Distribution,
    Counts,
    Rates,
    Gauges,
    /// Facts in tags; the value is always 1.
    Facts,
}

/// One widget's metrics.
#[derive(Debug, Clone)]
pub struct Family<'a> {
    pub kind: Kind,
    /// The name that its title is made from, without the prefix.
    pub stem: String,
    /// The first segment of its name: its group.
    pub segment: String,
    /// What is drawn.
    pub drawn: Vec<&'a MetricRow>,
    /// All that it stands for.
    pub rows: Vec<&'a MetricRow>,
}

/// The families of all rows, in the order of their first names. Every row is in exactly one.
pub fn families<'a>(rows: &'a [MetricRow], prefix: &str) -> Vec<Family<'a>> {
    let names: HashMap<&str, &MetricRow> = rows.iter().map(|r| (r.name.as_str(), r)).collect();
    let most = if rows.len() > MANY {
        SERIES_OF_MANY
    } else {
        SERIES
    };
    let mut out: Vec<Family<'a>> = vec![];
    let mut known: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
    for row in rows {
        if let Some((base, kind)) = distribution(row, &names) {
            let key = (base.to_owned(), "", "");
            let at = *known.entry(key).or_insert_with(|| {
                out.push(family(kind, stem(base, prefix), prefix));
                out.len() - 1
            });
            out[at].rows.push(row);
            let drawn = match kind {
                Kind::Distribution => last(&row.name) == "sum" || is_quantile(row),
                _ => last(&row.name) == "count",
            };
            if drawn {
                out[at].drawn.push(row);
            }
            continue;
        }
        let kind = kind(row);
        let (own, with) = (stem(&row.name, prefix), siblings(&row.name, prefix));
        let key = (with.to_owned(), row.metric_type.as_str(), row.unit.as_str());
        let free = |at: &&usize| out[**at].rows.len() < most && out[**at].kind == kind;
        let at = if let Some(at) = known.get(&key).filter(free) {
            with.clone_into(&mut out[*at].stem);
            *at
        } else {
            out.push(family(kind, own, prefix));
            known.insert(key, out.len() - 1);
            out.len() - 1
        };
        out[at].drawn.push(row);
        out[at].rows.push(row);
    }
    out
}

fn family<'a>(kind: Kind, stem: &str, prefix: &str) -> Family<'a> {
    let rest = stem.strip_prefix(prefix).unwrap_or(stem);
    // A flat name has words where others have segments.
    let ends: &[char] = if rest.contains('.') { &['.'] } else { &['_'] };
    Family {
        kind,
        stem: stem.to_owned(),
        segment: rest.split(ends).next().unwrap_or(rest).to_owned(),
        drawn: vec![],
        rows: vec![],
    }
}

/// The histogram or summary that a row is a part of: by its parts, since the type is not in metadata.csv.
fn distribution<'a>(
    row: &'a MetricRow,
    names: &HashMap<&str, &MetricRow>,
) -> Option<(&'a str, Kind)> {
    let (base, end) = row.name.rsplit_once('.')?;
    if !["sum", "count", "bucket", "quantile"].contains(&end) {
        return None;
    }
    let counts = |part: &str| {
        let row = names.get(format!("{base}.{part}").as_str());
        row.is_some_and(|r| r.metric_type == "count")
    };
    match (counts("sum"), counts("count"), counts("bucket")) {
        (true, true, _) => Some((base, Kind::Distribution)),
        (false, true, true) => Some((base, Kind::Counts)),
        _ => None,
    }
}

pub fn is_quantile(row: &MetricRow) -> bool {
    last(&row.name) == "quantile"
}

fn kind(row: &MetricRow) -> Kind {
    match row.metric_type.as_str() {
        "count" => Kind::Counts,
        "rate" => Kind::Rates,
        _ if last(&row.name) == "info" => Kind::Facts,
        _ => Kind::Gauges,
    }
}

/// What metrics of one graph have in common: the name up to its last dot.
fn siblings<'a>(name: &'a str, prefix: &str) -> &'a str {
    let own = stem(name, prefix);
    own.rsplit_once('.').map_or(own, |(head, _)| head)
}

/// How much a family tells: latencies and errors first, constants and the runtime last.
pub fn telling(family: &Family<'_>) -> i32 {
    const CONSTANT: [&str; 7] = [
        "info", "enabled", "limit", "limits", "max", "min", "version",
    ];
    let Some(first) = family.rows.first() else {
        return 0;
    };
    let words = words::split(&family.stem);
    let constant = words.iter().any(|w| CONSTANT.contains(&w.as_str()));
    let mut score = 0;
    score += 6 * i32::from(family.kind == Kind::Distribution);
    score += 4 * i32::from(family.rows.iter().any(|r| r.orientation != 0));
    score += 2 * i32::from(family.kind == Kind::Counts);
    score += i32::from(!first.unit.is_empty()) + i32::from(family.rows.len() > 1);
    score -= 4 * i32::from(constant);
    score - 8 * i32::from(is_runtime(&family.segment)) - 12 * i32::from(family.kind == Kind::Facts)
}

/// Whether a segment is about the language's runtime rather than about the product.
pub fn is_runtime(segment: &str) -> bool {
    const RUNTIME: [&str; 5] = ["go", "jvm", "process", "promhttp", "python"];
    RUNTIME.contains(&segment)
}
