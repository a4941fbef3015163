//! `manifest.json`, `metadata.csv` and `assets/service_checks.json`: made by serializers.

use super::input::{Input, RenderError};
use super::{dashboard, monitors, text};
use crate::core::answers::Kind;
use crate::core::names;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The first Agent with Python 3.13, which the package asks for.
const AGENT_VERSION: &str = "7.72.0";

/// The columns of `metadata.csv`, in ddev's order.
const COLUMNS: [&str; 11] = [
    "metric_name",
    "metric_type",
    "interval",
    "unit_name",
    "per_unit_name",
    "description",
    "orientation",
    "integration",
    "short_name",
    "curated_metric",
    "sample_tags",
];

/// The `integration` column: ddev's normal form of the display name, in which `-` stays.
#[must_use]
pub fn metadata_name(display: &str) -> String {
    let mut out = String::new();
    for c in display.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}

/// `metadata.csv`.
pub fn metadata_csv(input: &Input<'_>) -> Result<String, RenderError> {
    let failed = |e: &dyn std::fmt::Display| RenderError::Serialize("metadata.csv", e.to_string());
    let integration = metadata_name(&input.answers.integration.display_name);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(&COLUMNS[..10])
        .map_err(|e| failed(&e))?;
    for row in input.metrics {
        let field = format!("the description of {}", row.name);
        let description = text::ascii(&field, &row.description)?.replace('|', "/");
        let short_name = text::ascii(&format!("the short name of {}", row.name), &row.short_name)?;
        let orientation = row.orientation.to_string();
        writer
            .write_record([
                row.name.as_str(),
                &row.metric_type,
                "",
                &row.unit,
                &row.per_unit,
                description
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .as_str(),
                &orientation,
                &integration,
                &short_name,
                &row.curated,
            ])
            .map_err(|e| failed(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| failed(&e))?;
    String::from_utf8(bytes).map_err(|e| failed(&e))
}

/// `assets/service_checks.json`.
pub fn service_checks(input: &Input<'_>) -> Result<Value, RenderError> {
    let integration = &input.answers.integration.display_name;
    let mut out = Vec::new();
    for row in input.service_checks {
        let field = format!("the description of {}", row.check);
        out.push(json!({
            "agent_version": AGENT_VERSION,
            "integration": integration,
            "check": row.check,
            "statuses": row.statuses,
            "groups": row.groups,
            "name": row.name,
            "description": text::ascii(&field, &row.description)?,
        }));
    }
    Ok(Value::Array(out))
}

/// `manifest.json`, version 2, without anything that is empty but `media`, which every manifest has.
pub fn manifest(input: &Input<'_>) -> Value {
    let answers = input.answers;
    let folder = input.folder();
    let display = &answers.integration.display_name;
    let mut integration = json!({
        "auto_install": true,
        "source_type_id": input.ids.source_type_id,
        "source_type_name": display,
        "configuration": {"spec": "assets/configuration/spec.yaml"},
        "events": {"creates_events": input.has_events()},
    });
    if let Some(check) = always(input) {
        integration["metrics"] = json!({
            "prefix": answers.integration.prefix(),
            "check": check,
            "metadata_path": "metadata.csv",
        });
    }
    integration["service_checks"] = json!({"metadata_path": "assets/service_checks.json"});
    let mut assets = Map::from_iter([("integration".to_owned(), integration)]);
    if dashboard::is_made(input) {
        let title = crate::core::dashboard::title(answers);
        assets.insert("dashboards".into(), json!({title: dashboard::path(input)}));
    }
    let monitors = monitors::monitors(input).into_iter();
    let monitors: Map<String, Value> = monitors.map(|m| (m.title, json!(m.path))).collect();
    if !monitors.is_empty() {
        assets.insert("monitors".into(), Value::Object(monitors));
    }
    if let Some(log) = answers.log_sources().first() {
        let source = log.source.as_str();
        let source = if source.is_empty() {
            folder.as_str()
        } else {
            source
        };
        assets.insert("logs".into(), json!({"source": source}));
    }
    let homepage = [&answers.author.homepage, &answers.integration.homepage]
        .into_iter()
        .find(|h| !h.is_empty())
        .cloned()
        .unwrap_or_else(|| format!("https://github.com/{}", answers.author.github));
    json!({
        "manifest_version": "2.0.0",
        "app_uuid": input.ids.app_uuid,
        "app_id": names::app_id(&folder),
        "owner": "integrations-developer-platform",
        "display_on_public_website": answers.integration.public,
        "tile": {
            "overview": "README.md#Overview",
            "configuration": "README.md#Setup",
            "support": "README.md#Troubleshooting",
            "changelog": "CHANGELOG.md",
            "description": answers.integration.description,
            "title": display,
            "media": [],
            "classifier_tags": tags(input),
        },
        "assets": assets,
        "author": {
            "support_email": answers.author.support_email,
            "name": answers.author.name,
            "homepage": homepage,
            "sales_email": answers.sales_email(),
        },
    })
}

fn tags(input: &Input<'_>) -> Vec<String> {
    let integration = &input.answers.integration;
    let mut tags: Vec<String> = Vec::new();
    let mut add = |tag: String| {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    };
    for os in &integration.supported_os {
        add(format!("Supported OS::{os}"));
    }
    let logs = !input.answers.log_sources().is_empty();
    for category in &integration.categories {
        // The default, which would promise what is not there.
        if category != "Metrics" || input.kind() != Kind::Logs {
            add(format!("Category::{category}"));
        }
    }
    if logs {
        add("Category::Log Collection".into());
    }
    add("Offering::Integration".into());
    for signal in super::context::signals(input) {
        add(format!(
            "Submitted Data Type::{}",
            text::sentence_case(signal)
        ));
    }
    tags
}

/// A metric of metadata.csv that every run emitted: the one that tells Datadog the integration works.
fn always<'a>(input: &Input<'a>) -> Option<&'a str> {
    let mut runs: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut seen: BTreeMap<&str, BTreeSet<(u32, u32)>> = BTreeMap::new();
    for metric in &input.capture.metrics {
        runs.insert((metric.scene, metric.run));
        seen.entry(&metric.name)
            .or_default()
            .insert((metric.scene, metric.run));
    }
    let count = |name: &str| seen.get(name).map_or(0, BTreeSet::len);
    let rows = || input.metrics.iter();
    let every = rows()
        .find(|r| count(&r.name) == runs.len() && !runs.is_empty() && r.metric_type == "gauge");
    // The most frequent one, where none is emitted on every run.
    every
        .or_else(|| rows().rev().max_by_key(|r| count(&r.name)))
        .map(|r| r.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integration_column_is_ddevs_normal_form() {
        assert_eq!(metadata_name("My.Product-2 v1"), "my_product-2_v1");
        assert_eq!(metadata_name("Acme Queue"), "acme_queue");
    }
}
