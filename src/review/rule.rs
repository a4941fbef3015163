//! A rule: its name, why it exists, where it comes from, and the function that looks.

use super::look::Look;
use crate::core::finding::{Finding, Severity, Source};
use crate::core::silence::MORE;
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

/// Where a problem is: a file of the integration (of the repository with a `/` first), and a line that counts from 1.
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
        let file = if let Some(other) = place.path.strip_prefix('/') {
            other.to_owned()
        } else if place.path.starts_with(".github/") || place.path.starts_with(".ddev/") {
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

    /// The findings, at most `limit` of each file; one more of a file says how many others there are.
    pub(super) fn told(self, limit: usize) -> Vec<Finding> {
        let mut seen: BTreeMap<Option<String>, Vec<Finding>> = BTreeMap::new();
        for finding in self.list {
            seen.entry(finding.file.clone()).or_default().push(finding);
        }
        let mut out: Vec<Finding> = vec![];
        for mut list in seen.into_values() {
            // One that stands for a single other is no shorter.
            let others = list.split_off(limit.min(list.len()));
            out.append(&mut list);
            if others.len() > 1 {
                out.extend(summary(others));
            } else {
                out.extend(others);
            }
        }
        out
    }
}

/// One finding for all of them, as grave as the gravest.
fn summary(others: Vec<Finding>) -> Option<Finding> {
    let number = others.len();
    let mut finding = others.into_iter().min_by_key(|f| f.severity)?;
    let message = finding.message;
    finding.message = format!("{MORE}{number}, for example: {message}");
    finding.line = None;
    Some(finding)
}
