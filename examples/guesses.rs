//! How good the guesses are. `cargo run --example guesses -- DIR...`
//!
//! A folder of pages (`*.txt`): every metric with its unit and orientation, and how many of those whose name or
//! HELP states a unit got one. A folder of integrations (`*/metadata.csv`): every guess, made from name and
//! description alone, that differs from the merged one.
#![allow(clippy::print_stdout)] // A tool for a person: its output is its result.

use ddint_tui::core::answers::{Answers, Kind, OpenMetrics};
use ddint_tui::core::capture::{Capture, Inspection, Metric, Submission};
use ddint_tui::core::mapping::{self, Help, Mapping, Part};
use ddint_tui::core::metadata::MetricRow;
use ddint_tui::core::{derive, openmetrics};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What ddev 20.1.0 knows, one a line.
const UNITS: &str = include_str!("../tests/units.txt");

/// Words that state a unit beyond doubt, by which the guesses are judged; deliberately not the guess's own list.
const STATED: &[&str] = &[
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
    "minutes",
    "hours",
    "days",
    "bytes",
    "kilobytes",
    "megabytes",
    "bits",
    "percent",
    "percentage",
    "ratio",
    "celsius",
    "volts",
    "amperes",
    "watts",
    "joules",
    "hertz",
    "ms",
    "requests",
    "messages",
    "connections",
    "errors",
    "queries",
    "packets",
    "rows",
    "records",
    "files",
    "threads",
    "events",
    "operations",
    "objects",
    "documents",
    "transactions",
    "segments",
    "sessions",
    "shards",
    "keys",
];

fn main() {
    let units: Vec<String> = UNITS.lines().map(str::to_owned).collect();
    for dir in std::env::args().skip(1).map(PathBuf::from) {
        let mut found = children(&dir);
        found.sort();
        for path in found {
            let merged = path.join("metadata.csv");
            if merged.is_file() {
                integration(&merged, &units);
            } else if path.extension().is_some_and(|e| e == "txt") {
                page(&path, &units);
            }
        }
    }
}

fn children(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries.map(|e| e.path()).collect()
}

/// The folder's name out of the file's: `qdrant-metrics.txt` is of `qdrant`.
fn page(path: &Path, units: &[String]) {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let folder = name.split('-').next().unwrap_or_default().to_owned();
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    let page = match openmetrics::parse(&text, None) {
        Ok(page) => page,
        Err(why) => return println!("## {name}: {why}"),
    };
    let prefix = format!("{folder}.");
    let mapping = mapping::propose(&[page], &OpenMetrics::default(), &folder, &prefix);
    let rows = rows(&capture(&mapping), &mapping.help, &folder, units);
    println!(
        "## {name}: {}; raw prefix {:?}",
        mapping.summary(),
        mapping.raw_prefix
    );
    let (mut stated, mut got) = (0, 0);
    for row in &rows {
        let help = mapping.help.get(&row.name).cloned().unwrap_or_default();
        let says = states(&format!("{} {} {}", help.raw, help.text, help.unit));
        // Observations of a histogram are counted, whatever they measure.
        let counted = matches!(help.part, Part::Count | Part::Bucket);
        if says && !counted {
            stated += 1;
            got += usize::from(!row.unit.is_empty());
        }
        show(row, &help, says && !counted && row.unit.is_empty());
    }
    for dropped in &mapping.dropped {
        println!("   dropped {}: {}", dropped.raw, dropped.reason);
    }
    println!(
        "== {name}: {} metrics, {stated} state a unit, {got} got one",
        rows.len()
    );
}

fn show(row: &MetricRow, help: &Help, missed: bool) {
    let per = if row.per_unit.is_empty() {
        String::new()
    } else {
        format!("/{}", row.per_unit)
    };
    let unit = format!("{}{per}", row.unit);
    let mark = if missed { "!" } else { " " };
    let (name, kind, orientation) = (&row.name, &row.metric_type, row.orientation);
    println!(
        "{mark} {name:60} {kind:5} {unit:20} {orientation:2}  {}\n      < {}",
        row.description, help.text
    );
}

/// Whether a word of the text states a unit.
fn states(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|w| STATED.contains(&w))
}

/// What the base class emits, by the mapping.
fn capture(mapping: &Mapping) -> Capture {
    let point = |(name, help): (&String, &Help)| {
        let entry = mapping.entries.iter().find(|e| e.raw == help.raw);
        let gauge = entry.is_some_and(|e| e.kind == "gauge") || help.part == Part::Quantile;
        metric(
            name,
            if gauge {
                Submission::Gauge
            } else {
                Submission::MonotonicCount
            },
        )
    };
    Capture {
        metrics: mapping.help.iter().map(point).collect(),
        inspection: Inspection {
            openmetrics: true,
            ..Inspection::default()
        },
        ..Capture::default()
    }
}

fn metric(name: &str, submission: Submission) -> Metric {
    Metric {
        name: name.into(),
        submission,
        value: Some(1.0),
        tags: vec![],
        hostname: String::new(),
        run: 1,
        scene: 0,
    }
}

fn rows(
    capture: &Capture,
    help: &BTreeMap<String, Help>,
    folder: &str,
    units: &[String],
) -> Vec<MetricRow> {
    let mut answers = Answers::default();
    answers.integration.kind = Some(Kind::Openmetrics);
    answers.integration.name = Some(folder.to_owned());
    answers.integration.display_name = "Acme".into();
    derive::metric_rows(capture, help, &answers, units).rows
}

/// Every guess that differs from what is merged.
fn integration(path: &Path, units: &[String]) {
    let Ok(mut file) = csv::Reader::from_path(path) else {
        return;
    };
    let records: Vec<BTreeMap<String, String>> = file.deserialize().flatten().collect();
    let of = |r: &BTreeMap<String, String>, k: &str| r.get(k).cloned().unwrap_or_default();
    let mut help = BTreeMap::new();
    let mut metrics = vec![];
    for r in &records {
        let submission = if of(r, "metric_type") == "gauge" {
            Submission::Gauge
        } else {
            Submission::MonotonicCount
        };
        metrics.push(metric(&of(r, "metric_name"), submission));
        help.insert(
            of(r, "metric_name"),
            Help {
                text: of(r, "description"),
                ..Help::default()
            },
        );
    }
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let prefix = metrics
        .first()
        .and_then(|m| m.name.split('.').next())
        .unwrap_or(&folder)
        .to_owned();
    let capture = Capture {
        metrics,
        ..Capture::default()
    };
    let rows = rows(&capture, &help, &prefix, units);
    let (mut same, mut other, mut none, mut more, mut turned) = (0, 0, 0, 0, 0);
    for r in &records {
        let Some(row) = rows.iter().find(|row| row.name == of(r, "metric_name")) else {
            continue;
        };
        let unit = of(r, "unit_name");
        match (unit.as_str(), row.unit.as_str()) {
            (a, b) if a == b => same += 1,
            (_, "") => none += 1,
            ("", _) => more += 1,
            _ => other += 1,
        }
        let orientation = of(r, "orientation").parse().unwrap_or(0_i8);
        let differs = orientation != row.orientation;
        turned += usize::from(differs);
        if unit != row.unit || differs {
            let (name, text) = (&row.name, of(r, "description"));
            let (mine, my) = (&row.unit, row.orientation);
            println!(
                "{name:60} unit {unit:12} | {mine:12} orientation {orientation:2} | {my:2}  {text}"
            );
        }
    }
    println!(
        "== {folder}: {} metrics; unit equal {same}, other {other}, none {none}, more {more}; orientation other {turned}",
        records.len()
    );
}
