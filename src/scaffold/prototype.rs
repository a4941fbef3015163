//! The prototype: a custom check and its configuration, as an Agent would load them. Written once from the
//! answers; from then on the files are the contributor's.

pub mod declared;
mod rows;
mod signals;
mod sql;

use super::filters;
use super::render::text::line;
use crate::core::answers::{Answers, Format, JsonMetric, Kind, Value};
use crate::core::mapping::Mapping;
use crate::core::names;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tera::{Context, Kwargs, State, Tera};

macro_rules! table {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../templates/prototype/", $name)))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = &table![
    "blank/check.py",
    "blank/conf.yaml",
    "command/check.py",
    "command/conf.yaml",
    "http/check.py",
    "http/conf.yaml",
    "jmx/conf.yaml",
    "logs/conf.yaml",
    "openmetrics/check.py",
    "openmetrics/conf.yaml",
    "partials/checks.py",
    "partials/events.py",
    "partials/find.py",
    "partials/meanings.py",
    "partials/rows.py",
    "partials/statuses.py",
    "partials/submit.py",
    "partials/text.py",
    "sql/check.py",
    "sql/conf.yaml",
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
    /// For `http`: the metrics of each request, in the order of `answers.source.http.requests`. For `command`:
    /// those of its output.
    pub requests: &'a [Vec<JsonMetric>],
    /// For `command`: what it prints.
    pub format: Option<Format>,
    /// For `sql`: the queries, complete.
    pub queries: &'a [Json],
    /// The version in the sample, for `http` and `command`.
    pub version: Option<&'a str>,
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
            rows::requests(&mut context, answers, input.requests)?;
            signals::add(&mut context, answers, input.version)?;
            "http/check.py"
        }
        Kind::Command => {
            rows::command(&mut context, answers, input)?;
            signals::add(&mut context, answers, input.version)?;
            "command/check.py"
        }
        Kind::Sql => {
            sql::check(&mut context, answers, input.queries)?;
            "sql/check.py"
        }
        Kind::Blank => "blank/check.py",
        // Written by [`declared`], as there is nothing to run.
        Kind::Jmx | Kind::Logs => {
            return Err(format!("A {} integration has no check.", kind.name()));
        }
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
    tera.register_filter("place", rows::place);
    tera.register_filter("line", |v: &str, _: Kwargs, _: &State<'_>| line(v));
    let added = tera.add_raw_templates(TEMPLATES.iter().copied());
    let rendered = added.and_then(|()| Tera::render(&tera, name, context));
    rendered.map_err(|e| format!("The template {name} can't be rendered: {e}"))
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
    signals::told(context, &mapping.told);
    Ok(())
}

struct Secrets<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    unset: Vec<String>,
}

impl Secrets<'_> {
    fn value(&mut self, name: &str) -> String {
        (self.lookup)(name).unwrap_or_else(|| {
            self.unset.push(name.to_owned());
            String::new()
        })
    }

    fn headers(&mut self, headers: &BTreeMap<String, Value>) -> Vec<Json> {
        headers
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => text.clone(),
                    Value::Env(reference) => self.value(&reference.env),
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
        Kind::Command => {
            let source = answers.source.command.clone().unwrap_or_default();
            context.insert("command", &source.argv);
            "command/conf.yaml"
        }
        Kind::Sql => {
            sql::conf(&mut context, answers, secrets);
            "sql/conf.yaml"
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
#[cfg(test)]
mod tests_signals;
