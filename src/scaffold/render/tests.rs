//! The rendered tests: the page or the recorded responses and outputs are replayed, and everything that
//! the capture holds is asserted.

mod alike;
mod alike_values;
mod closed;
mod commands;
mod database;
mod failure;
mod jmx;
mod openmetrics;
mod recorded;
mod replay;
mod required;
mod signals;
mod trim;

use super::files::Files;
use super::fixtures::Fixtures;
use super::input::{Input, RenderError};
use super::local::Local;
use super::{e2e, logs};
use crate::core::answers::Kind;
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
    if context["e2e"].is_object() {
        let own = input.kind() != Kind::Jmx && context["init_config"].is_object();
        context["e2e"]["init_config"] = own.into();
    }
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
