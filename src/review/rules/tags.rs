//! Tags that the Agent refuses, and tags without bound.

use crate::core::mapping::RESERVED_TAGS;
use crate::core::openmetrics::{self, Family};
use crate::review::look::Look;
use crate::review::python::{Piece, Python};
use crate::review::rule::{Findings, Rule};
use crate::review::tree::line_at;
use std::collections::{BTreeMap, BTreeSet};

pub const RULES: &[Rule] = &[
    Rule {
        name: "tag-reserved",
        why: "The Agent sets these tags itself: a second value makes both useless, and the check raises in tests.",
        source: "reserved tag names: what reviewers say again and again",
        check: reserved,
    },
    Rule {
        name: "tag-unbounded",
        why: "Each value of a tag is a time series of its own, which the users pay for.",
        source: "tag values without bound: reviewers' remarks on code",
        check: unbounded,
    },
];

/// Tags in the code of a check: `'key:...'` of one word, in a list or an argument.
fn tags<'a>(look: &'a Look<'_>) -> impl Iterator<Item = (&'a str, u32, &'a str)> {
    look.code().flat_map(|file| {
        file.strings.iter().filter_map(|string| {
            let (key, value) = string.text.split_once(':')?;
            let is_key = !key.is_empty()
                && key
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
            // A colon and nothing below it is no tag, nor is the sentence of a log or an error, nor an address.
            let is_tag = is_key && !value.starts_with("//") && !value.contains(' ');
            let is_tag = is_tag
                && (string.formatted && value.starts_with('{')
                    || value.starts_with('%')
                    || is_plain(value));
            (is_tag && is_listed(&file.code, string.start)).then_some((file.path, string.line, key))
        })
    })
}

fn is_plain(value: &str) -> bool {
    value.is_empty()
        || value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-./{}".contains(&b))
}

/// Whether a string stands in a list, in `tags.append(...)`, or after `tags=`: where tags stand.
fn is_listed(code: &str, start: usize) -> bool {
    let before = code[..start]
        .trim_end_matches(['f', 'F', 'r', 'R', 'b', 'u'])
        .trim_end();
    let opens = before.ends_with('[')
        || before.ends_with(',')
        || before.ends_with("append(")
        || before.ends_with('+')
        || before.ends_with('=');
    opens && {
        let line = before.rfind('\n').map_or(before, |i| &before[i..]);
        let above: Vec<&str> = before.lines().rev().take(6).collect();
        line.contains("tag") || above.iter().any(|l| l.contains("tag"))
    }
}

fn reserved(look: &Look<'_>, out: &mut Findings) {
    for (path, line, key) in tags(look) {
        if RESERVED_TAGS.contains(&key) {
            out.error(
                (path, line),
                format!("The check uses the reserved tag `{key}`."),
                format!(
                    "Name it after the product, for example `{}_{key}`.",
                    look.tree.folder()
                ),
            );
        }
    }
    for file in look.code() {
        for string in &file.strings {
            if RESERVED_TAGS.contains(&string.text.as_str()) && becomes_tag(file, string) {
                out.error(
                    (file.path, string.line),
                    format!("The check uses the reserved tag `{}`.", string.text),
                    format!(
                        "Name it after the product, for example `{}_{}`.",
                        look.tree.folder(),
                        string.text
                    ),
                );
            }
        }
        // A column of a query that becomes a tag.
        for string in &file.strings {
            let Some(rest) = file.text.get(string.start..) else {
                continue;
            };
            let column = rest
                .chars()
                .skip(string.text.chars().count() + 2)
                .take(24)
                .collect::<String>();
            let before = file.text[..string.start]
                .trim_end()
                .trim_end_matches(':')
                .trim_end();
            let named = before.ends_with("'name'") || before.ends_with("\"name\"");
            let plain = column.replace(['"', '\'', ' ', '\n'], "");
            if named
                && plain.starts_with(",type:tag")
                && RESERVED_TAGS.contains(&string.text.as_str())
            {
                out.error(
                    (file.path, string.line),
                    format!(
                        "A query's column becomes the reserved tag `{}`.",
                        string.text
                    ),
                    format!(
                        "Name it after the product, for example `{}_{}`.",
                        look.tree.folder(),
                        string.text
                    ),
                );
            }
        }
    }
    labels(look, out);
}

/// Whether a string is the key of a tag: `{'queue': ('queues', EACH, 'name')}`, or the name that a label gets.
fn becomes_tag(file: &Python<'_>, string: &Piece) -> bool {
    let end = string.start + string.text.len() + 2;
    let after = file.code.get(end..).unwrap_or_default().trim_start();
    let place = after
        .strip_prefix(':')
        .is_some_and(|rest| rest.trim_start().starts_with('('));
    let before = &file.code[..string.start];
    let block = before.rfind('{').map_or("", |open| &file.text[..open]);
    let line = block.rfind('\n').map_or(block, |i| &block[i..]);
    let renames = line.to_lowercase().contains("rename_labels");
    place || (before.trim_end().ends_with(':') && renames)
}

/// Labels of recorded pages that the check neither renames nor leaves out.
fn labels(look: &Look<'_>, out: &mut Findings) {
    let code: Vec<_> = look.code().collect();
    if !code
        .iter()
        .any(|file| file.code.contains("OpenMetricsBaseCheck"))
    {
        return;
    }
    let options = ["rename_labels", "exclude_labels", "include_labels"];
    let any = code
        .iter()
        .any(|file| options.iter().any(|key| file.says(key)));
    for (path, text) in look.tree.texts() {
        if !path.starts_with("tests/fixtures/") || !text.contains("# TYPE ") {
            continue;
        }
        let Ok(page) = openmetrics::parse(text, None) else {
            continue;
        };
        let collected = collected(&code, &page.families);
        for label in RESERVED_TAGS {
            let handled = code
                .iter()
                .any(|file| file.says(label) || file.says(&format!("^{label}$")));
            let family = collected
                .iter()
                .find(|f| f.labels.iter().any(|l| l == label));
            if let Some(family) = family.filter(|_| !handled || !any) {
                let line = u32::try_from(family.line).ok();
                out.error(
                    (path, line),
                    format!("The page has the label `{label}`, which is a reserved tag, and the check does not rename it."),
                    format!("Add `'rename_labels': {{'{label}': '{}_{label}'}}` to the default configuration.", look.tree.folder()),
                );
            }
        }
    }
}

/// The families that the check's code names, as a whole or by a pattern; all of them where it names none.
fn collected<'a>(code: &[&Python<'_>], families: &'a [Family]) -> Vec<&'a Family> {
    let strings = || code.iter().flat_map(|file| &file.strings);
    let is_pattern = |text: &str| text.contains(['*', '+', '^', '$', '|', '[']);
    let patterns: Vec<regex::Regex> = strings()
        .filter(|s| is_pattern(&s.text))
        .filter_map(|s| regex::Regex::new(&format!("^(?:{})$", s.text)).ok())
        .collect();
    let words: BTreeSet<&str> = strings().map(|s| s.text.as_str()).collect();
    let is_named = |family: &&Family| {
        let forms = [family.key.as_str(), family.raw.as_str()];
        forms
            .iter()
            .any(|name| words.contains(name) || patterns.iter().any(|p| p.is_match(name)))
    };
    let named: Vec<&Family> = families.iter().filter(is_named).collect();
    if named.is_empty() {
        families.iter().collect()
    } else {
        named
    }
}

/// Keys whose values never end.
const ENDLESS: [&str; 21] = [
    "user_id",
    "pid",
    "correlation_id",
    "nonce",
    "query_id",
    "uuid",
    "guid",
    "request_id",
    "session_id",
    "trace_id",
    "span_id",
    "transaction_id",
    "message_id",
    "event_id",
    "email",
    "timestamp",
    "time",
    "client_ip",
    "remote_addr",
    "session",
    "url",
];

fn unbounded(look: &Look<'_>, out: &mut Findings) {
    for (path, line, key) in tags(look) {
        let lower = key.to_lowercase();
        let endless = ENDLESS.iter().any(|e| {
            lower == *e || lower.ends_with(&format!("_{e}")) && *e != "url" && *e != "time"
        });
        // The address of the instance itself is one value.
        if endless && lower != "url" {
            out.warn(
                (path, line),
                format!("The tag `{key}` may have values without end."),
                "Leave the tag out, or use one with few values, for example a name or a status.",
            );
        }
    }
    for (path, text) in look.tree.texts() {
        if path.starts_with("tests/fixtures/") && text.contains("# TYPE ") {
            for (label, line, number) in crowded(text) {
                if !look.code().any(|file| file.says(label)) {
                    out.warn(
                        (path, line),
                        format!("The label `{label}` has {number} values on one page."),
                        format!(
                            "Add `'exclude_labels': ['{label}']` to the default configuration, unless there are no more of them."
                        ),
                    );
                }
            }
            for (label, line, what) in identifiers(text) {
                let handled = look.code().any(|file| file.says(label));
                if !handled {
                    out.warn(
                        (path, line),
                        format!("The label `{label}` holds {what}, which have no end."),
                        format!(
                            "Add `'exclude_labels': ['{label}']` to the default configuration."
                        ),
                    );
                }
            }
        }
    }
}

/// As many different addresses under one label are not those of the product itself.
const ADDRESSES: usize = 5;

/// Labels of a page whose values are UUIDs or many addresses, with the line of the first, and what they are.
fn identifiers(text: &str) -> Vec<(&str, u32, &'static str)> {
    let mut out: Vec<(&str, u32, &'static str)> = vec![];
    let mut addresses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (at, label, value) in labeled(text) {
        let known = out.iter().any(|(l, _, _)| *l == label);
        if known {
            continue;
        }
        if is_uuid(value) {
            out.push((label, line_at(text, at), "UUIDs"));
        } else if is_address(value) {
            let seen = addresses.entry(label).or_default();
            seen.insert(value);
            if seen.len() == ADDRESSES {
                out.push((label, line_at(text, at), "addresses"));
            }
        }
    }
    out
}

fn is_uuid(value: &str) -> bool {
    let parts: Vec<usize> = value.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// `http://...`, or an IP address with or without a port.
fn is_address(value: &str) -> bool {
    let host = value.rsplit_once(':').map_or(value, |(host, _)| host);
    let ip = |text: &str| {
        text.trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok()
    };
    value.starts_with("http://") || value.starts_with("https://") || ip(value) || ip(host)
}

/// The labels of a page: place, name, and value.
fn labeled(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    text.match_indices("=\"").map(|(at, _)| {
        let label = text[..at].rsplit(['{', ',', ' ', '\n']).next();
        let value = text[at + 2..].split('"').next();
        (at, label.unwrap_or_default(), value.unwrap_or_default())
    })
}

/// As many values of one tag make as many time series of each metric.
const CROWD: usize = 100;

/// Labels of a page with more values than that: the line of the first, and how many there are.
fn crowded(text: &str) -> Vec<(&str, u32, usize)> {
    let mut seen: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for (at, label, value) in labeled(text) {
        // The limits of a histogram's buckets are no tag.
        if !matches!(label, "le" | "quantile") {
            seen.entry(label)
                .or_insert((at, BTreeSet::new()))
                .1
                .insert(value);
        }
    }
    let crowded = seen
        .into_iter()
        .filter(|(_, (_, values))| values.len() > CROWD);
    crowded
        .map(|(label, (at, values))| (label, line_at(text, at), values.len()))
        .collect()
}
