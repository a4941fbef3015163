//! The options of `spec.yaml`: own ones as the template shows them, and the templates of the kind.

use super::input::Input;
use super::{local::Local, text};
use crate::core::answers::{Kind, OwnOption};
use crate::core::derive;
use crate::core::templates::{self, Part};
use crate::core::{jmx, schema};
use crate::scaffold::block;
use serde_json::{Map, Value, json};

/// The widest description: with its indentation and `## ` it stays under ddev's 120.
const WIDTH: usize = 100;

/// The kind's base template: `openmetrics`, `http`, `jmx`, `logs` (none) or `default`.
pub fn base(input: &Input<'_>) -> &'static str {
    let http = input.check.check.contains("self.http");
    derive::options::base(input.answers, input.capture.inspection.openmetrics, http)
}

/// The templates of a section (`instances`, `init_config`), in order.
fn parts(input: &Input<'_>, section: &str) -> Vec<Part> {
    let mut parts = templates::parts(input.answers, base(input), section);
    if input.declared() {
        // Nobody would read the options of another template.
        parts.retain(|p| p.path == format!("{section}/{}", base(input)));
    }
    parts
}

/// Own options of a section (`instance`, `init_config`), the required ones first, without those a template has.
pub fn own<'a>(input: &'a Input<'_>, section: &str) -> Vec<&'a OwnOption> {
    let place = if section == "instance" {
        "instances"
    } else {
        section
    };
    let brought: Vec<&str> = parts(input, place).iter().flat_map(Part::names).collect();
    let mut options: Vec<_> = input
        .options
        .iter()
        .filter(|o| o.r#in == section && !brought.contains(&o.name.as_str()))
        .collect();
    options.sort_by_key(|o| !o.required);
    options
}

/// What an instance or `init_config` can't do without, and a value for each that has none yet: own options, then
/// those of templates.
pub fn required(input: &Input<'_>, section: &str) -> Vec<(String, Value)> {
    let own = own(input, section).into_iter().filter(|o| o.required);
    let mut all: Vec<(String, Value)> = own
        .map(|o| {
            (
                o.name.clone(),
                example(o).unwrap_or_else(|| schema::sample(&schema::of(o), &o.name)),
            )
        })
        .collect();
    let place = if section == "instance" {
        "instances"
    } else {
        section
    };
    for part in parts(input, place) {
        for (name, (kind, required)) in templates::options(templates::embedded(), &part.path) {
            let said = |what: &str| {
                let key = format!("{name}.{what}");
                let found = part.overrides.iter().find(|(k, _)| *k == key);
                found.map(|(_, value)| value.clone())
            };
            let required = said("required").map_or(required, |r| r == true);
            if required && !all.iter().any(|(known, _)| known == name) {
                let sample = || schema::sample(&json!({"type": kind}), name);
                all.push((
                    name.to_owned(),
                    said("value.example").unwrap_or_else(sample),
                ));
            }
        }
    }
    all
}

/// Host and port of the examples and tests: what the configuration has, no private name.
pub fn jvm(input: &Input<'_>) -> (Value, Value) {
    let instance = &input.capture.instance;
    let host = instance["host"].as_str();
    let host = host.filter(|h| !super::local::is_private(h));
    let port = instance["port"].as_u64();
    (
        host.unwrap_or(jmx::HOST).into(),
        port.unwrap_or(jmx::PORT.into()).into(),
    )
}

/// What `spec.yaml` needs: for each section its options, its templates, and its groups of options.
pub fn context(input: &Input<'_>, local: &Local) -> Value {
    let base = base(input);
    if base == "logs" {
        // An integration without a check has no instance.
        return json!({"instance_templates": []});
    }
    let shown = |section: &str, group: bool| -> Vec<Value> {
        let own = own(input, section).into_iter();
        own.filter(|o| o.said("options").is_some() == group)
            .map(|o| option(o, local))
            .collect()
    };
    let mut instance_options = shown("instance", false);
    let base_url = input
        .answers
        .source
        .http
        .as_ref()
        .map(|h| h.base_url.as_str());
    if let (Kind::Http, Some(url)) = (input.kind(), base_url)
        && !input.options.iter().any(|o| o.name == "base_url")
    {
        let display = &input.answers.integration.display_name;
        let description = format!("The URL of the {display} API, without the path of a request.");
        instance_options.insert(
            0,
            json!({
                "name": "base_url", "required": true, "secret": false, "lines": [description],
                "type": "string", "has_example": true, "example": local.text(url),
            }),
        );
    }
    let templates = |section: &str| -> Vec<Value> {
        let all = parts(input, section).into_iter();
        all.map(|part| template(input, local, section, part))
            .collect()
    };
    json!({
        "init_options": shown("init_config", false),
        "init_templates": templates("init_config"),
        // ddev writes no dash before a group that is required and the first of the list.
        "init_groups": shown("init_config", true),
        "instance_options": instance_options,
        "instance_templates": templates("instances"),
        "instance_groups": shown("instance", true),
    })
}

/// A template with what is said otherwise of its options: the kind's own words, then the contributor's.
fn template(input: &Input<'_>, local: &Local, section: &str, part: Part) -> Value {
    let known = match part.path.as_str() {
        "instances/openmetrics" => overrides(input, local),
        "instances/jmx" => {
            let (host, listens) = jvm(input);
            vec![
                ("host.value.example".to_owned(), host),
                ("port.value.example".to_owned(), listens),
            ]
        }
        _ => vec![],
    };
    let mut all: Map<String, Value> = known.into_iter().collect();
    for (key, value) in part.overrides {
        let value = match value {
            // As a block would end it.
            Value::String(text) if key.ends_with(".description") => {
                let lines = text::wrap(text.trim(), WIDTH);
                format!("{}\n", lines.join("\n")).into()
            }
            other => local.json(&other),
        };
        all.insert(key, value);
    }
    // One option of a template is found without its name.
    let single = part
        .path
        .split_once('.')
        .map(|(_, option)| format!("{option}."));
    let overrides = all.into_iter().map(|(key, value)| {
        let key = single
            .as_ref()
            .and_then(|s| key.strip_prefix(s))
            .unwrap_or(&key);
        json!({"key": key, "value": value})
    });
    let name = part
        .path
        .strip_prefix(&format!("{section}/"))
        .unwrap_or(&part.path);
    json!({"section": section, "name": name, "overrides": overrides.collect::<Vec<_>>()})
}

fn overrides(input: &Input<'_>, local: &Local) -> Vec<(String, Value)> {
    let display = &input.answers.integration.display_name;
    let said = format!(
        "The URL of the endpoint where {display} exposes metrics in the OpenMetrics format.\n"
    );
    vec![
        (
            "openmetrics_endpoint.value.example".into(),
            endpoint(input, local).into(),
        ),
        ("openmetrics_endpoint.description".into(), said.into()),
    ]
}

/// The endpoint of the examples and tests: what the capture ran with, else what was answered.
pub fn endpoint(input: &Input<'_>, local: &Local) -> String {
    let answered = input
        .answers
        .source
        .openmetrics
        .as_ref()
        .map(|o| o.endpoint.as_str());
    let captured = input.capture.instance["openmetrics_endpoint"].as_str();
    let found = [captured, answered]
        .into_iter()
        .flatten()
        .find(|e| !e.is_empty());
    found.map_or_else(|| "http://localhost:9100/metrics".into(), |e| local.text(e))
}

fn option(option: &OwnOption, local: &Local) -> Value {
    let mut description = option.description.trim().to_owned();
    if description.is_empty() {
        description = format!("{}.", text::sentence_case(&option.name));
    }
    // ddev lets a line be longer that says so, and drops the mark: a URL can't be broken.
    let lines: Vec<String> = text::wrap(&description, WIDTH)
        .into_iter()
        .map(|l| {
            if l.chars().count() > WIDTH {
                format!("{l} /noqa")
            } else {
                l
            }
        })
        .collect();
    let example = example(option).map(|e| local.json(&e));
    let described = schema::of(option);
    let group = option.said("options").is_some();
    let mut rest = described.as_object().cloned().unwrap_or_default();
    let simple = described["items"].as_object().is_some_and(|i| i.len() == 1);
    for key in ["type"].into_iter().chain(simple.then_some("items")) {
        rest.shift_remove(key);
    }
    let open = option.kind == "object"
        && !["properties", "additionalProperties"]
            .iter()
            .any(|k| rest.contains_key(*k));
    for key in ["compact_example", "require_trusted_provider"] {
        rest.extend(option.said(key).map(|v| (key.to_owned(), v.clone())));
    }
    let itself = OwnOption::ITSELF.iter().filter(|k| **k != "options");
    let itself = itself.filter_map(|k| Some(((*k).to_owned(), option.said(k)?.clone())));
    let shown = option.said("display_default").cloned();
    let default = shown
        .clone()
        .or_else(|| option.default.clone().filter(|_| !option.secret));
    let listed = option.kind.is_empty() || matches!(option.kind.as_str(), "array" | "object");
    json!({
        "name": option.name, "required": option.required, "secret": option.secret, "lines": lines,
        "itself": block::lines(&Value::Object(itself.collect())),
        "group": group,
        "options": inner(option, local),
        "type": (!option.kind.is_empty()).then_some(&option.kind),
        "items": simple.then(|| described["items"]["type"].clone()),
        "open": open,
        "rest": block::lines(&Value::Object(rest)),
        "has_example": example.is_some(),
        "example": example,
        // Without a default, ddev takes a scalar's example for one.
        "has_default": !option.required && (!listed || default.is_some()),
        "default": match option.kind.as_str() {
            "boolean" => default.unwrap_or(false.into()),
            _ => default.unwrap_or_default(),
        },
    })
}

/// The lines of the options inside a group.
fn inner(group: &OwnOption, local: &Local) -> Vec<String> {
    let one = |o: &OwnOption| {
        let shown = option(o, local);
        let lines = shown["lines"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let description: Vec<&str> = lines.collect();
        let mut value = schema::of(o);
        if shown["has_example"] == true {
            value["example"] = shown["example"].clone();
        }
        if shown["has_default"] == true {
            value["display_default"] = shown["default"].clone();
        }
        let mut entry = json!({
            "name": o.name,
            "required": o.required,
            "description": description.join("\n"),
            "value": value,
        });
        if o.secret {
            entry["secret"] = true.into();
        }
        entry
    };
    let all: Vec<Value> = group.inner().iter().map(one).collect();
    if all.is_empty() {
        return vec![];
    }
    block::lines(&json!({"options": all}))
}

/// The example of the option's own type; a secret's is a placeholder, whatever was answered.
pub fn example(option: &OwnOption) -> Option<Value> {
    let placeholder = || format!("<{}>", option.name.to_uppercase());
    if option.said("options").is_some() {
        return None;
    }
    if option.secret && option.kind == "string" {
        return Some(placeholder().into());
    }
    let given = option.example.as_ref().or(option.default.as_ref());
    let described = schema::of(option);
    let given = given.filter(|v| schema::fits(&described, v).is_ok());
    let known = described["enum"].is_array() || described["format"].is_string();
    let sample = || schema::sample(&described, &option.name);
    match (option.kind.as_str(), given) {
        (_, Some(given)) => Some(given.clone()),
        ("string", None) => Some(match option.example.as_ref().or(option.default.as_ref()) {
            Some(Value::String(text)) => text.clone().into(),
            Some(Value::Null) | None if known => sample(),
            Some(Value::Null) | None => placeholder().into(),
            Some(other) => other.to_string().into(),
        }),
        ("boolean", None) => Some(false.into()),
        // A value that must be given is shown; one that may stay out needs none.
        _ if option.required => Some(sample()),
        _ => None,
    }
}
