//! What the files shall say, and what is made of it.

use crate::core::answers::Answers;
use crate::core::event::Derived;
use crate::core::finding::{Finding, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What the files shall say.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub answers: &'a Answers,
    /// The rows as answered.
    pub derived: &'a Derived,
    /// `YYYY-MM-DD`, for the changelog.
    pub today: &'a str,
    /// The changelog as it was applied last: an entry that is there keeps its date.
    pub applied: Option<&'a str>,
    /// `.github/CODEOWNERS` and `.ddev/config.toml` as they are now: others' lines in them move on.
    pub shared: &'a BTreeMap<String, String>,
    /// Files of the clone that end some lines with LF and others with CRLF: writing one would touch them all.
    pub mixed: &'a BTreeSet<String>,
}

/// The texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Every file that answers are read from, but ddev's own ones.
    pub files: BTreeMap<String, String>,
    /// What has no certain place; its file is as it was.
    pub findings: Vec<Finding>,
    /// Files that can't be read, and so stay as they are.
    pub(super) closed: BTreeSet<String>,
    pub(super) mixed: BTreeSet<String>,
}

impl Made {
    /// Tells what a change leaves behind that nobody asked to change.
    pub(super) fn warn(&mut self, path: &str, rule: &str, message: String) {
        let finding = Finding::error(Source::Form, rule, message).warning();
        self.findings.push(finding.at(path, None));
    }

    /// Changes a file unless that fails, which is told.
    pub(super) fn edit(
        &mut self,
        path: &str,
        rule: &str,
        edit: impl FnOnce(&str) -> Result<String, String>,
    ) {
        let absent = || {
            let said = "The file is absent or can't be read, so this answer has no place.";
            Err(said.to_owned())
        };
        if self.mixed.contains(path) {
            let said = "The file ends some lines with CRLF and others with LF. Make them one kind, and commit that first.";
            let finding = Finding::error(Source::Form, rule, said);
            return self.findings.push(finding.at(path, None));
        }
        let text = self.files.get(path).filter(|_| !self.closed.contains(path));
        match text.map_or_else(absent, |text| edit(text)) {
            Ok(text) => {
                self.files.insert(path.to_owned(), text);
            }
            Err(message) => {
                let finding = Finding::error(Source::Form, rule, message);
                self.findings.push(finding.at(path, None));
            }
        }
    }
}
