//! Metrics from what a command printed.

use super::super::samples::Loaded;
use crate::core::answers::{Answers, Format, JsonMetric, Request};
use crate::core::capture::Dropped;
use crate::core::event::{Failure, FailureKind, Notes};
use crate::core::finding::Finding;
use crate::core::json_metrics::{Ignored, Proposal};
use crate::core::mapping::{Help, Part};
use crate::core::{json_metrics, line_metrics, signals};

/// What the output gives.
pub(in crate::engine) struct Read {
    pub format: Format,
    pub metrics: Vec<JsonMetric>,
    pub notes: Notes,
}

/// Reads the output on record.
pub(in crate::engine) fn read(answers: &Answers, loaded: &[Loaded]) -> Result<Read, Failure> {
    let source = answers.source.command.clone().unwrap_or_default();
    let folder = answers.integration.folder();
    let Some(page) = loaded.first() else {
        return Err(Failure::new(
            FailureKind::Answers,
            "There is no output of the command yet.",
            "Name the command, or a file that holds what it prints.",
        ));
    };
    let document = serde_json::from_str::<serde_json::Value>(&page.text);
    let is_json = document
        .as_ref()
        .is_ok_and(|d| d.is_object() || d.is_array());
    let format = match source.format {
        Some(format) => format,
        None if is_json => Format::Json,
        None => Format::Lines,
    };
    let mut proposal = match (format, &document) {
        (Format::Lines, _) => {
            no_json(answers)?;
            line_metrics::propose(&page.text, &source.metrics, &folder)
        }
        (Format::Json, Ok(document)) => {
            let request = Request {
                metrics: source.metrics.clone(),
                hostname: source.hostname.clone(),
                ..Request::default()
            };
            json_metrics::propose(document, &request, &folder)
        }
        (Format::Json, Err(e)) => {
            return Err(Failure::new(
                FailureKind::Findings,
                format!("The output is not JSON: {e}."),
                "Does the program have an option that prints JSON? Otherwise choose the format lines.",
            ));
        }
    };
    if source.metrics.is_empty() {
        signals::leave_out(&mut proposal, None, answers);
    }
    proposal.findings.extend(match (format, &document) {
        (Format::Json, Ok(document)) => signals::json(document, None, answers),
        _ => signals::output(&page.text, answers),
    });
    let mut notes = notes(
        proposal.metrics.len(),
        &proposal.ignored,
        &proposal.findings,
    )?;
    if proposal.metrics.is_empty() {
        let first = notes.dropped.first();
        let why = first.map_or_else(String::new, |d| format!(" ({}: {})", d.name, d.reason));
        let hint = match format {
            Format::Json => "Name a command whose JSON holds numbers.",
            Format::Lines => {
                "Lines such as `depth: 3` can be read. Does the program have an option that prints JSON?"
            }
        };
        let said = format!("The output holds no number that can be collected{why}.");
        return Err(Failure::new(FailureKind::Findings, said, hint));
    }
    if format == Format::Lines {
        units(answers, &proposal, &page.text, &mut notes);
    }
    Ok(Read {
        format,
        metrics: proposal.metrics,
        notes,
    })
}

/// The version in what was printed.
pub(super) fn version(answers: &Answers, loaded: &[Loaded], format: Format) -> Option<String> {
    let text = &loaded.first()?.text;
    let said = answers.version.as_ref()?;
    match format {
        Format::Json => signals::version(&serde_json::from_str(text).ok()?, None, answers),
        Format::Lines => signals::lines::text(text, &said.line).map(str::to_owned),
    }
}

/// What lines can't give.
fn no_json(answers: &Answers) -> Result<(), Failure> {
    let command = answers.source.command.as_ref();
    let from = |path: &str, what: &str| (!path.is_empty()).then(|| what.to_owned());
    let origins: Vec<_> = answers
        .told_checks()
        .filter_map(|c| c.from.as_ref())
        .collect();
    let found = command
        .and_then(|c| c.hostname.as_ref())
        .map(|_| "hostname".to_owned())
        .or_else(|| {
            origins
                .iter()
                .find_map(|f| from(&f.path, "A service check's path"))
        })
        .or_else(|| (!answers.events.is_empty()).then(|| "events".to_owned()))
        .or_else(|| {
            answers
                .version
                .as_ref()
                .and_then(|v| from(&v.path, "The version's path"))
        });
    found.map_or(Ok(()), |what| {
        Err(Failure::new(
            FailureKind::Answers,
            format!("{what} needs JSON, and the command prints lines."),
            "Does the program have an option that prints JSON? A service check and the version can also name a line.",
        ))
    })
}

/// What was left out and what was found; the first error, if there is one.
pub(in crate::engine) fn notes(
    collected: usize,
    ignored: &[Ignored],
    findings: &[Finding],
) -> Result<Notes, Failure> {
    super::refuse_errors(findings)?;
    let dropped = |i: &Ignored| Dropped {
        name: i.path.clone(),
        reason: i.reason.clone(),
        ..Dropped::default()
    };
    Ok(Notes {
        summary: format!("{collected} collected, {} left out", ignored.len()),
        dropped: ignored.iter().map(dropped).collect(),
        messages: findings.iter().map(|f| f.message.clone()).collect(),
        ..Notes::default()
    })
}

/// The units that the lines give, for the metadata.
fn units(answers: &Answers, proposal: &Proposal, output: &str, notes: &mut Notes) {
    let prefix = answers.integration.prefix();
    let units = line_metrics::units(output);
    for metric in &proposal.metrics {
        let Some(unit) = units.get(&metric.path).filter(|u| !u.is_empty()) else {
            continue;
        };
        let bare = metric.name.strip_prefix(&prefix).unwrap_or(&metric.name);
        let help = Help {
            unit: unit.clone(),
            raw: metric.path.clone(),
            part: Part::Whole,
            text: String::new(),
        };
        notes.help.insert(format!("{prefix}{bare}"), help);
    }
}
