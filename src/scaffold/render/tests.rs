//! The rendered tests: the page or the recorded responses and outputs are replayed, and everything that
//! the capture holds is asserted.

mod closed;
mod commands;
mod database;
mod failure;
mod jmx;
mod replay;
mod signals;

use super::fixtures::{self, Fixtures};
use super::local::Local;
use super::{Files, Input, RenderError, SamplePage, logs, options};
use crate::core::answers::Kind;
use crate::core::capture::Metric;
use crate::core::derive::options::public;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The Content-Type of a page that was read from a file.
const TEXT_PLAIN: &str = "text/plain; version=0.0.4; charset=utf-8";
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Adds `tests/`.
pub fn add(input: &Input<'_>, local: &Local, files: &mut Files) -> Result<(), RenderError> {
    files.put("tests/__init__.py", String::new());
    let mut fixtures = Fixtures::default();
    let all: &[&str] = &["common.py", "conftest.py", "test_unit.py"];
    let (set, names, context) = match input.kind() {
        Kind::Openmetrics => (
            "openmetrics",
            all,
            openmetrics(input, local, &mut fixtures)?,
        ),
        Kind::Jmx => ("jmx", &all[2..], jmx::context(input)),
        Kind::Logs => ("logs", &all[..0], Value::Null),
        _ => ("replay", all, replay::context(input, local, &mut fixtures)),
    };
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

fn openmetrics(
    input: &Input<'_>,
    local: &Local,
    fixtures: &mut Fixtures,
) -> Result<Value, RenderError> {
    let mut pages = Vec::new();
    for page in sample_pages(input) {
        let content_type = if page.content_type.is_empty() {
            let end = page.text.trim_end().ends_with("# EOF");
            if end { OPENMETRICS } else { TEXT_PLAIN }.to_owned()
        } else {
            page.content_type
        };
        let text = local.text(&page.text);
        let file = fixtures.add("metrics", "txt", &text);
        let entry = json!({"file": file, "content_type": content_type});
        if !pages.contains(&entry) {
            pages.push(entry);
        }
    }
    if pages.is_empty() {
        return Err(RenderError::NoPage);
    }
    let endpoint = options::endpoint(input, local);
    Ok(json!({
        "name": input.folder(),
        "class": input.class(),
        "endpoint": endpoint,
        "instance": instance(input, local, &input.capture.instance),
        "pages": pages,
        "points": page_points(input, local, &endpoint),
        "service_checks": told(input, local),
        "hosts": signals::has_hosts(input),
        "metadata": signals::metadata(input, true),
        "health": format!("{}.openmetrics.health", input.answers.integration.namespace()),
    }))
}

/// What pages tell by a service check; the tags of all of them are the instance's and the endpoint's.
fn told(input: &Input<'_>, local: &Local) -> Vec<Value> {
    let names: Vec<&str> = input
        .answers
        .told_checks()
        .map(|c| c.name.as_str())
        .collect();
    let mut all = signals::service_checks(input, local, true);
    all.retain(|c| names.iter().any(|name| c["name"] == *name));
    all
}

/// One point of each metric, with its value and tags: two metrics that are swapped differ in one of them.
/// Of the first run alone, whose page is the fixture.
fn page_points(input: &Input<'_>, local: &Local, endpoint: &str) -> Vec<Value> {
    let own = format!("endpoint:{endpoint}");
    let mut chosen: BTreeMap<&str, (u8, &Metric, Vec<String>)> = BTreeMap::new();
    for metric in input.capture.metrics.iter().filter(|m| m.run <= 1) {
        let mut tags: Vec<String> = metric.tags.iter().map(|t| local.text(t)).collect();
        tags.sort();
        // Other instances' points are not of the fixture; a page may have a label of this name, too.
        if tags.iter().any(|t| t.starts_with("endpoint:")) && !tags.contains(&own) {
            continue;
        }
        // A value of its own tells more than a zero or a one.
        let telling = match metric.value {
            Some(value) if value.abs() > 1.0 => 2,
            Some(value) if value != 0.0 => 1,
            _ => 0,
        };
        let known = chosen.get(metric.name.as_str());
        if known.is_none_or(|(best, ..)| telling > *best) {
            chosen.insert(&metric.name, (telling, metric, tags));
        }
    }
    let point = |(name, (_, metric, tags)): (&str, (u8, &Metric, Vec<String>))| {
        // The endpoint's tag is the same for all, and stands in the test.
        let tags: Vec<String> = tags.into_iter().filter(|t| *t != own).collect();
        // A line of 120 can't hold it, and ruff can't break it.
        let long = tags.iter().any(|t| t.len() > 100);
        json!({
            "name": name,
            "value": metric.value.map_or(Value::Null, replay::number),
            "tags": (!long).then_some(tags),
            "hostname": signals::hostname(input, local, metric, true),
        })
    };
    chosen.into_iter().map(point).collect()
}

/// The samples, else the pages that the check was served.
fn sample_pages(input: &Input<'_>) -> Vec<SamplePage> {
    if !input.pages.is_empty() {
        return input.pages.to_vec();
    }
    let endpoint = input.capture.instance["openmetrics_endpoint"].as_str();
    let plain = |url: &str| url.trim_end_matches('/').to_owned();
    let good = || input.capture.exchanges.iter().filter(|e| e.status == 200);
    // An address with a redirect or odd characters is recorded in another form.
    let named = good().any(|e| endpoint.is_some_and(|u| plain(u) == plain(&e.url)));
    let served = good().filter(|e| !named || endpoint.is_some_and(|u| plain(u) == plain(&e.url)));
    let mut pages: Vec<SamplePage> = Vec::new();
    let mut scenes = Vec::new();
    for exchange in served {
        // Two runs of one scene differ in values alone: one page of it is enough.
        if !scenes.contains(&exchange.scene) {
            scenes.push(exchange.scene);
            pages.push(SamplePage {
                text: exchange.body.clone(),
                content_type: exchange.content_type.clone(),
            });
        }
    }
    pages
}

/// The instance that the tests run with: the captured one, secrets masked.
fn instance(input: &Input<'_>, local: &Local, captured: &Value) -> Value {
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
