//! The prototype: a custom check and its configuration, as an Agent would load them. Written once from the
//! answers; from then on the files are the contributor's.

pub mod declared;
mod input;
mod rows;
mod secrets;
mod signals;
mod sql;
mod table;

pub use input::Input;

use super::filters;
use crate::core::answers::{Answers, Kind};
use crate::core::mapping::Mapping;
use crate::core::names;
use input::WIDTH;
use secrets::Secrets;
use serde_json::{Value as Json, json};
use table::template;
use tera::Context;

/// Where a page is read from when only a sample of it was given.
const ENDPOINT: &str = "http://localhost:9090/metrics";
const BASE_URL: &str = "http://localhost:8080";

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
