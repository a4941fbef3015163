//! The Prototype step's jobs: writing the custom check, and running it.

use super::samples::{self, Loaded};
use super::{Job, files, io, trust};
use crate::core::answers::{Answers, JsonMetric, Kind};
use crate::core::capture::{Capture, Dropped};
use crate::core::event::{Failure, FailureKind, Notes, Outcome};
use crate::core::finding::Severity;
use crate::core::mapping::{self, Mapping};
use crate::core::state::{Prototype, Run};
use crate::core::{hash, json_metrics, names, openmetrics};
use crate::scaffold::prototype as generator;
use crate::toolchain::runner;
use std::time::Duration;

/// How long both runs of all scenes may take.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// Reads the source and writes the check and its configuration.
pub(super) fn write(job: &mut Job, replace: bool) -> Result<Outcome, Failure> {
    let answers = job.wizard.state.answers.clone();
    names::check_display_name(&answers.integration.display_name)
        .map_err(|m| Failure::new(FailureKind::Answers, m, "Name the product first."))?;
    let folder = job.folder();
    let loaded = if answers.prototype.is_some() { vec![] } else { samples::collect(job)? };
    job.check_cancel()?;
    let (text, notes) = generate(job, &answers, &loaded)?;
    let (check_path, conf_path) = (job.context.check_file(&folder), job.context.conf_file(&folder));
    rename_earlier(job, &folder)?;
    let state = &job.wizard.state.prototype;
    let check = settle(&check_path, &text.check, state.generated_check.as_deref(), replace)?;
    let conf = settle(&conf_path, &text.conf, state.generated_conf.as_deref(), replace)?;
    samples::write(&check_path, &check, false)?;
    samples::write(&conf_path, &conf, true)?;
    // Written here, from the contributor's own answers: no question before it runs.
    trust::remember(&check)?;
    let prototype = Prototype {
        check: Some(hash::text(&check)),
        conf: Some(hash::text(&conf)),
        generated_check: Some(hash::text(&text.check)),
        generated_conf: Some(hash::text(&text.conf)),
        generated_from: Some(job.wizard.source_inputs()),
        samples: loaded.iter().map(|l| l.sample.clone()).collect(),
        brought: answers.prototype.is_some(),
    };
    Ok(Outcome::Prototype { prototype: Box::new(prototype), notes })
}

/// The text to write: the generated one, unless a hand edit is in the way.
fn settle(
    path: &std::path::Path,
    generated: &str,
    before: Option<&str>,
    replace: bool,
) -> Result<String, Failure> {
    let Some(now) = files::read(path)? else { return Ok(generated.to_owned()) };
    let edited = before != Some(hash::text(&now).as_str()) && now != generated;
    if edited && !replace {
        // What would be written is what was written before: the edit simply stays.
        if before == Some(hash::text(generated).as_str()) {
            return Ok(now);
        }
        return Err(Failure::new(
            FailureKind::Question,
            format!("{} was edited by hand.", path.display()),
            "Keep it and run it as it is, or replace it (the old text is kept beside it).",
        ));
    }
    if edited {
        let keep = path.with_extension(format!("{}.before", extension(path)));
        samples::write(&keep, &now, true)?;
    }
    Ok(generated.to_owned())
}

fn extension(path: &std::path::Path) -> String {
    path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A renamed product takes its files along, hand edits included.
fn rename_earlier(job: &Job, folder: &str) -> Result<(), Failure> {
    let wanted = job.context.check_file(folder);
    let Some(dir) = wanted.parent() else { return Ok(()) };
    if wanted.exists() {
        return Ok(());
    }
    let Ok(entries) = std::fs::read_dir(dir) else { return Ok(()) };
    let mut old = entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| extension(p) == "py");
    let (Some(check), None) = (old.next(), old.next()) else { return Ok(()) };
    let stem = check.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let conf = job.context.dir.join("conf.d").join(format!("{stem}.d"));
    std::fs::rename(&check, &wanted).map_err(|e| io("Can't rename", &check, &e))?;
    let target = job.context.conf_file(folder);
    if let Some(target) = target.parent().filter(|t| conf.exists() && !t.exists()) {
        std::fs::rename(&conf, target).map_err(|e| io("Can't rename", &conf, &e))?;
    }
    Ok(())
}

/// The check and its configuration, and what reading the source told.
fn generate(
    job: &Job,
    answers: &Answers,
    loaded: &[Loaded],
) -> Result<(generator::Prototype, Notes), Failure> {
    let (mut mapping, mut metrics, mut notes) = (None, vec![], Notes::default());
    let mut own: Option<(String, Option<String>)> = None;
    if let Some(brought) = &answers.prototype {
        let conf = brought.conf.as_deref().map(|c| brought_text(job, c)).transpose()?;
        own = Some((brought_text(job, &brought.check)?, conf));
    } else if answers.integration.kind == Some(Kind::Openmetrics) {
        let found = mapping_of(answers, loaded)?;
        notes = notes_of(&found);
        mapping = Some(found);
    } else if answers.integration.kind == Some(Kind::Http) {
        (metrics, notes) = json_of(answers, loaded)?;
    } else if answers.integration.kind.is_none() {
        return Err(Failure::new(
            FailureKind::Answers,
            "The kind is not chosen yet.",
            "Say what there is to read: openmetrics, http, or blank.",
        ));
    }
    let input = generator::Input {
        mapping: mapping.as_ref(),
        requests: &metrics,
        own: own.as_ref().map(|(check, conf)| (check.as_str(), conf.as_deref())),
    };
    let made = generator::render(answers, &input, &|name| std::env::var(name).ok())
        .map_err(|e| Failure::new(FailureKind::Answers, e, "Correct the source's answers."))?;
    if let Some(name) = made.unset.first() {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("The environment variable {name} is not set."),
            format!("Set it before starting: export {name}=..."),
        ));
    }
    Ok((made, notes))
}

/// A file of a check that was brought along.
fn brought_text(job: &Job, file: &str) -> Result<String, Failure> {
    let path = samples::locate(&job.context.dir, file);
    files::read(&path)?.ok_or_else(|| {
        Failure::new(FailureKind::Answers, format!("{} is not there.", path.display()), "Check the path.")
    })
}

/// The map from the pages; an error when they hold nothing that can be collected.
fn mapping_of(answers: &Answers, loaded: &[Loaded]) -> Result<Mapping, Failure> {
    let mut pages = vec![];
    for page in loaded {
        let parsed = openmetrics::parse(&page.text, Some(&page.sample.content_type)).map_err(|m| {
            let name = if page.given { &page.sample.file } else { &page.sample.url };
            Failure::new(
                FailureKind::Findings,
                format!("{name}: {m}"),
                "Name the address of the metrics page itself, often ending in /metrics.",
            )
        })?;
        pages.push(parsed);
    }
    let source = answers.source.openmetrics.clone().unwrap_or_default();
    let i = &answers.integration;
    let mapping = mapping::propose(&pages, &source, &i.folder(), &i.prefix());
    if let Some(wrong) = mapping.findings.iter().find(|f| f.severity == Severity::Error) {
        return Err(Failure::new(
            FailureKind::Answers,
            wrong.message.clone(),
            wrong.fix.clone().unwrap_or_default(),
        ));
    }
    if mapping.entries.is_empty() {
        let why = mapping.dropped.first().map(|d| format!(" ({}: {})", d.raw, d.reason)).unwrap_or_default();
        return Err(Failure::new(
            FailureKind::Findings,
            format!("The page holds no metric that can be collected{why}."),
            "Give families without a type one under Types, or name another page.",
        ));
    }
    Ok(mapping)
}

fn notes_of(mapping: &Mapping) -> Notes {
    Notes {
        dropped: mapping
            .dropped
            .iter()
            .map(|d| Dropped { name: d.raw.clone(), reason: d.reason.clone() })
            .collect(),
        runtime: mapping.entries.iter().filter(|e| e.runtime).map(|e| e.raw.clone()).collect(),
        messages: mapping.findings.iter().map(|f| f.message.clone()).collect(),
        help: mapping.help.clone(),
        summary: mapping.summary(),
    }
}

/// Metrics of each request, from its response.
fn json_of(answers: &Answers, loaded: &[Loaded]) -> Result<(Vec<Vec<JsonMetric>>, Notes), Failure> {
    let http = answers.source.http.clone().unwrap_or_default();
    let mut notes = Notes::default();
    let mut metrics = vec![];
    for (request, page) in http.requests.iter().zip(loaded) {
        let name = if page.given { &page.sample.file } else { &page.sample.url };
        let document: serde_json::Value = serde_json::from_str(&page.text).map_err(|e| {
            Failure::new(
                FailureKind::Findings,
                format!("{name} is not JSON: {e}."),
                "Name the path that answers with JSON.",
            )
        })?;
        let proposal = json_metrics::propose(&document, request, &answers.integration.folder());
        if let Some(wrong) = proposal.findings.iter().find(|f| f.severity == Severity::Error) {
            return Err(Failure::new(
                FailureKind::Answers,
                wrong.message.clone(),
                wrong.fix.clone().unwrap_or_default(),
            ));
        }
        let ignored = proposal.ignored.iter();
        notes.dropped.extend(
            ignored.map(|i| Dropped { name: i.path.clone(), reason: i.reason.clone() }),
        );
        notes.messages.extend(proposal.findings.iter().map(|f| f.message.clone()));
        metrics.push(proposal.metrics);
    }
    if metrics.iter().all(Vec::is_empty) {
        return Err(Failure::new(
            FailureKind::Findings,
            "The responses hold no number.",
            "Name a path whose JSON holds numbers.",
        ));
    }
    let count: usize = metrics.iter().map(Vec::len).sum();
    notes.summary = format!("{count} collected, {} left out", notes.dropped.len());
    Ok((metrics, notes))
}

/// What the samples on record tell, for a resumed workflow.
pub(super) fn notes(job: &Job) -> Notes {
    let answers = &job.wizard.state.answers;
    let loaded = samples::recorded(job);
    if answers.prototype.is_some() || loaded.is_empty() {
        return Notes::default();
    }
    match answers.integration.kind {
        Some(Kind::Openmetrics) => {
            mapping_of(answers, &loaded).map(|m| notes_of(&m)).unwrap_or_default()
        }
        Some(Kind::Http) => json_of(answers, &loaded).map(|(_, n)| n).unwrap_or_default(),
        _ => Notes::default(),
    }
}

/// Runs the check on the Agent's base class, twice for each sample.
pub(super) fn run(job: &mut Job) -> Result<Outcome, Failure> {
    let folder = job.folder();
    let (check_path, conf_path) = (job.context.check_file(&folder), job.context.conf_file(&folder));
    let missing = || {
        Failure::new(FailureKind::Findings, "There is no custom check yet.", "Write it first.")
    };
    let check = files::read(&check_path)?.ok_or_else(missing)?;
    let conf = files::read(&conf_path)?.ok_or_else(missing)?;
    if !trust::is_trusted(&check) {
        return Err(Failure::new(
            FailureKind::Question,
            format!("{} came with the workspace, and running it runs Python here.", check_path.display()),
            "Read it, and agree to run it if you trust it. This is asked once for each content.",
        ));
    }
    let toolchain = job.context.toolchain()?;
    job.say("Running the check twice", None);
    let name = names::prototype_name(&folder);
    let request = runner::Request {
        check: &check_path,
        conf: &conf_path,
        name: &name,
        scenes: scenes(job),
        time_limit: TIME_LIMIT,
        scratch: &job.context.dir.join("scratch"),
        log: job.context.log("run"),
    };
    let cancel = job.cancel.clone();
    let mut capture = runner::run(&toolchain, &request, &cancel, &mut |line| job.progress(line, None));
    job.check_cancel()?;
    capture.dropped.extend(job.wizard.notes.dropped.iter().cloned());
    record(job, capture, &check, &conf)
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
            let given = answers.source.openmetrics.as_ref().is_some_and(|s| !s.sample.is_empty());
            if given { samples.iter().map(|s| vec![replay(s, true)]).collect() } else { vec![] }
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

/// Keeps the capture and its line in the list of runs.
fn record(job: &Job, capture: Capture, check: &str, conf: &str) -> Result<Outcome, Failure> {
    let at = super::now();
    let text = serde_json::to_string(&capture).map_err(|e| {
        Failure::new(FailureKind::Io, format!("The capture can't be written: {e}."), "")
    })?;
    let number = job.wizard.state.runs.iter().filter(|r| r.at == at).count();
    let file = format!("captures/{at}-{number}.json");
    samples::write(&job.context.dir.join(&file), &text, true)?;
    let mut wizard = job.wizard.clone();
    wizard.state.prototype.check = Some(hash::text(check));
    wizard.state.prototype.conf = Some(hash::text(conf));
    let names: std::collections::BTreeSet<&str> =
        capture.service_checks.iter().map(|s| s.name.as_str()).collect();
    let run = Run {
        at,
        file,
        hash: hash::text(&stable(&capture)),
        inputs: wizard.run_inputs(),
        ok: capture.is_good(),
        metrics: capture.metric_names().len(),
        service_checks: names.len(),
        ms: capture.duration_ms,
        error: capture.error.as_ref().map(|e| format!("{}: {}", e.kind, e.message)),
    };
    Ok(Outcome::Captured { run, capture: Box::new(capture) })
}

/// What a run is compared by: what it emitted, not how long it took or what the values were.
fn stable(capture: &Capture) -> String {
    let mut lines: Vec<String> = capture
        .metrics
        .iter()
        .map(|m| format!("{} {} {}", m.name, m.submission.method(), m.tags.join(",")))
        .chain(capture.service_checks.iter().map(|s| format!("{} {}", s.name, s.status)))
        .collect();
    lines.sort();
    lines.dedup();
    lines.join("\n")
}
