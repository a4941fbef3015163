//! The files that are being made, and how a text or a document becomes one.

use super::input::RenderError;
use super::{links, text};
use std::collections::BTreeMap;

/// The files so far.
pub(super) struct Files {
    pub engine: tera::Tera,
    pub folder: String,
    pub by_path: BTreeMap<String, String>,
}

impl Files {
    pub fn put(&mut self, path: &str, text: String) {
        self.by_path.insert(format!("{}/{path}", self.folder), text);
    }

    pub fn json(&mut self, path: &str, value: &serde_json::Value) -> Result<(), RenderError> {
        let mut text = Vec::new();
        let indent = serde_json::ser::PrettyFormatter::with_indent(b"    ");
        let mut writer = serde_json::Serializer::with_formatter(&mut text, indent);
        serde::Serialize::serialize(value, &mut writer)
            .map_err(|e| RenderError::Serialize("JSON", e.to_string()))?;
        text.push(b'\n');
        let text =
            String::from_utf8(text).map_err(|e| RenderError::Serialize("JSON", e.to_string()))?;
        self.put(path, text);
        Ok(())
    }

    pub fn render(&self, name: &str, context: &serde_json::Value) -> Result<String, RenderError> {
        let failed = |e: &tera::Error| RenderError::Template {
            name: name.into(),
            cause: cause(e),
        };
        let context = tera::Context::from_serialize(context).map_err(|e| failed(&e))?;
        let text = self.engine.render(name, &context).map_err(|e| failed(&e))?;
        Ok(text::tidy(&text))
    }

    pub fn template(
        &mut self,
        name: &str,
        path: &str,
        context: &serde_json::Value,
    ) -> Result<(), RenderError> {
        let text = self.render(name, context)?;
        self.put(path, text);
        Ok(())
    }

    /// The README: ASCII, and its links numbered in the order they are met.
    pub fn readme(&mut self, context: &serde_json::Value) -> Result<(), RenderError> {
        let text = links::number(&self.render("common/README.md", context)?);
        let text = text::ascii("README.md", &text)?;
        self.put("README.md", text);
        Ok(())
    }
}

/// The whole chain of an engine's error: its first line alone says nothing.
pub(super) fn cause(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
