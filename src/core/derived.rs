//! What follows from the last run and the answers, in one place for the screens and the renderer.

use super::answers::Answers;
use super::capture::Capture;
use super::derive;
use super::event::Derived;
use super::mapping::Help;
use std::collections::BTreeMap;

/// Derives rows of metadata, service checks and options.
#[must_use]
pub fn all(
    capture: &Capture,
    help: &BTreeMap<String, Help>,
    answers: &Answers,
    units: &[String],
) -> Derived {
    let metrics = derive::metric_rows(capture, help, answers, units);
    let checks = derive::service_check_rows(capture, answers);
    let mut findings = metrics.findings;
    findings.extend(checks.findings);
    Derived {
        metrics: metrics.rows,
        service_checks: checks.rows,
        options: derive::own_options(capture, answers),
        findings,
    }
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
