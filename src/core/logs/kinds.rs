//! What the Agent reads of each type of log source.

use super::texts::{check_path, check_tag, fits};
use crate::core::answers::LogSource;
use crate::core::nearest::hint;
use serde_json::{Map, Value as Json, json};

/// What a type can't do without.
const NEEDED: [(&str, &str); 4] = [
    ("file", "path"),
    ("tcp", "port"),
    ("udp", "port"),
    ("windows_event", "channel_path"),
];

/// Which keys belong to which types; others belong to all.
const KEYS: [(&str, &[&str]); 18] = [
    ("path", &["file", "journald"]),
    ("port", &["tcp", "udp"]),
    ("idle_timeout", &["tcp"]),
    ("channel_path", &["windows_event"]),
    ("query", &["windows_event"]),
    ("encoding", &["file"]),
    ("exclude_paths", &["file"]),
    ("start_position", &["file", "journald"]),
    ("include_units", &["journald"]),
    ("exclude_units", &["journald"]),
    ("include_user_units", &["journald"]),
    ("exclude_user_units", &["journald"]),
    ("include_matches", &["journald"]),
    ("exclude_matches", &["journald"]),
    ("container_mode", &["journald"]),
    ("image", &["docker"]),
    ("name", &["docker"]),
    ("label", &["docker"]),
];

const ENCODINGS: [&str; 4] = ["utf-8", "utf-16-le", "utf-16-be", "shift-jis"];
const POSITIONS: [&str; 4] = ["beginning", "end", "forceBeginning", "forceEnd"];
const RULES: [&str; 5] = [
    "exclude_at_match",
    "include_at_match",
    "mask_sequences",
    "multi_line",
    "exclude_truncated",
];

/// What is wrong with a log source, by key.
#[must_use]
pub fn problems(log: &LogSource) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut say = |key: &str, result: Result<(), String>| {
        if let Err(message) = result {
            found.push((key.to_owned(), message));
        }
    };
    let kind = log.kind();
    say("type", check_kind(kind));
    if !log.path.is_empty() {
        let said = match kind {
            "file" | "journald" => check_path(&log.path),
            _ => belongs("path", kind),
        };
        say("path", said);
    }
    for (key, text) in [("source", &log.source), ("service", &log.service)] {
        if !text.is_empty() {
            say(key, check_tag(text));
        }
    }
    for (key, value) in &log.more {
        say(key, belongs(key, kind).and_then(|()| one(key, value)));
    }
    found
}

/// What the type can't do without and was not answered: its key, and what to write.
#[must_use]
pub fn absent(log: &LogSource) -> Option<(&'static str, String)> {
    let (_, key) = NEEDED.iter().find(|(kind, _)| *kind == log.kind())?;
    let there = *key == "path" && !log.path.trim().is_empty() || log.said(key).is_some();
    let way = match *key {
        "path" => "The log source has no path. Name the files, for example /var/log/acme/*.log.",
        "port" => {
            "The log source has no port. Name the one that the product sends its log to, for example port: 10514."
        }
        _ => {
            "The log source has no channel_path. Name the channel, for example channel_path: Application."
        }
    };
    (!there).then(|| (*key, way.to_owned()))
}

/// A type of log source.
///
/// # Errors
/// What types there are.
pub fn check_kind(kind: &str) -> Result<(), String> {
    if LogSource::TYPES.contains(&kind) {
        return Ok(());
    }
    let near = hint(kind, LogSource::TYPES);
    Err(format!(
        "{kind:?} is no type of log source. Known: {}.{near}",
        LogSource::TYPES.join(", ")
    ))
}

fn belongs(key: &str, kind: &str) -> Result<(), String> {
    let of = KEYS.iter().find(|(k, _)| *k == key);
    match of {
        Some((_, kinds)) if !kinds.contains(&kind) => Err(format!(
            "The Agent reads {key} for {} only, not for {kind}. Remove it.",
            kinds.join(" and ")
        )),
        _ => Ok(()),
    }
}

/// One key of [`LogSource::MORE`].
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn one(key: &str, value: &Json) -> Result<(), String> {
    let wrong = |wanted: &str| Err(format!("{key} must be {wanted}."));
    let choice = |known: &[&str]| match value.as_str() {
        Some(text) if known.contains(&text) => Ok(()),
        _ => wrong(&format!("one of {}", known.join(", "))),
    };
    match key {
        "port" => match value.as_u64() {
            Some(1..=65535) => Ok(()),
            _ => wrong("a number from 1 to 65535"),
        },
        "idle_timeout" if value.as_u64().is_some() => Ok(()),
        "idle_timeout" => wrong("a number of seconds"),
        "container_mode" if value.is_boolean() => Ok(()),
        "container_mode" => wrong("true or false"),
        "encoding" => choice(&ENCODINGS),
        "start_position" => choice(&POSITIONS),
        "log_processing_rules" => rules(value),
        "exclude_paths" | "tags" | "include_units" | "exclude_units" | "include_user_units"
        | "exclude_user_units" | "include_matches" | "exclude_matches" => match value.as_array() {
            Some(all) if !all.is_empty() && all.iter().all(Json::is_string) => {
                all.iter().filter_map(Json::as_str).try_for_each(text)
            }
            _ => wrong("a list of texts"),
        },
        _ => value.as_str().map_or_else(|| wrong("a text"), text),
    }
}

fn text(text: &str) -> Result<(), String> {
    if text.is_empty() || !text.is_ascii() || text.contains(|c: char| c.is_control()) {
        return Err(format!(
            "{text:?} must be one line of ASCII, which the repository's files are."
        ));
    }
    fits(text)
}

fn rules(value: &Json) -> Result<(), String> {
    let Some(all) = value.as_array().filter(|a| !a.is_empty()) else {
        return Err("log_processing_rules must be a list, for example [{ type: exclude_at_match, name: no_debug, pattern: DEBUG }].".into());
    };
    let mut names = vec![];
    for (n, rule) in all.iter().enumerate() {
        let at = format!("log_processing_rules[{n}]");
        let field = |key: &str| rule[key].as_str().filter(|t| !t.is_empty());
        let Some(kind) = field("type").filter(|k| RULES.contains(k)) else {
            return Err(format!("{at}.type must be one of {}.", RULES.join(", ")));
        };
        let Some(name) = field("name") else {
            return Err(format!("{at} needs a name."));
        };
        if names.contains(&name) {
            return Err(format!(
                "{at} has the name {name:?}, which another rule has. Rename one."
            ));
        }
        names.push(name);
        for (key, value) in rule.as_object().into_iter().flatten() {
            let known = ["type", "name", "pattern", "replace_placeholder"];
            if !known.contains(&key.as_str()) {
                return Err(format!("{at} has no key {key:?}.{}", hint(key, known)));
            }
            let value = value
                .as_str()
                .ok_or_else(|| format!("{at}.{key} must be a text."))?;
            text(value).map_err(|why| format!("{at}.{key}: {why}"))?;
        }
        if kind == "exclude_truncated" {
            continue;
        }
        let Some(pattern) = field("pattern") else {
            return Err(format!("{at} needs a pattern: a regular expression."));
        };
        if regex::Regex::new(pattern).is_err() {
            return Err(format!(
                "{at}.pattern {pattern:?} is no regular expression that the Agent can read."
            ));
        }
        if kind == "mask_sequences" && field("replace_placeholder").is_none() {
            return Err(format!(
                "{at} needs replace_placeholder: what stands there instead."
            ));
        }
    }
    Ok(())
}

/// Where the log comes from, in words.
#[must_use]
pub fn place(log: &LogSource) -> String {
    let said = |key: &str| {
        log.said(key)
            .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
    };
    match log.kind() {
        "tcp" | "udp" => format!("{} port {}", log.kind(), said("port").unwrap_or_default()),
        "journald" => "journald".into(),
        "windows_event" => said("channel_path").unwrap_or_default(),
        "docker" => said("image")
            .or_else(|| said("name"))
            .map_or_else(|| "containers".into(), |i| format!("containers of {i}")),
        "integration" => "the check".into(),
        _ => log.path.clone(),
    }
}

/// What the Agent reads: `type`, then where, then as what, then how.
///
/// `pattern`: what an entry of several lines begins with.
#[must_use]
pub fn config(
    log: &LogSource,
    source: &str,
    service: &str,
    pattern: Option<&str>,
) -> Map<String, Json> {
    let mut map = Map::new();
    map.insert("type".into(), log.kind().into());
    if !log.path.is_empty() {
        map.insert("path".into(), log.path.clone().into());
    }
    for key in ["port", "channel_path"] {
        if let Some(value) = log.said(key) {
            map.insert(key.into(), value.clone());
        }
    }
    map.insert("source".into(), source.into());
    map.insert("service".into(), service.into());
    for key in LogSource::MORE {
        let rules = key == "log_processing_rules";
        if let Some(value) = log.said(key).filter(|_| !rules && !map.contains_key(key)) {
            map.insert(key.into(), value.clone());
        }
    }
    let told = log.said("log_processing_rules").and_then(Json::as_array);
    let mut rules = told.cloned().unwrap_or_default();
    let joins = rules.iter().any(|r| r["type"] == "multi_line");
    if let Some(pattern) = pattern.filter(|_| !joins) {
        rules.insert(
            0,
            json!({"type": "multi_line", "name": "new_entry", "pattern": pattern}),
        );
    }
    if !rules.is_empty() {
        map.insert("log_processing_rules".into(), rules.into());
    }
    map
}

#[cfg(test)]
#[path = "kinds_tests.rs"]
mod tests;
