//! Whether a description of values is one that ddev takes, and whose model its generator can write.

use super::fits::fits;
use super::{plain, properties};
use crate::core::nearest::hint;
use crate::core::validate;
use serde_json::{Map, Value as Json};

/// The types of ddev's specification.
pub const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Formats whose model works on every Agent.
pub const FORMATS: [&str; 12] = [
    "date",
    "date-time",
    "time",
    "uri",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
    "int32",
    "int64",
    "float",
    "double",
];

/// Which types a key belongs to.
const KEYS: [(&str, &[&str]); 14] = [
    ("enum", &["string", "integer", "number", "boolean"]),
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("pattern", &["string"]),
    ("format", &["string", "integer", "number"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("properties", &["object"]),
];

/// The deepest nesting that a person would still fill in.
const DEEPEST: usize = 8;

/// What is wrong with a description; `at` says where it stands, such as `options[0].items`.
///
/// # Errors
/// One sentence that names the place, the problem, and the way out.
pub fn check(schema: &Json, at: &str) -> Result<(), String> {
    level(schema, at, 0)
}

fn level(schema: &Json, at: &str, depth: usize) -> Result<(), String> {
    if depth > DEEPEST {
        return Err(format!(
            "{at} is nested more than {DEEPEST} levels deep. Flatten it."
        ));
    }
    if let Json::String(kind) = schema {
        return known_type(kind, at);
    }
    let Some(map) = schema.as_object() else {
        return Err(format!(
            "{at} must be a type, such as string, or a mapping such as {{ type: string }}."
        ));
    };
    if let Some(any) = map.get("anyOf") {
        return any_of(any, map, at, depth);
    }
    let Some(kind) = map.get("type").and_then(Json::as_str) else {
        return Err(format!("{at} needs a type: {}.", TYPES.join(", ")));
    };
    known_type(kind, at)?;
    for (key, value) in map {
        one_key(key, value, kind, at)?;
    }
    ordered(map, at)?;
    match kind {
        "array" => match map.get("items") {
            Some(items) => level(items, &format!("{at}.items"), depth + 1),
            None => Err(format!(
                "{at} needs items: what the list holds, for example items: string."
            )),
        },
        "object" => object(map, at, depth),
        _ => Ok(()),
    }
}

fn known_type(kind: &str, at: &str) -> Result<(), String> {
    if TYPES.contains(&kind) {
        return Ok(());
    }
    let near = hint(kind, TYPES);
    Err(format!(
        "{at} has the type {kind:?}; it must be one of {}.{near}",
        TYPES.join(", ")
    ))
}

fn any_of(any: &Json, map: &Map<String, Json>, at: &str, depth: usize) -> Result<(), String> {
    if map.contains_key("type") {
        return Err(format!("{at} has both type and anyOf. Keep one of them."));
    }
    let all = any.as_array().filter(|a| a.len() > 1);
    let Some(all) = all else {
        return Err(format!(
            "{at}.anyOf must be a list of at least two types. Use type for a single one."
        ));
    };
    for (n, one) in all.iter().enumerate() {
        level(one, &format!("{at}.anyOf[{n}]"), depth + 1)?;
    }
    Ok(())
}

fn one_key(key: &str, value: &Json, kind: &str, at: &str) -> Result<(), String> {
    let wrong = |wanted: &str| Err(format!("{at}.{key} must be {wanted}."));
    if let Some((_, kinds)) = KEYS.iter().find(|(k, _)| *k == key)
        && !kinds.contains(&kind)
    {
        return Err(format!(
            "{at}.{key} has no meaning for {kind}; it is for {}.",
            kinds.join(" and ")
        ));
    }
    match key {
        "type" | "items" | "properties" | "name" | "description" => Ok(()),
        "required" | "additionalProperties" if kind == "object" => Ok(()),
        "enum" => choices(value, kind, at),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            let whole = kind != "integer" || !value.is_f64();
            match value {
                Json::Number(_) if !whole => wrong("a whole number, as the value is"),
                Json::Number(n) if key == "multipleOf" && n.as_f64() <= Some(0.0) => {
                    wrong("above 0")
                }
                Json::Number(_) => Ok(()),
                _ => wrong("a number"),
            }
        }
        "minLength" | "maxLength" | "minItems" | "maxItems" if value.is_u64() => Ok(()),
        "minLength" | "maxLength" | "minItems" | "maxItems" => wrong("a whole number from 0"),
        "pattern" => {
            let pattern = value.as_str().map(regex::Regex::new);
            match pattern {
                Some(Ok(_)) => Ok(()),
                Some(Err(_)) => wrong(
                    "a regular expression that the Agent's models can read (Rust's syntax: no look-around)",
                ),
                None => wrong("a regular expression"),
            }
        }
        "format" if value.as_str().is_some_and(|f| FORMATS.contains(&f)) => Ok(()),
        "format" => wrong(&format!("one of {}", FORMATS.join(", "))),
        _ => {
            let keys = KEYS.iter().map(|(k, _)| *k).chain([
                "additionalProperties",
                "required",
                "anyOf",
                "type",
            ]);
            Err(format!("{at} can't hold {key:?}.{}", hint(key, keys)))
        }
    }
}

fn choices(value: &Json, kind: &str, at: &str) -> Result<(), String> {
    let all = value.as_array().filter(|a| !a.is_empty());
    let Some(all) = all else {
        return Err(format!(
            "{at}.enum must be a list of values, for example [fast, slow]."
        ));
    };
    let plain = serde_json::json!({"type": kind});
    for (n, one) in all.iter().enumerate() {
        fits(&plain, one).map_err(|why| format!("{at}.enum[{n}] {why}"))?;
        if one.is_f64() {
            return Err(format!(
                "{at}.enum[{n}] is {one}: ddev's models take whole numbers and texts only. Use minimum and maximum."
            ));
        }
        if all[..n].contains(one) {
            return Err(format!("{at}.enum has {one} twice. Remove one."));
        }
    }
    Ok(())
}

/// ddev wants every upper limit above its lower one.
fn ordered(map: &Map<String, Json>, at: &str) -> Result<(), String> {
    let number = |key: &str| map.get(key).and_then(Json::as_f64);
    for (low, high) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
    ] {
        if let (Some(a), Some(b)) = (number(low), number(high))
            && b <= a
        {
            return Err(format!(
                "{at}.{high} is {b}; it must be above {low}, which is {a}."
            ));
        }
    }
    Ok(())
}

fn object(map: &Map<String, Json>, at: &str, depth: usize) -> Result<(), String> {
    let mut names: Vec<&str> = vec![];
    if let Some(value) = map.get("properties") {
        let Some(all) = value.as_array() else {
            return Err(format!(
                "{at}.properties must be a list, for example [{{ name: host, type: string }}]."
            ));
        };
        let (bare, _) = properties(value);
        for (n, (one, bare)) in all
            .iter()
            .zip(bare.as_array().into_iter().flatten())
            .enumerate()
        {
            let at = format!("{at}.properties[{n}]");
            let Some(name) = one["name"].as_str() else {
                return Err(format!("{at} needs a name."));
            };
            validate::option_name(name).map_err(|why| format!("{at}.name: {why}"))?;
            if names.contains(&name) {
                return Err(format!(
                    "{at} has the name {name:?}, which another property has. Rename one."
                ));
            }
            names.push(name);
            level(bare, &at, depth + 1)?;
        }
    }
    if let Some(required) = map.get("required") {
        let all = required.as_array().filter(|a| !a.is_empty());
        let Some(all) = all else {
            return Err(format!(
                "{at}.required must be a list of the properties that are required; leave it out when none is."
            ));
        };
        let unknown = all
            .iter()
            .find(|r| !r.as_str().is_some_and(|r| names.contains(&r)));
        if let Some(unknown) = unknown {
            return Err(format!(
                "{at}.required names {unknown}, which is no property here."
            ));
        }
    }
    match map.get("additionalProperties") {
        None | Some(Json::Bool(true)) => Ok(()),
        Some(Json::Bool(false)) => Err(format!(
            "{at}.additionalProperties can't be false in ddev's specification. Leave it out."
        )),
        Some(schema) => level(
            &plain(schema),
            &format!("{at}.additionalProperties"),
            depth + 1,
        ),
    }
}
