//! Checks of `OpenMetrics` pages.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "openmetrics-limit",
        why: "Without it the Agent drops what a page has beyond 2,000 series.",
        source: "no DEFAULT_METRIC_LIMIT: reviewers' remarks on code",
        check: limit,
    },
    Rule {
        name: "openmetrics-pattern",
        why: "A pattern that takes everything sends metrics that metadata.csv does not list, and users pay for them.",
        source: "`.+` metric patterns: reviewers' remarks on code",
        check: pattern,
    },
    Rule {
        name: "openmetrics-key",
        why: "The base class takes the ending off before it looks a counter up: such a key sends nothing.",
        source: "OpenMetricsBaseCheckV2",
        check: keys,
    },
];

fn limit(look: &Look<'_>, out: &mut Findings) {
    for file in look.code() {
        for (line, text) in file.lines() {
            let class =
                text.trim_start().starts_with("class ") && text.contains("OpenMetricsBaseCheckV2");
            if class && !file.block(line).contains("DEFAULT_METRIC_LIMIT") {
                out.warn(
                    (file.path, line),
                    "The class does not set DEFAULT_METRIC_LIMIT.",
                    "Add `DEFAULT_METRIC_LIMIT = 0` to the class.",
                );
            }
        }
    }
}

fn is_openmetrics(look: &Look<'_>) -> bool {
    look.code()
        .any(|file| file.code.contains("OpenMetricsBaseCheck"))
}

fn pattern(look: &Look<'_>, out: &mut Findings) {
    if !is_openmetrics(look) {
        return;
    }
    for file in look.code() {
        for string in &file.strings {
            if matches!(string.text.as_str(), ".+" | ".*" | "^.+$" | "^.*$" | "*") {
                out.error(
                    (file.path, string.line),
                    format!(
                        "The pattern `{}` takes every metric of the page.",
                        string.text
                    ),
                    "List the metrics by name, each with its name in Datadog.",
                );
            }
        }
    }
}

fn keys(look: &Look<'_>, out: &mut Findings) {
    if !is_openmetrics(look) {
        return;
    }
    for file in look.code() {
        for string in &file.strings {
            let is_name = !string.text.is_empty()
                && string
                    .text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'));
            let after = file
                .code
                .get(string.start + string.text.len() + 2..)
                .unwrap_or_default();
            if is_name
                && string.text.ends_with("_total")
                && after.trim_start().starts_with(':')
                && is_counter(look, &string.text)
            {
                out.warn(
                    (file.path, string.line),
                    format!(
                        "The key `{}` keeps `_total`, and sends nothing for a counter.",
                        string.text
                    ),
                    "Write it without `_total`.",
                );
            }
        }
    }
}

/// Whether the recorded pages have the family as a counter, or do not have it: others keep their whole name.
fn is_counter(look: &Look<'_>, name: &str) -> bool {
    let pages = look
        .tree
        .texts()
        .filter(|(path, _)| path.starts_with("tests/"));
    let mut kinds = pages.flat_map(|(_, text)| text.lines()).filter_map(|line| {
        let (family, kind) = line.strip_prefix("# TYPE ")?.split_once(' ')?;
        (family == name).then_some(kind.trim())
    });
    // On a page of Prometheus's own format the family of a counter keeps its ending.
    kinds.next().is_none_or(|kind| kind == "counter")
}
