//! Metrics that the recorded answers do not tell apart: two that are swapped would pass every test of the recordings, so
//! they get an answer in which each has a value of its own. Only for a check whose code is the template's, line by line:
//! what other code makes of such an answer is not known.

use crate::core::line_metrics;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashSet};

/// What the wizard's own checks are written with.
const TEMPLATES: [&str; 8] = [
    include_str!("../../../../templates/prototype/http/check.py"),
    include_str!("../../../../templates/prototype/command/check.py"),
    include_str!("../../../../templates/prototype/partials/events.py"),
    include_str!("../../../../templates/prototype/partials/find.py"),
    include_str!("../../../../templates/prototype/partials/meanings.py"),
    include_str!("../../../../templates/prototype/partials/statuses.py"),
    include_str!("../../../../templates/prototype/partials/submit.py"),
    include_str!("../../../../templates/prototype/partials/text.py"),
];

/// The path of a request, at the head of its part of the table.
const REQUEST: &str = r"(?m)^    \(\n        '([^'\\\n]*)',\n        \[";
/// Where a metric is found, its name, and its method.
const ROW: &str =
    r"\(\s*\(\s*((?:(?:'[^'\\\n]*'|EACH),?\s*)+)\),\s*'([^'\\\n]+)',\s*'[a-z_]+',\s*\{";
/// A step of a place.
const STEP: &str = r"'([^'\\\n]*)'|EACH";
/// A line's key, the name of its metric, and its method.
const LINE: &str = r"'([^'\\\n]+)':\s*\(\s*'([^'\\\n]+)',\s*'[a-z_]+'\s*\)";

/// Answers in which each metric has a value of its own.
#[derive(Debug, Default, PartialEq)]
pub struct Alike {
    /// By a request's path; of a command there is one, without a path.
    pub answers: Vec<(String, Value)>,
    /// Lines that a command prints.
    pub lines: Vec<String>,
    /// Each metric and its value.
    pub expected: Vec<(String, u32)>,
}

impl Alike {
    /// Those that the tests read; null where all metrics are told apart.
    pub fn context(&self, url: impl Fn(&str) -> Option<String>) -> Value {
        let expected: Vec<Value> = self
            .expected
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        if expected.is_empty() {
            return Value::Null;
        }
        let by_url: Option<Map<String, Value>> = self
            .answers
            .iter()
            .map(|(path, answer)| url(path).map(|url| (url, answer.clone())))
            .collect();
        by_url.map_or(Value::Null, |by_url| {
            let output = by_url.get("").cloned();
            json!({"expected": expected, "answers": by_url, "output": output, "lines": self.lines})
        })
    }
}

/// The metrics of `same`, which the recordings do not tell apart, in a check's text; `namespace` stands before the names.
pub fn alike(check: &str, namespace: &str, same: &BTreeSet<&str>) -> Alike {
    let mut out = Alike::default();
    if same.is_empty() || !is_ours(check) {
        return out;
    }
    let compiled = |pattern| regex::Regex::new(pattern).ok();
    let (Some(request), Some(row), Some(line)) = (compiled(REQUEST), compiled(ROW), compiled(LINE))
    else {
        return out;
    };
    let wanted = |name: &str| Some(format!("{namespace}.{name}")).filter(|n| same.contains(&**n));
    let paths: Vec<(usize, &str)> = request
        .captures_iter(check)
        .filter_map(|found| Some((found.get(0)?.start(), found.get(1)?.as_str())))
        .collect();
    let mut value = 2;
    for found in row.captures_iter(check) {
        let (Some(all), Some(place), Some(name)) = (found.get(0), found.get(1), found.get(2))
        else {
            continue;
        };
        let Some(name) = wanted(name.as_str()) else {
            continue;
        };
        let path = paths.iter().rfind(|(at, _)| *at < all.start());
        let path = path.map_or("", |(_, path)| path);
        if out.put(path, &steps(place.as_str()), value) {
            out.expected.push((name, value));
            value += 1;
        }
    }
    // Tags of a document's metrics look as a line's metric does.
    let lines = check.contains("LINE = re.compile(");
    for found in line.captures_iter(check).filter(|_| lines) {
        let (Some(key), Some(name)) = (found.get(1), found.get(2)) else {
            continue;
        };
        let Some(name) = wanted(name.as_str()) else {
            continue;
        };
        let line = format!("{}: {value}", key.as_str());
        let read = line_metrics::read(&line);
        if read.is_some_and(|r| {
            r.key == key.as_str() && r.value.to_bits() == f64::from(value).to_bits()
        }) {
            out.lines.push(line);
            out.expected.push((name, value));
            value += 1;
        }
    }
    out
}

impl Alike {
    /// Puts a value at a place of a request's answer; not where another value stands on the way.
    fn put(&mut self, path: &str, steps: &[Option<&str>], value: u32) -> bool {
        let at = self.answers.iter().position(|(p, _)| p == path);
        let mut answer = at.map_or(Value::Null, |at| self.answers[at].1.clone());
        if !put(&mut answer, steps, value) {
            return false;
        }
        match at {
            Some(at) => self.answers[at].1 = answer,
            None => self.answers.push((path.to_owned(), answer)),
        }
        true
    }
}

fn put(at: &mut Value, steps: &[Option<&str>], value: u32) -> bool {
    match (steps, &mut *at) {
        ([], Value::Null) => {
            *at = value.into();
            true
        }
        ([None, rest @ ..], Value::Null) => {
            let mut item = Value::Null;
            let fits = put(&mut item, rest, value);
            *at = json!([item]);
            fits
        }
        ([None, rest @ ..], Value::Array(items)) => {
            items.first_mut().is_some_and(|item| put(item, rest, value))
        }
        ([Some(key), rest @ ..], Value::Null) => {
            let mut inner = Value::Null;
            let fits = put(&mut inner, rest, value);
            *at = json!({ *key: inner });
            fits
        }
        ([Some(key), rest @ ..], Value::Object(map)) => {
            put(map.entry(*key).or_insert(Value::Null), rest, value)
        }
        _ => false,
    }
}

/// A place's steps; none stands for each item of a list.
fn steps(place: &str) -> Vec<Option<&str>> {
    let Ok(step) = regex::Regex::new(STEP) else {
        return vec![];
    };
    let all = step.captures_iter(place);
    all.map(|found| found.get(1).map(|key| key.as_str()))
        .collect()
}

/// Whether every line of the check's functions is a line of the templates.
fn is_ours(check: &str) -> bool {
    let known: HashSet<String> = TEMPLATES.iter().flat_map(|t| variants(t)).collect();
    let code = check.lines().skip_while(|line| !line.starts_with("def "));
    let mut code = code.map(str::trim).filter(|line| !line.is_empty());
    code.all(|line| {
        line.starts_with("class ") || line.starts_with("__NAMESPACE__") || known.contains(line)
    })
}

/// The lines of a template, each with and without its conditional parts.
fn variants(template: &str) -> Vec<String> {
    let Ok(part) = regex::Regex::new(r"\{%-? if [^%]*%\}(.*?)\{% endif -?%\}") else {
        return vec![];
    };
    let lines = template.lines().map(str::trim);
    let both = |line: &str| {
        let with = part.replace_all(line, "$1").into_owned();
        [with, part.replace_all(line, "").into_owned()]
    };
    lines.flat_map(both).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_gets_a_value_of_its_own() {
        let mut alike = Alike::default();
        for (steps, value, fits) in [
            (&[Some("a"), None, Some("b")][..], 2, true),
            (&[Some("a"), None, Some("c")][..], 3, true),
            (&[Some("a")][..], 4, false),
            (&[Some("a"), Some("d")][..], 4, false),
            (&[Some("e")][..], 4, true),
            (&[Some("e"), Some("f")][..], 5, false),
        ] {
            assert_eq!(alike.put("/x", steps, value), fits, "{steps:?}");
        }
        let answer = json!({"a": [{"b": 2, "c": 3}], "e": 4});
        assert_eq!(alike.answers, [("/x".to_owned(), answer)]);
    }

    #[test]
    fn code_that_somebody_changed_is_left_alone() {
        let ours = "X = 1\n\n\ndef find(value, place, trail=()):\n    if not place:\n        yield value, trail\n";
        assert!(is_ours(ours));
        assert!(!is_ours(
            &ours.replace("yield value,", "yield value / 1000,")
        ));
    }
}
