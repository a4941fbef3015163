//! Pages of lines like `name{label="x"} 1`, read as the Agent's base class reads them: what it would refuse,
//! drop or rename is told here. Nothing is decided about names; that is [`super::mapping`]'s.

mod line;
mod parser;

pub use parser::parse;

/// Which of the two text formats a page is in. The Content-Type decides, not the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `text/plain`: Prometheus 0.0.4.
    Prometheus,
    /// `application/openmetrics-text`.
    OpenMetrics,
}

impl Format {
    /// The Content-Type to replay a page of this format with.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    /// The format of a page; `content_type` is absent for a file, where `# EOF` at the end tells.
    #[must_use]
    pub fn of(text: &str, content_type: Option<&str>) -> Self {
        let openmetrics = match content_type {
            Some(given) => {
                given.split(';').next().unwrap_or_default().trim() == "application/openmetrics-text"
            }
            None => text.trim_end().ends_with("\n# EOF") || text.trim() == "# EOF",
        };
        if openmetrics {
            Self::OpenMetrics
        } else {
            Self::Prometheus
        }
    }
}

/// The type of a family, as the base class sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    Counter,
    Gauge,
    Histogram,
    Summary,
    /// No `# TYPE`, `untyped` or `unknown`.
    Unknown,
    /// A type that the base class emits nothing for: `info`, `stateset`, `gaugehistogram`.
    Other(&'static str),
}

impl Type {
    /// The name after `# TYPE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::Summary => "summary",
            Self::Unknown => "unknown",
            Self::Other(name) => name,
        }
    }
}

/// Which sample lines of a histogram or summary there are, as far as the base class emits something for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Four independent facts about a page.
pub struct Parts {
    pub count: bool,
    pub sum: bool,
    /// Other than the one up to infinity, which is the count again.
    pub bucket: bool,
    pub quantile: bool,
}

/// A family: lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// The name that the base class looks up in its map: a counter's without `_total`.
    pub key: String,
    /// The name as it stands on the page, after `# TYPE` or at the sample.
    pub raw: String,
    pub kind: Type,
    pub help: String,
    pub unit: String,
    /// Label keys in order of appearance, without `le` and `quantile`.
    pub labels: Vec<String>,
    /// How many sample lines there are, without those whose value is not finite.
    pub samples: usize,
    /// How many of them the base class reads under the family's type: `# TYPE a_total counter` followed by `a 1` is
    /// a counter without samples and, under the same key, a sample without a type.
    pub typed: usize,
    /// How many sample lines hold NaN or an infinity, which the base class skips.
    pub not_finite: usize,
    /// How many sample lines name it in quotes, which the base class can't read.
    pub quoted: usize,
    /// A counter with `_created` lines, which the base class would add to the count.
    pub created: bool,
    pub parts: Parts,
    /// The first line that names the family, from 1.
    pub line: usize,
}

/// A line that the base class can't read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// From 1.
    pub line: usize,
    /// The line, shortened.
    pub text: String,
    pub reason: String,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub format: Format,
    /// In order of appearance.
    pub families: Vec<Family>,
    /// The first [`MAX_BROKEN`] lines that can't be read.
    pub broken: Vec<Broken>,
    /// How many there are in all.
    pub broken_count: usize,
    /// Lines, and sample lines among them.
    pub lines: usize,
    pub samples: usize,
}

/// How many broken lines are kept.
pub const MAX_BROKEN: usize = 20;

#[cfg(test)]
mod tests;
