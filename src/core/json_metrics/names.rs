//! Names of metrics and tags from keys.

use super::path::{Path, Step};
use crate::core::mapping::RESERVED_TAGS;

/// Keys that identify an item, best first; then any that ends in `_name` or `_id`.
pub const IDENTIFYING: [&str; 7] = ["name", "id", "key", "uuid", "title", "label", "host"];

/// Whether a key looks like one that tells items apart.
pub fn is_identifying(key: &str) -> bool {
    let key = snake(key);
    IDENTIFYING.contains(&key.as_str()) || key.ends_with("_name") || key.ends_with("_id")
}

/// The metric's name: the keys of its path joined by dots, in snake case, without the integration's own name.
pub fn metric(path: &Path, folder: &str) -> String {
    let keys = path.0.iter().filter_map(|s| match s {
        Step::Key(key) => Some(snake(key)),
        Step::Each => None,
    });
    let parts: Vec<String> = keys.filter(|k| !k.is_empty()).collect();
    let parts = match parts.split_first() {
        Some((first, rest)) if first == folder && !rest.is_empty() => rest,
        _ => &parts[..],
    };
    if parts.is_empty() {
        "value".into()
    } else {
        parts.join(".")
    }
}

/// `messagesReady` and `messages-ready` as `messages_ready`; other signs go.
pub fn snake(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    let mut out = String::with_capacity(key.len() + 4);
    for (n, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before = n.checked_sub(1).map(|n| chars[n]);
        let after = chars.get(n + 1);
        let hump = before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            || (before.is_some_and(|b| b.is_ascii_uppercase())
                && after.is_some_and(char::is_ascii_lowercase));
        if c.is_ascii_uppercase() && hump && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out.trim_end_matches('_').to_owned()
}

/// The tag key for items of a list that `key` identifies: `queue` for `queues[].name`, `queue_id` for its `id`.
pub fn tag(list: Option<&str>, key: &str, folder: &str) -> String {
    let item = list.map(|l| singular(&snake(l))).filter(|l| !l.is_empty());
    let key = snake(key);
    let tag = match (item, key.as_str()) {
        (Some(item), "name" | "key" | "title" | "label") => item,
        (Some(item), "id" | "uuid") => format!("{item}_{key}"),
        _ => key,
    };
    if RESERVED_TAGS.contains(&tag.as_str()) {
        format!("{folder}_{tag}")
    } else {
        tag
    }
}

fn singular(word: &str) -> String {
    for (plural, one) in [
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("ss", "ss"),
        ("us", "us"),
        ("s", ""),
    ] {
        if let Some(stem) = word.strip_suffix(plural).filter(|s| !s.is_empty()) {
            return format!("{stem}{one}");
        }
    }
    word.to_owned()
}
