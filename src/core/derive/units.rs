//! Guessing the unit. Only units that ddev knows are given, in its singular names.

use super::words;
use crate::core::mapping::Part;

/// Abbreviations and plurals of units of measure, which decide wherever they stand in a name.
const MEASURES: &[(&str, &str)] = &[
    ("seconds", "second"),
    ("second", "second"),
    ("secs", "second"),
    ("sec", "second"),
    ("millis", "millisecond"),
    ("milliseconds", "millisecond"),
    ("ms", "millisecond"),
    ("msec", "millisecond"),
    ("micros", "microsecond"),
    ("microseconds", "microsecond"),
    ("usec", "microsecond"),
    ("us", "microsecond"),
    ("nanos", "nanosecond"),
    ("nanoseconds", "nanosecond"),
    ("ns", "nanosecond"),
    ("minutes", "minute"),
    ("hours", "hour"),
    ("days", "day"),
    ("bytes", "byte"),
    ("byte", "byte"),
    ("kb", "kilobyte"),
    ("kib", "kibibyte"),
    ("mb", "megabyte"),
    ("mib", "mebibyte"),
    ("gb", "gigabyte"),
    ("gib", "gibibyte"),
    ("bits", "bit"),
    ("percent", "percent"),
    ("percentage", "percent"),
    ("pct", "percent"),
    ("ratio", "fraction"),
    ("fraction", "fraction"),
    ("celsius", "degree celsius"),
    ("fahrenheit", "degree fahrenheit"),
    ("hertz", "hertz"),
    ("hz", "hertz"),
    ("mhz", "megahertz"),
    ("volts", "volt"),
    ("amperes", "ampere"),
    ("watts", "watt"),
    ("joules", "joule"),
    ("millicores", "millicore"),
];

/// Units that are everyday words, and mean something else in a name.
const VAGUE: &[&str] = &[
    "time", "unit", "get", "set", "name", "key", "step", "stage", "run", "check", "heap", "page",
    "index", "sample", "set", "host", "node", "cpu", "core", "service", "method", "hop",
    "location", "build", "state", "version", "update", "read", "write", "split", "wait", "lock",
    "monitor", "volume", "question", "view", "block", "instance", "resource", "pound", "real",
    "won",
];

/// Units that at the end of a name say whose, not how many: `cpu.user`.
const SINGULAR: &[&str] = &[
    "user",
    "process",
    "thread",
    "collection",
    "job",
    "task",
    "worker",
    "device",
    "container",
];

/// Families of names that are known.
const KNOWN: &[(&str, &str)] = &[
    ("go.goroutines", "thread"),
    ("go.threads", "thread"),
    ("process.open.fds", "file"),
    ("process.max.fds", "file"),
    ("process_open_fds", "file"),
    ("process_max_fds", "file"),
    ("goroutines", "thread"),
];

/// What a guess is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clues<'a> {
    /// The name without the prefix.
    pub name: &'a str,
    /// UNIT of the page.
    pub unit: &'a str,
    pub help: &'a str,
    pub part: Part,
    /// Submitted as a rate: per second.
    pub rate: bool,
}

/// The unit and the per unit; empty where nothing speaks for one.
pub fn guess(clues: Clues<'_>, known: &[String]) -> (String, String) {
    let is_unit = |u: &str| known.is_empty() || known.iter().any(|k| k == u);
    let words = words::split(clues.name);
    let (words, per) = per(&words);
    let of = |unit: Option<String>| unit.filter(|u| is_unit(u)).unwrap_or_default();
    let counted = matches!(clues.part, Part::Count | Part::Bucket);
    let unit = if counted {
        // Observations: of what, if the name says it in other words than the measure.
        of(noun(&words, known, true))
    } else {
        let declared = (!clues.unit.is_empty()).then(|| {
            measure(clues.unit).map_or_else(|| words::singular(clues.unit), str::to_owned)
        });
        let chain = [
            declared,
            by_name(clues.name),
            words
                .iter()
                .rev()
                .find_map(|w| measure(w))
                .map(str::to_owned),
            by_help_measure(clues.help),
            noun(&words, known, false),
            by_help_noun(clues.help, known),
        ];
        of(chain.into_iter().flatten().find(|u| is_unit(u)))
    };
    let said = !counted && clues.help.to_ascii_lowercase().contains("per second");
    let per = per.or_else(|| (clues.rate || said).then_some("second"));
    let per = per.filter(|p| is_unit(p) && !unit.is_empty() && !(is_time(&unit) && is_time(p)));
    (unit, per.unwrap_or_default().to_owned())
}

/// The words before `per second` and what it is per.
fn per(words: &[String]) -> (Vec<String>, Option<&'static str>) {
    let at = words.windows(2).position(|w| w[0] == "per");
    let Some(at) = at else {
        return (words.to_vec(), None);
    };
    let unit = match words[at + 1].as_str() {
        "sec" | "second" | "s" => "second",
        "min" | "minute" => "minute",
        "hour" => "hour",
        "request" => "request",
        "query" => "query",
        "message" => "message",
        _ => return (words[..at].to_vec(), None),
    };
    (words[..at].to_vec(), Some(unit))
}

/// The unit of measure that a word of a name stands for.
pub fn measure(word: &str) -> Option<&'static str> {
    MEASURES.iter().find(|(w, _)| *w == word).map(|(_, u)| *u)
}

/// Whether a unit measures, rather than counts things.
pub fn is_measure(unit: &str) -> bool {
    MEASURES.iter().any(|(_, u)| *u == unit)
}

fn by_name(name: &str) -> Option<String> {
    KNOWN
        .iter()
        .find(|(n, _)| name.ends_with(n))
        .map(|(_, u)| (*u).to_owned())
}

/// The last word that is a unit of its own: `messages` of `messages.published`. A singular counts at the end
/// only (`process.open.mmaps` counts no processes), unless `singular`: `request.duration` observes requests.
fn noun(words: &[String], known: &[String], singular: bool) -> Option<String> {
    let words = words.iter().rev().filter(|w| !words::is_transparent(w));
    let mut numbered = words.enumerate();
    numbered.find_map(|(n, word)| {
        let plural = words::singular(word) != *word;
        let end = n == 0 && !SINGULAR.contains(&word.as_str());
        if plural || end || singular {
            unit_noun(word, known)
        } else {
            None
        }
    })
}

fn unit_noun(word: &str, known: &[String]) -> Option<String> {
    let unit = words::singular(word);
    let plain = !VAGUE.contains(&unit.as_str()) && measure(word).is_none();
    (plain && known.contains(&unit)).then_some(unit)
}

/// `in milliseconds`, `(bytes)`, `Size in bytes of ...`.
fn by_help_measure(help: &str) -> Option<String> {
    let lower = help.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty());
    let mut before = "";
    words.find_map(|word| {
        let said =
            std::mem::replace(&mut before, word) == "in" || lower.contains(&format!("({word})"));
        let long = word.len() > 3
            && matches!(
                word,
                "bytes"
                    | "seconds"
                    | "milliseconds"
                    | "microseconds"
                    | "nanoseconds"
                    | "percentage"
            );
        (said || long)
            .then(|| measure(word))
            .flatten()
            .map(str::to_owned)
    })
}

/// `Messages waiting`, `Number of messages`: a plural among the first words.
fn by_help_noun(help: &str, known: &[String]) -> Option<String> {
    let lower = help.to_lowercase();
    // A position or a yes or no is no number of things.
    if ["index of", "whether", "is ", "id of"]
        .iter()
        .any(|s| lower.starts_with(s))
    {
        return None;
    }
    let words = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty());
    words
        .take(6)
        .filter(|w| w.ends_with('s'))
        .find_map(|w| unit_noun(w, known))
}

fn is_time(unit: &str) -> bool {
    [
        "nanosecond",
        "microsecond",
        "millisecond",
        "second",
        "minute",
        "hour",
        "day",
        "week",
    ]
    .contains(&unit)
}
