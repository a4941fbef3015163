//! What the integration provides: dataflows and log sources agree with the rest.

use crate::review::look::{Look, SPEC};
use crate::review::rule::{Findings, Rule};
use crate::review::tree::numbered;

pub const RULES: &[Rule] = &[
    Rule {
        name: "dataflow",
        why: "The catalog says by the dataflows what an integration provides.",
        source: "dataflow id or signal unmatched: reviewers' remarks",
        check: dataflows,
    },
    Rule {
        name: "log-source",
        why: "Datadog chooses the pipeline by the source of a log: another one is not processed.",
        source: "log `source` unlike the integration: reviewers' remarks on logs",
        check: sources,
    },
];

const FLOWS: &str = "assets/dataflows.yaml";

fn dataflows(look: &Look<'_>, out: &mut Findings) {
    let Some(text) = look.tree.text(FLOWS) else {
        // The partner track keeps them beside the manifest, elsewhere.
        if look.manifest.is_some() && !look.metrics.is_empty() && !look.tree.has(FLOWS) {
            let id = look.app_id();
            out.note(
                FLOWS,
                "No file says which data the integration provides.",
                format!("Add it, with the id {id}-metrics and `data_type: metrics`."),
            );
        }
        return;
    };
    let Ok(root) = serde_yaml::from_str::<serde_yaml::Value>(text) else {
        return;
    };
    let app = look.app_id();
    let list = root.get("provides").and_then(|p| p.as_sequence());
    let mut kinds: Vec<&str> = vec![];
    for flow in list.into_iter().flatten() {
        let word = |key: &str| flow.get(key).and_then(|v| v.as_str());
        let Some(id) = word("id") else { continue };
        kinds.extend(word("data_type"));
        let line = numbered(text).find(|(_, l)| l.contains(id)).map(|(n, _)| n);
        if !id.starts_with(&app) {
            out.warn(
                (FLOWS, line),
                format!("The id {id} does not begin with the app id, {app}."),
                format!("Write {app}-{}.", word("data_type").unwrap_or("metrics")),
            );
        }
    }
    let shown = if kinds.is_empty() { return } else { kinds };
    if !look.metrics.is_empty() && !shown.contains(&"metrics") && look.runs_on_agent() {
        out.warn(
            FLOWS,
            "metadata.csv lists metrics, and no dataflow provides them.",
            format!("Add one with the id {app}-metrics and `data_type: metrics`."),
        );
    }
}

fn sources(look: &Look<'_>, out: &mut Findings) {
    let (Some(spec), Some(manifest)) = (&look.spec, &look.manifest) else {
        return;
    };
    let Some(first) = spec.log_sources.first() else {
        return;
    };
    let pointer = "/assets/logs/source";
    let source = manifest.str(pointer);
    if source.is_empty() {
        out.warn(
            manifest.place("/assets"),
            format!(
                "The example collects logs of the source {first}, and the manifest names none."
            ),
            format!("Add `\"logs\": {{\"source\": \"{first}\"}}` below `assets`."),
        );
    } else if !spec.log_sources.iter().any(|s| s == source) {
        let line = look.tree.text(SPEC).and_then(|t| {
            numbered(t)
                .find(|(_, l)| l.contains(first.as_str()))
                .map(|(n, _)| n)
        });
        out.warn(
            (SPEC, line),
            format!("The example's source is {first}, and the manifest's {source}."),
            "Write the same source in both.",
        );
    }
}
