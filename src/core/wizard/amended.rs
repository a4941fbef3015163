//! The integration that was there before, and what is answered otherwise than its files say.

use super::Wizard;
use crate::core::answers::Answers;
use crate::core::existing::{Existing, rows};
use crate::core::finding::{Finding, Severity, Source};
use crate::core::{form, required, validate};

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
