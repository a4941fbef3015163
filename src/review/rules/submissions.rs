//! What a check sends with its metrics and service checks: the tags of the instance, and a message.

use crate::review::look::Look;
use crate::review::python::{Call, Python};
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "code-instance-tags",
        why: "Users tell their instances apart by the tags that they configure: every metric and service check carries them.",
        source: "instance tags not on every metric: reviewers' remarks on code",
        check: instance_tags,
    },
    Rule {
        name: "code-critical-message",
        why: "Whoever is woken up by CRITICAL reads its message first.",
        source: "CRITICAL without a message: reviewers' remarks on code",
        check: critical,
    },
];

const SUBMITS: [&str; 9] = [
    "self.gauge",
    "self.count",
    "self.rate",
    "self.monotonic_count",
    "self.histogram",
    "self.historate",
    "self.increment",
    "self.decrement",
    "self.service_check",
];

/// What reads the tags of an instance. A query manager takes them as an argument.
const READS: [&str; 7] = [
    "instance.get('tags'",
    "instance.get(\"tags\"",
    "instance['tags']",
    "instance[\"tags\"]",
    "config.tags",
    "custom_tags",
    ".tags",
];

/// Whether the tags of a call are a list that is written there, without those of the instance: `tags=['a:b']`.
fn has_own_tags_alone(call: &Call<'_>) -> bool {
    let arguments = call.arguments();
    let named = arguments
        .iter()
        .find_map(|a| a.strip_prefix("tags")?.trim_start().strip_prefix('='));
    let Some(tags) = named.or_else(|| arguments.get(2).filter(|a| !a.contains('=')).copied())
    else {
        return false;
    };
    let tags = tags.trim();
    let inner = tags.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    // Any name among them may hold those of the instance.
    let strings = |inner: &str| {
        let plain = |part: &str| part.trim().trim_start_matches('f').starts_with(['\'', '"']);
        inner
            .split(", ")
            .filter(|part| !part.trim().is_empty())
            .all(plain)
            && !inner.contains("] + ")
    };
    tags == "None" || inner.is_some_and(strings)
}

fn instance_tags(look: &Look<'_>, out: &mut Findings) {
    let mut first: Option<(&str, u32)> = None;
    let mut all_tagged = true;
    for file in look.code() {
        for name in SUBMITS {
            for call in file.calls(name) {
                first = first.or(Some((file.path, call.line)));
                // gauge(name, value, tags), service_check(name, status, tags).
                if !call.names("tags") && call.positional() < 3 {
                    all_tagged = false;
                    out.warn(
                        (file.path, call.line),
                        format!("`{name}` is called without tags."),
                        "Pass the tags of the instance.",
                    );
                } else if has_own_tags_alone(&call) {
                    out.warn(
                        (file.path, call.line),
                        format!("`{name}` is called with tags of its own alone."),
                        "Pass the tags of the instance with them, for example `tags=tags + ['queue:orders']`.",
                    );
                }
            }
        }
    }
    // The base class of OpenMetrics checks reads them, and hands them on with each sample.
    let reads = |file: &Python<'_>| {
        let read = READS.iter().any(|read| file.text.contains(read));
        read || file.code.contains("OpenMetricsBaseCheck")
    };
    // A call without any tags says it already.
    if let Some(place) = first.filter(|_| all_tagged)
        && !look.code().any(reads)
    {
        out.warn(
            place,
            "The check never reads the option `tags` of its instance.",
            "Begin with `tags = list(instance.get('tags') or [])`, and pass them with every metric and service check.",
        );
    }
}

fn critical(look: &Look<'_>, out: &mut Findings) {
    for file in look.code() {
        for call in file.calls("self.service_check") {
            let is_critical = call
                .arguments()
                .get(1)
                .is_some_and(|status| sends_critical(status));
            let empty = call.arguments().iter().any(|a| {
                let text = a
                    .strip_prefix("message")
                    .map(|a| a.trim_start().trim_start_matches('=').trim());
                text.is_some_and(|text| ["''", "\"\"", "None"].contains(&text))
            });
            let given = call.names("message") || call.positional() >= 5;
            if is_critical && (!given || empty) {
                out.warn(
                    (file.path, call.line),
                    "CRITICAL is sent without a message.",
                    "Add `message=`, for example `message=str(e)`.",
                );
            }
        }
    }
}

fn sends_critical(status: &str) -> bool {
    status.ends_with("CRITICAL")
}
