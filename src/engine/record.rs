//! Keeping what a run emitted.

use super::job::Job;
use super::samples;
use crate::core::capture::Capture;
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::state::Run;
use crate::core::{hash, names};
use crate::scaffold::promote::Renames;
use std::collections::BTreeMap;

/// Keeps the capture and its line in the list of runs.
pub(super) fn record(
    job: &Job,
    capture: Capture,
    check: &str,
    conf: &str,
) -> Result<Outcome, Failure> {
    let at = super::job::now();
    let text = serde_json::to_string(&capture).map_err(|e| {
        Failure::new(
            FailureKind::Io,
            format!("The capture can't be written: {e}."),
            "",
        )
    })?;
    let number = job.wizard.state.runs.iter().filter(|r| r.at == at).count();
    let file = format!("captures/{at}-{number}.json");
    samples::write(&job.context.dir.join(&file), &text, true)?;
    let mut wizard = job.wizard.clone();
    wizard.state.prototype.check = Some(hash::text(check));
    wizard.state.prototype.conf = Some(hash::text(conf));
    let names: std::collections::BTreeSet<&str> = capture
        .service_checks
        .iter()
        .map(|s| s.name.as_str())
        .collect();
    let run = Run {
        at,
        file,
        hash: hash::text(&stable(&capture)),
        inputs: wizard.run_inputs(),
        ok: capture.is_good(),
        metrics: capture.metric_names().len(),
        service_checks: names.len(),
        ms: capture.duration_ms,
        error: error(job, &capture),
        declared: None,
    };
    let renames = renames(job, check, &capture);
    Ok(Outcome::Captured {
        run,
        capture: Box::new(capture),
        renames,
    })
}

/// Why the run failed: where in the contributor's file, and what may be the cause on the page.
fn error(job: &Job, capture: &Capture) -> Option<String> {
    let error = capture.error.as_ref()?;
    let mut text = format!("{}: {}", error.kind, error.message);
    if let Some(frame) = error.frames.last() {
        let file = frame.file.rsplit('/').next().unwrap_or_default();
        if !text.contains(&format!("line {}", frame.line)) {
            text = format!("{text} ({file}, line {})", frame.line);
        }
    }
    let broken = |m: &&String| m.starts_with("Page ");
    if let Some(line) = job.wizard.notes.messages.iter().find(broken) {
        text = format!("{text} Perhaps because of what the page holds: {line}");
    }
    Some(text)
}

/// What a run is compared by: what it emitted, not how long it took or what the values were.
fn stable(capture: &Capture) -> String {
    let mut lines: Vec<String> = capture
        .metrics
        .iter()
        .map(|m| format!("{} {} {}", m.name, m.submission.method(), m.tags.join(",")))
        .chain(
            capture
                .service_checks
                .iter()
                .map(|s| format!("{} {}", s.name, s.status)),
        )
        .collect();
    lines.sort();
    lines.dedup();
    lines.join("\n")
}

/// Names that promotion changes, for the metrics table.
pub(super) fn renames(job: &Job, check: &str, capture: &Capture) -> BTreeMap<String, String> {
    let answers = &job.wizard.state.answers;
    if answers.is_declared() {
        // Rules hold the integration's own names.
        return BTreeMap::new();
    }
    let stem = names::prototype_name(&job.folder());
    let renames = Renames::of(check, &stem, capture, answers);
    let metrics = capture.metrics.iter().map(|m| &m.name);
    let emitted = metrics.chain(capture.service_checks.iter().map(|s| &s.name));
    emitted
        .map(|n| (n.clone(), renames.rename(n)))
        .filter(|(old, new)| old != new)
        .collect()
}
