//! The table of a check that walks through a document: where each metric is, its name, method and tags.

use super::input::{Input, WIDTH};
use crate::core::answers::{Answers, Format, JsonMetric};
use crate::core::capture::Submission;
use crate::core::json_metrics::path::{Path, Step};
use crate::scaffold::filters;
use serde_json::{Value as Json, json};
use std::collections::HashSet;
use tera::{Context, Error, Kwargs, State};

/// A path as a Python tuple; `null` stands for each item of a list.
pub(super) fn place(value: &tera::Value, _: Kwargs, _: &State<'_>) -> Result<String, Error> {
    let steps: Vec<Option<String>> = serde_json::to_value(value)
        .and_then(serde_json::from_value)
        .map_err(|e| Error::chain("a place is a list of keys", e))?;
    Ok(tuple(&steps))
}

fn tuple(steps: &[Option<String>]) -> String {
    let step = |s: &Option<String>| s.as_deref().map_or_else(|| "EACH".into(), filters::py_str);
    let steps: Vec<String> = steps.iter().map(step).collect();
    let comma = if steps.len() == 1 { "," } else { "" };
    format!("({}{comma})", steps.join(", "))
}

/// The table of an `http` check, one part for each request.
pub(super) fn requests(
    context: &mut Context,
    answers: &Answers,
    metrics: &[Vec<JsonMetric>],
) -> Result<(), String> {
    let source = answers.source.http.clone().unwrap_or_default();
    if metrics.iter().all(Vec::is_empty) {
        return Err("There is nothing to collect: no request answers with a number.".into());
    }
    let prefix = answers.integration.prefix();
    let mut taken = HashSet::new();
    let mut requests = vec![];
    for (request, metrics) in source.requests.iter().zip(metrics) {
        let path = format!("/{}", request.path.trim_start_matches('/'));
        let mut rows = vec![];
        for metric in metrics {
            let bare = metric.name.strip_prefix(&prefix).unwrap_or(&metric.name);
            let own = request.metrics.iter().any(|m| m.name == metric.name);
            let name = if own {
                bare.to_owned()
            } else {
                free(bare, &request.path, &taken)
            };
            rows.push(row(metric, &name)?);
            taken.insert((name, request.path.clone()));
        }
        requests.push(json!({"path": path, "metrics": rows}));
    }
    context.insert("requests", &requests);
    context.insert("hosts", &metrics.iter().flatten().any(has_host));
    Ok(())
}

/// The table of a `command` check.
pub(super) fn command(
    context: &mut Context,
    answers: &Answers,
    input: &Input<'_>,
) -> Result<(), String> {
    let metrics = input.requests.first().map_or(&[][..], Vec::as_slice);
    if metrics.is_empty() {
        return Err("There is nothing to collect: the command prints no number.".into());
    }
    let prefix = answers.integration.prefix();
    let lines = input.format == Some(Format::Lines);
    let rows: Result<Vec<Json>, String> = metrics
        .iter()
        .map(|metric| {
            let name = metric.name.strip_prefix(&prefix).unwrap_or(&metric.name);
            if lines {
                return Ok(json!({"key": metric.path, "name": name, "method": method(metric)}));
            }
            row(metric, name)
        })
        .collect();
    context.insert("lines", &lines);
    context.insert("metrics", &rows?);
    context.insert("hosts", &metrics.iter().any(has_host));
    Ok(())
}

fn has_host(metric: &JsonMetric) -> bool {
    metric.hostname.is_some()
}

fn method(metric: &JsonMetric) -> &'static str {
    metric.submission.map_or("gauge", Submission::method)
}

fn row(metric: &JsonMetric, name: &str) -> Result<Json, String> {
    let method = method(metric);
    let place = steps(&metric.path)?;
    let mut tags = vec![];
    // Brackets, commas and indentation of a row on one line.
    let mut width = 28 + tuple(&place).len() + filters::py_str(name).len() + method.len();
    for (key, at) in &metric.tags {
        let at = steps(at)?;
        width += filters::py_str(key).len() + tuple(&at).len() + 4;
        tags.push(json!({"key": key, "place": at}));
    }
    let host = metric.hostname.as_deref().map(steps).transpose()?;
    width += host.as_ref().map_or(0, |h| tuple(h).len() + 2);
    let long = width > WIDTH;
    Ok(json!({
        "place": place, "name": name, "method": method, "tags": tags, "host": host, "long": long,
    }))
}

/// A name that no other request has: else with the last word of the request's path before it.
fn free(name: &str, path: &str, taken: &HashSet<(String, String)>) -> String {
    let used = |name: &str| taken.iter().any(|(n, p)| n == name && p != path);
    let words = path.split(['?', '#']).next().unwrap_or_default();
    let word: String = words
        .rsplit('/')
        .find(|w| !w.is_empty())
        .unwrap_or("other")
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    let numbered = (2..1000).map(|n| format!("{word}_{n}.{name}"));
    [name.to_owned(), format!("{word}.{name}")]
        .into_iter()
        .chain(numbered)
        .find(|n| !used(n))
        .unwrap_or_else(|| name.to_owned())
}

pub(super) fn steps(path: &str) -> Result<Vec<Option<String>>, String> {
    let step = |s: Step| match s {
        Step::Key(key) => Some(key),
        Step::Each => None,
    };
    Ok(Path::parse(path)?.0.into_iter().map(step).collect())
}
