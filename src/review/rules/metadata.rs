//! metadata.csv: what a metric means, which no validation can know.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::table::Row;
use crate::review::words;

pub const RULES: &[Rule] = &[
    Rule {
        name: "metric-description",
        why: "The description is what a user sees beside a graph: a sentence that says what is measured.",
        source: "the metadata.csv reference; descriptions copied from HELP",
        check: descriptions,
    },
    Rule {
        name: "metric-orientation",
        why: "Datadog colors a change by it: 1 where more is better, -1 where more is worse, 0 where neither is.",
        source: "missing orientation: what reviewers say again and again",
        check: orientation,
    },
    Rule {
        name: "metric-name",
        why: "A metric's name can't be changed once users have graphs of it.",
        source: "reviewers' remarks on metric names and prefixes",
        check: names,
    },
    Rule {
        name: "metric-total",
        why: "The Agent sends a counter as its increase; `_total` says something else.",
        source: "`_total` left on counters: what reviewers say again and again",
        check: total,
    },
    Rule {
        name: "metric-type",
        why: "A count is summed over time and a gauge averaged: the wrong one shows wrong numbers.",
        source: "a counter as gauge; ddev's assert_metrics_using_metadata",
        check: types,
    },
];

const FILE: &str = "metadata.csv";

fn descriptions(look: &Look<'_>, out: &mut Findings) {
    let helps = helps(look);
    for row in look.metrics.iter().filter(|row| row.whole) {
        let text = &row.description;
        let place = (FILE, row.line);
        if text.is_empty() {
            out.warn(
                place,
                format!("{} has no description.", row.name),
                "Say in a sentence what is measured.",
            );
        } else if let Some(why) = words::unlike_sentence(text) {
            let copied = if helps.contains(&text.as_str()) {
                " It is the HELP of the page, word for word."
            } else {
                ""
            };
            let message = format!(
                "The description of {} {why}: \"{}\".{copied}",
                row.name,
                words::short(text)
            );
            out.note(
                place,
                message,
                "Say in a sentence what is measured: a capital letter first, a full stop last.",
            );
        }
    }
}

/// The HELP texts of recorded pages.
fn helps<'a>(look: &Look<'a>) -> std::collections::HashSet<&'a str> {
    let pages = look
        .tree
        .texts()
        .filter(|(path, _)| path.starts_with("tests/"));
    let lines = pages.flat_map(|(_, text)| text.lines());
    let help = |line: &'a str| Some(line.strip_prefix("# HELP ")?.split_once(' ')?.1.trim());
    lines.filter_map(help).collect()
}

/// The last words of a name in which more is surely worse.
const WORSE: [&str; 28] = [
    "unavailable",
    "unhealthy",
    "unreachable",
    "down",
    "lag",
    "delay",
    "drops",
    "discarded",
    "discards",
    "throttled",
    "retries",
    "timeout",
    "error",
    "errors",
    "failed",
    "failure",
    "failures",
    "timeouts",
    "dropped",
    "rejected",
    "lost",
    "exceptions",
    "denied",
    "aborted",
    "crashes",
    "deadlocks",
    "corrupted",
    "latency",
];

/// Those in which more is surely not worse.
const BETTER: [&str; 12] = [
    "online",
    "reachable",
    "free",
    "up",
    "available",
    "success",
    "successful",
    "succeeded",
    "healthy",
    "alive",
    "uptime",
    "ready",
];

fn orientation(look: &Look<'_>, out: &mut Findings) {
    for row in look.metrics.iter().filter(|row| row.whole) {
        let place = (FILE, row.line);
        if row.orientation.is_empty() {
            out.warn(
                place,
                format!("{} has no orientation.", row.name),
                "Write 1, 0, or -1: is more better, neither, or worse?",
            );
            continue;
        }
        let Some(meant) = meaning(row) else { continue };
        if row.orientation == meant.opposite {
            out.warn(
                place,
                format!(
                    "{} has the orientation {}, and \"{}\" says the opposite.",
                    row.name, row.orientation, meant.word
                ),
                format!("Write {}, or 0 where neither is meant.", meant.right),
            );
        }
    }
}

struct Meaning<'a> {
    word: &'a str,
    right: &'static str,
    opposite: &'static str,
}

/// What the last word of a name means, ignoring what the Agent adds.
fn meaning(row: &Row) -> Option<Meaning<'_>> {
    let mut parts = row.name.rsplit(['.', '_']);
    let added = [
        "count", "total", "sum", "rate", "avg", "max", "min", "percent", "ratio", "seconds", "ms",
    ];
    let word = parts.find(|word| !added.contains(word))?;
    let before = parts.next().unwrap_or_default();
    // `not_ready`, `error_free`, `failed_over`: the word means something else then.
    let other = ["not", "no", "non", "un", "is", "free", "without"];
    // Of a limit, neither is meant.
    let limit = ["limit", "threshold", "maximum", "config", "configured"];
    let settings = row.name.split(['.', '_']).any(|part| limit.contains(&part));
    if other.contains(&before) || settings || (word == "free" && WORSE.contains(&before)) {
        return None;
    }
    let meaning = |right, opposite| Meaning {
        word,
        right,
        opposite,
    };
    let slow = word == "time" && ["response", "wait", "request", "answer"].contains(&before);
    if WORSE.contains(&word) || slow {
        Some(meaning("-1", "1"))
    } else if BETTER.contains(&word) {
        Some(meaning("1", "-1"))
    } else {
        None
    }
}

fn names(look: &Look<'_>, out: &mut Findings) {
    let prefix = look.prefix();
    for row in &look.metrics {
        let place = (FILE, row.line);
        if row.name.chars().any(char::is_uppercase) {
            let message = format!("{} has capital letters.", row.name);
            if look.runs_on_agent() {
                let fix = "Write metric names in small letters, with `_` between words.";
                out.warn(place, message, fix);
            } else {
                // What a product sends by itself can't be renamed here.
                let fix = "Write small letters where the product can still send another name.";
                out.note(place, message, fix);
            }
        }
        let Some(rest) = row.name.strip_prefix(&prefix) else {
            continue;
        };
        let own = prefix.trim_end_matches('.');
        let repeated = rest.strip_prefix(own);
        if own.len() > 2 && repeated.is_some_and(|r| r.starts_with(['.', '_'])) {
            out.warn(
                place,
                format!("{} repeats the prefix.", row.name),
                format!("Write {prefix}{}.", &rest[own.len() + 1..]),
            );
        }
    }
}

fn total(look: &Look<'_>, out: &mut Findings) {
    let prefix = look.prefix();
    for row in &look.metrics {
        // Of such a name nothing would be left.
        if row.name.strip_prefix(&prefix) == Some("total") {
            continue;
        }
        let counts = row.kind == "count" || row.kind == "rate";
        let left = ["_total.count", ".total.count"]
            .iter()
            .any(|end| row.name.ends_with(end))
            || (counts && row.name.rsplit(['.', '_']).next() == Some("total"));
        if !left {
            continue;
        }
        let message = format!("{} keeps the `total` of the page.", row.name);
        if look.runs_on_agent() {
            let fix = "Leave `total` out of the name, in the check and here.";
            out.warn((FILE, row.line), message, fix);
        } else {
            // What a product sends by itself can't be renamed here.
            let fix = "Leave it out where the product can still send another name.";
            out.note((FILE, row.line), message, fix);
        }
    }
}

/// What the recorded pages call a counter, without `_total`.
fn counters<'a>(look: &Look<'a>) -> std::collections::HashSet<&'a str> {
    let pages = look
        .tree
        .texts()
        .filter(|(path, _)| path.starts_with("tests/"));
    let lines = pages.flat_map(|(_, text)| text.lines());
    let counter = |line: &'a str| {
        let (name, kind) = line.strip_prefix("# TYPE ")?.split_once(' ')?;
        (kind.trim() == "counter").then(|| name.trim_end_matches("_total"))
    };
    lines.filter_map(counter).collect()
}

/// Whether the description of a gauge says that it only ever grows.
fn is_cumulative(row: &Row) -> bool {
    let text = row.description.to_lowercase();
    let counts = ["number of ", "count of ", "total "]
        .iter()
        .any(|c| text.contains(c));
    let since = [
        "since start",
        "since the start",
        "since boot",
        "since the last restart",
        "since startup",
    ];
    row.kind == "gauge" && counts && since.iter().any(|s| text.contains(s))
}

fn types(look: &Look<'_>, out: &mut Findings) {
    let (prefix, counters) = (look.prefix(), counters(look));
    for row in look.metrics.iter().filter(|row| row.kind == "gauge") {
        let base = row
            .name
            .strip_prefix(&prefix)
            .and_then(|name| name.strip_suffix(".count"));
        let Some(base) = base.map(|base| base.replace('.', "_")) else {
            continue;
        };
        let whole = format!("{}_{base}", prefix.trim_end_matches('.').replace('.', "_"));
        if counters.contains(whole.as_str()) {
            out.warn(
                (FILE, row.line),
                format!(
                    "{} is a counter of the recorded page, and no gauge.",
                    row.name
                ),
                "Write count as its type.",
            );
        }
    }
    for row in look.metrics.iter().filter(|row| is_cumulative(row)) {
        out.note(
            (FILE, row.line),
            format!(
                "{} counts since a start, by its description, and is a gauge.",
                row.name
            ),
            "Send it with `self.monotonic_count`, and write count as its type.",
        );
    }
    for row in &look.metrics {
        let Some((base, last)) = row.name.rsplit_once('.') else {
            continue;
        };
        let part = matches!(last, "count" | "bucket");
        let has = |end: &str| look.has_metric(&format!("{base}.{end}"));
        // What the Agent makes of a page's histogram, and of nothing else.
        if row.kind == "gauge" && part && has("bucket") && has("sum") && has("count") {
            out.warn(
                (FILE, row.line),
                format!(
                    "{} is part of a histogram, whose {last} is no gauge.",
                    row.name
                ),
                "Write count as its type.",
            );
        }
    }
}
