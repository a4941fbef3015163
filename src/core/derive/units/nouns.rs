//! Units that count things: which words are such a unit, and which of a name's words is counted.

use crate::core::derive::words;

/// Units that a plural stands for.
const COUNTED: &[&str] = &[
    "alert",
    "attempt",
    "block",
    "buffer",
    "build",
    "check",
    "collection",
    "column",
    "command",
    "commit",
    "connection",
    "container",
    "core",
    "cpu",
    "cursor",
    "datagram",
    "device",
    "document",
    "email",
    "entry",
    "error",
    "event",
    "eviction",
    "exception",
    "execution",
    "fault",
    "fetch",
    "file",
    "flush",
    "frame",
    "hit",
    "host",
    "index",
    "inode",
    "instance",
    "invocation",
    "item",
    "job",
    "key",
    "lock",
    "merge",
    "message",
    "miss",
    "node",
    "object",
    "offset",
    "operation",
    "packet",
    "page",
    "payload",
    "prediction",
    "process",
    "query",
    "question",
    "read",
    "record",
    "refresh",
    "request",
    "response",
    "route",
    "row",
    "sample",
    "scan",
    "sector",
    "segment",
    "service",
    "session",
    "shard",
    "span",
    "success",
    "table",
    "task",
    "thread",
    "ticket",
    "timeout",
    "token",
    "transaction",
    "update",
    "user",
    "vector",
    "view",
    "volume",
    "worker",
    "write",
];

/// Those of them that also count as a singular at the end of a name: `message.count`, `cache.hit`.
const SINGULAR: &[&str] = &[
    "error",
    "exception",
    "hit",
    "miss",
    "request",
    "query",
    "response",
    "message",
    "eviction",
    "connection",
    "row",
    "record",
    "operation",
    "transaction",
    "document",
    "event",
    "packet",
    "command",
    "offset",
    "fault",
];

/// How something ended.
const OUTCOMES: &[&str] = &["error", "exception", "hit", "miss", "fault"];

/// What happens and takes time: a distribution counts how often.
const HAPPENS: &[&str] = &[
    "request",
    "query",
    "response",
    "message",
    "operation",
    "transaction",
    "command",
    "connection",
    "execution",
    "job",
    "task",
    "event",
    "invocation",
    "packet",
    "record",
    "document",
    "fetch",
    "flush",
    "refresh",
    "merge",
    "commit",
    "scan",
    "session",
    "attempt",
    "prediction",
    "write",
    "read",
];

/// Words after a noun that say which of the things, not another thing.
const MODIFIERS: &[&str] = &[
    "active",
    "idle",
    "pending",
    "open",
    "new",
    "free",
    "available",
    "live",
    "alive",
    "ready",
    "busy",
    "unused",
    "dead",
    "lost",
    "slow",
    "sent",
    "written",
    "done",
    "held",
    "taken",
    "put",
    "kept",
    "seen",
    "online",
    "offline",
    "healthy",
    "unhealthy",
    "valid",
    "invalid",
    "concurrent",
    "inflight",
    "ingress",
    "egress",
    "in",
    "out",
    "rx",
    "tx",
    "daemon",
    "successful",
    "drop",
    "fail",
    "failure",
    "retry",
    "local",
    "remote",
    "internal",
    "external",
    "upstream",
    "downstream",
    "client",
    "server",
    "unread",
    "progress",
    "flight",
    "use",
    "used",
    "outstanding",
    "capacity",
    "maximum",
    "minimum",
    "allowed",
    "overall",
    "cumulative",
    "used",
];

/// Words that begin what a thing is for, from whom, or how it is told.
const PREPOSITIONS: &[&str] = &[
    "by", "for", "to", "from", "in", "on", "of", "with", "without", "at", "since", "until", "over",
    "under", "via", "across", "during", "not", "before", "after",
];

/// The unit that a word counts in its plural.
pub fn plural(word: &str, known: &[String]) -> Option<String> {
    let unit = words::singular(word);
    let several = unit != word && COUNTED.contains(&unit.as_str());
    (several && is_known(&unit, known)).then_some(unit)
}

/// The unit that a singular names, after `per`.
pub fn one(word: &str, known: &[String]) -> Option<String> {
    (COUNTED.contains(&word) && is_known(word, known)).then(|| word.to_owned())
}

/// The unit of a singular at the end of a name.
fn single(word: &str, known: &[String]) -> Option<String> {
    (SINGULAR.contains(&word) && is_known(word, known)).then(|| word.to_owned())
}

fn is_known(unit: &str, known: &[String]) -> bool {
    known.iter().any(|k| k == unit)
}

/// What a name counts: its head noun.
pub struct Head {
    pub unit: String,
    /// Nothing but the kind of number stands after it.
    pub last: bool,
    /// A plural in full.
    pub plain: bool,
    /// How something ended, which HELP may tell as the things that ended so.
    pub outcome: bool,
}

/// The head noun of a name, where it is a unit: `messages` of `messages.published`; none of
/// `jobs.segment.reuploads`, which counts no jobs.
pub fn head(all: &[String], counter: bool, known: &[String]) -> Option<Head> {
    // An open circuit breaker is no number of connections.
    const EXTENTS: &[&str] = &["timer", "latency", "duration", "breaker", "breakers"];
    let all = own(all);
    if all.iter().any(|w| EXTENTS.contains(&w.as_str())) {
        return None;
    }
    let mut last = true;
    for (n, word) in all.iter().enumerate().rev() {
        if words::is_transparent(word) || word.starts_with(|c: char| c.is_ascii_digit()) {
            // `hit.rate` is no number of hits.
            if word == "rate" {
                return None;
            }
            continue;
        }
        let before = n.checked_sub(1).map_or("", |n| all[n].as_str());
        let found = special(before, word, known).or_else(|| plural(word, known));
        // `expected.error` is no number of errors, `error.count` is.
        let number = counter || n + 1 < all.len() || word == "offset";
        let found = found.or_else(|| single(word, known).filter(|_| last && number));
        let found =
            found.or_else(|| (counter && last && word == "timeout").then(|| "timeout".to_owned()));
        if let Some(unit) = found {
            // What a container asks for is no request.
            let asked = before == "resource" && unit == "request";
            let outcome = last && OUTCOMES.contains(&unit.as_str());
            let plain = word.len() > 4 && word.ends_with('s');
            return (!asked).then_some(Head {
                unit,
                last,
                plain,
                outcome,
            });
        }
        if !is_modifier(word) {
            return None;
        }
        last = false;
    }
    None
}

/// The words up to the first that begins another thing, without `number of` before them.
fn own(all: &[String]) -> &[String] {
    let of = all.iter().position(|w| w == "of");
    let start =
        of.filter(|n| *n > 0 && ["no", "num", "number", "count"].contains(&all[n - 1].as_str()));
    let all = &all[start.map_or(0, |n| n + 1)..];
    // `in.progress` and `in.flight` say which, not where.
    let idiom = |n: usize| {
        all.get(n + 1)
            .is_some_and(|w| ["progress", "flight", "use", "sync"].contains(&w.as_str()))
    };
    // `varz.in.msgs` is what came in, where nothing countable stands before it.
    let direction = |n: usize| {
        let last = n + 2 == all.len() && ["in", "out"].contains(&all[n].as_str());
        last && !all[..n].iter().any(|w| words::is_plural(w))
    };
    let ends =
        |(n, w): (usize, &String)| PREPOSITIONS.contains(&w.as_str()) && !idiom(n) && !direction(n);
    let end = all.iter().enumerate().position(ends);
    // `in.flight.requests` begins with one.
    match end {
        Some(0) | None => all,
        Some(end) => &all[..end],
    }
}

/// Two words that are one thing.
pub fn special(before: &str, word: &str, known: &[String]) -> Option<String> {
    let unit = match (before, word) {
        ("file", "nodes") => "inode",
        (_, "fds") | ("file", "descriptors" | "handles") => "file",
        ("garbage" | "gc", "collections") => "garbage collection",
        (_, "cx") => "connection",
        (_, "rq") => "request",
        _ => return None,
    };
    is_known(unit, known).then(|| unit.to_owned())
}

fn is_modifier(word: &str) -> bool {
    MODIFIERS.contains(&word) || is_participle(word) || (word.len() > 5 && word.ends_with("able"))
}

/// `queued`, `waiting`.
pub fn is_participle(word: &str) -> bool {
    word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"))
}

/// What a distribution counts, by its name: `request` of `request.latency.seconds`. Where the name says that
/// something took time and not what, it was some operation.
pub fn observed(all: &[String], known: &[String]) -> Option<String> {
    const TOOK: &[&str] = &["duration", "latency", "elapsed"];
    if all.iter().any(|w| w == "gc") && is_known("garbage collection", known) {
        return Some("garbage collection".to_owned());
    }
    let found = all.iter().rev().find_map(|word| {
        let unit = words::singular(word);
        let unit = if word == "rq" {
            "request".to_owned()
        } else {
            unit
        };
        (HAPPENS.contains(&unit.as_str()) && is_known(&unit, known)).then_some(unit)
    });
    let took = || all.iter().any(|w| TOOK.contains(&w.as_str())) && is_known("operation", known);
    found.or_else(|| took().then(|| "operation".to_owned()))
}
