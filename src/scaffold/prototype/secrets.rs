//! What headers and arguments name instead of holding it.

use crate::core::answers::Value;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Values of environment variables, and which of them have none.
pub(super) struct Secrets<'a> {
    pub lookup: &'a dyn Fn(&str) -> Option<String>,
    pub unset: Vec<String>,
}

impl Secrets<'_> {
    pub fn value(&mut self, name: &str) -> String {
        (self.lookup)(name).unwrap_or_else(|| {
            self.unset.push(name.to_owned());
            String::new()
        })
    }

    pub fn headers(&mut self, headers: &BTreeMap<String, Value>) -> Vec<Json> {
        headers
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => text.clone(),
                    Value::Env(reference) => self.value(&reference.env),
                };
                json!({"name": name, "value": value})
            })
            .collect()
    }
}
