//! An integration that was there before its workflow: what was read back from its files, and what is
//! answered otherwise. Whatever was read back is taken as it is; only what was changed is looked at.

pub(super) mod rows;

pub use rows::new_check;

use super::answers::{Answers, Release};
use super::capture::Capture;
use super::derived::Derived;
use super::finding::{Finding, Source};
use super::mapping::Help;
use super::metadata::{MetricRow, ServiceCheckRow};
use super::{derive, version};
use std::collections::BTreeMap;

/// What the files held when they were read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Existing {
    pub answers: Answers,
    /// In order of name.
    pub metrics: Vec<MetricRow>,
    pub service_checks: Vec<ServiceCheckRow>,
    /// The version in `__about__.py`, else the changelog's newest; empty when neither says one.
    pub version: String,
    /// The changelog's newest entry.
    pub release: Release,
    /// What could not be read, each with its file.
    pub findings: Vec<Finding>,
}

impl Existing {
    /// The rows as answered: those of the files, those that a run emitted beyond, and those that were typed.
    #[must_use]
    pub fn derived(
        &self,
        capture: Option<&Capture>,
        help: &BTreeMap<String, Help>,
        answers: &Answers,
        units: &[String],
    ) -> Derived {
        let mut metrics = self.metrics.clone();
        let known = |rows: &[MetricRow], name: &str| {
            rows.binary_search_by(|r| r.name.as_str().cmp(name)).is_ok()
        };
        if let Some(capture) = capture {
            let emitted = derive::guessed_rows(capture, help, answers, units).rows;
            metrics.extend(
                emitted
                    .into_iter()
                    .filter(|r| !known(&self.metrics, &r.name)),
            );
            metrics.sort_by(|a, b| a.name.cmp(&b.name));
        }
        let typed: Vec<MetricRow> = answers
            .metrics
            .iter()
            .filter(|a| !known(&metrics, &a.name))
            .filter_map(|a| rows::typed(a))
            .collect();
        metrics.extend(typed);
        metrics.sort_by(|a, b| a.name.cmp(&b.name));
        metrics.dedup_by(|a, b| a.name == b.name);
        let mut findings = self.findings.clone();
        findings.extend(rows::unknown(&metrics, answers));
        rows::retype(&mut metrics, answers);
        let guesses = derive::overlay(&mut metrics, answers);
        rows::take_out(&mut metrics, answers);
        Derived {
            metrics,
            service_checks: rows::service_checks(&self.service_checks, answers, &mut findings),
            options: answers.options.clone(),
            findings,
            guesses,
        }
    }

    pub(super) fn release(&self, answers: &Answers) -> Vec<Finding> {
        let release = &answers.release;
        let mut out = vec![];
        let mut say = |rule: &str, message: String| {
            out.push(Finding::error(Source::Form, rule, message));
        };
        let done = self.release.says(release) && self.version == release.version;
        if release.is_empty() || done {
            return out;
        }
        if let Err(message) = version::next(&self.version, &release.version) {
            say("release.version", message);
        }
        if release.notes.trim().is_empty() {
            let message = "The changelog needs a line for each change: what is new for users?";
            say("release.notes", message.into());
        }
        let change = release.change.as_str();
        if !change.is_empty() && !Release::CHANGES.contains(&change) {
            let all = Release::CHANGES.join(", ");
            say(
                "release.change",
                format!("{change:?} is no kind of change. Use one of {all}."),
            );
        }
        out
    }
}

/// Answers that only an integration that exists can have, said of a new one.
#[must_use]
pub fn only(answers: &Answers) -> Vec<Finding> {
    if answers.release.is_empty() {
        return vec![];
    }
    let said = "A new integration begins with version 1.0.0 and its changelog.";
    let hint = "Leave release out; it is for integrations that were opened with new --from.";
    vec![Finding::error(Source::Form, "release", said).fix(hint)]
}
