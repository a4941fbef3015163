//! The prototype: a custom check and its configuration, as an Agent would load them. Written once from the
//! answers; from then on the files are the contributor's.

pub mod declared;

use super::filters;
use crate::core::answers::{Answers, JsonMetric, Kind, Value};
use crate::core::capture::Submission;
use crate::core::json_metrics::path::{Path, Step};
use crate::core::mapping::Mapping;
use crate::core::names;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, HashSet};
use tera::{Context, Error, Kwargs, State, Tera};

const TEMPLATES: [(&str, &str); 8] = [
    (
        "openmetrics/check.py",
        include_str!("../../templates/prototype/openmetrics/check.py"),
    ),
    (
        "openmetrics/conf.yaml",
        include_str!("../../templates/prototype/openmetrics/conf.yaml"),
    ),
    (
        "http/check.py",
        include_str!("../../templates/prototype/http/check.py"),
    ),
    (
        "http/conf.yaml",
        include_str!("../../templates/prototype/http/conf.yaml"),
    ),
    (
        "blank/check.py",
        include_str!("../../templates/prototype/blank/check.py"),
    ),
    (
        "blank/conf.yaml",
        include_str!("../../templates/prototype/blank/conf.yaml"),
    ),
    (
        "jmx/conf.yaml",
        include_str!("../../templates/prototype/jmx/conf.yaml"),
    ),
    (
        "logs/conf.yaml",
        include_str!("../../templates/prototype/logs/conf.yaml"),
    ),
];

/// Where a page is read from when only a sample of it was given.
const ENDPOINT: &str = "http://localhost:9090/metrics";
const BASE_URL: &str = "http://localhost:8080";

/// ruff's line length in the repository.
const WIDTH: usize = 120;

/// What a prototype is made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// For `openmetrics`: the proposal.
    pub mapping: Option<&'a Mapping>,
    /// For `http`: the metrics of each request, in the order of `answers.source.http.requests`.
    pub requests: &'a [Vec<JsonMetric>],
    /// The contributor's own check and configuration; they win over everything else.
    pub own: Option<(&'a str, Option<&'a str>)>,
}

/// The two files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prototype {
    /// `checks.d/custom_<folder>.py`.
    pub check: String,
    /// `conf.d/custom_<folder>.d/conf.yaml`; the only place that holds secrets.
    pub conf: String,
    /// Environment variables that a header names and that have no value.
    pub unset: Vec<String>,
}

/// Renders a prototype. `lookup` reads an environment variable.
///
/// # Errors
/// A kind that this version does not make, nothing to collect, or a path or name that can't be written.
pub fn render(
    answers: &Answers,
    input: &Input<'_>,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<Prototype, String> {
    let kind = answers.integration.kind.unwrap_or(Kind::Blank);
    let mut context = Context::new();
    let folder = answers.integration.folder();
    context.insert("class", &names::class_name(&folder));
    context.insert("namespace", &answers.integration.namespace());
    let mut secrets = Secrets {
        lookup,
        unset: vec![],
    };
    if let Some((check, conf)) = input.own {
        let conf = conf.map_or_else(
            || default_conf(answers, kind, &mut secrets),
            |c| Ok(c.to_owned()),
        )?;
        return Ok(Prototype {
            check: check.to_owned(),
            conf,
            unset: secrets.unset,
        });
    }
    let check = match kind {
        Kind::Openmetrics => {
            let mapping = input
                .mapping
                .ok_or("There is no page to propose metrics from yet.")?;
            openmetrics(&mut context, mapping)?;
            "openmetrics/check.py"
        }
        Kind::Http => {
            http(&mut context, answers, input.requests)?;
            "http/check.py"
        }
        Kind::Blank => "blank/check.py",
        other => return Err(crate::core::validate::unavailable(other)),
    };
    let check = template(check, &context)?;
    let conf = default_conf(answers, kind, &mut secrets)?;
    Ok(Prototype {
        check,
        conf,
        unset: secrets.unset,
    })
}

fn template(name: &str, context: &Context) -> Result<String, String> {
    let mut tera = filters::engine();
    tera.register_filter("place", place);
    let added = tera.add_raw_templates(TEMPLATES);
    let rendered = added.and_then(|()| Tera::render(&tera, name, context));
    rendered.map_err(|e| format!("The template {name} can't be rendered: {e}"))
}

/// A path as a Python tuple; `null` stands for each item of a list.
fn place(value: &tera::Value, _: Kwargs, _: &State<'_>) -> Result<String, Error> {
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

fn openmetrics(context: &mut Context, mapping: &Mapping) -> Result<(), String> {
    if mapping.entries.is_empty() {
        return Err(
            "There is nothing to collect: every family was dropped. Give some of them a type."
                .into(),
        );
    }
    let entries: Vec<Json> = mapping
        .entries
        .iter()
        .map(|e| {
            let width = 4 + filters::py_str(&e.key).len() + 2 + filters::py_str(&e.value).len() + 1;
            // ruff can't break such a line.
            let long = e.type_override.is_none() && width > WIDTH;
            json!({"key": e.key, "value": e.value, "type_override": e.type_override, "long": long})
        })
        .collect();
    let renames: Vec<Json> = mapping
        .rename_labels
        .iter()
        .map(|(label, tag)| json!({"label": label, "tag": tag}))
        .collect();
    context.insert("entries", &entries);
    context.insert("rename_labels", &renames);
    context.insert("line_filters", &mapping.line_filters);
    Ok(())
}

fn http(
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
            let method = metric.submission.map_or("gauge", Submission::method);
            let place = steps(&metric.path)?;
            let mut tags = vec![];
            // Brackets, commas and indentation of a row on one line.
            let mut width = 28 + tuple(&place).len() + filters::py_str(&name).len() + method.len();
            for (key, at) in &metric.tags {
                let at = steps(at)?;
                width += filters::py_str(key).len() + tuple(&at).len() + 4;
                tags.push(json!({"key": key, "place": at}));
            }
            let long = width > WIDTH;
            rows.push(
                json!({"place": place, "name": name, "method": method, "tags": tags, "long": long}),
            );
            taken.insert((name, request.path.clone()));
        }
        requests.push(json!({"path": path, "metrics": rows}));
    }
    context.insert("requests", &requests);
    Ok(())
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

fn steps(path: &str) -> Result<Vec<Option<String>>, String> {
    let step = |s: Step| match s {
        Step::Key(key) => Some(key),
        Step::Each => None,
    };
    Ok(Path::parse(path)?.0.into_iter().map(step).collect())
}

struct Secrets<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    unset: Vec<String>,
}

impl Secrets<'_> {
    fn headers(&mut self, headers: &BTreeMap<String, Value>) -> Vec<Json> {
        headers
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => text.clone(),
                    Value::Env(reference) => (self.lookup)(&reference.env).unwrap_or_else(|| {
                        self.unset.push(reference.env.clone());
                        String::new()
                    }),
                };
                json!({"name": name, "value": value})
            })
            .collect()
    }
}

/// The configuration of a kind, also for a check that came without one.
fn default_conf(
    answers: &Answers,
    kind: Kind,
    secrets: &mut Secrets<'_>,
) -> Result<String, String> {
    let mut context = Context::new();
    let name = match kind {
        Kind::Openmetrics => {
            let source = answers.source.openmetrics.clone().unwrap_or_default();
            context.insert("endpoint", or(&source.endpoint, ENDPOINT));
            context.insert("headers", &secrets.headers(&source.headers));
            "openmetrics/conf.yaml"
        }
        Kind::Http => {
            let source = answers.source.http.clone().unwrap_or_default();
            context.insert("base_url", or(&source.base_url, BASE_URL));
            context.insert("headers", &secrets.headers(&source.headers));
            "http/conf.yaml"
        }
        _ => {
            context.insert("tag", "team:example");
            "blank/conf.yaml"
        }
    };
    template(name, &context)
}

fn or<'a>(text: &'a str, default: &'a str) -> &'a str {
    if text.is_empty() { default } else { text }
}

#[cfg(test)]
mod tests;
