//! The host that a value is of.

use super::Proposal;
use super::path::Path;
use crate::core::answers::Request;
use crate::core::finding::{Finding, Source};
use crate::core::signals::{find, goes_with};
use serde_json::Value;

/// Gives the metrics of the request's list their host, and holds every host's path against the document.
pub(super) fn apply(document: &Value, request: &Request, out: &mut Proposal) {
    let mut wrong = |path: &str, message: String| {
        let rule = format!("source.hostname.{path}");
        out.findings
            .push(Finding::error(Source::Form, rule, message));
    };
    if let Some(path) = &request.hostname {
        let through = Path::parse(path).unwrap_or_default();
        let mut any = false;
        for metric in out.metrics.iter_mut().filter(|m| m.hostname.is_none()) {
            let own = Path::parse(&metric.path).unwrap_or_default();
            if own.0.starts_with(through.lists()) {
                metric.hostname = Some(path.clone());
                any = true;
            }
        }
        if !any && !out.metrics.iter().any(|m| m.hostname.is_some()) {
            let said = format!("No metric is in the list that the hostname {path} goes through.");
            wrong(path, said);
        }
    }
    for metric in &out.metrics {
        let Some(path) = &metric.hostname else {
            continue;
        };
        if !goes_with(path, &metric.path) {
            let said = format!(
                "The hostname {path} goes through a list that {} does not.",
                metric.path
            );
            wrong(path, said);
            continue;
        }
        match find(document, path) {
            Err(e) => wrong(path, format!("hostname: {e}")),
            Ok(values) if values.iter().any(|v| !v.is_string()) => {
                wrong(
                    path,
                    format!("The hostname {path} is no text in the sample."),
                );
            }
            Ok(_) => {}
        }
    }
    // One path is one problem, however many metrics have it.
    let mut said = std::collections::HashSet::new();
    out.findings.retain(|f| said.insert(f.message.clone()));
}
