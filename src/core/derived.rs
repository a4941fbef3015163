//! What follows from the last run and the answers, in one place for the screens and the renderer.

use super::answers::{Answers, MetricAnswer, OwnOption};
use super::capture::Capture;
use super::derive;
use super::finding::Finding;
use super::mapping::Help;
use super::metadata::{MetricRow, ServiceCheckRow};
use std::collections::{BTreeMap, HashMap};

/// What follows from the last run and the answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Derived {
    pub metrics: Vec<MetricRow>,
    pub service_checks: Vec<ServiceCheckRow>,
    pub options: Vec<OwnOption>,
    pub findings: Vec<Finding>,
    /// The rows that an answer changed, as they were without it.
    pub guesses: BTreeMap<String, MetricRow>,
}

impl Derived {
    /// Where a metric's row is. Rows are derived in order of name.
    #[must_use]
    pub fn position(&self, metric: &str) -> Option<usize> {
        let rows = &self.metrics;
        rows.binary_search_by(|m| m.name.as_str().cmp(metric))
            .ok()
            .or_else(|| rows.iter().position(|m| m.name == metric))
    }
}

/// Derives rows of metadata, service checks and options.
#[must_use]
pub fn all(
    capture: &Capture,
    help: &BTreeMap<String, Help>,
    answers: &Answers,
    units: &[String],
) -> Derived {
    let mut metrics = derive::guessed_rows(capture, help, answers, units);
    let guesses = derive::overlay(&mut metrics.rows, answers);
    let checks = derive::service_check_rows(capture, answers);
    let mut findings = metrics.findings;
    findings.extend(checks.findings);
    let options = derive::own_options(capture, answers);
    findings.extend(derive::missing(&options, capture, answers));
    findings.extend(derive::missing_version(capture, answers));
    Derived {
        metrics: metrics.rows,
        service_checks: checks.rows,
        options,
        findings,
        guesses,
    }
}

/// Takes in new answers for these metrics alone, so that an edit costs what it changes. `false`, and nothing
/// certain, when one of them is no row: then everything is derived again.
pub fn answered(derived: &mut Derived, answers: &Answers, metrics: &[&str]) -> bool {
    // One is looked for; many are looked up.
    let mut all: HashMap<&str, &MetricAnswer> = HashMap::new();
    if metrics.len() > 1 {
        for answer in answers.metrics.iter().rev() {
            all.insert(&answer.name, answer);
        }
    }
    for name in metrics {
        let Some(at) = derived.position(name) else {
            return false;
        };
        let row = &mut derived.metrics[at];
        let answer = match metrics.len() {
            1 => answers.metric(name),
            _ => all.get(name).copied(),
        };
        let Some(answer) = answer else {
            if let Some(guess) = derived.guesses.remove(*name) {
                *row = guess;
            }
            continue;
        };
        let guess = derived.guesses.entry((*name).to_owned());
        let guess = guess.or_insert_with(|| row.clone());
        *row = derive::answered(guess.clone(), answer);
    }
    true
}

/// The capture under the integration's names.
#[must_use]
pub fn renamed<'a>(
    capture: &'a Capture,
    renames: &BTreeMap<String, String>,
) -> std::borrow::Cow<'a, Capture> {
    if renames.is_empty() {
        return std::borrow::Cow::Borrowed(capture);
    }
    let mut out = capture.clone();
    for metric in &mut out.metrics {
        if let Some(name) = renames.get(&metric.name) {
            metric.name.clone_from(name);
        }
    }
    for check in &mut out.service_checks {
        if let Some(name) = renames.get(&check.name) {
            check.name.clone_from(name);
        }
    }
    std::borrow::Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::capture::{Metric, Submission};
    use crate::core::form;

    fn capture() -> Capture {
        let point = |(name, submission): (&str, Submission)| Metric {
            name: name.into(),
            submission,
            value: Some(1.0),
            tags: vec![],
            hostname: String::new(),
            run: 1,
            scene: 0,
        };
        let metrics = [
            ("acme.depth", Submission::Gauge),
            ("acme.published.count", Submission::MonotonicCount),
            ("acme.wait", Submission::Histogram),
        ];
        Capture {
            metrics: metrics.map(point).into(),
            ..Capture::default()
        }
    }

    #[test]
    fn taking_in_one_answer_is_deriving_everything_again() {
        let (capture, help, units) = (capture(), BTreeMap::new(), ["byte".to_owned()]);
        let mut answers = Answers::default();
        answers.integration.display_name = "Acme".into();
        let mut derived = all(&capture, &help, &answers, &units);
        let plain = derived.clone();
        let edits = [
            ("acme.depth", "unit", "=byte"),
            ("acme.depth", "per_unit", "=byte"),
            ("acme.depth", "unit", "="),
            ("acme.wait.avg", "description", "Waiting."),
            ("acme.published.count", "orientation", "1"),
        ];
        for (name, part, text) in edits {
            form::set(&mut answers, &format!("metrics.{name}.{part}"), text);
            assert!(answered(&mut derived, &answers, &[name]));
            assert_eq!(derived, all(&capture, &help, &answers, &units), "{name}");
        }
        let names = ["acme.wait.avg", "acme.depth", "acme.published.count"];
        answers.metrics.clear();
        assert!(answered(&mut derived, &answers, &names));
        assert_eq!(derived, plain);
        assert!(!answered(&mut derived, &answers, &["acme.gone"]));
    }
}
