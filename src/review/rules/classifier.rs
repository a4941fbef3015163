//! The manifest's classifier tags, by which the catalog is filtered.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::words;
use serde_json::Value;

pub const RULES: &[Rule] = &[Rule {
    name: "manifest-tags",
    why: "The catalog's filters know the tags in use; another one filters nothing.",
    source: "the manifest reference; the manifests of the repository",
    check: tags,
}];

fn tags(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    let list = manifest.at("/tile/classifier_tags").as_array();
    let tags: Vec<&str> = list
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (i, tag) in tags.iter().enumerate() {
        let place = manifest.place(&format!("/tile/classifier_tags/{i}"));
        if tags[..i].contains(tag) {
            out.warn(
                place,
                format!("The tag \"{tag}\" stands twice."),
                "Delete one of them.",
            );
        } else if look.facts.knows_tags()
            && !look.facts.tags.contains_key(tag.trim())
            && !is_documented(tag.trim())
        {
            // What stands before the colons is alike in all of them.
            let (kind, value) = tag.split_once("::").unwrap_or(("", tag));
            let known = look.facts.tags.keys();
            let known = known.filter_map(|t| t.strip_prefix(kind)?.strip_prefix("::"));
            let fix = match words::near(value, known) {
                Some(near) => format!("Is \"{kind}::{near}\" meant?"),
                None => "Take one that other manifests of the clone use, where one fits.".into(),
            };
            let message = format!("No other integration uses the classifier tag \"{tag}\".");
            out.warn(place, message, fix);
        }
    }
    for kind in ["Category", "Offering", "Supported OS"] {
        let begin = format!("{kind}::");
        let needed = kind != "Supported OS" || look.runs_on_agent();
        if needed && !tags.iter().any(|tag| tag.starts_with(&begin)) {
            out.warn(
                manifest.place("/tile/classifier_tags"),
                format!("There is no tag of the kind {kind}."),
                format!("Add at least one, for example {begin}{}.", example(kind)),
            );
        }
    }
}

/// What the reference of manifests lists; of a partial clone, no other integration may use it.
const CATEGORIES: [&str; 42] = [
    "AI/ML",
    "Alerting",
    "Automation",
    "AWS",
    "Azure",
    "Caching",
    "Cloud",
    "Collaboration",
    "Compliance",
    "Configuration & Deployment",
    "Containers",
    "Cost Management",
    "Data Stores",
    "Developer Tools",
    "Event Management",
    "Exceptions",
    "Google Cloud",
    "Incidents",
    "IoT",
    "Isp",
    "Issue Tracking",
    "Languages",
    "Log Collection",
    "Marketplace",
    "Message Queues",
    "Metrics",
    "Mobile",
    "Network",
    "Notifications",
    "Oracle",
    "Orchestration",
    "OS & System",
    "Processing",
    "Profiling",
    "Provisioning",
    "SNMP",
    "Security",
    "Source Control",
    "Testing",
    "Tracing",
    "User Analytics",
    "Web",
];

/// Kinds of data that an integration sends or asks for.
const DATA: [&str; 8] = [
    "Metrics",
    "Logs",
    "Traces",
    "Events",
    "Service Checks",
    "Incidents",
    "Host Tags",
    "Vulnerabilities",
];

fn is_documented(tag: &str) -> bool {
    match tag.split_once("::") {
        Some(("Category", value)) => CATEGORIES.contains(&value),
        Some(("Submitted Data Type" | "Queried Data Type", value)) => DATA.contains(&value),
        _ => false,
    }
}

fn example(kind: &str) -> &'static str {
    match kind {
        "Offering" => "Integration",
        "Supported OS" => "Linux",
        _ => "Metrics",
    }
}
