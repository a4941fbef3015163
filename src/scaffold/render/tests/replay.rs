//! The context of the replayed tests: requests and commands as recorded, points as captured.

use super::alike_values::{self, Alike};
use super::recorded::{is_tag, names_a_file, period, shortened};
use super::{alike, closed, commands, database, failure, required as options_needed, signals};
use crate::core::answers::Kind;
use crate::core::capture::{Metric, Submission};
use crate::scaffold::render::fixtures::{Fixtures, extension, masked};
use crate::scaffold::render::input::Input;
use crate::scaffold::render::instance::{fill, instance, shared, words};
use crate::scaffold::render::local::Local;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Points asserted of one metric, and of all.
const MAX_POINTS: usize = 3;
const MAX_ALL: usize = 400;

/// A tag for the tested instance.
const TAG: &str = "team:example";

/// What `replay/tests/*` read.
pub fn context(input: &Input<'_>, local: &Local, fixtures: &mut Fixtures) -> Value {
    let needed = needed(input);
    let responses = responses(input, local, fixtures, &needed);
    let commands = commands::recorded(input, fixtures, &needed);
    let database = database::recorded(input, fixtures);
    let recorded = !responses.is_empty()
        || !commands.is_empty()
        || !input.capture.files.is_empty()
        || database.is_some();
    let replayed = recorded || closed::is_closed(&input.check.check);
    let critical_check = failure::critical_check(input);
    let critical = critical_check
        .and_then(|_| failure::critical(input, !responses.is_empty(), !commands.is_empty()))
        .or_else(|| database.as_ref().map(|_| "database"));
    let handler = critical_check.and_then(|name| failure::handler(&input.check.check, name));
    let mut instance = instance(input, local, &input.capture.instance);
    // What the test shows of a file is its fixture, not the file of this machine.
    let files = files(input, fixtures, &mut instance);
    let elsewhere = |name: &str| {
        let made = database.is_some() && name == "database";
        made || files.iter().any(|f| f["key"] == name)
    };
    let mut required = fill(input, local, "instance", &mut instance, elsewhere);
    if input.kind() == Kind::Http
        && !required.iter().any(|r| r == "base_url")
        && instance.get("base_url").is_some()
    {
        required.insert(0, "base_url".into());
    }
    let mut points = points(input, local, replayed);
    let mut service_checks = signals::service_checks(input, local, replayed);
    let mut events = signals::events(input, local, replayed);
    // An instance's tags belong on everything: the wizard's own code shows that it keeps them.
    if input.generated() && instance.get("tags").is_none() && instance.is_object() {
        instance["tags"] = json!([TAG]);
        for entry in points
            .iter_mut()
            .chain(&mut service_checks)
            .chain(&mut events)
        {
            with_tag(entry);
        }
    }
    let others: Vec<Value> = input
        .capture
        .instances
        .iter()
        .skip(1)
        .map(|i| {
            let mut other = crate::scaffold::render::instance::instance(input, local, i);
            fill(input, local, "instance", &mut other, elsewhere);
            other
        })
        .collect();
    let mut init_config = shared(input, local);
    let required_init = fill(input, local, "init_config", &mut init_config, |_| false);
    let namespace = input.answers.integration.namespace();
    let alike = if input.generated() && others.is_empty() {
        let same = alike::same(&points);
        alike_values::alike(&input.check.check, &namespace, &same)
    } else {
        Alike::default()
    };
    let alike = alike.context(|path| url_of(&responses, path));
    json!({
        "name": input.folder(),
        "class": input.class(),
        "instance": instance,
        "fixtures": recorded,
        "files": files,
        "others": others,
        "init_config": init_config.as_object().filter(|o| !o.is_empty()),
        "responses": responses,
        "commands": commands,
        "database": database,
        "command_target": commands::target(input),
        "points": points,
        "alike": alike,
        "aggregates": aggregates(input),
        "kept": !crate::scaffold::render::instance::kept(input).is_empty(),
        "hosts": signals::has_hosts(input),
        // What is sent once is so in a second run.
        "runs": runs(input, replayed).max(if events.is_empty() || !input.generated() { 1 } else { 2 }),
        "all_events": input.generated() && !events.is_empty(),
        "event_count": input.capture.events.len(),
        "events": events,
        "metadata": signals::metadata(input, replayed),
        "service_checks": service_checks,
        "critical": critical,
        "critical_check": critical_check,
        "garbage": if input.check.check.contains("json.loads(") { "Expecting value" } else { "expected lines" },
        "raises": handler.is_some_and(|h| h.raises),
        "refused": handler.is_some_and(|h| h.refused),
        "says_why": handler.is_some_and(|h| h.message),
        "critical_tags": options_needed::critical_tags(input, &service_checks, critical_check),
        "required": required.iter().map(|name| options_needed::option(input, name)).collect::<Vec<_>>(),
        "required_init": words(&required_init),
    })
}

fn with_tag(entry: &mut Value) {
    if let Some(tags) = entry["tags"].as_array_mut() {
        tags.push(TAG.into());
        tags.sort_by_key(ToString::to_string);
    }
}

/// Options that name a file which the check read, taken out of the instance: key and fixture.
fn files(input: &Input<'_>, fixtures: &mut Fixtures, instance: &mut Value) -> Vec<Value> {
    let mut out = Vec::new();
    let Some(map) = instance.as_object_mut() else {
        return out;
    };
    for read in &input.capture.files {
        let name = read.path.rsplit('/').next().unwrap_or_default();
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, "txt"));
        let plain =
            !end.is_empty() && end.len() < 6 && end.bytes().all(|b| b.is_ascii_alphanumeric());
        let end = if plain { end } else { "txt" };
        let text = masked(&read.text, &|text| is_tag(input, text));
        let file = fixtures.add(stem, end, &text);
        let keys: Vec<String> = map
            .iter()
            .filter(|(_, v)| v.as_str() == Some(read.path.as_str()))
            .map(|(k, _)| k.clone())
            .collect();
        for key in keys {
            map.remove(&key);
            out.push(json!({"key": key, "file": file}));
        }
    }
    out
}

/// The recorded exchanges, a request's repeated equal answers once.
fn responses(
    input: &Input<'_>,
    local: &Local,
    fixtures: &mut Fixtures,
    needed: &BTreeSet<String>,
) -> Vec<Value> {
    let mut order: Vec<(String, String)> = Vec::new();
    let mut answers: BTreeMap<(String, String), Vec<Value>> = BTreeMap::new();
    for exchange in &input.capture.exchanges {
        let url = local.text(&exchange.url);
        let body = masked(&local.text(&exchange.body), &|text| is_tag(input, text));
        let body = shortened(input, &body, needed);
        let path = url.split_once("://").map_or(url.as_str(), |(_, rest)| {
            rest.split_once('/').map_or("", |(_, path)| path)
        });
        let file = fixtures.add(path, extension(&exchange.content_type, &body), &body);
        let key = (exchange.method.to_uppercase(), url.clone());
        if !order.contains(&key) {
            order.push(key.clone());
        }
        answers.entry(key).or_default().push(json!({
            "method": exchange.method.to_uppercase(), "url": url, "status": exchange.status,
            "content_type": exchange.content_type, "file": file,
        }));
    }
    order
        .into_iter()
        .filter_map(|key| answers.remove(&key))
        .flat_map(|list| period(&list).to_vec())
        .collect()
}

/// The address that a request with this path was sent to; of a command there is no path.
fn url_of(responses: &[Value], path: &str) -> Option<String> {
    let mut urls = responses.iter().filter_map(|r| r["url"].as_str());
    let found = urls.find(|url| !path.is_empty() && url.ends_with(path));
    found
        .or(Some("").filter(|_| path.is_empty()))
        .map(str::to_owned)
}

/// Values of the tags that the tests assert.
fn needed(input: &Input<'_>) -> BTreeSet<String> {
    let mut asserted: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
    for metric in &input.capture.metrics {
        let list = asserted.entry(&metric.name).or_default();
        if list.len() < MAX_POINTS && !list.contains(&metric.tags.as_slice()) {
            list.push(&metric.tags);
        }
    }
    let tags = asserted.values().flatten().flat_map(|t| t.iter());
    let values = tags.filter_map(|t| t.split_once(':'));
    values.map(|(_, value)| value.to_owned()).collect()
}

/// How often the test must run the check to see every metric: once, when the first run emitted all.
fn runs(input: &Input<'_>, replayed: bool) -> u32 {
    let names = |keep: &dyn Fn(&Metric) -> bool| -> BTreeSet<&str> {
        let points = input.capture.metrics.iter().filter(|m| keep(m));
        points.map(|m| m.name.as_str()).collect()
    };
    let all = names(&|_| true);
    let most = input
        .capture
        .metrics
        .iter()
        .map(|m| m.run)
        .max()
        .unwrap_or(1)
        .max(1);
    let scenes = input
        .capture
        .metrics
        .iter()
        .map(|m| m.scene)
        .max()
        .unwrap_or(0);
    if scenes > 0 && replayed {
        return most * (scenes + 1);
    }
    (1..=most)
        .find(|n| names(&|m| m.run <= *n) == all)
        .unwrap_or(most)
}

fn points(input: &Input<'_>, local: &Local, replayed: bool) -> Vec<Value> {
    let mut seen: BTreeMap<&str, Vec<(&Metric, Vec<String>)>> = BTreeMap::new();
    let hosts = signals::has_hosts(input);
    let first = input
        .capture
        .metrics
        .iter()
        .map(|m| m.run)
        .min()
        .unwrap_or(1);
    let runs = runs(input, replayed);
    for metric in &input.capture.metrics {
        if metric.run >= first + runs && runs == 1 {
            continue;
        }
        let mut tags: Vec<String> = metric.tags.iter().map(|t| local.text(t)).collect();
        tags.sort();
        let list = seen.entry(&metric.name).or_default();
        if list.len() < MAX_POINTS
            && !list
                .iter()
                .any(|(m, t)| *t == tags && m.hostname == metric.hostname)
        {
            list.push((metric, tags));
        }
    }
    let mut out = Vec::new();
    for (name, list) in seen {
        for (i, (metric, tags)) in list.iter().enumerate() {
            if i > 0 && out.len() >= MAX_ALL {
                break;
            }
            // A line of 120 can't hold it, and ruff can't break it.
            let long = tags.iter().any(|t| t.len() > 100 && t.contains(' '));
            let moved = tags.iter().any(|t| names_a_file(input, t));
            let tags = (replayed && !long && !moved).then_some(tags);
            let value = value(input, metric, replayed);
            let host = hosts.then(|| signals::hostname(input, local, metric, replayed));
            let entry = json!({
                "name": name, "method": metric.submission.method(), "value": value, "tags": tags, "hostname": host,
            });
            if !out.contains(&entry) {
                out.push(entry);
            }
        }
    }
    out
}

/// The value, where a replay gives it again: always for the wizard's own code, for other code when
/// the runs agreed.
fn value(input: &Input<'_>, metric: &Metric, replayed: bool) -> Value {
    let same = |m: &&Metric| {
        let place = m.name == metric.name && m.hostname == metric.hostname;
        place && m.tags == metric.tags && m.scene == metric.scene
    };
    let steady = || {
        let values: Vec<_> = input
            .capture
            .metrics
            .iter()
            .filter(same)
            .map(|m| m.value)
            .collect();
        values.len() > 1 && values.iter().all(|v| *v == metric.value)
    };
    match metric.value {
        Some(value) if replayed && (input.generated() || steady()) => number(value),
        _ => Value::Null,
    }
}

/// `12` rather than `12.0`.
pub fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        #[allow(clippy::cast_possible_truncation)] // whole, and far within i64
        let whole = value as i64;
        whole.into()
    } else {
        value.into()
    }
}

/// Rows of metadata.csv that no run submits: what the Agent makes of histograms.
fn aggregates<'a>(input: &Input<'a>) -> Vec<&'a str> {
    let submitted: BTreeSet<String> = input
        .capture
        .metrics
        .iter()
        .map(|m| match m.submission {
            Submission::Histogram | Submission::Historate => format!("{}.count", m.name),
            _ => m.name.clone(),
        })
        .collect();
    let rows = input.metrics.iter().map(|r| r.name.as_str());
    rows.filter(|name| !submitted.contains(*name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_period() {
        assert_eq!(period(&[1, 1, 1]), [1]);
        assert_eq!(period(&[1, 2, 1, 2]), [1, 2]);
        assert_eq!(period(&[1, 2, 1]), [1, 2, 1]);
        assert!(period::<u8>(&[]).is_empty());
    }

    #[test]
    fn whole_numbers_have_no_point() {
        assert_eq!(number(12.0).to_string(), "12");
        assert_eq!(number(0.5).to_string(), "0.5");
        assert_eq!(number(-3.0).to_string(), "-3");
    }
}
