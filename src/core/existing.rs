//! An integration that was there before its workflow: what was read back from its files, and what is
//! answered otherwise. Whatever was read back is taken as it is; only what was changed is looked at.

use super::answers::{Answers, MetricAnswer, Release};
use super::capture::Capture;
use super::event::Derived;
use super::finding::{Finding, Source};
use super::mapping::Help;
use super::metadata::{MetricRow, ServiceCheckRow};
use super::nearest::hint;
use super::shared::Shared;
use super::wizard::Wizard;
use super::{derive, form, required, validate, version};
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
            .filter_map(|a| typed(a))
            .collect();
        metrics.extend(typed);
        metrics.sort_by(|a, b| a.name.cmp(&b.name));
        metrics.dedup_by(|a, b| a.name == b.name);
        let mut findings = self.findings.clone();
        findings.extend(unknown(&metrics, answers));
        let guesses = derive::overlay(&mut metrics, answers);
        Derived {
            metrics,
            service_checks: self.service_checks(answers, &mut findings),
            options: answers.options.clone(),
            findings,
            guesses,
        }
    }

    fn release(&self, answers: &Answers) -> Vec<Finding> {
        let release = &answers.release;
        let mut out = vec![];
        let mut say = |rule: &str, message: String| {
            out.push(Finding::error(Source::Form, rule, message));
        };
        if release.is_empty() {
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

    fn service_checks(
        &self,
        answers: &Answers,
        findings: &mut Vec<Finding>,
    ) -> Vec<ServiceCheckRow> {
        for answer in &answers.service_checks {
            if self.service_checks.iter().all(|r| r.check != answer.name) {
                let rows = self.service_checks.iter().map(|r| r.check.as_str());
                let near = hint(&answer.name, rows);
                let message = format!(
                    "The integration has no service check {:?}.{near}",
                    answer.name
                );
                let rule = format!("service_checks.{}", answer.name);
                findings.push(Finding::error(Source::Form, rule, message));
            }
        }
        let rows = self.service_checks.iter().cloned();
        rows.map(|row| derive::service_check_answered(row, answers))
            .collect()
    }
}

fn typed(answer: &MetricAnswer) -> Option<MetricRow> {
    Some(MetricRow {
        name: answer.name.clone(),
        metric_type: answer.kind.clone()?,
        guessed: ["unit", "orientation", "description"]
            .map(String::from)
            .into(),
        ..MetricRow::default()
    })
}

fn unknown(rows: &[MetricRow], answers: &Answers) -> Vec<Finding> {
    let absent =
        |a: &&Shared<MetricAnswer>| rows.binary_search_by(|r| r.name.cmp(&a.name)).is_err();
    answers
        .metrics
        .iter()
        .filter(absent)
        .map(|answer| {
            let near = hint(&answer.name, rows.iter().map(|r| r.name.as_str()));
            let message = format!(
                "metadata.csv has no metric {:?}, and its type is not known.{near}",
                answer.name
            );
            Finding::error(Source::Form, format!("metrics.{}", answer.name), message)
                .fix("Correct the name, or give its type: gauge, count, or rate.")
        })
        .collect()
}

impl Wizard {
    /// What is wrong with the answers. Of an integration that exists only what was answered otherwise counts:
    /// what its files hold is the contributor's, and for ddev to judge.
    #[must_use]
    pub fn wrong_answers(&self) -> Vec<Finding> {
        let known = validate::Known {
            units: &self.facts.units,
            categories: &self.facts.categories,
            templates: Some(&self.facts.templates),
        };
        let answers = &self.state.answers;
        let mut found = validate::answers(answers, known);
        let Some(existing) = &self.existing else {
            if self.state.files.existing {
                found.clear();
            }
            return found;
        };
        let before = validate::answers(&existing.answers, known);
        found.retain(|f| !before.contains(f));
        found.extend(self.unchangeable(&existing.answers));
        found.extend(existing.release(answers));
        for answer in answers.metrics.iter().filter(|a| a.kind.is_some()) {
            let kind = answer.kind.as_deref().unwrap_or_default();
            if let Err(message) = self.check_new_metric(&answer.name, kind) {
                let rule = format!("metrics.{}", answer.name);
                found.push(Finding::error(Source::Form, rule, message));
            }
        }
        found
    }

    /// Whether a metric may be added to `metadata.csv` without a run that emitted it.
    ///
    /// # Errors
    /// One sentence that names the problem and the way out.
    pub fn check_new_metric(&self, name: &str, kind: &str) -> Result<(), String> {
        let prefix = self.state.answers.integration.prefix();
        let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        if !name.starts_with(prefix.as_str()) || name.len() == prefix.len() {
            return Err(format!(
                "{name:?} must begin with {prefix} and go on with a name."
            ));
        }
        if !name.chars().all(sign) || name.contains("..") || name.ends_with(['.', '_']) {
            return Err(format!(
                "{name:?} holds what no metric name can: use letters, digits, '_' and '.'."
            ));
        }
        if !["gauge", "count", "rate"].contains(&kind) {
            return Err(format!(
                "{kind:?} is no type of metadata.csv. Use gauge, count, or rate."
            ));
        }
        let known = self.existing.as_ref().map_or(&[][..], |e| &e.metrics);
        if known.iter().any(|m| m.name == name) {
            return Err(format!("metadata.csv has {name} already. Edit its row."));
        }
        Ok(())
    }

    /// Whether a row was typed, so that it can be taken back.
    #[must_use]
    pub fn is_typed_metric(&self, name: &str) -> bool {
        let answer = self.state.answers.metric(name);
        self.state.files.existing && answer.is_some_and(|a| a.kind.is_some())
    }

    /// Required answers that are absent; of an integration that exists only those that its files had.
    #[must_use]
    pub fn missing_answers(&self) -> Vec<Finding> {
        let found = required::missing(&self.state.answers, self.state.prototype.check.is_some());
        match &self.existing {
            _ if !self.state.files.existing => found,
            None => vec![],
            Some(existing) => {
                let before = required::missing(&existing.answers, true);
                let mut found = required::missing(&self.state.answers, true);
                found.retain(|f| !before.contains(f) && f.rule != "integration.kind");
                found
            }
        }
    }

    /// Whether a field holds what the files of an existing integration hold.
    #[must_use]
    pub fn as_read(&self, id: &str) -> bool {
        self.state.files.existing
            && self.existing.as_ref().is_none_or(|e| {
                form::answered(&e.answers, id) == form::answered(&self.state.answers, id)
            })
    }

    fn unchangeable(&self, before: &Answers) -> Vec<Finding> {
        let now = &self.state.answers;
        let mut out = vec![];
        let mut say = |rule: &str, changed: bool, message: String| {
            if changed {
                out.push(Finding::error(Source::Form, rule, message));
            }
        };
        let folder = before.integration.folder();
        say(
            "integration.name",
            now.integration.folder() != folder,
            format!(
                "The folder and the check stay {folder}: Agents that run it know it by this name."
            ),
        );
        say(
            "track",
            now.track != before.track,
            "An integration that exists stays on its track. Move it with Datadog's reviewers."
                .into(),
        );
        say(
            "integration.homepage",
            now.integration.homepage != before.integration.homepage,
            "No file of an integration that exists holds the product page. Link to it in the README.".into(),
        );
        let board = now.dashboard != before.dashboard || now.monitors != before.monitors;
        say(
            "dashboard",
            board,
            "Dashboards and monitors of an integration that exists are changed in its assets/."
                .into(),
        );
        let logs = now.logs != before.logs || now.templates != before.templates;
        say(
            "logs",
            logs,
            "Log sources and templates of an integration that exists are changed in its spec.yaml."
                .into(),
        );
        out
    }
}
