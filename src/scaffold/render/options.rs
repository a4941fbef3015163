//! The options of `spec.yaml`: own ones as the template shows them, and the templates of the kind.

use super::{Input, local::Local, text};
use crate::core::answers::{Kind, OwnOption};
use crate::core::derive::options::Provided;
use crate::core::jmx;
use serde_json::{Value, json};

/// The widest description: with its indentation and `## ` it stays under ddev's 120.
const WIDTH: usize = 100;

/// Templates with a part of their own in `init_config`.
const SHARED: &[&str] = &["db", "jmx", "perf_counters"];

/// The additional templates that were answered, `instances/tls` or `tls`.
fn names<'a>(input: &Input<'a>) -> impl Iterator<Item = &'a str> {
    let all = input.answers.templates.iter();
    // `QueryManager` reads the options of this one.
    let queried = (input.kind() == Kind::Sql).then_some("db");
    queried
        .into_iter()
        .chain(all.map(|t| t.trim_start_matches("instances/")))
}

fn chosen(input: &Input<'_>, name: &str) -> bool {
    names(input).any(|t| t == name)
}

/// The kind's base template: `openmetrics`, `http`, `jmx`, `logs` (none) or `default`.
pub fn base(input: &Input<'_>) -> &'static str {
    match input.kind() {
        Kind::Openmetrics => "openmetrics",
        Kind::Http => "http",
        Kind::Jmx => "jmx",
        Kind::Logs => "logs",
        _ if input.capture.inspection.openmetrics => "openmetrics",
        _ if input.check.check.contains("self.http") || chosen(input, "http") => "http",
        _ => "default",
    }
}

/// Own options of a section, the required ones first, without those a template has.
pub fn own<'a>(input: &'a Input<'_>, section: &str) -> Vec<&'a OwnOption> {
    let base = base(input);
    let provided = Provided {
        openmetrics: base == "openmetrics",
        http: base == "http",
        tls: chosen(input, "tls"),
        db: input.kind() == Kind::Sql,
    };
    let has = |name: &str| match section {
        "init_config" => provided.has_shared(name),
        _ => provided.has(name),
    };
    let mut options: Vec<_> = input
        .options
        .iter()
        .filter(|o| o.r#in == section && !has(&o.name))
        .collect();
    options.sort_by_key(|o| !o.required);
    options
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

/// What `spec.yaml` needs: `init_options`, `init_templates`, `instance_options`, `instance_templates`.
pub fn context(input: &Input<'_>, local: &Local) -> Value {
    let base = base(input);
    if base == "logs" {
        // An integration without a check has no instance.
        return json!({"init_options": [], "init_templates": [], "instance_options": [], "instance_templates": []});
    }
    let shown = |section: &str| -> Vec<Value> {
        own(input, section)
            .into_iter()
            .map(|o| option(o, local))
            .collect()
    };
    let mut instance_options = shown("instance");
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
    let mut init: Vec<&str> = Vec::new();
    let mut extra: Vec<Value> = Vec::new();
    let answered = names(input).filter(|_| !input.declared());
    for template in answered {
        // What the base brings along may not be named again: ddev refuses an option that is there twice.
        let brought = match template {
            "default" | "tags" | "service" | "all_integrations" | "global" => true,
            "http" | "tls" => base != "default",
            other => other == base,
        };
        if !brought && !extra.iter().any(|t| t["name"] == template) {
            if SHARED.contains(&template) {
                init.push(template);
            }
            extra.push(json!({"name": template, "overrides": []}));
        }
    }
    init.push(base);
    let mut templates = extra;
    match base {
        "openmetrics" => {
            templates.push(json!({"name": base, "overrides": overrides(input, local)}));
        }
        "http" => {
            templates.push(json!({"name": "http", "overrides": []}));
            templates.push(json!({"name": "default", "overrides": []}));
            init.push("default");
        }
        "jmx" => {
            let (host, port) = jvm(input);
            let overrides = [("host.value.example", host), ("port.value.example", port)];
            let overrides = overrides.map(|(key, value)| json!({"key": key, "value": value}));
            templates.push(json!({"name": base, "overrides": overrides}));
        }
        _ => templates.push(json!({"name": base, "overrides": []})),
    }
    json!({
        "init_options": shown("init_config"),
        "init_templates": init,
        "instance_options": instance_options,
        "instance_templates": templates,
    })
}

fn overrides(input: &Input<'_>, local: &Local) -> Vec<Value> {
    let display = &input.answers.integration.display_name;
    vec![
        json!({"key": "openmetrics_endpoint.value.example", "value": endpoint(input, local)}),
        json!({
            "key": "openmetrics_endpoint.description",
            "value": format!("The URL of the endpoint where {display} exposes metrics in the OpenMetrics format.\n"),
        }),
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
    json!({
        "name": option.name, "required": option.required, "secret": option.secret, "lines": lines,
        "type": option.kind,
        "items": (option.kind == "array").then(|| option.items.as_deref().unwrap_or("string")),
        "open": option.kind == "object",
        "has_example": example.is_some(),
        "example": example,
        // Without a default, ddev takes a scalar's example for one.
        "has_default": !option.required && !matches!(option.kind.as_str(), "array" | "object"),
        "default": match option.kind.as_str() {
            "boolean" => option.default.clone().unwrap_or(false.into()),
            _ => option.default.clone().unwrap_or_default(),
        },
    })
}

/// The example of the option's own type; a secret's is a placeholder, whatever was answered.
pub fn example(option: &OwnOption) -> Option<Value> {
    let placeholder = || format!("<{}>", option.name.to_uppercase());
    if option.secret && option.kind == "string" {
        return Some(placeholder().into());
    }
    let given = option.example.as_ref().or(option.default.as_ref());
    match option.kind.as_str() {
        "string" => Some(match given {
            Some(Value::String(s)) => s.clone().into(),
            Some(Value::Null) | None => placeholder().into(),
            Some(other) => other.to_string().into(),
        }),
        "boolean" => Some(given.and_then(Value::as_bool).unwrap_or(false).into()),
        "array" => given.filter(|v| v.is_array()).cloned(),
        "object" => given.filter(|v| v.is_object()).cloned(),
        _ => given.filter(|v| v.is_number()).cloned(),
    }
}
