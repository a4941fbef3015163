//! The custom check's text from the answers and what the source holds.

mod output;
mod queries;

use super::job::Job;
use super::samples::{self, Loaded};
use super::{declared, files};
use crate::core::answers::{Answers, JsonMetric, Kind};
use crate::core::capture::Dropped;
use crate::core::event::{Failure, FailureKind, Notes};
use crate::core::finding::{Finding, Severity};
use crate::core::mapping::{self, Mapping};
use crate::core::{json_metrics, openmetrics, shown, signals};
use crate::scaffold::prototype as generator;

/// The check and its configuration, and what reading the source told.
pub(super) fn generate(
    job: &Job,
    answers: &Answers,
    loaded: &[Loaded],
) -> Result<(generator::Prototype, Notes), Failure> {
    let (mut mapping, mut metrics, mut notes) = (None, vec![], Notes::default());
    let (mut format, mut queries, mut version) = (None, vec![], None);
    let mut own: Option<(String, Option<String>)> = None;
    if let Some(brought) = &answers.prototype {
        let conf = brought
            .conf
            .as_deref()
            .map(|c| brought_text(job, c))
            .transpose()?;
        own = Some((brought_text(job, &brought.check)?, conf));
    } else if answers.integration.kind == Some(Kind::Openmetrics) {
        let found = mapping_of(answers, loaded)?;
        notes = notes_of(&found);
        mapping = Some(found);
    } else if answers.integration.kind == Some(Kind::Http) {
        (metrics, notes) = json_of(answers, loaded)?;
        version = version_of(answers, loaded);
    } else if answers.integration.kind == Some(Kind::Command) {
        let read = output::read(answers, loaded)?;
        (metrics, notes, format) = (vec![read.metrics], read.notes, Some(read.format));
        version = output::version(answers, loaded, read.format);
    } else if answers.integration.kind == Some(Kind::Sql) {
        (queries, notes) = queries::read(answers, loaded)?;
    } else if answers.integration.kind.is_none() {
        return Err(Failure::new(
            FailureKind::Answers,
            "The kind is not chosen yet.",
            format!("Say what there is to read: {}.", Kind::all()),
        ));
    }
    let input = generator::Input {
        mapping: mapping.as_ref(),
        requests: &metrics,
        format,
        queries: &queries,
        version: version.as_deref(),
        own: own
            .as_ref()
            .map(|(check, conf)| (check.as_str(), conf.as_deref())),
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
    let path = job.locate(file);
    files::read(&path)?.ok_or_else(|| {
        Failure::new(
            FailureKind::Answers,
            format!("{} is not there.", path.display()),
            "Check the path.",
        )
    })
}

/// The map from the pages; an error when they hold nothing that can be collected.
fn mapping_of(answers: &Answers, loaded: &[Loaded]) -> Result<Mapping, Failure> {
    let mut pages = vec![];
    for page in loaded {
        let parsed =
            openmetrics::parse(&page.text, Some(&page.sample.content_type)).map_err(|m| {
                let name = if page.given {
                    &page.sample.file
                } else {
                    &page.sample.url
                };
                Failure::new(
                    FailureKind::Findings,
                    format!("{name}: {m}"),
                    shown::way_out(
                        &page.text,
                        Kind::Openmetrics,
                        "Name the address of the metrics page itself, often ending in /metrics.",
                    ),
                )
            })?;
        pages.push(parsed);
    }
    let source = answers.source.openmetrics.clone().unwrap_or_default();
    let i = &answers.integration;
    let mut mapping = mapping::propose(&pages, &source, &i.folder(), &i.prefix());
    mapping::tell(&mut mapping, &pages, answers);
    refuse_errors(&mapping.findings)?;
    if mapping.entries.is_empty() {
        let why = mapping
            .dropped
            .first()
            .map(|d| format!(" ({}: {})", d.raw, d.reason))
            .unwrap_or_default();
        return Err(Failure::new(
            FailureKind::Findings,
            format!("The page holds no metric that can be collected{why}."),
            "Give families without a type one under Types, or name another page.",
        ));
    }
    Ok(mapping)
}

/// The first finding that makes the answers unusable, as a failure.
fn refuse_errors(findings: &[Finding]) -> Result<(), Failure> {
    let wrong = findings.iter().find(|f| f.severity == Severity::Error);
    wrong.map_or(Ok(()), |wrong| {
        let hint = wrong.fix.clone().unwrap_or_default();
        Err(Failure::new(
            FailureKind::Answers,
            wrong.message.clone(),
            hint,
        ))
    })
}

fn notes_of(mapping: &Mapping) -> Notes {
    Notes {
        dropped: mapping
            .dropped
            .iter()
            .map(|d| Dropped {
                name: d.raw.clone(),
                reason: d.reason.clone(),
                give: d.give.clone(),
            })
            .collect(),
        runtime: mapping
            .entries
            .iter()
            .filter(|e| e.runtime)
            .map(|e| e.raw.clone())
            .collect(),
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
        let name = if page.given {
            &page.sample.file
        } else {
            &page.sample.url
        };
        let document: serde_json::Value = serde_json::from_str(&page.text).map_err(|e| {
            Failure::new(
                FailureKind::Findings,
                format!("{name} is not JSON: {e}."),
                shown::way_out(
                    &page.text,
                    Kind::Http,
                    "Name the path that answers with JSON.",
                ),
            )
        })?;
        let mut proposal = json_metrics::propose(&document, request, &answers.integration.folder());
        if request.metrics.is_empty() {
            signals::leave_out(&mut proposal, Some(&request.path), answers);
        }
        let said = signals::json(&document, Some(&request.path), answers);
        proposal.findings.extend(said);
        let read = output::notes(0, &proposal.ignored, &proposal.findings)?;
        notes.dropped.extend(read.dropped);
        notes.messages.extend(read.messages);
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

/// The version in the responses.
fn version_of(answers: &Answers, loaded: &[Loaded]) -> Option<String> {
    let http = answers.source.http.as_ref()?;
    let mut all = http.requests.iter().zip(loaded);
    all.find_map(|(request, page)| {
        let document = serde_json::from_str(&page.text).ok()?;
        signals::version(&document, Some(&request.path), answers)
    })
}

/// What the samples on record tell, for a resumed workflow.
pub(super) fn notes(job: &Job) -> Notes {
    let answers = &job.wizard.state.answers;
    if answers.is_declared() {
        return declared::notes(job);
    }
    let loaded = samples::recorded(job);
    if answers.prototype.is_some() || loaded.is_empty() {
        return Notes::default();
    }
    match answers.integration.kind {
        Some(Kind::Openmetrics) => mapping_of(answers, &loaded)
            .map(|m| notes_of(&m))
            .unwrap_or_default(),
        Some(Kind::Http) => json_of(answers, &loaded)
            .map(|(_, n)| n)
            .unwrap_or_default(),
        Some(Kind::Command) => output::read(answers, &loaded)
            .map(|read| read.notes)
            .unwrap_or_default(),
        Some(Kind::Sql) => queries::read(answers, &loaded)
            .map(|(_, n)| n)
            .unwrap_or_default(),
        _ => Notes::default(),
    }
}
