//! Where an entry begins. The Agent joins lines to an entry by a pattern of its first line's beginning;
//! which one follows from the sample.

use regex::Regex;
use std::sync::LazyLock;

/// The shape of a sample.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Format {
    /// There is no sample.
    #[default]
    Unknown,
    /// Each line is a JSON object.
    Json,
    /// Each line is an entry; the pattern of their beginnings, where they have one in common.
    Lines(Option<&'static str>),
    /// Lines that don't match the pattern belong to the entry before: a rule is needed.
    MultiLine(&'static str),
}

impl Format {
    /// The name in tests.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Json => "json",
            Self::Lines(_) => "lines",
            Self::MultiLine(_) => "multi_line",
        }
    }

    /// How each entry begins.
    #[must_use]
    pub fn pattern(&self) -> Option<&'static str> {
        match self {
            Self::Lines(pattern) => *pattern,
            Self::MultiLine(pattern) => Some(pattern),
            _ => None,
        }
    }

    /// Whether a line is the first of an entry.
    #[must_use]
    pub fn begins(&self, line: &str) -> bool {
        match self {
            Self::MultiLine(pattern) => BEGINNINGS
                .iter()
                .any(|(p, regex)| p == pattern && regex.is_match(line)),
            _ => !line.is_empty(),
        }
    }

    /// How many entries a sample holds.
    #[must_use]
    pub fn entries(&self, sample: &str) -> usize {
        sample.lines().filter(|l| self.begins(l)).count()
    }
}

/// Beginnings of entries, the more telling first, in the syntax that Go and Python share.
const PATTERNS: &[&str] = &[
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}",
    r"\[\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}",
    r"\d{4}/\d{2}/\d{2} \d{2}:\d{2}:\d{2}",
    r"\[\d{4}/\d{2}/\d{2} \d{2}:\d{2}:\d{2}",
    r"\d{2}-[A-Z][a-z]{2}-\d{4} \d{2}:\d{2}:\d{2}",
    r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}:\d{2}",
    r"\[\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2}",
    r"[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}",
    r"\[?[A-Z][a-z]{2},? [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}",
    r"\d{8}[ -]\d{2}:?\d{2}:?\d{2}",
    r"\d{4}-\d{2}-\d{2}",
    r"\[?\d{2}:\d{2}:\d{2}",
    r"<\d{1,3}>",
    r"\d{10,13}\b",
    r"\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b",
    r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} ",
];

static BEGINNINGS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let compiled = PATTERNS
        .iter()
        .map(|p| (*p, Regex::new(&format!("^(?:{p})"))));
    compiled
        .filter_map(|(p, regex)| Some((p, regex.ok()?)))
        .collect()
});

/// The shape of a sample.
#[must_use]
pub fn begin(sample: &str) -> Format {
    let text = sample.strip_prefix('\u{feff}').unwrap_or(sample);
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let Some(first) = lines.first() else {
        return Format::Unknown;
    };
    let object =
        |l: &&str| serde_json::from_str::<serde_json::Value>(l).is_ok_and(|v| v.is_object());
    if lines.iter().all(object) {
        return Format::Json;
    }
    let found = BEGINNINGS.iter().find(|(_, regex)| regex.is_match(first));
    match found {
        Some((pattern, regex)) if lines.iter().all(|l| regex.is_match(l)) => {
            Format::Lines(Some(pattern))
        }
        Some((pattern, _)) => Format::MultiLine(pattern),
        None => Format::Lines(None),
    }
}
