//! YAML in block style, as one would type it: the deeper parts of an option, of a log source.

use super::filters::yaml;
use serde_json::Value;

/// The widest list that stays on one line.
const WIDTH: usize = 90;

/// The lines of a mapping, without indentation; none for an empty one.
#[must_use]
pub fn lines(value: &Value) -> Vec<String> {
    let mut out = vec![];
    for (key, value) in value.as_object().into_iter().flatten() {
        entry(
            &mut out,
            "",
            &format!("{}:", scalar(&key.as_str().into())),
            value,
        );
    }
    out
}

/// One `key:` or `-` and what follows it.
fn entry(out: &mut Vec<String>, indent: &str, head: &str, value: &Value) {
    let deep = |v: &Value| v.is_array() || v.is_object();
    let flat = || format!("{indent}{head} {}", flow(value));
    match value {
        Value::Array(items)
            if items.iter().any(deep) || flat().len() > WIDTH && !items.is_empty() =>
        {
            out.push(format!("{indent}{head}"));
            for item in items {
                let inner = format!("{indent}  ");
                let Value::Object(map) = item else {
                    entry(out, &inner, "-", item);
                    continue;
                };
                let first = out.len();
                for (key, value) in map {
                    entry(
                        out,
                        &format!("{inner}  "),
                        &format!("{}:", scalar(&key.as_str().into())),
                        value,
                    );
                }
                match out.get_mut(first) {
                    Some(line) => line.replace_range(inner.len()..=inner.len(), "-"),
                    None => out.push(format!("{inner}- {{}}")),
                }
            }
        }
        Value::Object(map) if !map.is_empty() => {
            out.push(format!("{indent}{head}"));
            for (key, value) in map {
                entry(
                    out,
                    &format!("{indent}  "),
                    &format!("{}:", scalar(&key.as_str().into())),
                    value,
                );
            }
        }
        _ => out.push(flat()),
    }
}

/// The lines of one entry of a list of mappings whose texts stand in quotes, the dash included.
#[must_use]
pub fn item(value: &Value) -> Vec<String> {
    let mut out = vec![];
    for (n, (key, value)) in value.as_object().into_iter().flatten().enumerate() {
        let dash = if n == 0 { "- " } else { "  " };
        match value {
            // The type is a word that everybody knows.
            Value::String(text) if key != "type" => {
                out.push(format!("{dash}{key}: {}", yaml(&text.as_str().into())));
            }
            value => entry(&mut out, dash, &format!("{key}:"), value),
        }
    }
    out
}

fn flow(value: &Value) -> String {
    match value {
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(flow).collect::<Vec<_>>().join(", ")
        ),
        other => scalar(other),
    }
}

/// YAML as one would type it: a plain text stays plain where no reader takes it for something else.
#[must_use]
pub fn scalar(value: &Value) -> String {
    match value {
        Value::String(s) if is_plain(s) => s.clone(),
        other => yaml(other),
    }
}

fn is_plain(text: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || "/._-:<>".contains(c);
    let word = text.to_ascii_lowercase();
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '<' || c == '/')
        && text.chars().all(safe)
        && !text.ends_with(':')
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_is_read_back() {
        let value = json!({
            "type": "object", "on": "no", "n": null, "empty": [], "none": {}, "f": 1e30,
            "enum": ["a", "b: c", "{{ x }}", "#", "it's \"", "12:30:45", ""],
            "properties": [
                {"name": "host", "type": "string"}, {}, [1, [2]], "x",
                {"name": "deep", "items": {"anyOf": [{"type": "string"}, {"properties": [{"name": "z"}]}]}},
            ],
            "long": (0..40).map(|n| format!("value {n}")).collect::<Vec<_>>(),
        });
        let text = lines(&value).join("\n");
        let back: Value = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        assert_eq!(back, value, "{text}");
        assert!(text.contains("- name: host\n    type: string"), "{text}");
        assert!(text.lines().all(|l| l.len() < 130), "{text}");
    }
}
