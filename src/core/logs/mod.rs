//! Log sources: where an entry of a sample begins, and the sample as it may be shown to others.

mod begin;
mod kinds;
mod mask;

pub use begin::{Format, begin};
pub use kinds::{absent, check_kind, one, problems};
pub use mask::mask;

use super::answers::{Answers, LogSource};
use serde_json::{Map, Value as Json};

/// Lines and bytes of a sample that are kept: a fixture is read by people.
const LINES: usize = 200;
const BYTES: usize = 64 * 1024;

/// The longest path, source, or service.
const LONGEST: usize = 90;

/// A log source with its defaults filled in, and what its sample tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// Where it comes from, in words: the path of a file.
    pub place: String,
    /// What the Agent reads of it.
    pub config: Map<String, Json>,
    pub source: String,
    pub service: String,
    /// The sample, masked and cut; empty when there is none.
    pub sample: String,
    pub format: Format,
}

/// One source of the answers with the text of its sample.
#[must_use]
pub fn log(source: &LogSource, answers: &Answers, sample: &str) -> Log {
    let folder = answers.integration.folder();
    let or = |text: &str| if text.is_empty() { &folder } else { text }.to_owned();
    let format = begin(sample);
    let (tag, service) = (or(&source.source), or(&source.service));
    let joined = match &format {
        Format::MultiLine(pattern) => Some(&**pattern),
        _ => None,
    };
    Log {
        place: kinds::place(source),
        config: kinds::config(source, &tag, &service, joined),
        source: tag,
        service,
        sample: mask(&cut(sample, &format)),
        format,
    }
}

/// Whole entries from the top.
fn cut(sample: &str, format: &Format) -> String {
    let text = sample.strip_prefix('\u{feff}').unwrap_or(sample);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut end = lines.len();
    let mut bytes = 0;
    for (n, line) in lines.iter().enumerate() {
        bytes += line.len() + 1;
        if n >= LINES || bytes > BYTES {
            // The last entry may have been cut in two.
            end = (1..=n)
                .rev()
                .find(|i| format.begins(lines[*i]))
                .unwrap_or(n);
            break;
        }
    }
    let kept: Vec<&str> = lines[..end].to_vec();
    let text = kept.join("\n");
    let text = text.trim_matches('\n');
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

/// The path of a file on the Agent's host, with `*` for parts that differ.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check_path(text: &str) -> Result<(), String> {
    if text.trim() != text || text.contains(|c: char| c.is_control()) {
        return Err(
            "The log path begins or ends with a space, or holds a line break. Type it on one line."
                .into(),
        );
    }
    if !text.is_ascii() {
        return Err(
            "The log path holds a character that is not ASCII, which the repository's files can't."
                .into(),
        );
    }
    let drive = text
        .as_bytes()
        .get(1..3)
        .is_some_and(|b| b == b":\\" || b == b":/");
    let windows = drive && text.starts_with(|c: char| c.is_ascii_alphabetic());
    if !text.starts_with('/') && !windows {
        return Err(format!(
            "The log path {text:?} is relative. Write it from the root, for example /var/log/acme/*.log."
        ));
    }
    fits(text)?;
    if text.ends_with(['/', '\\']) {
        return Err(
            "The log path names a folder. Name the files in it, for example with *.log at the end."
                .into(),
        );
    }
    Ok(())
}

/// A `source` or `service`: what Datadog keeps unchanged as a tag's value.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check_tag(text: &str) -> Result<(), String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./:".contains(c);
    if let Some(bad) = text.chars().find(|c| !good(*c)) {
        return Err(format!(
            "{text:?} holds {bad:?}. Use lower-case letters, digits, '_', '-', '.', ':' and '/'."
        ));
    }
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(format!("{text:?} must begin with a lower-case letter."));
    }
    fits(text)
}

/// A line of the repository's files has at most 120 characters, and a text can't be broken.
fn fits(text: &str) -> Result<(), String> {
    if text.len() > LONGEST {
        return Err(format!(
            "{text:?} has {} characters; the repository's files hold at most {LONGEST} on a line. Shorten it.",
            text.len()
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
