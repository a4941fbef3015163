//! A rule: its name, why it exists, where it comes from, and the function that looks.

use super::look::Look;
use crate::core::finding::{Finding, Severity, Source};
use std::collections::BTreeMap;

/// One thing that reviewers flag.
pub struct Rule {
    /// In kebab case, unique: what `rule` of a finding holds.
    pub name: &'static str,
    /// Why it matters, as a sentence for the contributor.
    pub why: &'static str,
    /// Where it comes from: a reference, a validation, a remark that reviewers make again and again.
    pub source: &'static str,
    pub check: fn(&Look<'_>, &mut Findings),
}

/// Where a problem is: a file of the integration, and a line that counts from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    path: String,
    line: Option<u32>,
}

impl From<&str> for Place {
    fn from(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            line: None,
        }
    }
}

impl From<(&str, u32)> for Place {
    fn from((path, line): (&str, u32)) -> Self {
        Self {
            path: path.to_owned(),
            line: Some(line),
        }
    }
}

impl From<(&str, Option<u32>)> for Place {
    fn from((path, line): (&str, Option<u32>)) -> Self {
        Self {
            path: path.to_owned(),
            line,
        }
    }
}

/// What one rule finds.
pub struct Findings {
    rule: &'static str,
    folder: String,
    list: Vec<Finding>,
}

impl Findings {
    pub(super) fn new(rule: &Rule, folder: &str) -> Self {
        Self {
            rule: rule.name,
            folder: folder.to_owned(),
            list: vec![],
        }
    }

    fn push(&mut self, severity: Severity, place: Place, message: String, fix: String) {
        // CODEOWNERS and the like belong to the repository, everything else to the integration.
        let file = if place.path.starts_with(".github/") || place.path.starts_with(".ddev/") {
            place.path
        } else {
            format!("{}/{}", self.folder, place.path)
        };
        let mut finding = Finding::error(Source::Review, self.rule, message)
            .at(file, place.line)
            .fix(fix);
        finding.severity = severity;
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// A reviewer will not merge it.
    pub fn error(
        &mut self,
        place: impl Into<Place>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.push(Severity::Error, place.into(), message.into(), fix.into());
    }

    /// A reviewer will ask.
    pub fn warn(
        &mut self,
        place: impl Into<Place>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.push(Severity::Warning, place.into(), message.into(), fix.into());
    }

    /// Worth knowing.
    pub fn note(
        &mut self,
        place: impl Into<Place>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.push(Severity::Note, place.into(), message.into(), fix.into());
    }

    /// The findings, at most `limit` of each file; the last one of a file says how many more there are.
    pub(super) fn told(self, limit: usize) -> Vec<Finding> {
        let mut seen: BTreeMap<Option<String>, usize> = BTreeMap::new();
        let mut out: Vec<Finding> = vec![];
        for finding in self.list {
            let count = seen.entry(finding.file.clone()).or_default();
            *count += 1;
            if *count <= limit {
                out.push(finding);
            }
        }
        for (file, count) in seen {
            let last = out.iter_mut().rev().find(|f| f.file == file);
            if let Some(last) = last.filter(|_| count > limit) {
                last.message = format!("{} And {} more like this.", last.message, count - limit);
            }
        }
        out
    }
}
