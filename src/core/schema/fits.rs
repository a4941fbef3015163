//! Whether a value fits a description, and a value that does.

use serde_json::{Map, Value as Json, json};

/// Whether the value is one of those described.
///
/// # Errors
/// What is wrong, to follow the name of what holds the value: `[1].port must be ...`, or `must be ...`.
pub fn fits(schema: &Json, value: &Json) -> Result<(), String> {
    if let Some(any) = schema["anyOf"].as_array() {
        if any.iter().any(|s| fits(s, value).is_ok()) {
            return Ok(());
        }
        let kinds: Vec<&str> = any.iter().filter_map(|s| s["type"].as_str()).collect();
        return Err(format!(
            "must be {}, not {}.",
            kinds.join(" or "),
            shown(value)
        ));
    }
    let kind = schema["type"].as_str().unwrap_or_default();
    let right = match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    if !right {
        let way = match value {
            Json::Number(_) | Json::Bool(_) if kind == "string" => {
                format!(" Quote it: \"{value}\".")
            }
            Json::String(text)
                if kind != "string"
                    && serde_json::from_str::<Json>(text)
                        .is_ok_and(|v| fits(schema, &v).is_ok()) =>
            {
                format!(" Write it without quotes: {text}.")
            }
            _ => String::new(),
        };
        return Err(format!(
            "must be {}, not {}.{way}",
            named(kind),
            shown(value)
        ));
    }
    if let Some(all) = schema["enum"].as_array()
        && !all.contains(value)
    {
        let all: Vec<String> = all.iter().map(short).collect();
        return Err(format!(
            "must be one of {}, not {}.",
            all.join(", "),
            short(value)
        ));
    }
    match value {
        Json::Number(n) => number(schema, n.as_f64().unwrap_or_default()),
        Json::String(text) => string(schema, text),
        Json::Array(items) => array(schema, items),
        Json::Object(map) => object(schema, map),
        _ => Ok(()),
    }
}

fn number(schema: &Json, n: f64) -> Result<(), String> {
    let limit = |key: &str| schema[key].as_f64();
    if limit("minimum").is_some_and(|m| n < m) || limit("exclusiveMinimum").is_some_and(|m| n <= m)
    {
        return Err(format!("is {n}, below the minimum."));
    }
    if limit("maximum").is_some_and(|m| n > m) || limit("exclusiveMaximum").is_some_and(|m| n >= m)
    {
        return Err(format!("is {n}, above the maximum."));
    }
    match limit("multipleOf") {
        Some(step) if step > 0.0 && ((n / step).round() * step - n).abs() > 1e-9 => {
            Err(format!("is {n}, no multiple of {step}."))
        }
        _ => Ok(()),
    }
}

fn string(schema: &Json, text: &str) -> Result<(), String> {
    let count = text.chars().count() as u64;
    if schema["minLength"].as_u64().is_some_and(|m| count < m) {
        return Err(format!("is {text:?}, which is too short."));
    }
    if schema["maxLength"].as_u64().is_some_and(|m| count > m) {
        return Err(format!("is {text:?}, which is too long."));
    }
    let pattern = schema["pattern"]
        .as_str()
        .and_then(|p| regex::Regex::new(p).ok());
    if pattern.is_some_and(|p| !p.is_match(text)) {
        return Err(format!("is {text:?}, which does not match the pattern."));
    }
    match schema["format"].as_str() {
        Some(format) if !formatted(format, text) => {
            Err(format!("is {text:?}, which is no {format}."))
        }
        _ => Ok(()),
    }
}

fn formatted(format: &str, text: &str) -> bool {
    let like = |pattern: &str| regex::Regex::new(pattern).is_ok_and(|p| p.is_match(text));
    match format {
        "date" => like(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
        "date-time" => like(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"),
        "time" => like(r"^\d{2}:\d{2}(:\d{2})?"),
        "uri" => like(r"^[A-Za-z][A-Za-z0-9+.-]*://\S+$"),
        "hostname" => like(r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "uuid" => like(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
        _ => true,
    }
}

fn array(schema: &Json, items: &[Json]) -> Result<(), String> {
    let count = items.len() as u64;
    if schema["minItems"].as_u64().is_some_and(|m| count < m) {
        return Err(format!("has {count} entries, too few."));
    }
    if schema["maxItems"].as_u64().is_some_and(|m| count > m) {
        return Err(format!("has {count} entries, too many."));
    }
    for (n, item) in items.iter().enumerate() {
        fits(&schema["items"], item).map_err(|why| inside(&format!("[{n}]"), &why))?;
    }
    Ok(())
}

fn object(schema: &Json, map: &Map<String, Json>) -> Result<(), String> {
    let properties = schema["properties"].as_array();
    let find = |name: &str| properties?.iter().find(|p| p["name"] == name);
    for required in schema["required"].as_array().into_iter().flatten() {
        let name = required.as_str().unwrap_or_default();
        if !map.contains_key(name) {
            return Err(format!("needs {name}."));
        }
    }
    for (key, value) in map {
        let inner =
            find(key).or_else(|| Some(&schema["additionalProperties"]).filter(|s| s.is_object()));
        if let Some(inner) = inner {
            fits(inner, value).map_err(|why| inside(&format!(".{key}"), &why))?;
        }
    }
    Ok(())
}

fn inside(part: &str, why: &str) -> String {
    let joint = if why.starts_with(['[', '.']) { "" } else { " " };
    format!("{part}{joint}{why}")
}

fn named(kind: &str) -> &str {
    match kind {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        _ => "a mapping",
    }
}

fn shown(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "true or false",
        Json::Number(n) if n.is_f64() => "a number with a fraction",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "a mapping",
    }
}

fn short(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A value that fits, for an example or a test; where none can be made (a pattern), one that is told apart.
///
/// `name`: what the value is called; a text becomes `<NAME>`.
#[must_use]
pub fn sample(schema: &Json, name: &str) -> Json {
    if let Some(first) = schema["anyOf"].as_array().and_then(|a| a.first()) {
        return sample(first, name);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|a| a.first()) {
        return first.clone();
    }
    match schema["type"].as_str().unwrap_or_default() {
        "integer" | "number" => sample_number(schema),
        "boolean" => true.into(),
        "array" => {
            let count = schema["minItems"].as_u64().unwrap_or(1).max(1);
            (0..count).map(|_| sample(&schema["items"], name)).collect()
        }
        "object" => {
            let needed = |p: &&Json| {
                let required = schema["required"].as_array();
                required.is_some_and(|r| r.contains(&p["name"]))
            };
            let all = schema["properties"].as_array().into_iter().flatten();
            let pair = |p: &Json| {
                let name = p["name"].as_str().unwrap_or_default();
                (name.to_owned(), sample(p, name))
            };
            Json::Object(all.filter(needed).map(pair).collect())
        }
        _ => sample_text(schema, name),
    }
}

fn sample_number(schema: &Json) -> Json {
    let whole = schema["type"] == "integer";
    let limits = [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ];
    let base = limits.iter().filter_map(|l| schema[*l].as_f64());
    let near = base.flat_map(|b| [b, b + 1.0, b - 1.0, b + 0.5, b / 2.0]);
    let found = [1.0, 0.0]
        .into_iter()
        .chain(near)
        .find(|n| (!whole || n.fract() == 0.0) && number(schema, *n).is_ok());
    let n = found.unwrap_or(1.0);
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a whole number near the limits that were typed"
    )]
    if n.fract() == 0.0 {
        json!(n as i64)
    } else {
        json!(n)
    }
}

fn sample_text(schema: &Json, name: &str) -> Json {
    let text = match schema["format"].as_str() {
        Some("date") => "2026-01-31",
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("time") => "12:00:00",
        Some("uri") => "http://localhost:8080",
        Some("hostname") => "localhost",
        Some("ipv4") => "127.0.0.1",
        Some("ipv6") => "::1",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        _ => {
            let plain = format!("<{}>", name.to_uppercase());
            let most = schema["maxLength"]
                .as_u64()
                .and_then(|m| usize::try_from(m).ok());
            let least = schema["minLength"]
                .as_u64()
                .and_then(|m| usize::try_from(m).ok());
            let mut text: String = plain.chars().take(most.unwrap_or(usize::MAX)).collect();
            while text.chars().count() < least.unwrap_or_default().min(1000) {
                text.push('x');
            }
            return text.into();
        }
    };
    text.into()
}
