//! `assets/monitors/*.json`: the chosen monitors in the shape of Datadog's recommended monitors, version 2.

use super::input::Input;
use crate::core::monitors::{Spec, specs};
use crate::core::names;
use serde_json::{Map, Number, Value, json};
use std::collections::BTreeSet;

/// A monitor's file and its name in the manifest.
pub struct Made {
    /// Within the integration.
    pub path: String,
    pub title: String,
    pub json: Value,
}

/// The files of the chosen monitors.
pub fn monitors(input: &Input<'_>) -> Vec<Made> {
    let mut taken = BTreeSet::new();
    let prefix = input.answers.integration.prefix();
    specs(&input.source())
        .into_iter()
        .map(|spec| {
            let name = spec.metric.strip_prefix(&prefix).unwrap_or(&spec.metric);
            let base = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
            let numbered = (2..).map(|n| format!("{base}_{n}"));
            let file = std::iter::once(base.clone())
                .chain(numbered)
                .find(|f| taken.insert(f.to_lowercase()))
                .unwrap_or(base);
            Made {
                path: format!("assets/monitors/{}.json", file.to_lowercase()),
                json: monitor(input, &spec),
                title: spec.title,
            }
        })
        .collect()
}

/// The dates are the day the integration was begun, never the clock's: the same answers give the same bytes.
fn monitor(input: &Input<'_>, spec: &Spec) -> Value {
    let tag = format!("integration:{}", names::app_id(&input.folder()));
    json!({
        "version": 2,
        "created_at": input.ids.created,
        "last_updated_at": input.ids.created,
        "title": spec.title,
        "description": spec.description,
        "tags": [tag],
        "definition": {
            "name": spec.name,
            "type": if spec.check { "service check" } else { "query alert" },
            "query": spec.query,
            "message": spec.message,
            "tags": [tag],
            "options": options(spec),
        },
    })
}

fn options(spec: &Spec) -> Value {
    let mut thresholds = Map::new();
    thresholds.insert("critical".into(), number(spec.critical));
    if let Some(warning) = spec.warning {
        thresholds.insert("warning".into(), number(warning));
    }
    if spec.check {
        thresholds.insert("ok".into(), json!(1));
    }
    let mut options = json!({
        "thresholds": thresholds,
        "include_tags": true,
        "notify_audit": false,
        "notify_no_data": false,
        "renotify_interval": 0,
    });
    if !spec.check {
        options["require_full_window"] = json!(false);
    }
    if !spec.by.is_empty() {
        // A group that has just appeared is given a minute to settle.
        options["new_group_delay"] = json!(60);
    }
    options
}

/// As it was typed: 100, not 100.0.
fn number(value: f64) -> Value {
    let text = crate::core::monitors::number(value);
    let whole = text.parse::<i64>().ok().map(Number::from);
    whole
        .or_else(|| Number::from_f64(value))
        .map_or(Value::Null, Value::Number)
}
