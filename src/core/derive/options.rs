//! Own options: keys that the check reads or its configuration sets, beyond what the templates of the
//! configuration have.

use super::words;
use crate::core::answers::{Answers, Kind, OwnOption};
use crate::core::capture::{Capture, OptionRead};
use crate::core::validate::is_credential;
use crate::core::{drivers, templates};
use serde_json::{Value, json};

/// The kind's base template: `openmetrics`, `http`, `jmx`, `logs` (none), or `default`.
///
/// # Arguments
/// `openmetrics`, `http`: whether the check is one of these, whatever its kind says.
#[must_use]
pub fn base(answers: &Answers, openmetrics: bool, http: bool) -> &'static str {
    let chosen = |name: &str| {
        answers
            .templates
            .iter()
            .any(|t| t.place() == ("instances", name))
    };
    match answers.integration.kind {
        Some(Kind::Openmetrics) => "openmetrics",
        Some(Kind::Http) => "http",
        Some(Kind::Jmx) => "jmx",
        Some(Kind::Logs) => "logs",
        _ if openmetrics => "openmetrics",
        _ if http || chosen("http") => "http",
        _ => "default",
    }
}

/// The same as far as the answers alone tell.
#[must_use]
pub fn base_of(answers: &Answers) -> &'static str {
    base(answers, false, false)
}

/// The same with what a run showed.
#[must_use]
pub fn base_with(capture: &Capture, answers: &Answers) -> &'static str {
    let own = ["requests", "httpx", "urllib3"];
    let direct = capture
        .inspection
        .imports
        .iter()
        .any(|i| own.contains(&i.as_str()));
    let http = !capture.exchanges.is_empty() && !direct;
    base(answers, capture.inspection.openmetrics, http)
}

/// The options, those of the check first, in the order in which it reads them; answers win and add.
#[must_use]
pub fn own_options(capture: &Capture, answers: &Answers) -> Vec<OwnOption> {
    let kind = answers.integration.kind;
    if kind.is_some_and(Kind::is_declared) {
        // There is no check that could read one.
        return vec![];
    }
    let base = base_with(capture, answers);
    let mut options: Vec<OwnOption> = vec![];
    for (section, place, values) in [
        ("instance", "instances", &capture.instance),
        ("init_config", "init_config", &capture.init_config),
    ] {
        let parts = templates::parts(answers, base, place);
        let brought: Vec<&str> = parts.iter().flat_map(templates::Part::names).collect();
        let own = |name: &str| !brought.contains(&name) && is_name(name);
        let shared = section == "init_config";
        let reads = capture.inspection.options.iter();
        for read in reads.filter(|r| (r.r#in == "init_config") == shared && own(&r.name)) {
            options.push(derive(read, values.get(&read.name), section, answers));
        }
        for (name, value) in values.as_object().into_iter().flatten() {
            let known = options.iter().any(|o| o.name == *name && o.r#in == section);
            if !known && own(name) {
                let read = OptionRead {
                    name: name.clone(),
                    ..OptionRead::default()
                };
                options.push(derive(&read, Some(value), section, answers));
            }
        }
    }
    for answer in &answers.options {
        match options
            .iter_mut()
            .find(|o| o.name == answer.name && o.r#in == answer.r#in)
        {
            Some(option) => option.clone_from(answer),
            None => options.push(answer.clone()),
        }
    }
    options
}

fn is_name(name: &str) -> bool {
    crate::core::validate::option_name(name).is_ok()
}

fn derive(read: &OptionRead, value: Option<&Value>, section: &str, answers: &Answers) -> OwnOption {
    let name = &read.name;
    let product = &answers.integration.display_name;
    let told = told(name, answers).filter(|_| section == "instance");
    let is_told = told.is_some();
    let value = value.filter(|v| !v.is_null());
    let default = read.default.as_ref().filter(|d| !d.is_null());
    let (kind, items) = kind_of(value.or(default));
    // What the code does with it tells more than an empty text.
    let treated = read
        .kind
        .as_deref()
        .filter(|k| fits_kind(k, value) && fits_kind(k, default));
    let kind = treated.unwrap_or(kind);
    // Half a second is a limit, too.
    let kind = if name == "command_timeout" && is_told {
        "number"
    } else {
        kind
    };
    let secret = is_credential(name) && kind == "string";
    let plain_default = default
        .filter(|d| d.as_array().is_none_or(|a| !a.is_empty()))
        .filter(|d| d.as_object().is_none_or(|o| !o.is_empty()) && *d != "");
    let required = read.required || told.as_ref().is_some_and(|(required, _)| *required);
    let description = told.map_or_else(|| said(name, kind, product), |(_, said)| said);
    let connects = answers.integration.kind == Some(Kind::Sql) && is_told;
    let public_name = drivers::public(name).filter(|_| connects).map(Value::from);
    let mut option = OwnOption {
        name: name.clone(),
        r#in: section.into(),
        kind: kind.into(),
        items: items.filter(|_| kind == "array").map(Value::from),
        required,
        secret,
        description,
        example: value
            .or(default.filter(|_| kind == "number"))
            .filter(|_| !secret)
            .map(|v| public_name.unwrap_or_else(|| public(v))),
        default: plain_default.filter(|_| !secret).cloned(),
        ..OwnOption::default()
    };
    shape(&mut option, read, value);
    option
}

/// Whether a value may be what the code treats it as.
fn fits_kind(kind: &str, value: Option<&Value>) -> bool {
    let own = value.map(|v| kind_of(Some(v)).0);
    own.is_none_or(|own| own == kind || (own == "integer" && kind == "number"))
}

/// What is known of the inside of a list or a mapping.
fn shape(option: &mut OwnOption, read: &OptionRead, value: Option<&Value>) {
    let inside = match (option.kind.as_str(), value) {
        ("array", Some(Value::Array(items))) => items.first(),
        (_, value) => value,
    };
    let all = properties(&read.keys, inside);
    match option.kind.as_str() {
        "array" if !all.is_empty() => {
            option.items =
                Some(json!({"type": "object", "properties": all, "additionalProperties": true}));
        }
        // Elements that a configuration shows are what they are; else what the code makes of them.
        "array" if inside.is_none() => {
            option.items = Some(read.items.as_deref().unwrap_or("string").into());
        }
        "object" if !all.is_empty() => {
            option.more.insert("properties".into(), all.into());
            option
                .more
                .insert("additionalProperties".into(), true.into());
        }
        _ => {}
    }
}

/// The keys whose type is known: a wrong guess would refuse a good configuration.
fn properties(keys: &[OptionRead], value: Option<&Value>) -> Vec<Value> {
    let mut all: Vec<Value> = vec![];
    for key in keys.iter().filter(|k| is_name(&k.name)) {
        let shown = value
            .and_then(|v| v.get(&key.name))
            .filter(|v| !v.is_null());
        let default = key.default.as_ref().filter(|d| !d.is_null());
        let treated = key.kind.as_deref().filter(|k| fits_kind(k, shown));
        let kind = treated.or_else(|| shown.or(default).map(|v| kind_of(Some(v)).0));
        // Lists and mappings inside are left open, as is what is not known.
        let Some(kind) = kind.filter(|k| !matches!(*k, "array" | "object")) else {
            continue;
        };
        let mut property = json!({"name": key.name, "type": kind});
        if key.required {
            property["required"] = true.into();
        }
        all.push(property);
    }
    all
}

/// What the wizard's own checks read: whether it is required, and its description.
fn told(name: &str, answers: &Answers) -> Option<(bool, String)> {
    let product = &answers.integration.display_name;
    let connect = answers.source.sql.as_ref().map(|s| &s.connect);
    let (required, said) = match (answers.integration.kind?, name) {
        (Kind::Http, "base_url") => (
            true,
            format!("The base URL of the {product} API, for example http://localhost:8080."),
        ),
        (Kind::Command, "command") => (
            true,
            format!(
                "The command that prints the numbers of {product}: the program and its arguments, each an entry of \
                 the list. No shell reads it."
            ),
        ),
        (Kind::Command, "command_timeout") => {
            (false, "How many seconds the command may run.".to_owned())
        }
        (Kind::Sql, name) if connect?.contains_key(name) => (
            drivers::is_required(name),
            match name {
                "database" if answers.source.sql.as_ref()?.is_file() => {
                    format!("The path of the SQLite database of {product}. It is only read.")
                }
                "database" | "dbname" => format!("The database of {product} to connect to."),
                "host" | "server" => format!("The host that the database of {product} runs on."),
                "port" => format!("The port that the database of {product} listens on."),
                "user" | "username" => {
                    format!(
                        "The user to connect as. It needs to read what is queried in {product}, and no more."
                    )
                }
                name if is_credential(name) => "The password of the user.".into(),
                name => said(name, "string", product),
            },
        ),
        _ => return None,
    };
    Some((required, said))
}

/// A sentence for an option that nobody described.
fn said(name: &str, kind: &str, product: &str) -> String {
    let what = words::prose(&words::split(name));
    let place = [
        "url",
        "host",
        "port",
        "path",
        "file",
        "directory",
        "endpoint",
        "address",
        "socket",
        "name",
    ];
    if words::split(name)
        .last()
        .is_some_and(|w| place.contains(&w.as_str()))
        && kind != "array"
    {
        return format!("The {what} of {product}.");
    }
    match kind {
        "boolean" => format!("Whether the check of {product} uses {what}."),
        "array" => format!("The list of {what} that the check of {product} uses."),
        "object" => format!("The mapping of {what} that the check of {product} uses."),
        _ => format!("The {what} that the check of {product} uses."),
    }
}

/// An example without the folders of this machine.
pub(crate) fn public(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let own = [
                "/home/",
                "/Users/",
                "/root/",
                "/tmp/",
                "/private/",
                "/var/folders/",
            ];
            if own.iter().any(|start| text.starts_with(start)) {
                let name = text
                    .trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .unwrap_or("file");
                return format!("/path/to/{name}").into();
            }
            value.clone()
        }
        Value::Array(items) => items.iter().map(public).collect(),
        other => other.clone(),
    }
}

fn kind_of(value: Option<&Value>) -> (&'static str, Option<&'static str>) {
    match value {
        Some(Value::Bool(_)) => ("boolean", None),
        Some(Value::Number(n)) if n.is_f64() => ("number", None),
        Some(Value::Number(_)) => ("integer", None),
        Some(Value::Array(items)) => (
            "array",
            Some(items.first().map_or("string", |i| kind_of(Some(i)).0)),
        ),
        Some(Value::Object(_)) => ("object", None),
        Some(Value::String(_) | Value::Null) | None => ("string", None),
    }
}
