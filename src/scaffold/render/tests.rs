//! The rendered tests: the page or the recorded responses and outputs are replayed, and everything that
//! the capture holds is asserted.

mod alike;
mod closed;
mod commands;
mod database;
mod failure;
mod jmx;
mod openmetrics;
mod replay;
mod required;
mod trim;

use super::fixtures::{self, Fixtures};
use super::local::Local;
use super::{Files, Input, RenderError, e2e, logs, options};
use crate::core::answers::Kind;
use crate::core::derive::options::public;
use serde_json::Value;

/// Adds `tests/`.
pub fn add(input: &Input<'_>, local: &Local, files: &mut Files) -> Result<(), RenderError> {
    files.put("tests/__init__.py", String::new());
    let mut fixtures = Fixtures::default();
    let all: &[&str] = &["common.py", "conftest.py", "test_unit.py"];
    let e2e = e2e::context(input, local);
    let (set, names, mut context) = match input.kind() {
        Kind::Openmetrics => (
            "openmetrics",
            all,
            openmetrics::context(input, local, &mut fixtures)?,
        ),
        Kind::Jmx if e2e.is_null() => ("jmx", &all[2..], jmx::context(input)),
        Kind::Jmx => ("jmx", all, jmx::context(input)),
        Kind::Logs => ("logs", &all[..0], Value::Null),
        _ => ("replay", all, replay::context(input, local, &mut fixtures)),
    };
    context["e2e"] = e2e;
    if !context["e2e"].is_null() {
        for name in ["tests/docker/docker-compose.yaml", "tests/test_e2e.py"] {
            files.template(&format!("e2e/{name}"), name, &context)?;
        }
    }
    for name in names {
        let path = format!("tests/{name}");
        files.template(&format!("{set}/tests/{name}"), &path, &context)?;
    }
    if !input.answers.log_sources().is_empty() {
        let context = logs::tests(input, local, &mut fixtures);
        files.template("logs/tests/test_logs.py", "tests/test_logs.py", &context)?;
    }
    for (name, text) in fixtures.files {
        files.put(&format!("tests/fixtures/{name}"), text);
    }
    Ok(())
}

/// `init_config` that the tests run with, secrets masked; none where it is empty.
pub fn init_config(input: &Input<'_>, local: &Local) -> Option<Value> {
    let mut config = local.json(&input.capture.init_config);
    mask("", &mut config);
    config
        .as_object()
        .is_some_and(|o| !o.is_empty())
        .then_some(config)
}

/// The instance that the tests run with: the captured one, secrets masked.
pub fn instance(input: &Input<'_>, local: &Local, captured: &Value) -> Value {
    let mut instance = match local.json(captured) {
        Value::Object(map) => map,
        _ => serde_json::Map::new(),
    };
    match input.kind() {
        Kind::Openmetrics => {
            instance.insert(
                "openmetrics_endpoint".into(),
                options::endpoint(input, local).into(),
            );
        }
        Kind::Http if !instance.contains_key("base_url") => {
            if let Some(http) = &input.answers.source.http {
                instance.insert("base_url".into(), local.text(&http.base_url).into());
            }
        }
        // A path of this machine, as the recorded commands show it.
        Kind::Command => {
            if let Some(command) = instance.get_mut("command") {
                *command = public(command);
            }
        }
        Kind::Sql if input.generated() => database::public(input, &mut instance),
        _ => {}
    }
    for (key, value) in &mut instance {
        mask(key, value);
    }
    Value::Object(instance)
}

fn mask(key: &str, value: &mut Value) {
    match value {
        Value::String(text) if fixtures::is_credential(key) && !text.is_empty() => {
            "********".clone_into(text);
        }
        Value::Object(map) => map.iter_mut().for_each(|(k, v)| mask(k, v)),
        _ => {}
    }
}
