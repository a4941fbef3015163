//! Which kind reads what a contributor shows. Evidence goes in, what was found and how; a proposal comes out: the
//! kind, one sentence that says why, and the answers to fill in. Looking is somebody else's: nothing here touches
//! a file, a process or the network.

mod code;
mod database;
mod files;
mod found;
mod json;
mod page;
mod sniff;
mod sqlite;
mod target;
mod tell;
mod typed;

pub use found::Found;
pub use sniff::sniff;
pub use target::Target;
pub use tell::propose;
pub use typed::{check, header, headers, join, read, typed_headers};

use super::answers::Kind;
use super::failure::{Failure, FailureKind};

/// The field that takes whatever there is to show.
pub const FIELD: &str = "source.show";

/// How much of a text is looked at, in bytes.
pub const HEAD: usize = 1 << 20;

/// Where products tend to have what can be read, the likelier first; tried where an address answers with something
/// else. Sources: the defaults of Prometheus clients, Spring Boot, Quarkus, and what JSON APIs are often called.
pub const WELL_KNOWN: [&str; 10] = [
    "/metrics",
    "/actuator/prometheus",
    "/q/metrics",
    "/prometheus",
    "/api/v1/metrics",
    "/api/metrics",
    "/api/v1/stats",
    "/api/stats",
    "/stats",
    "/status",
];

/// How a message begins to say that an address answered, though not well.
pub const ANSWERS: &str = "answers with";

/// Whether a failure is about what was read, not about reaching it.
#[must_use]
pub fn was_read(failure: &Failure) -> bool {
    match failure.kind {
        FailureKind::Findings | FailureKind::Answers | FailureKind::Usage => true,
        FailureKind::Unavailable => failure.message.contains(ANSWERS),
        _ => false,
    }
}

/// Where evidence comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An address that answered, with the headers that were sent, as they are typed.
    Url { url: String, headers: String },
    /// A file, by its whole path; `pattern` is what was typed when it names several.
    File {
        path: String,
        pattern: Option<String>,
    },
    /// What a program printed.
    Command { argv: Vec<String> },
    /// The text itself was typed.
    Typed,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub origin: Origin,
    /// The response's header; empty where there is none.
    pub content_type: String,
    /// The beginning, at most [`HEAD`] bytes.
    pub head: Vec<u8>,
    /// Whether `head` is all of it.
    pub whole: bool,
    /// Tables of a database, each with its columns and their types; empty where they are not known.
    pub tables: Vec<Table>,
    /// The configuration that stands where an Agent looks for it, beside a check.
    pub conf: Option<String>,
    /// What was asked first, and the paths that were tried after it.
    pub tried: Option<Tried>,
}

impl Evidence {
    /// Evidence with nothing but a text.
    #[must_use]
    pub fn of(origin: Origin, content_type: &str, head: impl Into<Vec<u8>>) -> Self {
        Self {
            origin,
            content_type: content_type.to_owned(),
            head: head.into(),
            whole: true,
            tables: vec![],
            conf: None,
            tried: None,
        }
    }
}

impl Evidence {
    /// Evidence with no more than is looked at.
    #[must_use]
    pub fn cut(origin: Origin, content_type: &str, mut head: Vec<u8>) -> Self {
        let whole = head.len() <= HEAD;
        head.truncate(HEAD);
        Self {
            whole,
            ..Self::of(origin, content_type, head)
        }
    }

    /// Whether an address went on answering when its time was over.
    pub(super) fn is_endless(&self) -> bool {
        !self.whole && self.head.len() < HEAD && matches!(self.origin, Origin::Url { .. })
    }
}

/// An address that did not help, and what was tried instead of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// What it answered with: `HTML page`, `status 404`.
    pub answer: String,
    pub paths: Vec<String>,
    /// Whether the evidence is from one of these paths.
    pub found: bool,
}

/// A table of a database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    /// Name and declared type of each column.
    pub columns: Vec<(String, String)>,
}

/// How certain a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nothing can be told; the contributor chooses.
    None,
    /// It may be meant otherwise.
    Likely,
    Sure,
}

/// What follows from evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// None: it can't be told.
    pub kind: Option<Kind>,
    pub confidence: Confidence,
    /// What was seen and what follows, for example ``87 lines like acme_depth{queue="a"} 3: openmetrics``.
    pub sentence: String,
    /// What else to know, or the way on where nothing can be told; may be empty.
    pub note: String,
    /// Fields and their texts, `integration.kind` first.
    pub fill: Vec<(String, String)>,
    /// What the product may be called, from a file's or a program's name.
    pub name: Option<String>,
}

impl Proposal {
    /// A kind, because of what was seen.
    pub(super) fn of(kind: Kind, confidence: Confidence, seen: &str) -> Self {
        Self {
            kind: Some(kind),
            confidence,
            sentence: format!("{seen}: {}", kind.name()),
            note: String::new(),
            fill: vec![("integration.kind".into(), kind.name().into())],
            name: None,
        }
    }

    /// Nothing can be told of what was seen; `note` is the way on.
    pub(super) fn unknown(seen: &str, note: &str) -> Self {
        Self {
            kind: None,
            confidence: Confidence::None,
            sentence: format!("I can't tell: {seen}"),
            note: note.to_owned(),
            fill: vec![],
            name: None,
        }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    pub(super) fn fill(mut self, field: &str, text: impl Into<String>) -> Self {
        self.fill.push((field.to_owned(), text.into()));
        self
    }

    pub(super) fn named(mut self, name: &str) -> Self {
        self.name = name_of(name);
        self
    }

    /// The text that a field would get.
    #[must_use]
    pub fn filled(&self, field: &str) -> Option<&str> {
        let found = self.fill.iter().find(|(id, _)| id == field);
        found.map(|(_, text)| text.as_str())
    }
}

/// A display name from a file's or a program's name: `custom_acme_queue.py` gives `Acme Queue`.
#[must_use]
pub fn name_of(file: &str) -> Option<String> {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = file.split('.').next().unwrap_or(file);
    let stem = stem.strip_prefix("custom_").unwrap_or(stem);
    let mut words = vec![];
    for word in stem.split(['_', '-', ' ']).filter(|w| !w.is_empty()) {
        let mut chars = word.chars();
        let first = chars.next()?;
        words.push(first.to_uppercase().chain(chars).collect::<String>());
    }
    let name = words.join(" ");
    super::names::check_display_name(&name).ok().map(|()| name)
}

/// One line of somebody else's text, short and without control characters.
fn quoted(text: &str, most: usize) -> String {
    let clean: String = text
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if clean.chars().count() <= most {
        return clean;
    }
    let cut: String = clean.chars().take(most.saturating_sub(3)).collect();
    format!("{}...", cut.trim_end())
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

#[cfg(test)]
mod tests;
