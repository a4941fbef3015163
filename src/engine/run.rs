//! Running the custom check, and keeping what it emitted.

use super::job::Job;
use super::{declared, files, samples, trust};
use crate::core::answers::{Kind, Value};
use crate::core::capture::Capture;
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::failure::AGREE;
use crate::core::state::Run;
use crate::core::{hash, names};
use crate::scaffold::promote::Renames;
use crate::toolchain::runner;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Runs the check on the Agent's base class, twice for each sample.
pub(super) fn run(job: &mut Job) -> Result<Outcome, Failure> {
    if job.wizard.state.answers.is_declared() {
        return declared::read(job);
    }
    let folder = job.folder();
    let (check_path, conf_path) = (
        job.context.check_file(&folder),
        job.context.conf_file(&folder),
    );
    let missing = || {
        Failure::new(
            FailureKind::Findings,
            "There is no custom check yet.",
            "Write it first.",
        )
    };
    let check = files::read(&check_path)?.ok_or_else(missing)?;
    let conf = files::read(&conf_path)?.ok_or_else(missing)?;
    if !trust::is_trusted(&check) {
        return Err(Failure::new(
            FailureKind::Question,
            format!(
                "{} came with the workspace, and running it runs Python here.",
                check_path.display()
            ),
            format!(
                "{AGREE} if you trust it: under Prototype, or with run --trust. This is asked once for each content."
            ),
        ));
    }
    let stand_in = stand_in(job);
    if stand_in.is_none() && samples::is_made(job, Kind::Command) {
        for argv in trust::commands_of(&conf) {
            trust::command(&argv)?;
        }
    }
    let toolchain = job.context.toolchain()?;
    job.say("Running the check twice", None);
    let name = names::prototype_name(&folder);
    let source = job.wizard.state.answers.source.sql.clone();
    let source = source.filter(|_| samples::is_made(job, Kind::Sql));
    let source = source.as_ref();
    let sample =
        source.and_then(|sql| Some(samples::locate(&job.context.dir, sql.sample.as_ref()?)));
    let request = runner::Request {
        check: &check_path,
        conf: &conf_path,
        name: &name,
        scenes: scenes(job),
        stand_in: stand_in.as_deref(),
        database: source.map(|sql| runner::Database {
            driver: sql.module(),
            sample: sample.as_deref(),
        }),
        time_limit: job.context.options.run_limit,
        class: None,
    };
    let cancel = job.cancel.clone();
    let mut capture = runner::run(&toolchain, &request, &cancel, &mut |line| {
        job.progress(line, None);
    });
    job.check_cancel()?;
    capture = capture.without(&secrets(job)).map_err(|e| {
        Failure::new(
            FailureKind::Io,
            format!("The capture can't be read: {e}."),
            "",
        )
    })?;
    capture
        .dropped
        .extend(job.wizard.notes.dropped.iter().cloned());
    record(job, capture, &check, &conf)
}

/// What the environment holds for headers and connections: the runner knows a secret by its key alone.
fn secrets(job: &Job) -> Vec<String> {
    let source = &job.wizard.state.answers.source;
    let headers = source.http.iter().map(|h| &h.headers);
    let headers = headers.chain(source.openmetrics.iter().map(|o| &o.headers));
    let connect = source.sql.iter().map(|s| &s.connect);
    headers
        .chain(connect)
        .flat_map(BTreeMap::values)
        .filter_map(|value| match value {
            Value::Env(reference) => std::env::var(&reference.env).ok(),
            Value::Text(_) => None,
        })
        .collect()
}

/// Given samples are replayed, each a scene; without them the live target answers.
fn scenes(job: &Job) -> Vec<Vec<runner::Replay>> {
    let answers = &job.wizard.state.answers;
    if answers.prototype.is_some() {
        return vec![];
    }
    let folder = job.context.samples();
    let replay = |sample: &crate::core::state::Sample, any: bool| runner::Replay {
        url: (!any && !sample.url.is_empty()).then(|| sample.url.clone()),
        file: folder.join(&sample.file),
        content_type: sample.content_type.clone(),
        status: 200,
    };
    let samples = &job.wizard.state.prototype.samples;
    match answers.integration.kind {
        Some(Kind::Openmetrics) => {
            let given = answers
                .source
                .openmetrics
                .as_ref()
                .is_some_and(|s| !s.sample.is_empty());
            if given {
                samples.iter().map(|s| vec![replay(s, true)]).collect()
            } else {
                vec![]
            }
        }
        Some(Kind::Http) => {
            let http = answers.source.http.clone().unwrap_or_default();
            if http.requests.iter().any(|r| r.sample.is_some()) {
                vec![samples.iter().map(|s| replay(s, false)).collect()]
            } else {
                vec![]
            }
        }
        _ => vec![],
    }
}

/// A given sample of a command's output: the command itself is not run then.
fn stand_in(job: &Job) -> Option<PathBuf> {
    let state = &job.wizard.state;
    if !samples::is_made(job, Kind::Command) {
        return None;
    }
    state.answers.source.command.as_ref()?.sample.as_ref()?;
    Some(
        job.context
            .samples()
            .join(&state.prototype.samples.first()?.file),
    )
}

/// Keeps the capture and its line in the list of runs.
pub(super) fn record(
    job: &Job,
    capture: Capture,
    check: &str,
    conf: &str,
) -> Result<Outcome, Failure> {
    let at = super::now();
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
