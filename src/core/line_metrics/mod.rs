//! Metrics from a program's lines: `key: value`, `key=value`, `key value`, with or without a unit after the
//! number. The pattern is the generated check's own, so that what is proposed is what it will read.

mod propose;

pub use propose::{propose, units};

use regex::Regex;
use std::sync::LazyLock;

/// A key, then a sign or spaces and a number that stands alone (a unit may follow, another number may not), or
/// a sign and a word that is yes or no. Written in the same parts in `templates/prototype/command/check.py`.
pub const PATTERN: [&str; 4] = [
    r"\s*([^:=]*?[^:=\s])",
    r"(?:(?:\s*[:=]\s*|\s+)([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)",
    r"(?:\s*[^\d\s.,:;+-][^\d]*)?[,;.]?",
    r"|\s*[:=]\s*(yes|no|on|off|true|false))\s*",
];

/// The words that count as 1; the pattern's others count as 0.
const TRUE: [&str; 3] = ["yes", "on", "true"];

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    // As Python reads it with `re.ASCII` and `re.IGNORECASE`.
    let pattern = format!("(?i)^{}$", PATTERN.concat());
    Regex::new(&pattern).unwrap_or_else(|e| unreachable!("the pattern is fixed: {e}"))
});

/// What one line holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub key: String,
    pub value: f64,
    /// The words after the number, without brackets.
    pub unit: String,
}

/// Reads one line; none where it holds no number that stands alone.
#[must_use]
pub fn read(line: &str) -> Option<Reading> {
    let found = LINE.captures(line)?;
    let key = found.get(1)?.as_str().to_owned();
    let Some(number) = found.get(2) else {
        let word = found.get(3)?.as_str().to_ascii_lowercase();
        let value = if TRUE.contains(&word.as_str()) {
            1.0
        } else {
            0.0
        };
        let unit = String::new();
        return Some(Reading { key, value, unit });
    };
    let value = number.as_str().replace(',', "").parse().ok()?;
    let sign = |c: char| c.is_whitespace() || "()[]<>,;.".contains(c);
    let unit = line[number.end()..].trim_matches(sign).to_owned();
    Some(Reading { key, value, unit })
}

#[cfg(test)]
mod tests;
