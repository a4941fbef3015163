//! Running the custom check, and keeping what it emitted.

use super::job::Job;
use super::{declared, files, record, trust};
use crate::core::answers::{Kind, Value};
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::failure::AGREE;
use crate::core::names;
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
    if stand_in.is_none() && job.generates(Kind::Command) {
        for argv in trust::commands_of(&conf) {
            trust::command(&argv)?;
        }
    }
    let toolchain = job.context.toolchain()?;
    job.say("Running the check twice", None);
    let name = names::prototype_name(&folder);
    let source = job.wizard.state.answers.source.sql.clone();
    let source = source.filter(|_| job.generates(Kind::Sql));
    let source = source.as_ref();
    let sample = source.and_then(|sql| Some(job.locate(sql.sample.as_ref()?)));
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
    record::record(job, capture, &check, &conf)
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
    if !job.generates(Kind::Command) {
        return None;
    }
    state.answers.source.command.as_ref()?.sample.as_ref()?;
    Some(
        job.context
            .samples()
            .join(&state.prototype.samples.first()?.file),
    )
}
