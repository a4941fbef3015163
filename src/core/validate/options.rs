//! The options of the check, the templates beside them, and what the Agent configures by itself.

use super::said::All;
use crate::core::answers::{Answers, OwnOption};
use crate::core::nearest::hint;
use crate::core::templates::{self, Catalog};
use crate::core::{derive, schema};
use serde_json::Value as Json;

pub(super) fn check(all: &mut All, a: &Answers, catalog: &Catalog) {
    for (n, answer) in a.templates.iter().enumerate() {
        let rule = format!("templates[{n}]");
        if a.templates[..n].iter().any(|t| t.name == answer.name) {
            let said = format!(
                "The template {} is named twice. Keep one of them.",
                answer.name
            );
            all.say(&rule, Err(said));
        }
        all.say(&rule, templates::check(catalog, &answer.name));
        for (key, value) in &answer.overrides {
            all.say(
                format!("{rule}.overrides.{key}"),
                overridden(catalog, &answer.name, key, value),
            );
        }
    }
    for (n, option) in a.options.iter().enumerate() {
        let rule = format!("options[{n}]");
        for (key, message) in problems(option, &rule) {
            all.say(format!("{rule}.{key}"), Err(message));
        }
        let same = |o: &&OwnOption| o.name == option.name && o.r#in == option.r#in;
        if !option.name.is_empty() && a.options[..n].iter().any(|o| same(&o)) {
            let said = format!(
                "The option {} is there twice. Rename or remove one.",
                option.name
            );
            all.say(format!("{rule}.name"), Err(said));
        }
        all.say(format!("{rule}.name"), free(a, &option.r#in, &option.name));
    }
}

/// An option that a template has already is no own one.
///
/// # Errors
/// The template, and the way to say something else of its option.
pub fn free(a: &Answers, section: &str, name: &str) -> Result<(), String> {
    let section = if section == "init_config" {
        section
    } else {
        "instances"
    };
    let base = derive::options::base_of(a);
    let all = templates::parts(a, base, section);
    let Some(part) = all.iter().find(|p| p.names().contains(&name)) else {
        return Ok(());
    };
    let template = part.path.split('.').next().unwrap_or_default();
    let short = template.trim_start_matches("instances/");
    Err(format!(
        "{name} is an option of the template {template} already. Remove this one; to say something else of it, write \
         templates: [{{ name: {short}, overrides: {{ {name}.value.example: ... }} }}]."
    ))
}

/// What an override may change of a template's option.
const PARTS: [&str; 8] = [
    "description",
    "required",
    "hidden",
    "enabled",
    "secret",
    "fleet_configurable",
    "display_priority",
    "deprecation",
];

/// Whether an override changes something that the template has.
///
/// # Errors
/// One sentence that names the part that is wrong.
pub fn overridden(
    catalog: &Catalog,
    template: &str,
    key: &str,
    value: &Json,
) -> Result<(), String> {
    let path = if template.contains('/') {
        template.to_owned()
    } else {
        format!("instances/{template}")
    };
    let all = templates::options(catalog, &path);
    if all.is_empty() {
        return Ok(());
    }
    let (option, part) = key.split_once('.').unwrap_or((key, ""));
    let Some((kind, _)) = all.get(option) else {
        let near = hint(option, all.keys().copied());
        return Err(format!(
            "The template {template} has no option {option:?}.{near}"
        ));
    };
    let wrong = |wanted: &str| Err(format!("{key} must be {wanted}."));
    match part {
        "required" | "hidden" | "enabled" | "secret" | "fleet_configurable"
            if !value.is_boolean() =>
        {
            wrong("true or false")
        }
        "description" if !value.is_string() => wrong("a text"),
        "display_priority" if !value.is_i64() => wrong("a whole number"),
        part if PARTS.contains(&part) => Ok(()),
        "value.example" | "value.default" | "value.display_default" if !value.is_null() => {
            schema::fits(
                &serde_json::json!({"type": if *kind == "any" { "" } else { kind }}),
                value,
            )
            .map_err(|why| format!("{key} {why}"))
        }
        part if part.strip_prefix("value.").is_some_and(|p| !p.is_empty()) => Ok(()),
        _ => {
            let near = hint(
                part,
                PARTS
                    .into_iter()
                    .chain(["value.example", "value.display_default"]),
            );
            let near = if near.is_empty() {
                format!(" For example {option}.value.example.")
            } else {
                near
            };
            Err(format!(
                "{key:?} names nothing of the option {option} that can be changed.{near}"
            ))
        }
    }
}

/// What is wrong with one option, by key; `at` names it in the messages.
#[must_use]
pub fn problems(option: &OwnOption, at: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut say = |key: &str, result: Result<(), String>| {
        if let Err(message) = result {
            found.push((key.to_owned(), message));
        }
    };
    say("name", super::option_name(&option.name));
    let at = if option.name.is_empty() {
        at
    } else {
        &option.name
    };
    for (key, value) in &option.more {
        say(key, itself(option, key, value, at));
    }
    if option.said("options").is_some() {
        group(option, at, &mut say);
        return found;
    }
    let described = schema::of(option);
    let shape = schema::check(&raw(option), at);
    let sound = shape.is_ok();
    say("type", shape);
    if !sound {
        return found;
    }
    let needs = |key: &str, value: Option<&Json>| {
        let value = value.filter(|v| !v.is_null());
        value.map_or(Ok(()), |v| {
            schema::fits(&described, v)
                .map_err(|why| format!("The {key} of {at}{}{why}", joint(&why)))
        })
    };
    if !(option.secret && option.kind == "string") {
        say("example", needs("example", option.example.as_ref()));
    }
    say("default", needs("default", option.default.as_ref()));
    say(
        "display_default",
        needs("display_default", option.said("display_default")),
    );
    let given = option.example.is_some() || option.default.is_some();
    if !given && schema::fits(&described, &schema::sample(&described, &option.name)).is_err() {
        let said = format!("{at} needs an example: a value that fits can't be made up.");
        say("example", Err(said));
    }
    found
}

fn joint(why: &str) -> &'static str {
    if why.starts_with(['[', '.']) { "" } else { " " }
}

/// The description as it was typed, so that what is wrong with its short forms is found.
fn raw(option: &OwnOption) -> Json {
    let mut map = serde_json::Map::new();
    if !option.kind.is_empty() || option.said("anyOf").is_none() {
        map.insert("type".into(), option.kind.clone().into());
    }
    match (&option.items, option.kind.as_str()) {
        (Some(items), _) => drop(map.insert("items".into(), items.clone())),
        (None, "array") => drop(map.insert("items".into(), "string".into())),
        _ => {}
    }
    let shown = [
        "compact_example",
        "display_default",
        "require_trusted_provider",
    ];
    for key in OwnOption::SCHEMA.iter().filter(|k| !shown.contains(k)) {
        if let Some(said) = option.said(key) {
            map.insert((*key).into(), said.clone());
        }
    }
    Json::Object(map)
}

/// The keys that are about the option and not about its value.
fn itself(option: &OwnOption, key: &str, value: &Json, at: &str) -> Result<(), String> {
    let wrong = |wanted: &str| Err(format!("{key} of {at} must be {wanted}."));
    let texts = |v: &Json| v.as_array().is_some_and(|a| a.iter().all(Json::is_string));
    match key {
        "hidden"
        | "enabled"
        | "fleet_configurable"
        | "compact_example"
        | "require_trusted_provider"
            if !value.is_boolean() =>
        {
            wrong("true or false")
        }
        "compact_example" if option.kind != "array" => Err(format!(
            "compact_example of {at} has no meaning for {}; it is for array.",
            option.kind
        )),
        "compact_example" if value == true && !compact(option) => Err(format!(
            "compact_example of {at} is for lists of texts, lists, or mappings; ddev writes others wrong. Remove it."
        )),
        "display_priority" if !value.is_i64() => wrong("a whole number"),
        "metadata_tags" if !texts(value) => wrong("a list of texts"),
        "formats" => {
            let known = ["java_jvm_options", "path", "port", "url"];
            let all = value.as_array().filter(|a| !a.is_empty());
            let good = |v: &Json| v.as_str().is_some_and(|v| known.contains(&v));
            match all {
                Some(all) if all.iter().all(good) => Ok(()),
                _ => wrong("a list of java_jvm_options, path, port, url"),
            }
        }
        "deprecation" => {
            let all = value.as_object().filter(|m| !m.is_empty());
            match all {
                Some(all) if all.values().all(Json::is_string) => Ok(()),
                _ => wrong(
                    "a mapping of texts, for example { Agent version: 8.0.0, Migration: Use hosts. }",
                ),
            }
        }
        _ => Ok(()),
    }
}

/// Whether ddev can write the elements of the list a line each: of a bare number it makes a document of its own.
fn compact(option: &OwnOption) -> bool {
    let items = schema::of(option)["items"]["type"].clone();
    ["string", "array", "object"].iter().any(|t| items == *t)
}

/// An option that is a group of options: `ddev` writes their names indented, so one that must be set needs a group
/// that must be set.
fn group(option: &OwnOption, at: &str, say: &mut impl FnMut(&str, Result<(), String>)) {
    let all = option
        .said("options")
        .and_then(Json::as_array)
        .filter(|a| !a.is_empty());
    let Some(all) = all else {
        return say(
            "options",
            Err(format!("options of {at} must be a list of options.")),
        );
    };
    if !option.kind.is_empty()
        || option.items.is_some()
        || option.example.is_some()
        || option.default.is_some()
    {
        let said = format!(
            "{at} holds options, so it has no type, items, example, or default of its own. Remove them."
        );
        say("type", Err(said));
    }
    let mut names: Vec<String> = vec![];
    for (n, one) in all.iter().enumerate() {
        let key = format!("options[{n}]");
        let read = one.as_object().cloned().map(OwnOption::from_map);
        let inner = match read {
            Some(Ok(inner)) => inner,
            Some(Err(why)) => {
                say(&key, Err(format!("{at}: {why}.")));
                continue;
            }
            None => {
                say(
                    &key,
                    Err(format!(
                        "{at}.{key} must be a mapping such as {{ name: host, type: string }}."
                    )),
                );
                continue;
            }
        };
        if inner.said("options").is_some() {
            say(
                &key,
                Err(format!(
                    "{at}.{} holds options again; ddev reads one level. Flatten them.",
                    inner.name
                )),
            );
            continue;
        }
        if names.contains(&inner.name) {
            say(
                &key,
                Err(format!(
                    "{at} has the option {:?} twice. Rename one.",
                    inner.name
                )),
            );
        }
        if inner.required && !option.required {
            let said = format!(
                "{at}.{} is required, so {at} must be required, too.",
                inner.name
            );
            say(&key, Err(said));
        }
        for (part, message) in problems(&inner, &format!("{at}.{key}")) {
            say(&format!("{key}.{part}"), Err(message));
        }
        names.push(inner.name);
    }
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
