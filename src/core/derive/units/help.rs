//! What HELP says of the unit.

use super::measures::{is_span, measure, symbol};
use super::nouns;
use super::tells::{is_epoch, is_extent, is_per_second, is_state, is_to_one};

/// Measures that stand for themselves wherever a sentence has them.
const LONG: &[&str] = &[
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
    "bytes",
    "octets",
    "kilobytes",
    "megabytes",
    "gigabytes",
    "bits",
    "percentage",
    "percent",
    "celsius",
    "volts",
    "watts",
    "joules",
    "hertz",
    "amperes",
];

/// Words before a number of things that say no more than that it is one.
const NUMBERS: &[&str] = &[
    "number", "count", "amount", "total", "sum", "rate", "quantity", "limit", "counter", "estimate",
];

/// Words that may stand before them.
const LEADS: &[&str] = &[
    "the",
    "a",
    "an",
    "current",
    "currently",
    "total",
    "maximum",
    "max",
    "minimum",
    "min",
    "average",
    "avg",
    "mean",
    "median",
    "peak",
    "cumulative",
    "approximate",
    "estimated",
    "overall",
    "highest",
    "lowest",
    "absolute",
    "monotonic",
    "running",
    "configured",
    "accumulated",
];

/// Words that end what is counted.
const STOPS: &[&str] = &[
    "of",
    "in",
    "that",
    "which",
    "for",
    "to",
    "from",
    "by",
    "with",
    "without",
    "per",
    "across",
    "since",
    "on",
    "at",
    "when",
    "where",
    "who",
    "whose",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "this",
    "the",
    "a",
    "an",
    "and",
    "or",
    "not",
    "currently",
    "due",
    "until",
    "during",
    "over",
    "via",
    "within",
    "it",
    "being",
    "grouped",
    "if",
    "as",
    "between",
    "will",
    "can",
    "into",
    "waiting",
    "still",
    "ready",
    "available",
    "under",
    "behind",
];

/// Participles that look like any other word: they end what is counted after a plural only.
const IRREGULAR: &[&str] = &[
    "found", "written", "put", "kept", "lost", "done", "run", "begun", "taken", "read", "sent",
    "made", "held", "seen",
];

/// A word of HELP.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    /// In parentheses of its own, alone or after `in`.
    alone: bool,
    /// Opens parentheses.
    opens: bool,
    /// Ends its clause.
    end: bool,
}

/// HELP, read once.
#[allow(clippy::struct_excessive_bools)] // Independent things that a sentence tells.
pub struct Reading {
    /// `in bytes`, `(ms)`, `Percentage of`: said of the value itself.
    pub explicit: Option<&'static str>,
    /// A measure that the sentence names.
    pub mentioned: Option<&'static str>,
    /// What it counts.
    pub counted: Option<String>,
    /// It begins with `Number of`.
    pub number: bool,
    /// It tells a state, not a quantity.
    pub state: bool,
    /// It speaks of how long or how large something is.
    pub extent: bool,
    pub per_second: bool,
    /// From 0 to 1.
    pub to_one: bool,
}

/// Reads HELP; `known` is ddev's list of units.
pub fn read(help: &str, known: &[String]) -> Reading {
    let help = &joined(help);
    let words = split(help);
    let lower: Vec<String> = words.iter().map(|w| w.text.to_lowercase()).collect();
    let (start, number) = counted_from(&lower);
    let subject = subject(&words, &lower, start);
    // `Number of times files were opened` counts no files.
    let times = lower
        .get(start)
        .is_some_and(|w| w == "times" || w == "instances");
    let counted = subject.and_then(|n| {
        // `Number of instances where something happened` counts no instances.
        let happened = |w: &String| matches!(w.as_str(), "where" | "when");
        if times || lower.get(n + 1).is_some_and(happened) {
            return None;
        }
        let before = n.checked_sub(1).map_or("", |n| lower[n].as_str());
        nouns::special(before, &lower[n], known).or_else(|| nouns::plural(&lower[n], known))
    });
    let mut explicit = explicit(&words, &lower, help);
    let mut mentioned = mentioned(&lower);
    if number {
        // `Number of bytes` measures; `Number of requests that took some seconds` does not.
        explicit = subject.and_then(|n| measure(&lower[n]));
        mentioned = None;
    }
    if explicit == Some("percent") && is_to_one(help) {
        explicit = Some("fraction");
    }
    if explicit.is_none() && is_epoch(help) {
        explicit = Some("second");
    }
    let extent = is_extent(&lower[start.min(lower.len())..]);
    Reading {
        explicit,
        mentioned,
        // `Time the worker threads spent` counts no threads.
        counted: counted.filter(|_| number || !extent),
        number,
        state: is_state(help),
        extent: lower.get(start).is_some_and(|_| is_extent(&lower[start..])),
        per_second: is_per_second(help),
        to_one: is_to_one(help),
    }
}

/// `micro seconds` as one word.
fn joined(help: &str) -> std::borrow::Cow<'_, str> {
    let mut out = std::borrow::Cow::Borrowed(help);
    for (apart, whole) in [
        ("milli seconds", "milliseconds"),
        ("micro seconds", "microseconds"),
        ("nano seconds", "nanoseconds"),
    ] {
        if out.contains(apart) {
            out = out.replace(apart, whole).into();
        }
    }
    out
}

fn split(help: &str) -> Vec<Word<'_>> {
    let mut out = vec![];
    let mut inside = 0;
    for part in help.split_whitespace() {
        let opens = part.starts_with(['(', '[']);
        let closes = part
            .trim_end_matches([',', '.', ';', ':'])
            .ends_with([')', ']']);
        inside = if opens {
            1
        } else if inside > 0 {
            inside + 1
        } else {
            0
        };
        let text = part.trim_matches(|c: char| {
            matches!(
                c,
                '(' | ')' | '[' | ']' | ',' | '.' | ';' | ':' | '"' | '\'' | '`' | '!' | '?'
            )
        });
        let text = text.split(['/', '(']).next().unwrap_or_default();
        if !text.is_empty() {
            let end = closes || part.ends_with([',', '.', ';', ':']);
            out.push(Word {
                text,
                alone: closes && (inside == 1 || inside == 2),
                opens,
                end,
            });
        }
        if closes {
            inside = 0;
        }
    }
    out
}

/// Where the things begin that HELP speaks of, and whether it gives their number.
fn counted_from(lower: &[String]) -> (usize, bool) {
    let (mut at, mut number) = (0, false);
    loop {
        let Some(word) = lower.get(at) else {
            return (at.min(lower.len()), number);
        };
        // `rate (per shard) of requests`
        let skipped = if lower.get(at + 1).is_some_and(|w| w == "per") {
            2
        } else {
            0
        };
        let next = lower.get(at + 1 + skipped).map_or("", String::as_str);
        if word == "how" && next == "many" {
            number = true;
            at += 2;
        } else if NUMBERS.contains(&word.as_str()) && (next == "of" || next == "for") {
            // An amount or a sum may be of anything; a number is of things.
            number |= matches!(word.as_str(), "number" | "count") && next == "of";
            at += 2 + skipped;
        } else if LEADS.contains(&word.as_str()) {
            at += 1;
        } else {
            return (at, number);
        }
    }
}

fn is_participle(word: &str) -> bool {
    IRREGULAR.contains(&word) || nouns::is_participle(word)
}

/// The head of the first phrase: `connections` of `active client connections on a shard`.
fn subject(words: &[Word<'_>], lower: &[String], start: usize) -> Option<usize> {
    let mut head = None;
    for n in start..words.len() {
        let word = lower[n].as_str();
        if words[n].opens && n > start {
            break;
        }
        let several = |n: usize| lower[n].len() > 3 && lower[n].ends_with('s');
        if STOPS.contains(&word) || (head.is_some_and(several) && is_participle(word)) {
            break;
        }
        if !word.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            break;
        }
        head = Some(n);
        if words[n].end {
            break;
        }
    }
    head
}

/// A measure after `in`, in parentheses, or at the very beginning.
fn explicit(words: &[Word<'_>], lower: &[String], help: &str) -> Option<&'static str> {
    for (n, word) in words.iter().enumerate() {
        let before = n.checked_sub(1).map_or("", |n| lower[n].as_str());
        let within =
            before == "in" || before == "as" || (before == "a" && n > 1 && lower[n - 2] == "as");
        let temperature = !matches!(word.text, "C" | "F") || help.to_lowercase().contains("temp");
        let by_symbol = || {
            symbol(word.text).filter(|_| {
                temperature && (word.alone || word.text == "%" || (within && word.text.len() > 1))
            })
        };
        let by_word =
            || measure(&lower[n]).filter(|_| (within || word.alone) && !is_scaled(lower, n));
        if let Some(unit) = by_symbol().or_else(by_word) {
            return Some(unit);
        }
    }
    let (start, _) = counted_from(lower);
    let first = lower.get(start).map(String::as_str)?;
    let of = lower.get(start + 1).is_some_and(|w| w == "of");
    match first {
        "percentage" | "percent" => Some("percent"),
        "ratio" | "fraction" | "proportion" if of => Some("fraction"),
        _ => None,
    }
}

fn mentioned(lower: &[String]) -> Option<&'static str> {
    // Deep in a sentence it is what something else has an effect on.
    lower.iter().enumerate().take(9).find_map(|(n, word)| {
        let before = n.checked_sub(1).map_or("", |n| lower[n].as_str());
        let plain = LONG.contains(&word.as_str()) && !is_span(before) && !is_scaled(lower, n);
        plain.then(|| measure(word)).flatten()
    })
}

/// `tenths of degrees`, `hundredths of a second`, `multiples of bytes`.
fn is_scaled(lower: &[String], at: usize) -> bool {
    let before = &lower[at.saturating_sub(4)..at];
    before.iter().any(|w| {
        matches!(
            w.as_str(),
            "tenths" | "hundredths" | "thousandths" | "thousands" | "millions" | "multiples"
        )
    })
}
