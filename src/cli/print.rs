//! The only place that writes to standard output and standard error.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use super::args::Common;
use super::report::{self, Report, exit_of};
use super::surroundings::is_json;
use crate::core::event::Failure;
use crate::core::finding::Severity;
use serde::Serialize;
use std::io::Write;

/// A JSON document on standard output.
pub(super) fn json<T: Serialize>(value: &T) {
    let text =
        serde_json::to_string_pretty(value).unwrap_or_else(|e| format!("{{\"error\": \"{e}\"}}"));
    text_out(&text);
    text_out("\n");
}

/// Text on standard output; a reader that left is no error.
pub(super) fn text(text: &str) -> i32 {
    text_out(text);
    if !text.ends_with('\n') {
        text_out("\n");
    }
    0
}

fn text_out(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// An error for people.
pub(super) fn error(message: &str) {
    let _ = writeln!(std::io::stderr(), "ddint-tui: {message}");
}

/// A failure before there was anything to report.
pub(super) fn failure(common: &Common, failure: &Failure) -> i32 {
    if is_json(common) {
        json(&report::failed(failure));
    } else {
        error(&failure.message);
        if !failure.hint.is_empty() {
            let _ = writeln!(std::io::stderr(), "  {}", failure.hint);
        }
    }
    exit_of(failure.kind)
}

/// The result of a run.
pub(super) fn report(common: &Common, report: &Report) -> i32 {
    if is_json(common) {
        json(report);
        return report.exit;
    }
    if report.workspace.is_some() {
        for step in &report.steps {
            text(&format!(
                "{:<13} {:<12} {}",
                step.step, step.status, step.detail
            ));
        }
    }
    for finding in report
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Note)
    {
        let place = match (&finding.file, finding.line) {
            (Some(file), Some(line)) => format!("{file}:{line}: "),
            (Some(file), None) => format!("{file}: "),
            _ => String::new(),
        };
        text(&format!("{place}{} [{}]", finding.message, finding.rule));
    }
    if let Some(pr) = &report.pull_request {
        text(&format!("\n{}\n\n{}", pr.title, pr.body));
        if let Some(url) = &pr.url {
            text(url);
        }
    }
    if let Some(part) = &report.error {
        error(&part.message);
        if !part.hint.is_empty() {
            let _ = writeln!(std::io::stderr(), "  {}", part.hint);
        }
    }
    report.exit
}
