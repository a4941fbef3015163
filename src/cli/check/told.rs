//! What `check` prints: lines for people, one JSON document, or GitHub's workflow commands.

mod repairs;

use super::Checked;
use crate::cli::args::{Common, Format};
use crate::cli::print;
use crate::cli::report::{ErrorPart, ValidationPart, kind_name};
use crate::core::event::Failure;
use crate::core::finding::{Finding, Severity};
use serde::Serialize;
use std::borrow::Cow;
use std::path::PathBuf;

/// The document of one integration, or of several: every key is always there.
#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: u32,
    exit: i32,
    error: Option<ErrorPart>,
    /// Null where several were asked for.
    integration: Option<&'a str>,
    findings: Vec<Cow<'a, Finding>>,
    validations: Vec<&'a ValidationPart>,
    /// What was left out, each with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    silenced: Vec<SilencedPart<'a>>,
    /// Where several were asked for: each by itself, its findings above.
    #[serde(skip_serializing_if = "Option::is_none")]
    integrations: Option<Vec<Part<'a>>>,
    /// Where repairs were asked for: one entry for each integration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<repairs::Repairs<'a>>,
}

#[derive(Debug, Serialize)]
struct SilencedPart<'a> {
    finding: &'a Finding,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct Part<'a> {
    integration: &'a str,
    exit: i32,
    errors: usize,
    warnings: usize,
    notes: usize,
    validations: &'a [ValidationPart],
    /// Why it could not be checked to the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorPart>,
}

/// Says why nothing could be checked.
pub(super) fn failure(common: &Common, target: Option<&PathBuf>, failure: &Failure, exit: i32) {
    if common.format == Format::Github {
        print::text(&refusal(failure));
    }
    if common.format != Format::Json {
        print::failure(common, failure);
        return;
    }
    let name = target.and_then(|path| path.file_name()?.to_str());
    print::json(&Document {
        schema: 1,
        exit,
        error: Some(part_of(failure)),
        integration: name,
        findings: vec![],
        validations: vec![],
        silenced: vec![],
        integrations: None,
        repairs: vec![],
    });
}

fn part_of(failure: &Failure) -> ErrorPart {
    ErrorPart {
        kind: kind_name(failure.kind).into(),
        message: failure.message.clone(),
        hint: failure.hint.clone(),
    }
}

/// Prints what was found; the exit status.
pub(super) fn all(common: &Common, strict: bool, many: bool, checked: &[Checked]) -> i32 {
    let exits: Vec<i32> = checked.iter().map(|c| c.exit(strict)).collect();
    let exit = worst(&exits);
    for failure in checked.iter().filter_map(|c| c.failure.as_ref()) {
        match common.format {
            Format::Json => {}
            Format::Github => drop(print::text(&refusal(failure))),
            Format::Human => drop(print::failure(common, failure)),
        }
    }
    match common.format {
        Format::Json => json(exit, strict, many || checked.len() != 1, checked),
        Format::Github => {
            for finding in checked.iter().flat_map(|c| &c.findings) {
                print::text(&command(finding));
            }
        }
        Format::Human => checked.iter().for_each(human),
    }
    exit
}

/// When several hold, the first of these counts.
fn worst(all: &[i32]) -> i32 {
    let order = [2, 4, 3, 70, 5, 1];
    order
        .into_iter()
        .find(|exit| all.contains(exit))
        .unwrap_or(0)
}

fn json(exit: i32, strict: bool, many: bool, checked: &[Checked]) {
    let part = |c| -> Part<'_> {
        let c: &Checked = c;
        Part {
            integration: &c.integration,
            exit: c.exit(strict),
            errors: c.count(Severity::Error),
            warnings: c.count(Severity::Warning),
            notes: c.count(Severity::Note),
            validations: &c.validations,
            error: c.failure.as_ref().map(part_of),
        }
    };
    let silenced = checked.iter().flat_map(|c| &c.silenced);
    let silenced = silenced.map(|(silence, finding)| SilencedPart {
        finding,
        reason: &silence.reason,
    });
    let only = checked.first().filter(|_| !many);
    print::json(&Document {
        schema: 1,
        exit,
        error: checked.iter().find_map(|c| c.failure.as_ref()).map(part_of),
        integration: only.map(|c| c.integration.as_str()),
        findings: checked.iter().flat_map(repairs::findings).collect(),
        validations: only.iter().flat_map(|c| &c.validations).collect(),
        silenced: silenced.collect(),
        integrations: many.then(|| checked.iter().map(part).collect()),
        repairs: checked.iter().filter_map(repairs::Repairs::of).collect(),
    });
}

fn human(checked: &Checked) {
    if checked.failure.is_some() {
        return;
    }
    let fixed = checked.fixed.as_ref();
    if let Some(fixed) = fixed {
        repairs::human(&checked.integration, fixed);
        if fixed.restored.is_some() {
            return;
        }
    }
    for finding in &checked.findings {
        let place = match (&finding.file, finding.line) {
            (Some(file), Some(line)) => format!("{file}:{line}: "),
            (Some(file), None) => format!("{file}: "),
            _ => String::new(),
        };
        let severity = severity(finding);
        print::text(&format!(
            "{place}{severity}: {} [{}]",
            finding.message, finding.rule
        ));
        if let Some(fix) = &finding.fix {
            print::text(&format!("    {fix}"));
        }
        if let Some(fix) = fixed.and_then(|fixed| fixed.offer(finding)) {
            print::text(&format!("    --fix={}: {}", fix.name, fix.title));
        }
    }
    let number = |severity, one: &str| {
        let n = checked.count(severity);
        format!("{n} {one}{}", if n == 1 { "" } else { "s" })
    };
    let mut line = format!(
        "{}: {}, {}, {}",
        checked.integration,
        number(Severity::Error, "error"),
        number(Severity::Warning, "warning"),
        number(Severity::Note, "note")
    );
    if !checked.validations.is_empty() {
        let passed = checked.validations.iter().filter(|v| v.passed).count();
        let all = checked.validations.len();
        line = format!("{line}; {passed} of {all} validations passed");
    }
    if !checked.silenced.is_empty() {
        line = format!("{line}; {} silenced", checked.silenced.len());
    }
    print::text(&line);
}

fn severity(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Why nothing could be checked, where an annotation is all that is looked at.
fn refusal(failure: &Failure) -> String {
    let said = format!("{}\n{}", failure.message, failure.hint);
    format!("::error title=ddint-tui::{}", data(said.trim()))
}

/// `::error file=a/b,line=3,title=rule::message`, as GitHub's runner reads it.
fn command(finding: &Finding) -> String {
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let kind = match finding.severity {
        Severity::Note => "notice",
        _ => severity(finding),
    };
    let mut properties: Vec<String> = vec![];
    properties.extend(
        finding
            .file
            .as_deref()
            .map(|f| format!("file={}", property(f))),
    );
    properties.extend(finding.line.map(|line| format!("line={line}")));
    properties.push(format!("title={}", property(&finding.rule)));
    let fix = finding.fix.as_deref().map(|fix| format!("\n{fix}"));
    let message = format!("{}{}", finding.message, fix.unwrap_or_default());
    format!("::{kind} {}::{}", properties.join(","), data(&message))
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::core::finding::{Finding, Source};

    #[test]
    fn workflow_commands_are_escaped() {
        let finding = Finding::error(Source::Review, "a:b", "50%\nof it: all, really")
            .at("x,y/z.md", Some(3))
            .fix("Do.")
            .warning();
        assert_eq!(
            command(&finding),
            "::warning file=x%2Cy/z.md,line=3,title=a%3Ab::50%25%0Aof it: all, really%0ADo."
        );
    }
}
