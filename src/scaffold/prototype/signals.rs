//! What a check says beside its metrics, as its templates read it.

use super::rows::steps;
use crate::core::answers::{AlertType, Answers, EventAnswer, ServiceCheckAnswer};
use crate::core::mapping::Told;
use crate::core::signals::condition::{self, Condition, SIGNS};
use regex::Regex;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use tera::Context;

/// Adds what the checks of `http` and `command` read.
///
/// # Arguments
/// `version`: the version in the sample; it tells its form.
pub(super) fn add(
    context: &mut Context,
    answers: &Answers,
    version: Option<&str>,
) -> Result<(), String> {
    let mut checks = vec![];
    for check in answers.told_checks() {
        checks.push(service_check(answers, check)?);
    }
    let compared = |c: &Json| c["compared"].as_bool() == Some(true);
    context.insert("compares", &checks.iter().any(compared));
    context.insert("matches", &!checks.iter().all(compared));
    context.insert("service_checks", &grouped(answers, &checks));
    let all = answers.events.iter().filter(|_| answers.is_written());
    let mut taken = vec![];
    let mut events = vec![];
    for answer in all {
        events.push(event(answers, answer, &mut taken)?);
    }
    let any = |key: &str| events.iter().any(|e| !e[key].is_null());
    for key in ["alert_type", "alert_path", "aggregation_key", "tags"] {
        context.insert(format!("events_{key}"), &any(key));
    }
    context.insert("events", &grouped(answers, &events));
    let said = answers.version.as_ref().filter(|_| answers.is_written());
    let said = said.map(|said| -> Result<Json, String> {
        Ok(json!({
            "request": path_of(answers, &said.request),
            "place": steps(&said.path)?,
            "line": said.line,
            "short": is_short(version),
        }))
    });
    context.insert("version", &said.transpose()?);
    Ok(())
}

/// Adds what the check of `openmetrics` reads.
pub(super) fn told(context: &mut Context, told: &Told) {
    let checks = told.service_checks.iter().map(|c| {
        let statuses = c.statuses.iter();
        let statuses = statuses.map(|(v, s)| json!({"value": v, "status": s.to_uppercase()}));
        json!({"key": c.key, "name": c.name, "statuses": statuses.collect::<Vec<_>>()})
    });
    context.insert("service_checks", &checks.collect::<Vec<_>>());
    let version = told.version.as_ref();
    context.insert(
        "version",
        &version.map(|(k, l)| json!({"key": k, "label": l})),
    );
    context.insert("hostname_label", &told.hostname_label);
    context.insert("exclude_labels", &told.exclude_labels);
}

/// Whether a version is none of the three parts that the base class expects, and has two.
fn is_short(version: Option<&str>) -> bool {
    let is = |pattern: &str| {
        let pattern = Regex::new(pattern).ok();
        pattern.is_some_and(|p| version.is_some_and(|v| p.is_match(v)))
    };
    !is(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)") && is(r"\d+\.\d+")
}

/// The request's path as the check requests it.
fn path_of(answers: &Answers, named: &str) -> String {
    let http = answers.source.http.iter().flat_map(|h| &h.requests);
    let mut known = http.filter(|r| Answers::same_request(&r.path, named));
    let path = known.next().map_or(named, |r| r.path.as_str());
    format!("/{}", path.trim_start_matches('/'))
}

/// The rows of each request, in the order of requests.
fn grouped(answers: &Answers, rows: &[Json]) -> Vec<Json> {
    let mut out: Vec<(String, Vec<&Json>)> = vec![];
    for row in rows {
        let path = path_of(answers, row["request"].as_str().unwrap_or_default());
        match out.iter_mut().find(|(p, _)| *p == path) {
            Some((_, rows)) => rows.push(row),
            None => out.push((path, vec![row])),
        }
    }
    out.into_iter()
        .map(|(path, rows)| json!({"path": path, "rows": rows}))
        .collect()
}

fn service_check(answers: &Answers, check: &ServiceCheckAnswer) -> Result<Json, String> {
    let from = check.from.clone().unwrap_or_default();
    let prefix = answers.integration.prefix();
    let mut conditions = condition::all(check)?;
    let compared = conditions
        .iter()
        .any(|(c, _)| matches!(c, Condition::Beyond(..)));
    if !compared {
        // Values are looked up: good news first.
        conditions = condition::good_first(check);
    }
    let statuses = conditions.iter().map(|(condition, status)| {
        let status = status.to_uppercase();
        match condition {
            Condition::Is(value) => json!({"value": value, "status": status}),
            Condition::Beyond(sign, limit) => {
                let name = SIGNS.iter().find(|(s, _)| s == sign).map(|(_, name)| *name);
                json!({"operator": name, "limit": limit_of(*limit), "status": status})
            }
        }
    });
    Ok(json!({
        "request": from.request,
        "place": steps(&from.path)?,
        "line": from.line,
        "name": check.name.strip_prefix(&prefix).unwrap_or(&check.name),
        "tags": tags(&from.tags)?,
        "compared": compared,
        "statuses": statuses.collect::<Vec<_>>(),
    }))
}

/// `95` rather than `95.0`.
fn limit_of(limit: f64) -> Json {
    let whole = format!("{limit}").parse::<i64>();
    whole.map_or_else(|_| limit.into(), Json::from)
}

fn tags(tags: &BTreeMap<String, String>) -> Result<Vec<Json>, String> {
    tags.iter()
        .map(|(key, path)| Ok(json!({"key": key, "place": steps(path)?})))
        .collect()
}

fn event(answers: &Answers, event: &EventAnswer, taken: &mut Vec<String>) -> Result<Json, String> {
    // What was sent is remembered under the name of the list.
    let list = steps(&event.key)?;
    let list = list
        .iter()
        .rev()
        .flatten()
        .nth(1)
        .or(list.first().and_then(Option::as_ref));
    let list = list.map_or("events", String::as_str);
    let request = path_of(answers, &event.request);
    let name = format!("events {} {list}", request.trim_start_matches('/'));
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let numbered = (2..).map(|n| format!("{name} {n}"));
    let mut free = std::iter::once(name.clone()).chain(numbered);
    let name = free.find(|n| !taken.contains(n)).unwrap_or(name);
    taken.push(name.clone());
    let mut out = Map::new();
    out.insert("request".into(), event.request.clone().into());
    out.insert("name".into(), name.into());
    for (key, path) in [
        ("key", &event.key),
        ("title", &event.title),
        ("text", &event.text),
        ("aggregation_key", &event.aggregation_key),
    ] {
        if !path.is_empty() {
            out.insert(key.into(), json!(steps(path)?));
        }
    }
    match &event.alert_type {
        Some(AlertType::Fixed(fixed)) => {
            drop(out.insert("alert_type".into(), fixed.clone().into()));
        }
        Some(AlertType::Told(told)) => {
            let values = told.all().into_iter().flat_map(|(alert, values)| {
                let text = |v: &Json| condition::shown(&Condition::Is(v.clone()));
                values
                    .iter()
                    .map(move |v| json!({"value": text(v), "alert": alert}))
            });
            out.insert("alert_types".into(), values.collect::<Vec<_>>().into());
            out.insert("alert_path".into(), json!(steps(&told.path)?));
        }
        None => {}
    }
    if !event.tags.is_empty() {
        out.insert("tags".into(), tags(&event.tags)?.into());
    }
    Ok(out.into())
}
