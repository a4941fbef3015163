//! Fixtures: what the product answered, each text once, without what looks like a credential.

use crate::core::credential;
use serde_json::Value;
use std::collections::BTreeMap;

/// File names under `tests/fixtures/` and their texts.
#[derive(Debug, Default)]
pub struct Fixtures {
    pub files: BTreeMap<String, String>,
}

impl Fixtures {
    /// Adds a text and returns the name of its file, which an equal text shares.
    pub fn add(&mut self, stem: &str, extension: &str, text: &str) -> String {
        let found = self
            .files
            .iter()
            .find(|(name, t)| *t == text && name.ends_with(&format!(".{extension}")));
        if let Some((name, _)) = found {
            return name.clone();
        }
        let stem = file_stem(stem);
        let mut name = format!("{stem}.{extension}");
        let mut n = 1;
        while self.files.contains_key(&name) {
            n += 1;
            name = format!("{stem}_{n}.{extension}");
        }
        self.files.insert(name.clone(), text.to_owned());
        name
    }
}

/// Lower case, letters, digits and `_`, at most 40 characters.
fn file_stem(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        if out.len() >= 40 {
            break;
        }
    }
    let out = out.trim_end_matches('_');
    if out.is_empty() {
        "response".into()
    } else {
        out.into()
    }
}

/// The extension for a Content-Type.
pub fn extension(content_type: &str, body: &str) -> &'static str {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let document = |v: Value| v.is_object() || v.is_array();
    if kind.ends_with("json") || serde_json::from_str(body).is_ok_and(document) {
        "json"
    } else if kind.ends_with("xml") {
        "xml"
    } else if kind.ends_with("html") {
        "html"
    } else {
        "txt"
    }
}

/// A body as it may be committed: texts under a credential-looking key of JSON are masked. A body without
/// any stays byte for byte. `keep` tells texts that are needed.
pub fn masked(body: &str, keep: &dyn Fn(&str) -> bool) -> String {
    let Ok(mut json) = serde_json::from_str::<Value>(body) else {
        return body.to_owned();
    };
    if !mask(&mut json, keep) {
        return body.to_owned();
    }
    serde_json::to_string_pretty(&json).map_or_else(|_| body.to_owned(), |t| t + "\n")
}

fn mask(value: &mut Value, keep: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().fold(false, |any, v| mask(v, keep) | any),
        Value::Object(map) => {
            let mut any = false;
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text)
                        if is_credential(key) && !text.is_empty() && !keep(text) =>
                    {
                        "********".clone_into(text);
                        any = true;
                    }
                    other => any |= mask(other, keep),
                }
            }
            any
        }
        _ => false,
    }
}

/// Whether a key of a document looks like that of a secret. A bare `key` names things there.
pub fn is_credential(key: &str) -> bool {
    !key.eq_ignore_ascii_case("key") && credential::is_credential(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_file() {
        let mut f = Fixtures::default();
        assert_eq!(f.add("/api/queues?x=1", "json", "a"), "api_queues_x_1.json");
        assert_eq!(f.add("/other", "json", "a"), "api_queues_x_1.json");
        assert_eq!(
            f.add("/api/queues?x=1", "json", "b"),
            "api_queues_x_1_2.json"
        );
        assert_eq!(f.add("/", "txt", "c"), "response.txt");
    }

    #[test]
    fn credentials_are_masked_and_other_bodies_untouched() {
        let body = r#"{"a": [{"api_key": "s3cret", "depth": 1}]}"#;
        let out = masked(body, &|_| false);
        assert!(!out.contains("s3cret") && out.contains("depth"), "{out}");
        assert_eq!(masked("{\"depth\":  1}", &|_| false), "{\"depth\":  1}");
        assert_eq!(masked(body, &|t| t == "s3cret"), body);
        assert_eq!(masked("token=abc", &|_| false), "token=abc");
    }
}
