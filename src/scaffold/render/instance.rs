//! The instance that the tests run with, and what else several kinds of tests share.

use crate::core::answers::Kind;
use crate::core::derive::normalize;
use crate::core::derive::options::public;
use crate::core::drivers;
use crate::scaffold::render::fixtures;
use crate::scaffold::render::input::Input;
use crate::scaffold::render::local::Local;
use crate::scaffold::render::options;
use serde_json::{Value, json};

/// Rows of metadata.csv that are kept although the recorded run does not show them.
pub fn kept<'a>(input: &Input<'a>) -> Vec<&'a str> {
    let emitted = |name: &str| {
        let mut all = input.capture.metrics.iter();
        all.any(|m| normalize(&m.name) == name)
    };
    let said = |name: &str| input.answers.metric(name).is_some_and(|a| a.kind.is_some());
    let rows = input.metrics.iter().map(|r| r.name.as_str());
    rows.filter(|name| said(name) && !emitted(name)).collect()
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
        Kind::Sql if input.generated() => without_private(input, &mut instance),
        _ => {}
    }
    for (key, value) in &mut instance {
        mask(key, value);
    }
    Value::Object(instance)
}

/// What the tests have in `init_config`: what was captured, secrets masked.
pub(super) fn shared(input: &Input<'_>, local: &Local) -> Value {
    let mut init_config = local.json(&input.capture.init_config);
    mask("", &mut init_config);
    init_config
}

/// The instance with everything that is required.
pub fn whole_instance(input: &Input<'_>, local: &Local) -> Value {
    let mut whole = instance(input, local, &input.capture.instance);
    fill(input, local, "instance", &mut whole, |_| false);
    whole
}

/// Gives everything that is required and that the capture has no value for one, and returns the names of what is.
///
/// `elsewhere`: what a fixture sets.
pub(super) fn fill(
    input: &Input<'_>,
    local: &Local,
    section: &str,
    values: &mut Value,
    elsewhere: impl Fn(&str) -> bool,
) -> Vec<String> {
    let required = options::required(input, section);
    if !values.is_object() && !required.is_empty() {
        *values = json!({});
    }
    if let Some(map) = values.as_object_mut() {
        for (name, value) in required.iter().filter(|(name, _)| !elsewhere(name)) {
            let there = map.get(name).is_some_and(|v| !v.is_null());
            if !there {
                map.insert(name.clone(), local.json(value));
            }
        }
    }
    required.into_iter().map(|(name, _)| name).collect()
}

/// Names and the same as parts of Python names.
pub(super) fn words<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<Value> {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let one = |name: &'a String| json!({"name": name, "word": name.chars().map(plain).collect::<String>()});
    names.into_iter().map(one).collect()
}

pub(super) fn mask(key: &str, value: &mut Value) {
    match value {
        Value::String(text) if fixtures::is_credential(key) && !text.is_empty() => {
            "********".clone_into(text);
        }
        Value::Object(map) => map.iter_mut().for_each(|(k, v)| mask(k, v)),
        _ => {}
    }
}

/// The instance without what is private to one database: its path, its host, its user.
fn without_private(input: &Input<'_>, instance: &mut serde_json::Map<String, Value>) {
    let Some(source) = &input.answers.source.sql else {
        return;
    };
    if source.is_file() {
        instance.remove("database");
    }
    for (key, value) in instance
        .iter_mut()
        .filter(|(key, _)| source.connect.contains_key(*key))
    {
        if let Some(plain) = drivers::public(key) {
            *value = plain.into();
        }
    }
}
