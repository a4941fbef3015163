//! A log sample as it may be committed: without credentials, addresses of people, and names of machines.
//! What an entry begins with stays, so that the sample still shows where entries begin.

use crate::core::credential::is_credential;
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What is looked for, and what stands in its place.
const RULES: &[(&str, &str)] = &[
    // user:password@ in an address.
    (r"([a-z][a-z0-9+.-]*://)[^\s/@:]+:[^\s/@]+@", "$1"),
    (
        r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}",
        "$1 ********",
    ),
    // A header with a scheme or several values: all of it.
    (
        r#"(?i)((?:authorization|cookie)["']?\s*[=:]\s*["']?)[^"'\n]+"#,
        "$1********",
    ),
    // Tokens known by their form.
    (r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*", "********"),
    (r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", "********"),
    (r"\bgh[pousr]_\w{20,}", "********"),
    (r"\bxox[abprs]-[\w-]{10,}", "********"),
    (r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "user@acme.example"),
    // RFC 5737: an address for documentation.
    (
        r"\b(?:10|172|192|169)\.\d{1,3}\.\d{1,3}\.\d{1,3}\b",
        "192.0.2.1",
    ),
    (
        r"\b[A-Za-z0-9][\w.-]*\.(?:internal|corp|local|lan|intranet|svc)\b",
        "host.acme.example",
    ),
];

static COMPILED: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    RULES
        .iter()
        .filter_map(|(pattern, instead)| Some((Regex::new(pattern).ok()?, *instead)))
        .collect()
});

/// A key and its value: `key=value`, `key: 'value'`, `"key": "value"`.
static PAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"([A-Za-z][\w.-]*)(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s"',;&]+)"#).ok()
});

/// The text without what must not leave this machine.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut out = text.to_owned();
    for (regex, instead) in COMPILED.iter() {
        if let Cow::Owned(masked) = regex.replace_all(&out, *instead) {
            out = masked;
        }
    }
    match PAIR.as_ref().map(|pair| pair.replace_all(&out, hidden)) {
        Some(Cow::Owned(masked)) => masked,
        _ => out,
    }
}

/// The value of a credential's key is hidden; a quoted one keeps its quotes, so that a JSON line stays one.
fn hidden(found: &Captures<'_>) -> String {
    let value = &found[3];
    if !is_credential(&found[1]) {
        return found[0].to_owned();
    }
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.map(String::from).unwrap_or_default();
    format!("{}{}{quote}********{quote}", &found[1], &found[2])
}
