//! Paths held against a document.

use crate::core::json_metrics::path::{Path, Step};
use crate::core::nearest::nearest;
use serde_json::Value;
use std::collections::BTreeSet;

/// As many paths are looked through for the nearest one.
const PATHS: usize = 2000;

/// The values at a path; an empty list where the path ends in a list that holds nothing yet.
///
/// # Errors
/// The path can't be read, or the document does not have it: with the nearest that it has.
pub fn find<'d>(document: &'d Value, path: &str) -> Result<Vec<&'d Value>, String> {
    let steps = Path::parse(path)?;
    let values = steps.values(document);
    if !values.is_empty() || empty_on_the_way(document, &steps) {
        return Ok(values);
    }
    let mut known = BTreeSet::new();
    walk(document, &Path::default(), &mut known);
    let near = nearest(path, known.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |n| format!(" Did you mean {n}?"));
    Err(format!("{path} is not in the sample.{near}"))
}

/// Whether `other` leads to one value for each that `path` leads to: through no list that `path` does not.
#[must_use]
pub fn goes_with(other: &str, path: &str) -> bool {
    match (Path::parse(other), Path::parse(path)) {
        (Ok(other), Ok(path)) => path.0.starts_with(other.lists()),
        _ => false,
    }
}

fn empty_on_the_way(document: &Value, path: &Path) -> bool {
    let lists = path.0.iter().enumerate().filter(|(_, s)| **s == Step::Each);
    lists
        .map(|(n, _)| Path(path.0[..n].to_vec()))
        .any(|before| {
            let lists = before.values(document);
            !lists.is_empty()
                && lists
                    .iter()
                    .all(|l| l.as_array().is_some_and(Vec::is_empty))
        })
}

fn walk(value: &Value, path: &Path, known: &mut BTreeSet<String>) {
    if known.len() >= PATHS {
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                walk(value, &path.then(Step::Key(key.clone())), known);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(item, &path.then(Step::Each), known);
            }
        }
        _ => {
            known.insert(path.to_string());
        }
    }
}
