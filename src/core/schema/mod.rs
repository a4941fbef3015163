//! The values that an option can have, as ddev's specification describes them (a part of `OpenAPI` 3.0): whether such
//! a description is one, whether a value fits it, and a value that does.

mod fits;
mod rules;

pub use fits::{fits, sample};
pub use rules::{FORMATS, TYPES, check};

use super::answers::OwnOption;
use serde_json::{Map, Value as Json, json};

/// What ddev's specification calls the value of an option, without its example and default.
#[must_use]
pub fn of(option: &OwnOption) -> Json {
    let inner = option.inner();
    if !inner.is_empty() {
        let property = |o: &OwnOption| {
            let mut schema = of(o);
            schema["name"] = o.name.clone().into();
            schema
        };
        let all: Vec<Json> = inner.iter().map(property).collect();
        let required: Vec<&str> = inner
            .iter()
            .filter(|o| o.required)
            .map(|o| o.name.as_str())
            .collect();
        return json!({"type": "object", "properties": all, "required": required});
    }
    let mut map = Map::new();
    if !option.kind.is_empty() {
        map.insert("type".into(), option.kind.clone().into());
    }
    if option.kind == "array" {
        let items = option.items.clone().unwrap_or_else(|| "string".into());
        map.insert("items".into(), items);
    }
    for key in OwnOption::SCHEMA {
        // Texts for people, not a part of what the value may be.
        let shown = [
            "compact_example",
            "display_default",
            "require_trusted_provider",
        ];
        if let Some(said) = option.said(key).filter(|_| !shown.contains(&key)) {
            map.insert(key.into(), said.clone());
        }
    }
    plain(&Json::Object(map))
}

/// The description with its short forms written out: a type alone, and `required: true` in a property.
#[must_use]
pub fn plain(schema: &Json) -> Json {
    let map = match schema {
        Json::String(kind) => return json!({"type": kind}),
        Json::Object(map) => map,
        other => return other.clone(),
    };
    let mut out = Map::new();
    for (key, value) in map {
        let value = match key.as_str() {
            "items" => plain(value),
            "additionalProperties" if !value.is_boolean() => plain(value),
            "anyOf" => value.as_array().into_iter().flatten().map(plain).collect(),
            "properties" => {
                let (all, required) = properties(value);
                if !required.is_empty() {
                    let known = out.entry("required").or_insert_with(|| json!([]));
                    if let Some(known) = known.as_array_mut() {
                        merge(known, &required);
                    }
                }
                all
            }
            "required" => {
                let before = out.get("required").and_then(Json::as_array).cloned();
                let mut all = value.as_array().cloned().unwrap_or_default();
                merge(&mut all, &before.unwrap_or_default());
                all.into()
            }
            _ => value.clone(),
        };
        out.insert(key.clone(), value);
    }
    Json::Object(out)
}

fn merge(into: &mut Vec<Json>, more: &[Json]) {
    for one in more {
        if !into.contains(one) {
            into.push(one.clone());
        }
    }
}

/// The properties, and the names of those that say of themselves that they are required.
fn properties(value: &Json) -> (Json, Vec<Json>) {
    let mut required = vec![];
    let mut one = |property: &Json| {
        let mut property = property.clone();
        let own = property.as_object_mut().filter(|p| {
            let flag = p.get("required").is_some_and(Json::is_boolean);
            flag && p.contains_key("name")
        });
        if let Some(own) = own
            && own.shift_remove("required") == Some(Json::Bool(true))
        {
            required.extend(own.get("name").cloned());
        }
        plain(&property)
    };
    let all = value
        .as_array()
        .into_iter()
        .flatten()
        .map(&mut one)
        .collect();
    (all, required)
}

#[cfg(test)]
mod tests;
