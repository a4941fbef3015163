//! A log sample as it may be committed: without credentials, addresses of people, and names of machines.
//! What an entry begins with stays, so that the sample still shows where entries begin.

use regex::Regex;
use std::sync::LazyLock;

/// What is looked for, and what stands in its place.
const RULES: &[(&str, &str)] = &[
    // user:password@ in an address.
    (r"([a-z][a-z0-9+.-]*://)[^\s/@:]+:[^\s/@]+@", "$1"),
    (
        r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}",
        "$1 ********",
    ),
    // key=value and "key": "value" of a credential.
    (
        r#"(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|cookie)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s"',;&]+)"#,
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

/// The text without what must not leave this machine.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut out = text.to_owned();
    for (regex, instead) in COMPILED.iter() {
        if let std::borrow::Cow::Owned(masked) = regex.replace_all(&out, replacement(instead)) {
            out = masked;
        }
    }
    out
}

/// A JSON line must stay one: a quoted value keeps its quotes.
fn replacement(instead: &str) -> impl Fn(&regex::Captures<'_>) -> String + '_ {
    move |found| {
        let mut out = String::new();
        let quoted = found.get(2).and_then(|m| m.as_str().chars().next());
        match quoted.filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => {
                out.push_str(&found[1]);
                out.extend([quote]);
                out.push_str("********");
                out.extend([quote]);
            }
            None => found.expand(instead, &mut out),
        }
        out
    }
}
