//! JSON: how many numbers it holds, in how many lists; one document, or one on each line.

use super::Found;
use serde_json::Value;

/// Keys by which an entry of a log says when or how bad.
const LOG: [&str; 12] = [
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "datetime",
    "date",
    "level",
    "severity",
    "lvl",
    "msg",
    "message",
    "logger",
];

/// JSON, when the text is some; `whole` is false when its end is not there.
pub(super) fn read(text: &str, whole: bool) -> Option<Found> {
    let stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let mut documents = vec![];
    for next in stream {
        match next {
            Ok(value) => documents.push(value),
            // The rest of it was not read.
            Err(e) if e.is_eof() && !whole => {
                if documents.is_empty() {
                    return Some(cut(text));
                }
                break;
            }
            Err(_) => return None,
        }
    }
    if let [one] = &documents[..] {
        let entry = one.is_object() && is_entry(one) && !whole;
        return Some(if entry {
            Found::JsonLines {
                lines: 1,
                log: true,
            }
        } else {
            let (mut numbers, mut lists) = (0, 0);
            count(one, &mut numbers, &mut lists);
            Found::Json { numbers, lists }
        });
    }
    let log = documents.iter().filter(|d| is_entry(d)).count() * 2 > documents.len();
    Some(Found::JsonLines {
        lines: documents.len(),
        log,
    })
}

/// Whether an object says when it happened and what.
pub(super) fn is_entry(document: &Value) -> bool {
    let keys = document.as_object().map(|o| o.keys());
    let known = |k: &&String| LOG.contains(&k.to_ascii_lowercase().as_str());
    keys.is_some_and(|keys| keys.filter(known).count() >= 2)
}

/// Numbers, and the lists that hold any.
fn count(value: &Value, numbers: &mut usize, lists: &mut usize) {
    match value {
        Value::Number(_) => *numbers += 1,
        Value::Array(all) => {
            let before = *numbers;
            for v in all {
                count(v, numbers, lists);
            }
            *lists += usize::from(*numbers > before);
        }
        Value::Object(map) => map.values().for_each(|v| count(v, numbers, lists)),
        _ => {}
    }
}

/// A document without its end: numbers stand after a colon, a comma or a bracket, outside of texts.
fn cut(text: &str) -> Found {
    let (mut numbers, mut lists, mut quoted, mut escaped, mut before) = (0, 0, false, false, ' ');
    for c in text.chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '"' => quoted = true,
            '[' => lists += 1,
            '-' | '0'..='9' if matches!(before, ':' | ',' | '[') => numbers += 1,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    Found::Json { numbers, lists }
}
