//! The answers as a text file: `ddint-tui run --answers`. Reads and writes text only; the files it names
//! are somebody else's to open. All problems are told at once, each with its path and line.

mod kinds;
mod over;
mod place;
mod shape;
mod signals;
mod walk;

pub(crate) use place::{Part, line};

use super::answers::Answers;
use super::finding::{Finding, Source};
use serde_yaml::Value;

/// The newest schema this version reads.
pub const SCHEMA: u64 = 1;

/// Reads an answers file.
///
/// # Errors
/// Every problem found, each with the path of its key as the rule and its line.
pub fn parse(text: &str) -> Result<Answers, Vec<Finding>> {
    read(&value(text)?).map_err(|finding| vec![finding])
}

/// Reads a file of some answers, and lays them over those that are there.
///
/// What the file does not name stays. Of `metrics`, `service_checks`, `options` and `monitors` each entry is laid
/// over the one of its name; other lists take the place of the one that is there.
///
/// # Errors
/// As [`parse`].
pub fn over(text: &str, held: &Answers) -> Result<Answers, Vec<Finding>> {
    let new = value(text)?;
    let held = serde_yaml::to_string(held).and_then(|text| serde_yaml::from_str::<Value>(&text));
    let mut held = held.map_err(|e| vec![unreadable(&e)])?;
    over::lay(&mut held, new);
    read(&held).map_err(|finding| vec![finding])
}

/// The file's value without its schema, when its shape is right.
fn value(text: &str) -> Result<Value, Vec<Finding>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_yaml::from_str(text).map_err(|e| vec![syntax(&e)])?;
    let Value::Mapping(mut map) = value else {
        return Err(vec![error(
            "schema",
            "The answers file must be a mapping of keys that begins with schema: 1.",
            Some(1),
        )]);
    };
    let schema = map.shift_remove("schema");
    let mut value = Value::Mapping(map);
    if let Err(problem) = check_schema(schema.as_ref(), text) {
        return Err(vec![problem]);
    }
    let problems = walk::check(&mut value);
    if problems.is_empty() {
        return Ok(value);
    }
    let mut findings: Vec<Finding> = problems
        .into_iter()
        .map(|p| error(&p.path_text(), &p.message, place::line(text, &p.path)))
        .collect();
    findings.sort_by_key(|f| f.line.unwrap_or(u32::MAX));
    Err(findings)
}

/// The shape has accepted everything, so what is left is a value serde reads differently. As text, which is how the
/// saved document is read: a second way to read answers weighs 80 KB in the binary.
fn read(value: &Value) -> Result<Answers, Finding> {
    let read = serde_yaml::to_string(value).and_then(|text| serde_yaml::from_str::<Answers>(&text));
    read.map_err(|e| unreadable(&e))
}

fn unreadable(e: &serde_yaml::Error) -> Finding {
    let said = format!("The answers can't be read: {}.", without_place(e));
    error("answers", &said, None)
}

/// Writes answers as a file that [`parse`] reads back.
///
/// # Errors
/// Only when a value has no YAML form.
pub fn to_yaml(answers: &Answers) -> Result<String, String> {
    let body = serde_yaml::to_string(answers)
        .map_err(|e| format!("The answers have no YAML form: {e}."))?;
    Ok(format!("schema: {SCHEMA}\n{body}"))
}

fn check_schema(schema: Option<&Value>, text: &str) -> Result<(), Finding> {
    let line = place::line(text, &[place::Part::Key("schema".into())]);
    let Some(schema) = schema else {
        return Err(error(
            "schema",
            "The answers file must begin with schema: 1.",
            Some(1),
        ));
    };
    match schema.as_u64() {
        Some(SCHEMA) => Ok(()),
        Some(newer) if newer > SCHEMA => Err(error(
            "schema",
            &format!(
                "The answers file has schema {newer}; this version reads {SCHEMA}. Update ddint-tui."
            ),
            line,
        )),
        _ => Err(error("schema", "The schema must be the number 1.", line)),
    }
}

/// The message alone: its place is not one of the contributor's text.
fn without_place(e: &serde_yaml::Error) -> String {
    let text = e.to_string();
    let end = e.location().and_then(|_| text.rfind(" at line "));
    text[..end.unwrap_or(text.len())].to_owned()
}

fn syntax(e: &serde_yaml::Error) -> Finding {
    let line = e.location().and_then(|l| u32::try_from(l.line()).ok());
    let mut finding = error(
        "yaml",
        &format!("The answers file is not valid YAML: {e}."),
        line,
    );
    finding.fix = Some("Texts with ':' or '#' need quotes; indent with spaces.".into());
    finding
}

fn error(rule: &str, message: &str, line: Option<u32>) -> Finding {
    let mut finding = Finding::error(Source::Form, rule, message);
    finding.line = line;
    finding
}

#[cfg(test)]
mod tests;
