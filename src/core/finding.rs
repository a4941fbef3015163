//! One problem: where it was seen, what it is, and what to do about it.

use serde::{Deserialize, Serialize};

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    Ddev,
    Pytest,
    Ruff,
    Review,
    Form,
}

/// How much it matters. Only errors make a step red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// One problem. `file` is relative to the repository's root, with `/`; `line` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    pub source: Source,
    /// The validation (`metadata`), the ruff code (`F401`), the test (`test_unit.py::test_ok`) or the
    /// form's field (`integration.display_name`).
    pub rule: String,
    pub severity: Severity,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub message: String,
    /// What to do, or the name of the automatic repair.
    pub fix: Option<String>,
    /// What stands on the line, where a rule of the review names one: by it a place is known again when lines move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<Text>>,
}

/// A line of a file; boxed, since a finding is also what a function fails with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(String);

impl Finding {
    /// A finding of severity error with no place.
    #[must_use]
    pub fn error(source: Source, rule: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            source,
            rule: rule.into(),
            severity: Severity::Error,
            file: None,
            line: None,
            message: message.into(),
            fix: None,
            text: None,
        }
    }

    /// What stands on the line, where that is known; else nothing.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_ref().map_or("", |text| &text.0)
    }

    /// The same finding with what stands on its line.
    #[must_use]
    pub fn on(mut self, text: &str) -> Self {
        let text = (!text.is_empty()).then(|| Box::new(Text(text.to_owned())));
        self.text = text;
        self
    }

    /// The same finding as a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same finding at a place.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, line: Option<u32>) -> Self {
        self.file = Some(file.into());
        self.line = line;
        self
    }

    /// The same finding with what to do about it.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}:")?;
        }
        if let Some(line) = self.line {
            write!(
                f,
                "{}{line}: ",
                if self.file.is_none() { "line " } else { "" }
            )?;
        } else if self.file.is_some() {
            f.write_str(" ")?;
        }
        write!(f, "{}: {}", self.rule, self.message)?;
        if let Some(fix) = &self.fix {
            write!(f, " {fix}")?;
        }
        Ok(())
    }
}
