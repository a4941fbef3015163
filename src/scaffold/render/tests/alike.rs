//! Metrics of a page that its values do not tell apart: two that are swapped would pass every test of the recorded
//! pages, so they get a page of their own.

use crate::scaffold::render::input::{Input, SamplePage};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The entries of the check's map: the name on the page, the name in Datadog, and a type where the page has none.
const ENTRY: &str =
    r"(?m)^\s*'([^'\\\n]+)': (?:'([^'\\\n]+)'|\{'name': '([^'\\\n]+)', 'type': '([a-z_]+)'\}),";

/// The family, its type, the sample's name on the page, and the metric for each that is alike another; `same` are the
/// metrics whose point is another one's, too.
pub fn alike(input: &Input<'_>, pages: &[SamplePage], same: &BTreeSet<&str>) -> Vec<Value> {
    if same.is_empty() {
        return vec![];
    }
    let Ok(entry) = regex::Regex::new(ENTRY) else {
        return vec![];
    };
    let types = types(pages);
    let source = input.check.metrics.as_ref().unwrap_or(&input.check.check);
    let namespace = input.answers.integration.namespace();
    let mut out = vec![];
    for found in entry.captures_iter(source) {
        let part = |n: usize| found.get(n).map(|m| m.as_str());
        let (Some(raw), Some(name)) = (part(1), part(2).or(part(3))) else {
            continue;
        };
        let name = format!("{namespace}.{name}");
        let total = format!("{raw}_total");
        let kind = part(4).or_else(|| types.get(raw).or_else(|| types.get(&total)).map(|k| &**k));
        let Some(kind) = kind else { continue };
        let (family, sample, name) = match kind {
            "gauge" => (raw, raw.to_owned(), name),
            "counter" if part(4).is_none() => (&*total, total.clone(), format!("{name}.count")),
            "histogram" | "summary" if part(4).is_none() => {
                (raw, format!("{raw}_sum"), format!("{name}.sum"))
            }
            _ => continue,
        };
        if same.contains(name.as_str()) {
            out.push(json!({"family": family, "type": kind, "sample": sample, "name": name}));
        }
    }
    out
}

/// The metrics whose point is another one's, too: method, value, and tags are the same.
pub fn same(points: &[Value]) -> BTreeSet<&str> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut same = BTreeSet::new();
    for point in points {
        let name = point["name"].as_str().unwrap_or_default();
        let key = json!([point["method"], point["value"], point["tags"]]).to_string();
        if let Some(other) = first.get(&key).filter(|other| **other != name) {
            same.extend([*other, name]);
        }
        first.entry(key).or_insert(name);
    }
    same
}

/// What the pages say of their families.
fn types(pages: &[SamplePage]) -> BTreeMap<String, String> {
    let lines = pages.iter().flat_map(|p| p.text.lines());
    let types = lines.filter_map(|line| {
        let mut words = line.strip_prefix("# TYPE ")?.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    });
    types.collect()
}
