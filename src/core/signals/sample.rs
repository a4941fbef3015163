//! Each answer held against what the source gave.

use super::condition;
use super::lines;
use super::paths::find;
use crate::core::answers::{AlertType, Answers, EventAnswer};
use crate::core::finding::{Finding, Source};
use crate::core::nearest::hint;
use serde_json::Value;
use std::collections::BTreeSet;

/// What does not fit what a request answered, or a command printed as JSON.
///
/// # Arguments
/// `request`: its path; none for a command.
#[must_use]
pub fn json(document: &Value, request: Option<&str>, answers: &Answers) -> Vec<Finding> {
    let mut out = Said(vec![]);
    let here = |named: &str| request.is_none_or(|r| Answers::same_request(r, named));
    for check in answers.told_checks() {
        let Some(from) = check.from.as_ref().filter(|f| here(&f.request)) else {
            continue;
        };
        let rule = format!("service_checks.{}", check.name);
        let said = |e| format!("{}: {e}", check.name);
        match find(document, &from.path) {
            Ok(values) => out.0.extend(condition::unnamed(check, values)),
            Err(e) => out.wrong(&rule, said(e)),
        }
        for path in from.tags.values() {
            out.found(&rule, find(document, path).map_err(said));
        }
    }
    for (n, event) in answers.events.iter().enumerate() {
        if here(&event.request) {
            out.event(document, n, event);
        }
    }
    if let Some(version) = answers.version.as_ref().filter(|v| here(&v.request)) {
        let said = |e| format!("version: {e}");
        out.found("version.path", find(document, &version.path).map_err(said));
    }
    out.0
}

/// The version in a document.
#[must_use]
pub fn version(document: &Value, request: Option<&str>, answers: &Answers) -> Option<String> {
    let said = answers.version.as_ref()?;
    if request.is_some_and(|r| !Answers::same_request(r, &said.request)) {
        return None;
    }
    let found = find(document, &said.path).ok()?;
    let text = |v: &&Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    found.first().map(text)
}

/// What does not fit what a command printed as lines.
#[must_use]
pub fn output(text: &str, answers: &Answers) -> Vec<Finding> {
    let mut out = Said(vec![]);
    let missing = |key: &str| {
        let near = hint(key, lines::keys(text));
        format!("No line of the output begins with {key:?} and a value.{near}")
    };
    for check in answers.told_checks() {
        let rule = format!("service_checks.{}", check.name);
        let key = check.from.as_ref().map_or("", |f| f.line.as_str());
        match lines::text(text, key) {
            Some(value) => out
                .0
                .extend(condition::unnamed(check, [&Value::from(value)])),
            None => out.wrong(&rule, format!("{}: {}", check.name, missing(key))),
        }
    }
    if let Some(version) = &answers.version
        && lines::text(text, &version.line).is_none()
    {
        out.wrong(
            "version.line",
            format!("version: {}", missing(&version.line)),
        );
    }
    out.0
}

struct Said(Vec<Finding>);

impl Said {
    fn wrong(&mut self, rule: &str, message: String) {
        self.0.push(Finding::error(Source::Form, rule, message));
    }

    fn found(&mut self, rule: &str, found: Result<Vec<&Value>, String>) {
        if let Err(message) = found {
            self.wrong(rule, message);
        }
    }

    fn event(&mut self, document: &Value, n: usize, event: &EventAnswer) {
        let rule = |part: &str| format!("events[{n}].{part}");
        let mut paths = vec![("title", &event.title), ("text", &event.text)];
        if let Some(AlertType::Told(told)) = &event.alert_type {
            paths.push(("alert_type.path", &told.path));
        }
        if !event.aggregation_key.is_empty() {
            paths.push(("aggregation_key", &event.aggregation_key));
        }
        paths.extend(event.tags.values().map(|path| ("tags", path)));
        for (part, path) in paths {
            let said = |e| format!("{}: {e}", rule(part));
            self.found(&rule(part), find(document, path).map_err(said));
        }
        match find(document, &event.key) {
            Ok(keys) if keys.is_empty() => {
                let message = format!(
                    "{} leads to an empty list in the sample: take one while there is an event, so that the tests \
                     see it.",
                    event.key
                );
                let finding = Finding::error(Source::Form, rule("key"), message);
                self.0.push(finding.warning());
            }
            Ok(keys) => {
                let mut seen = BTreeSet::new();
                if let Some(twice) = keys.iter().find(|k| !seen.insert(k.to_string())) {
                    let message = format!(
                        "{} is {twice} for several events of the sample: only the first of them is sent. Name a \
                         path whose value no other event has.",
                        event.key
                    );
                    self.wrong(&rule("key"), message);
                }
            }
            Err(e) => self.wrong(&rule("key"), format!("{}: {e}", rule("key"))),
        }
    }
}
