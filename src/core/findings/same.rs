//! Whether two findings say the same thing in other words: ddev and a form of a field, ddev and a rule of the review
//! of a file, one validation and another.

use crate::core::finding::{Finding, Source};
use crate::core::place::Place;

/// What a finding is about and what it says of it; equal keys say the same.
pub(super) type Key = (String, String);

/// Every key of a finding; the first is its own text.
pub(super) fn keys(finding: &Finding, place: &Place) -> Vec<Key> {
    let file = finding.file.clone().unwrap_or_default();
    let said = finding.message.trim();
    let about = place.focus().unwrap_or(&file).to_owned();
    let mut out = vec![match finding.line {
        // The header is said to be wrong on every line.
        _ if said.starts_with("Missing columns") || said.starts_with("Invalid column") => {
            (file.clone(), said.to_owned())
        }
        Some(line) => (format!("{about}:{line}"), said.to_owned()),
        // One option of a template is refused for each option that the template has.
        None => (about.clone(), unnumbered(said)),
    }];
    if let Some(topic) = topic(finding, place) {
        let whole = ["parse", "logs"].contains(&&*topic) || topic.starts_with("section ");
        out.push((if whole { file } else { about }, topic));
    }
    out
}

/// `acme.yaml, instances, option #2: text` without the number.
fn unnumbered(said: &str) -> String {
    match said.split_once(", option #") {
        Some((place, rest)) => {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{place}{rest}")
        }
        None => said.to_owned(),
    }
}

/// What is said, where another source says it in other words.
fn topic(finding: &Finding, place: &Place) -> Option<String> {
    let (rule, said) = (finding.rule.as_str(), finding.message.as_str());
    let has = |words: &[&str]| words.iter().any(|w| said.contains(w));
    let field = place.focus().is_some();
    let topic = match finding.source {
        Source::Ddev if is_parse(said) => "parse",
        Source::Review if matches!(rule, "syntax" | "encoding") => "parse",
        Source::Ruff if rule == "syntax" => "parse",
        Source::Pytest if has(&["SyntaxError", "IndentationError"]) => "parse",
        Source::Ddev if field && has(&["is an invalid", "unit is invalid"]) => "value",
        // A form's error of a unit or an orientation is about the value.
        Source::Form if field && is_value(rule) => "value",
        Source::Ddev if field && said.contains("string: description") => "no description",
        Source::Form | Source::Review if field && has(&["has no description"]) => "no description",
        Source::Ddev if rule == "package" && said.contains("email") => "address",
        Source::Review | Source::Form if field && has(&["e-mail", "address"]) => "address",
        Source::Ddev if rule == "codeowners" && said.contains("/assets/logs/") => "logs",
        Source::Review if rule == "log-owners" => "logs",
        Source::Ddev if rule == "readmes" => return section(said, "a ", " H2"),
        Source::Review if rule == "readme-sections" => return section(said, "\"", "\""),
        _ => return None,
    };
    Some(topic.to_owned())
}

/// Whether ddev could not read the file, or failed while it did.
fn is_parse(said: &str) -> bool {
    const KINDS: [&str; 7] = [
        "JSONDecodeError",
        "TOMLDecodeError",
        "UnicodeDecodeError",
        "ParserError",
        "ScannerError",
        "SyntaxError",
        "Unable to parse",
    ];
    KINDS.iter().any(|kind| said.contains(kind))
        || said.starts_with("invalid json")
        || said.starts_with("Invalid column {'\\ufeff")
        || said.starts_with("Missing columns {'metric_name'}")
}

fn is_value(rule: &str) -> bool {
    let part = rule.rsplit('.').next().unwrap_or_default();
    rule.starts_with("metrics.") && ["unit", "per_unit", "orientation"].contains(&part)
}

fn section(said: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = said.split_once(before)?;
    Some(format!("section {}", rest.split_once(after)?.0))
}
