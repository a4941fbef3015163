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
    let mut ids: Vec<&str> = vec![];
    let mut wrong = false;
    for flow in list.into_iter().flatten() {
        let word = |key: &str| flow.get(key).and_then(|v| v.as_str());
        let (id, kind) = (
            word("id").unwrap_or_default(),
            word("data_type").unwrap_or_default(),
        );
        let line_of = |text: &str| {
            let mut lines = numbered(text_of(look));
            lines
                .find(|(_, l)| !text.is_empty() && l.contains(text))
                .map(|(n, _)| n)
        };
        kinds.push(kind);
        // Which of the two is right decides about the rest.
        wrong |= !KINDS.contains(&kind) || !id.ends_with(signal(kind));
        if !KINDS.contains(&kind) {
            out.warn(
                (FLOWS, line_of(if kind.is_empty() { id } else { kind })),
                format!("`data_type` is \"{kind}\", which is no kind of data."),
                format!("Write one of {}.", KINDS.join(", ")),
            );
        } else if id != format!("{app}-{}", signal(kind)) {
            out.warn(
                (FLOWS, line_of(id)),
                format!("The id \"{id}\" is not that of the app id, {app}, and its data, {kind}."),
                format!("Write {app}-{}.", signal(kind)),
            );
        } else if ids.contains(&id) {
            let second = numbered(text).filter(|(_, l)| l.contains(id)).nth(1);
            out.warn(
                (FLOWS, second.map(|(n, _)| n)),
                format!("The id {id} stands twice."),
                "Delete one of them.",
            );
        }
        ids.push(id);
        if let Some(direction) = word("direction").filter(|d| !["inbound", "outbound"].contains(d))
        {
            out.warn(
                (FLOWS, line_of(direction)),
                format!("`direction` is \"{direction}\"."),
                "Write inbound for what reaches Datadog.",
            );
        }
    }
    if !look.metrics.is_empty() && !kinds.contains(&"metrics") && !wrong && look.runs_on_agent() {
        out.warn(
            FLOWS,
            "metadata.csv lists metrics, and no dataflow provides them.",
            format!("Add one with the id {app}-metrics and `data_type: metrics`."),
        );
    }
    // A check alone sends no logs; what a product sends by itself nobody can see here.
    let collects = look
        .spec
        .as_ref()
        .is_none_or(|spec| !spec.log_sources.is_empty());
    let named = look
        .manifest
        .as_ref()
        .is_some_and(|m| !m.at("/assets/logs").is_null());
    if look.runs_on_agent()
        && !wrong
        && kinds.contains(&"logs")
        && !collects
        && !named
        && !sends_logs(look)
    {
        let line = numbered(text).find(|(_, l)| l.contains("data_type: logs"));
        out.warn(
            (FLOWS, line.map(|(n, _)| n)),
            "A dataflow provides logs, and nothing collects any.",
            "Take it away, or add a section `logs` to the specification.",
        );
    }
}

/// Kinds of data that reach Datadog.
const KINDS: [&str; 5] = ["metrics", "logs", "events", "traces", "rum_events"];

/// What an id calls a kind of data.
fn signal(kind: &str) -> &str {
    kind.strip_prefix("rum_").unwrap_or(kind)
}

fn text_of<'a>(look: &Look<'a>) -> &'a str {
    look.tree.text(FLOWS).unwrap_or_default()
}

fn sends_logs(look: &Look<'_>) -> bool {
    look.tree.has_folder("assets/logs") || look.code().any(|file| file.code.contains("send_log"))
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
