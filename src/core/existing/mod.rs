//! An integration that was there before its workflow: what was read back from its files, and what is
//! answered otherwise. Whatever was read back is taken as it is; only what was changed is looked at.

mod rows;

pub use rows::new_check;

use super::answers::{Answers, Release};
use super::capture::Capture;
use super::event::Derived;
use super::finding::{Finding, Severity, Source};
use super::mapping::Help;
use super::metadata::{MetricRow, ServiceCheckRow};
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

    fn release(&self, answers: &Answers) -> Vec<Finding> {
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

impl Wizard {
    /// What stands against these answers, were they those of the opened integration.
    #[must_use]
    pub fn wrong_to_amend(&self, answers: &Answers) -> Vec<Finding> {
        let mut amended = self.clone();
        amended.state.answers = answers.clone();
        let mut found = amended.missing_answers();
        found.extend(amended.wrong_answers());
        let Some(existing) = &self.existing else {
            return found;
        };
        let held = &self.state.answers;
        if (&held.source, &held.prototype) != (&answers.source, &answers.prototype) {
            let said = "The integration has a check of its own, which says what is read.";
            let finding = Finding::error(Source::Form, "source", said);
            found.push(finding.fix("Leave source and prototype out, and edit its check.py."));
        }
        let capture = amended.renamed.as_deref().or(amended.capture.as_deref());
        let (pages, units) = (&amended.notes.help, &amended.facts.units);
        let derived = existing.derived(capture, pages, answers, units);
        let error = |f: &Finding| f.severity == Severity::Error && !existing.findings.contains(f);
        found.extend(derived.findings.into_iter().filter(error));
        found
    }

    /// Takes out of these answers what asks for nothing: rows to go that no file has. What there is to say of it.
    pub fn without_idle(&self, answers: &mut Answers) -> Vec<Finding> {
        let Some(existing) = &self.existing else {
            return vec![];
        };
        rows::without_idle(existing, answers)
    }

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
        let held = |name: &str| existing.metrics.iter().any(|m| m.name == name);
        for answer in answers
            .metrics
            .iter()
            .filter(|a| !a.remove && !held(&a.name))
        {
            if let Some(kind) = &answer.kind
                && let Err(message) = self.check_new_metric(&answer.name, kind)
            {
                let rule = format!("metrics.{}", answer.name);
                found.push(Finding::error(Source::Form, rule, message));
            }
        }
        found.extend(rows::wrong_checks(&existing.service_checks, answers));
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

    /// Whether a row can be taken out of `metadata.csv`: its file has it, or it was typed.
    #[must_use]
    pub fn is_removable_metric(&self, name: &str) -> bool {
        let held = |e: &Existing| e.metrics.iter().any(|m| m.name == name);
        self.is_typed_metric(name)
            || self.drift.vanished.contains(name)
            || self.existing.as_ref().is_some_and(|e| held(e))
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
