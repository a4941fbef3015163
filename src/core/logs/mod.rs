//! Log sources: where an entry of a sample begins, and the sample as it may be shown to others.

mod begin;
mod kinds;
mod mask;
mod texts;

pub use begin::{Format, begin};
pub use kinds::{absent, check_kind, one, problems};
pub use mask::mask;
pub use texts::{check_path, check_tag};

use super::answers::{Answers, LogSource};
use serde_json::{Map, Value as Json};

/// Lines and bytes of a sample that are kept: a fixture is read by people.
const LINES: usize = 200;
const BYTES: usize = 64 * 1024;

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

#[cfg(test)]
mod tests;
