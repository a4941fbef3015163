//! Datadog names from raw ones.

use super::{Entry, emits};
use std::collections::HashSet;

/// The name of a family: without the raw prefix, underscores as dots, only signs that metric names have,
/// never empty, never beginning with the integration's own prefix.
pub fn name(raw: &str, raw_prefix: &str, namespace: &str) -> String {
    let rest = raw.strip_prefix(raw_prefix).unwrap_or(raw);
    let dotted = dots(rest);
    let own = dots(namespace);
    let short = dotted.strip_prefix(&format!("{own}.")).unwrap_or(&dotted);
    // A family named like the product itself.
    if short.is_empty() || short == own {
        return "value".into();
    }
    short.to_owned()
}

/// Lower case, one dot for each run of anything that is no letter or digit; `aB` stays `ab`.
fn dots(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('.') {
            out.push('.');
        }
    }
    out.truncate(out.trim_end_matches('.').len());
    out
}

/// Takes a name for an entry so that nothing it emits was emitted before.
pub fn settle(entry: &mut Entry, wanted: &str, prefix: &str, taken: &mut HashSet<String>) {
    let parts = emits(&entry.kind);
    let counts = parts.iter().any(|(s, _)| *s == ".count");
    // `A_TOTAL` is no `_total` to the base class, which leaves it on.
    let whole = wanted.strip_suffix(".total");
    let wanted = whole
        .filter(|s| entry.kind == "counter" && !s.is_empty())
        .unwrap_or(wanted);
    // `a.count` would become `a.count.count`.
    let short = wanted
        .strip_suffix(".count")
        .filter(|s| counts && !s.is_empty());
    let base = short.unwrap_or(wanted).to_owned();
    let kind = entry.kind.clone();
    // A neighbour of the same name: keep the raw name's last underscore, then count.
    let joined = wanted.rsplit_once('.');
    let candidates = std::iter::once(base.clone())
        .chain(joined.map(|(head, tail)| format!("{head}_{tail}")))
        .chain(std::iter::once_with(|| format!("{base}.{kind}")))
        .chain((2..1000).map(|n| format!("{base}_{n}")));
    for candidate in candidates {
        let names: Vec<String> = parts
            .iter()
            .map(|(s, _)| format!("{prefix}{candidate}{s}"))
            .collect();
        if names.iter().all(|n| !taken.contains(n)) {
            taken.extend(names.iter().cloned());
            entry.value = candidate;
            entry.emitted = names;
            return;
        }
    }
}
