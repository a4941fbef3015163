//! Proposed metrics that the answers say something better of: a code that a service check tells, and what
//! belongs to an event.

use super::condition::{self, Condition};
use crate::core::answers::Answers;
use crate::core::json_metrics::path::{Path, Step};
use crate::core::json_metrics::{Ignored, Proposal};

/// Takes them out. Metrics that were answered are none of these.
///
/// # Arguments
/// `request`: its path; none for a command.
pub fn leave_out(out: &mut Proposal, request: Option<&str>, answers: &Answers) {
    let here = |named: &str| request.is_none_or(|r| Answers::same_request(r, named));
    let mut codes: Vec<(&str, &str)> = vec![];
    for check in answers.told_checks() {
        let from = check.from.as_ref().filter(|f| here(&f.request));
        let values = condition::all(check).unwrap_or_default();
        let listed = values.iter().all(|(c, _)| matches!(c, Condition::Is(_)));
        // A size that has limits is a metric all the same.
        if let Some(from) = from.filter(|_| listed) {
            let key = if from.path.is_empty() {
                &from.line
            } else {
                &from.path
            };
            codes.push((key, &check.name));
        }
    }
    let events = answers.events.iter().filter(|e| here(&e.request));
    let lists: Vec<Vec<Step>> = events
        .filter_map(|e| Path::parse(&e.key).ok())
        .map(|key| key.lists().to_vec())
        .filter(|list| !list.is_empty())
        .collect();
    let Proposal {
        metrics, ignored, ..
    } = out;
    metrics.retain(|metric| {
        let told = codes.iter().find(|(path, _)| *path == metric.path);
        let reason = told
            .map(|(_, name)| format!("told by the service check {name}"))
            .or_else(|| {
                let path = Path::parse(&metric.path).unwrap_or_default();
                let event = lists.iter().any(|list| path.0.starts_with(list));
                event.then(|| {
                    "part of an event: as a metric it would make new series for ever".into()
                })
            });
        if let Some(reason) = &reason {
            ignored.push(Ignored {
                path: metric.path.clone(),
                reason: reason.clone(),
            });
        }
        reason.is_none()
    });
}
