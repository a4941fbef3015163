//! The second file of the specification: how the Agent configures the check for a container by itself.

use super::input::Input;
use super::{local, local::Local, options, text};
use crate::core::answers::{AutoConf, Kind, OwnOption};
use crate::core::{jmx, schema, templates};
use crate::scaffold::block;
use serde_json::{Map, Value, json};

/// The entries of `auto_conf.yaml` in the specification, a line each; none without an answer.
pub fn lines(input: &Input<'_>, local: &Local) -> Vec<String> {
    let Some(answer) = input
        .answers
        .auto_conf
        .as_ref()
        .filter(|_| input.kind() != Kind::Logs)
    else {
        return vec![];
    };
    let identifiers = json!({
        "template": "ad_identifiers",
        "overrides": {"value.example": answer.ad_identifiers},
    });
    let section = |name: &str, values: Map<String, Value>| {
        let all: Vec<Value> = values
            .iter()
            .map(|(key, value)| entry(input, name, key, value))
            .collect();
        json!({"template": name, "options": all})
    };
    let all = [
        identifiers,
        section("init_config", init_config(input, answer)),
        section("instances", instance(input, local, answer)),
    ];
    let lines = block::lines(&json!({"options": all})).into_iter().skip(1);
    lines
        .map(|l| l.get(2..).unwrap_or_default().to_owned())
        .collect()
}

fn init_config(input: &Input<'_>, answer: &AutoConf) -> Map<String, Value> {
    let mut all = answer.init_config.clone();
    for (name, value) in options::required(input, "init_config") {
        all.entry(name).or_insert(value);
    }
    all
}

/// What was answered, and what the check can't do without, seen from the Agent.
fn instance(input: &Input<'_>, local: &Local, answer: &AutoConf) -> Map<String, Value> {
    let mut all = answer.instances.first().cloned().unwrap_or_default();
    let http = input.answers.source.http.as_ref();
    let url = http.filter(|h| input.kind() == Kind::Http && !h.base_url.is_empty());
    if let Some(http) = url {
        let url = hosted(&local.text(&http.base_url).into());
        all.entry("base_url".to_owned()).or_insert(url);
    }
    for (name, value) in options::required(input, "instance") {
        let own = match (name.as_str(), options::base(input)) {
            ("openmetrics_endpoint", _) => options::endpoint(input, local).into(),
            ("host", "jmx") => jmx::HOST.into(),
            ("port", "jmx") => options::jvm(input).1,
            _ => local.json(&value),
        };
        all.entry(name).or_insert_with(|| hosted(&own));
    }
    // Where the product is comes first.
    let mut out = Map::new();
    for key in ["openmetrics_endpoint", "base_url", "host", "port"] {
        if let Some(value) = all.shift_remove(key) {
            out.insert(key.to_owned(), value);
        }
    }
    out.extend(all);
    out
}

/// This machine, as the Agent sees it from beside the container.
fn hosted(value: &Value) -> Value {
    let Some(text) = value.as_str() else {
        return value.clone();
    };
    if text == "localhost" || text == "127.0.0.1" {
        return "%%host%%".into();
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return value.clone();
    };
    let end = rest.find([':', '/', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    let here = ["localhost", "127.0.0.1"].contains(&host) || local::is_private(host);
    if here {
        format!("{scheme}://%%host%%{tail}").into()
    } else {
        value.clone()
    }
}

/// One option with its value: the check's own, one of a template, or one that only the answers know.
fn entry(input: &Input<'_>, section: &str, name: &str, value: &Value) -> Value {
    let place = if section == "instances" {
        "instance"
    } else {
        section
    };
    if let Some(option) = options::own(input, place)
        .into_iter()
        .find(|o| o.name == name)
    {
        return own(option, value);
    }
    let part = templates::parts(input.answers, options::base(input), section);
    let part = part.iter().find(|p| p.names().contains(&name));
    let home = part.and_then(|p| templates::home(&p.path, name));
    let kind = part.and_then(|p| {
        templates::options(templates::embedded(), &p.path)
            .get(name)
            .map(|(k, _)| *k)
    });
    match (home, kind) {
        (Some(home), Some(kind)) if schema::fits(&json!({"type": kind}), value).is_ok() => json!({
            "template": home,
            "enabled": true,
            "overrides": {"value.example": value},
        }),
        _ => own(
            &OwnOption {
                name: name.to_owned(),
                description: said(input, name),
                ..OwnOption::default()
            },
            value,
        ),
    }
}

fn said(input: &Input<'_>, name: &str) -> String {
    let display = &input.answers.integration.display_name;
    if name == "base_url" {
        return format!("The URL of the {display} API, without the path of a request.");
    }
    format!("The {} of {display}.", name.replace('_', " "))
}

fn own(option: &OwnOption, value: &Value) -> Value {
    let described = schema::of(option);
    // A variable of the Agent's stands for a number as a text.
    let mut described =
        if schema::fits(&described, value).is_ok() && option.said("options").is_none() {
            described
        } else {
            of_value(value)
        };
    described["example"] = value.clone();
    let description = if option.description.trim().is_empty() {
        format!("{}.", text::sentence_case(&option.name))
    } else {
        text::wrap(option.description.trim(), 100).join("\n")
    };
    let mut entry = json!({"name": option.name, "required": true, "description": description, "value": described});
    if option.secret {
        entry["secret"] = true.into();
    }
    entry
}

fn of_value(value: &Value) -> Value {
    match value {
        Value::Bool(_) => json!({"type": "boolean"}),
        Value::Number(n) if n.is_f64() => json!({"type": "number"}),
        Value::Number(_) => json!({"type": "integer"}),
        Value::Array(items) => {
            json!({"type": "array", "items": items.first().map_or_else(|| json!({"type": "string"}), of_value)})
        }
        Value::Object(_) => json!({"type": "object", "additionalProperties": true}),
        _ => json!({"type": "string"}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_here_is_the_container_there() {
        for (here, there) in [
            (
                "http://localhost:9100/metrics",
                "http://%%host%%:9100/metrics",
            ),
            ("https://127.0.0.1", "https://%%host%%"),
            ("http://db7:81?x=1", "http://%%host%%:81?x=1"),
            ("https://api.acme.example/v1", "https://api.acme.example/v1"),
            ("localhost", "%%host%%"),
            ("orders", "orders"),
        ] {
            assert_eq!(hosted(&here.into()), there);
        }
        assert_eq!(hosted(&json!(5)), 5);
    }
}
