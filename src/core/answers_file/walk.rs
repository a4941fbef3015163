//! Holds a file's value against the shape. serde reports one problem and without its path; this reports
//! all, names the nearest key, and refuses secrets.

use super::kinds::Shape;
use super::place::{Part, path_text};
use super::shape::ANSWERS;
use crate::core::nearest::hint;
use crate::core::validate;
use serde_yaml::Value;

use Shape::{
    Any, AnyMap, Bool, Choice, ChoiceOr, List, Map, NameOr, Number, Orientation, Port, Secrets,
    Text, TextMap, Texts, Values,
};

/// Keys without which an entry can't be read.
const NEEDED: &[(&str, &str)] = &[
    ("prototype", "check"),
    ("options", "name"),
    ("templates", "name"),
    ("metrics", "name"),
    ("service_checks", "name"),
    ("monitors", "metric"),
    ("monitors", "threshold"),
    ("events", "key"),
    ("events", "title"),
    ("events", "text"),
];

/// One problem at a path.
pub struct Problem {
    pub path: Vec<Part>,
    pub message: String,
}

impl Problem {
    pub fn path_text(&self) -> String {
        path_text(&self.path)
    }
}

/// All problems of a file's value. A key without a value counts as absent and is removed.
pub fn check(value: &mut Value) -> Vec<Problem> {
    let mut walk = Walk {
        path: vec![],
        problems: vec![],
    };
    walk.value(value, &ANSWERS);
    walk.problems
}

struct Walk {
    path: Vec<Part>,
    problems: Vec<Problem>,
}

impl Walk {
    fn say(&mut self, message: impl Into<String>) {
        self.problems.push(Problem {
            path: self.path.clone(),
            message: message.into(),
        });
    }

    fn value(&mut self, value: &mut Value, shape: &Shape) {
        match shape {
            Any => {}
            Texts if value.is_sequence() => self.list(value, &Text),
            NameOr(keys) if value.is_mapping() => self.map(value, keys),
            Text | Texts | NameOr(_) => self.text(value),
            Bool if value.is_bool() => {}
            Bool => self.wrong(value, "true or false"),
            Orientation if value.as_i64().is_some_and(|n| (-1..=1).contains(&n)) => {}
            Orientation => self.wrong(
                value,
                "-1 (more is worse), 0 (neither) or 1 (more is better)",
            ),
            Number if value.as_f64().is_some_and(f64::is_finite) => {}
            Number => self.wrong(value, "a number"),
            Port if value.as_u64().is_some_and(|n| (1..=65535).contains(&n)) => {}
            Port => self.wrong(value, "a whole number from 1 to 65535"),
            AnyMap if value.is_mapping() => {}
            AnyMap => self.wrong(value, "a mapping of keys"),
            ChoiceOr(_, shape) if value.is_mapping() => self.value(value, shape),
            Choice(known) | ChoiceOr(known, _) => self.choice(value, known),
            List(shape) => self.list(value, shape),
            Map(keys) => self.map(value, keys),
            TextMap => self.free(value, false),
            Secrets => self.free(value, true),
            Values => self.values(value),
        }
    }

    fn wrong(&mut self, value: &Value, wanted: &str) {
        let path = path_text(&self.path);
        self.say(format!("{path} must be {wanted}, not {}.", kind(value)));
    }

    fn text(&mut self, value: &Value) {
        match value {
            Value::String(_) => {}
            Value::Number(_) | Value::Bool(_) => {
                let shown = serde_yaml::to_string(value).unwrap_or_default();
                let path = path_text(&self.path);
                self.say(format!(
                    "{path} must be a text, not {}. Quote it: \"{}\".",
                    kind(value),
                    shown.trim()
                ));
            }
            _ => self.wrong(value, "a text"),
        }
    }

    fn choice(&mut self, value: &Value, known: &[&'static str]) {
        let Some(text) = value.as_str() else {
            return self.wrong(value, &format!("one of {}", known.join(", ")));
        };
        if !known.contains(&text) {
            let path = path_text(&self.path);
            let near = hint(text, known.iter().copied());
            self.say(format!(
                "{path} is {text:?}; it must be one of {}.{near}",
                known.join(", ")
            ));
        }
    }

    /// Plain values; one alone may stand without its list.
    fn values(&mut self, value: &mut Value) {
        let plain = |v: &Value| v.is_string() || v.is_number() || v.is_bool();
        if plain(value) {
            *value = Value::Sequence(vec![std::mem::replace(value, Value::Null)]);
        }
        let Value::Sequence(items) = value else {
            return self.wrong(value, "a list of values");
        };
        for (n, item) in items.iter().enumerate().filter(|(_, v)| !plain(v)) {
            self.path.push(Part::Item(n));
            self.wrong(item, "a text, a number, or true or false");
            self.path.pop();
        }
    }

    fn list(&mut self, value: &mut Value, shape: &Shape) {
        let Value::Sequence(items) = value else {
            return self.wrong(value, "a list");
        };
        for (n, item) in items.iter_mut().enumerate() {
            self.path.push(Part::Item(n));
            self.value(item, shape);
            self.path.pop();
        }
    }

    fn map(&mut self, value: &mut Value, keys: &[(&'static str, Shape)]) {
        let Value::Mapping(map) = value else {
            return self.wrong(value, "a mapping of keys");
        };
        map.retain(|_, v| !v.is_null());
        for (key, value) in map.iter_mut() {
            let name = key_text(key);
            let shape = keys.iter().find(|(k, _)| *k == name).map(|(_, s)| s);
            self.path.push(Part::Key(name.clone()));
            if let Some(shape) = shape {
                self.value(value, shape);
            } else {
                self.say(unknown(&name, keys));
            }
            self.path.pop();
        }
        self.needed(map);
    }

    fn needed(&mut self, map: &serde_yaml::Mapping) {
        let top = self.path.first().cloned();
        let depth = self
            .path
            .iter()
            .filter(|p| matches!(p, Part::Key(_)))
            .count();
        for (parent, key) in NEEDED {
            if depth == 1 && top == Some(Part::Key((*parent).into())) && !map.contains_key(*key) {
                self.say(format!("{} needs {key}.", path_text(&self.path)));
            }
        }
    }

    fn free(&mut self, value: &mut Value, secrets: bool) {
        let Value::Mapping(map) = value else {
            return self.wrong(value, "a mapping of keys");
        };
        map.retain(|_, v| !v.is_null());
        for (key, value) in map.iter_mut() {
            let name = key_text(key);
            self.path.push(Part::Key(name.clone()));
            match value {
                Value::Mapping(_) if secrets => {
                    self.map(value, &[("env", Text)]);
                    if let Some(env) = value.get("env").and_then(Value::as_str) {
                        if let Err(message) = validate::env_name(env) {
                            self.say(message);
                        }
                    } else if value.get("env").is_none() {
                        self.say(format!(
                            "{name} needs the name of an environment variable: {{ env: NAME }}."
                        ));
                    }
                }
                _ if secrets && validate::is_credential(&name) => self.say(validate::secret(&name)),
                // A port, a limit: a whole number has one spelling.
                Value::Number(number) if number.is_i64() => {
                    *value = Value::String(number.to_string());
                }
                _ => self.text(value),
            }
            self.path.pop();
        }
    }
}

fn unknown(name: &str, keys: &[(&'static str, Shape)]) -> String {
    let known: Vec<_> = keys.iter().map(|(k, _)| *k).collect();
    let near = hint(name, known.iter().copied());
    if near.is_empty() {
        format!(
            "There is no key {name:?} here. Known: {}.",
            known.join(", ")
        )
    } else {
        format!("There is no key {name:?} here.{near}")
    }
}

fn key_text(key: &Value) -> String {
    key.as_str().map_or_else(
        || {
            serde_yaml::to_string(key)
                .unwrap_or_default()
                .trim()
                .to_owned()
        },
        str::to_owned,
    )
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Tagged(_) => "a tagged value",
    }
}
