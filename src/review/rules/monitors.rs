//! Recommended monitors, which nothing validates before the push.

use super::queries;
use crate::review::json::Json;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::words;

pub const RULES: &[Rule] = &[
    Rule {
        name: "monitor-metric",
        why: "A monitor of a metric that nobody sends never alerts.",
        source: "monitors name only metrics of metadata.csv",
        check: metrics,
    },
    Rule {
        name: "monitor-message",
        why: "The message is all that whoever is woken up has.",
        source: "empty message, `{{x.name}}` not in `by {}`: reviewers' remarks on monitors",
        check: message,
    },
    Rule {
        name: "monitor-tags",
        why: "The catalog finds an integration's monitors by this tag.",
        source: "monitor tags that don't match the app id: what reviewers say again and again",
        check: tags,
    },
    Rule {
        name: "monitor-keys",
        why: "The upload after the merge refuses a monitor that lacks one of them.",
        source: "the recommended monitor reference",
        check: keys,
    },
];

/// The pointer of a key of the definition: older files have no map around it.
pub(super) fn at(file: &Json<'_>, key: &str) -> String {
    if file.at("/definition").is_object() {
        format!("/definition/{key}")
    } else {
        format!("/{key}")
    }
}

fn metrics(look: &Look<'_>, out: &mut Findings) {
    for file in &look.monitors {
        for (pointer, name) in queries::unknown(look, file) {
            let known = look.metrics.iter().map(|row| row.name.as_str());
            let message = format!("The monitor asks for {name}, which metadata.csv does not list.");
            out.error(file.place(&pointer), message, near(name, known));
        }
        let pointer = at(file, "query");
        if let Some(check) = queries::service_check(file.str(&pointer)) {
            // What the code sends and the file does not list is told of the code.
            let own = check.starts_with(&look.prefix()) && look.service_checks.is_some();
            if own
                && !super::checks::is_sent(look, check)
                && !look.checks().any(|known| known == check)
            {
                let message = format!(
                    "The monitor watches {check}, which assets/service_checks.json does not list."
                );
                out.error(file.place(&pointer), message, near(check, look.checks()));
            }
        }
    }
}

pub(super) fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    match words::near(name, known) {
        Some(near) => format!("Is {near} meant?"),
        None => "Ask for what the integration sends.".into(),
    }
}

/// Whether the monitor has its definition, in which everything else stands.
fn is_defined(file: &Json<'_>) -> bool {
    file.at("/definition").is_object() || file.at("/query").is_string()
}

fn message(look: &Look<'_>, out: &mut Findings) {
    for file in look.monitors.iter().filter(|file| is_defined(file)) {
        let pointer = at(file, "message");
        let text = file.str(&pointer);
        if text.trim().is_empty() {
            out.warn(
                file.place(&pointer),
                "The monitor has no message.",
                "Say what happened, what it means, and what to do.",
            );
        }
        let query = file.str(&at(file, "query"));
        let groups = groups(query);
        // What cannot be told from the query is not told to be wrong.
        let Some(groups) = groups else { continue };
        for key in ["message", "name"] {
            let pointer = at(file, key);
            for name in variables(file.str(&pointer)) {
                if !groups.contains(&name) {
                    out.warn(
                        file.place(&pointer),
                        format!("`{{{{{name}.name}}}}` is always empty: the query is not grouped by {name}."),
                        format!("Group the query by {name}, or take the variable away."),
                    );
                }
            }
        }
    }
}

/// What a query is grouped by; none where that is not plain.
fn groups(query: &str) -> Option<Vec<String>> {
    let split = |text: &str| -> Vec<String> {
        let parts = text
            .split(',')
            .map(|t| t.trim().trim_matches('"').to_owned());
        parts.filter(|t| !t.is_empty()).collect()
    };
    let mut out = vec![];
    for (begin, end) in [(" by {", '}'), (".by(", ')')] {
        for (at, _) in query.match_indices(begin) {
            out.extend(split(query[at + begin.len()..].split(end).next()?));
        }
    }
    // Logs, events, and formulas group in other ways.
    // By `*` a service check is told of whatever has a status of its own.
    let plain = query.contains(':')
        && !out.iter().any(|group| group == "*")
        && !query.contains("logs(")
        && !query.contains("formula(");
    let plain =
        plain && (!query.contains(".rollup(") || query.contains('{') || query.contains(".over("));
    plain.then_some(out)
}

/// The names in `{{name.name}}`.
fn variables(text: &str) -> Vec<String> {
    let mut out = vec![];
    for part in text.split("{{").skip(1) {
        let inner = part.split("}}").next().unwrap_or_default().trim();
        // Tags of the host, such as host.ip, are there without a group.
        if let Some(name) = inner.strip_suffix(".name") {
            let plain = name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
            if plain && !out.iter().any(|n| n == name) {
                out.push(name.to_owned());
            }
        }
    }
    out
}

fn tags(look: &Look<'_>, out: &mut Findings) {
    let app = look.app_id();
    for file in &look.monitors {
        let mut found = false;
        for pointer in ["/tags", "/definition/tags"] {
            let list = file.at(pointer).as_array();
            for (i, tag) in list.into_iter().flatten().enumerate() {
                let Some(of) = tag.as_str().and_then(|t| t.strip_prefix("integration:")) else {
                    continue;
                };
                if of == app {
                    found = true;
                } else if alike(of, &app) {
                    out.warn(
                        file.place(&format!("{pointer}/{i}")),
                        format!("The tag is integration:{of}, and the app id is {app}."),
                        format!("Write integration:{app}."),
                    );
                    found = true;
                }
            }
        }
        if !found {
            out.warn(
                file.place("/tags"),
                format!("The monitor has no tag integration:{app}."),
                format!("Add \"integration:{app}\" to its tags."),
            );
        }
    }
}

/// Whether two names differ in their form alone, or one has the other in it.
fn alike(a: &str, b: &str) -> bool {
    let plain = |s: &str| s.to_lowercase().replace(['-', '_', '.', ' '], "");
    let (a, b) = (plain(a), plain(b));
    a == b || a.contains(&b) || b.contains(&a)
}

fn keys(look: &Look<'_>, out: &mut Findings) {
    for file in &look.monitors {
        if file.at("/version").as_f64() != Some(2.0) {
            out.error(
                file.place("/version"),
                "The monitor is not of version 2.",
                "Write `\"version\": 2`, and what Datadog exports below `definition`.",
            );
            continue;
        }
        for key in ["created_at", "last_updated_at", "title", "description"] {
            if file.str(&format!("/{key}")).trim().is_empty() {
                out.error(
                    file.place(&format!("/{key}")),
                    format!("The monitor has no `{key}`."),
                    "Fill it in.",
                );
            }
        }
        if !file.at("/definition").is_object() {
            out.error(
                file.place("/definition"),
                "The monitor has no `definition`.",
                "Put what Datadog exports below it: name, type, query, message, options.",
            );
            continue;
        }
        for key in ["created_at", "last_updated_at"] {
            let date = file.str(&format!("/{key}"));
            if !date.is_empty() && !is_date(date) {
                out.error(
                    file.place(&format!("/{key}")),
                    format!("`{key}` is \"{date}\", which is no date."),
                    "Write it as YYYY-MM-DD.",
                );
            }
        }
        if file.str("/description") == file.str("/title") && !file.str("/title").is_empty() {
            out.warn(
                file.place("/description"),
                "The description repeats the title.",
                "Say why it matters.",
            );
        }
        kind(file, out);
        account(file, out);
        for key in ["name", "type", "query"] {
            if file.str(&format!("/definition/{key}")).trim().is_empty() {
                out.error(
                    file.place(&format!("/definition/{key}")),
                    format!("The monitor's definition has no `{key}`."),
                    "Fill it in.",
                );
            }
        }
        if file.str("/title").contains("{{") {
            out.warn(
                file.place("/title"),
                "The title holds a variable, which the catalog shows as it is.",
                "Say what is watched, and leave the variable to the definition's name.",
            );
        }
    }
}

/// `YYYY-MM-DD`, with or without a time behind it.
fn is_date(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    crate::review::words::is_date(day)
        && text[10..]
            .chars()
            .next()
            .is_none_or(|c| matches!(c, 'T' | ' '))
}

/// The type of a monitor and its query say the same.
fn kind(file: &Json<'_>, out: &mut Findings) {
    let (kind, query) = (file.str("/definition/type"), file.str("/definition/query"));
    let watches_check = queries::service_check(query).is_some();
    let asks_metrics = ["metric alert", "query alert"].contains(&kind);
    let wrong =
        (kind == "service check") != watches_check && (asks_metrics || kind == "service check");
    if !kind.is_empty() && !query.is_empty() && (wrong || !TYPES.contains(&kind)) {
        out.error(
            file.place("/definition/type"),
            format!("The type is \"{kind}\", which does not fit the query."),
            "Write \"query alert\" for a query of metrics, and \"service check\" for one of a service check.",
        );
    }
}

/// The types of Datadog's monitors.
const TYPES: [&str; 18] = [
    "metric alert",
    "query alert",
    "service check",
    "event alert",
    "event-v2 alert",
    "log alert",
    "process alert",
    "rum alert",
    "trace-analytics alert",
    "composite",
    "slo alert",
    "synthetics alert",
    "error-tracking alert",
    "ci-pipelines alert",
    "ci-tests alert",
    "audit alert",
    "cost alert",
    "network-path alert",
];

/// What an export holds of the account that it is from.
fn account(file: &Json<'_>, out: &mut Findings) {
    for key in [
        "restricted_roles",
        "creator",
        "id",
        "org_id",
        "overall_state",
    ] {
        for pointer in [format!("/definition/{key}"), format!("/{key}")] {
            let value = file.at(&pointer);
            if !value.is_null() && value.as_array().is_none_or(|a| !a.is_empty()) {
                out.warn(
                    file.place(&pointer),
                    format!("`{key}` belongs to your own account."),
                    "Take it away.",
                );
            }
        }
    }
    let query = "/definition/query";
    if let Some(host) = queries::fixed_host(file.str(query)) {
        out.warn(
            file.place(query),
            format!("The query asks for {host}, a host of your own."),
            "Leave the filter out, and group by host.",
        );
    }
    let message = "/definition/message";
    let words = file
        .str(message)
        .split(|c: char| c.is_whitespace() || "(),;".contains(c));
    let mut handles = words.filter(|w| w.len() > 1 && w.starts_with('@') && !w.starts_with("@@"));
    if let Some(handle) = handles.find(|w| w[1..].starts_with(|c: char| c.is_ascii_alphabetic())) {
        out.warn(
            file.place(message),
            format!("The message notifies {handle}, which is of your own account."),
            "Take it away: users choose themselves who is notified.",
        );
    }
}
