//! What is gathered while answers are checked.

use crate::core::finding::{Finding, Source};

pub(super) struct All(pub(super) Vec<Finding>);

impl All {
    pub(super) fn say(&mut self, rule: impl Into<String>, result: Result<(), String>) {
        if let Err(message) = result {
            self.0.push(Finding::error(Source::Form, rule, message));
        }
    }

    /// A field that may be empty: required ones are told elsewhere.
    pub(super) fn text(&mut self, rule: &str, text: &str, check: fn(&str) -> Result<(), String>) {
        if !text.is_empty() {
            self.say(rule, check(text));
        }
    }
}
