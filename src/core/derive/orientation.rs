//! Guessing the orientation: whether more is worse, neither or better.

use super::{units, words};
use crate::core::mapping::Part;

/// Words of something that went wrong; worth an alert, too.
pub(crate) const ERRORS: &[&str] = &[
    "error",
    "fail",
    "failed",
    "failure",
    "timeout",
    "drop",
    "dropped",
    "reject",
    "rejected",
    "rejection",
    "lost",
    "exception",
    "denied",
    "aborted",
    "crash",
    "panic",
    "deadlock",
    "corrupt",
];

const WORSE: &[&str] = &[
    "latency",
    "lag",
    "delay",
    "delayed",
    "backlog",
    "retry",
    "retrie",
    "miss",
    "missed",
    "violation",
    "blocked",
    "throttle",
    "throttled",
    "throttling",
    "unhealthy",
    "unavailable",
    "dead",
    "corrupted",
    "corruption",
    "abort",
    "conflict",
    "overflow",
    "stale",
    "invalid",
    "evicted",
    "eviction",
    "fault",
    "leak",
    "downtime",
    "offline",
    "unreachable",
    "restart",
    "retransmit",
    "retransmitted",
    "retransmission",
    "discarded",
    "discard",
    "oom",
    "killed",
    "leaderless",
    "degraded",
    "stalled",
    "stall",
    "stuck",
    "collision",
    "mismatch",
    "missing",
    "unresponsive",
    "unauthorized",
    "forbidden",
    "uncorrectable",
    "crashed",
    "unrecoverable",
    "underreplicated",
    "disconnected",
    "expirationerror",
    "bounced",
    "backoff",
    "alert",
    "alarm",
    "broken",
    "skipped",
];

const BETTER: &[&str] = &[
    "up",
    "available",
    "availability",
    "success",
    "successful",
    "succeeded",
    "healthy",
    "alive",
    "ready",
    "hit",
    "online",
    "uptime",
    "throughput",
    "free",
];

/// Words of a point in time, which is neither.
const MOMENTS: &[&str] = &[
    "timestamp",
    "created",
    "epoch",
    "since",
    "expiry",
    "expiration",
    "expire",
    "expires",
];

/// Words of what was chosen, which is neither.
const CHOSEN: &[&str] = &[
    "limit",
    "threshold",
    "quota",
    "setting",
    "configured",
    "spec",
    "interval",
    "desired",
];

/// Words that make a time one that something takes, so that more is worse.
const TAKES: &[&str] = &[
    "duration",
    "response",
    "wait",
    "waiting",
    "pause",
    "queue",
    "processing",
    "execution",
    "reconcile",
    "query",
    "request",
    "acquire",
    "elapsed",
    "scrape",
    "render",
    "fetch",
    "sync",
    "commit",
    "creation",
    "trip",
];

/// Words that make a time something else: a share of a processor, an age.
const SPENT: &[&str] = &[
    "cpu", "uptime", "runtime", "idle", "age", "ttl", "start", "boot", "active", "usage", "lease",
    "user", "system",
];

/// What a guess is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clues<'a> {
    /// The name without the prefix.
    pub name: &'a str,
    pub help: &'a str,
    /// The unit, guessed or not.
    pub unit: &'a str,
    pub part: Part,
    /// Submitted as a count.
    pub counter: bool,
    /// The time at which another metric began.
    pub created: bool,
}

/// -1, 0 or 1.
pub fn guess(clues: Clues<'_>) -> i8 {
    let split = words::split(clues.name);
    let all: Vec<String> = split.iter().map(|w| words::singular(w)).collect();
    let has = |list: &[&str]| all.iter().any(|w| list.contains(&w.as_str()));
    if clues.created || (has(MOMENTS) && !clues.counter) {
        return 0;
    }
    // What is left before something fails, and when something was, are neither.
    if has(&["tolerance", "budget"]) || tells_when(clues.help) {
        return 0;
    }
    // A gauge of a limit or a timeout is what somebody chose.
    let chosen = has(CHOSEN)
        || all.last().is_some_and(|w| w == "timeout")
        || (has(&["timeout"]) && units::is_time(clues.unit));
    if chosen && !clues.counter {
        return 0;
    }
    // How often something was observed is neither.
    let observed = matches!(clues.part, Part::Count | Part::Bucket);
    let measured = |w: &str| observed && matches!(w, "latency" | "lag" | "delay");
    let worse = |n: usize| {
        let w = all[n].as_str();
        // `processed.after.restart` counts what was processed.
        let end = || all[n + 1..].iter().all(|w| words::is_transparent(w));
        (w != "restart" || end())
            && (ERRORS.contains(&w) || WORSE.contains(&w))
            && !measured(w)
            && !is_command(&all, n)
    };
    let pair = |a: &str, b: &str| all.windows(2).any(|w| w[0] == a && w[1] == b);
    let under = pair("under", "replicated") || pair("timed", "out");
    // `retry.success` ended well.
    let end = all.iter().rfind(|w| !words::is_transparent(w));
    let well = end.is_some_and(|w| w == "success" || w == "succeeded");
    if under || !well && (0..all.len()).any(worse) || is_bad(clues.help) {
        return -1;
    }
    if !observed && units::is_time(clues.unit) && has(TAKES) && !has(SPENT) {
        return -1;
    }
    if observed && has(&["throughput"]) {
        return 0;
    }
    i8::from((0..all.len()).any(|n| is_better(&split, &all, n, clues.unit)))
}

fn is_better(split: &[String], all: &[String], n: usize, unit: &str) -> bool {
    let has = |list: &[&str]| all.iter().any(|w| list.contains(&w.as_str()));
    let end = all[n + 1..].iter().all(|w| words::is_transparent(w));
    // How long until or while it was so is neither.
    let lasted = |w: &str| {
        units::is_time(unit)
            && matches!(
                w,
                "ready" | "available" | "alive" | "online" | "healthy" | "up"
            )
    };
    match all[n].as_str() {
        w if lasted(w) => false,
        // `scale.up` is a direction.
        "up" => end && !has(&["scale", "scaled", "back", "clean"]),
        // A limit that is hit is no hit of a cache.
        "hit" => !has(&["limit", "breaker"]),
        // A message that is ready still waits.
        "ready" => !has(&["message", "queue", "task", "job"]),
        // `frees` of an allocator give nothing to have.
        _ if split[n] != all[n] && all[n] == "free" => false,
        w => BETTER.contains(&w),
    }
}

/// `drop.table` is what somebody asked for.
fn is_command(all: &[String], n: usize) -> bool {
    const OBJECTS: &[&str] = &[
        "table",
        "database",
        "index",
        "namespace",
        "schema",
        "column",
        "view",
        "partition",
    ];
    all[n] == "drop"
        && all
            .get(n + 1)
            .is_some_and(|w| OBJECTS.contains(&w.as_str()))
}

/// Whether HELP begins by counting what went wrong.
fn is_bad(help: &str) -> bool {
    const BAD: &[&str] = &[
        "failed",
        "errors",
        "failures",
        "dropped",
        "rejected",
        "lost",
        "exceptions",
        "unsuccessful",
    ];
    const BOTH: &[&str] = &[
        "successful",
        "succeeded",
        "and",
        "or",
        "not",
        "no",
        "without",
        "until",
        "before",
        "after",
    ];
    let lower = help.to_lowercase();
    let first: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(6)
        .collect();
    first.iter().any(|w| BAD.contains(w)) && !first.iter().any(|w| BOTH.contains(w))
}

/// Whether HELP tells a point in time.
fn tells_when(help: &str) -> bool {
    const WHEN: &[&str] = &[
        "when ",
        "last time ",
        "time at which ",
        "the time at which ",
        "time of the last ",
        "date ",
    ];
    let lower = help.to_lowercase();
    WHEN.iter().any(|w| lower.starts_with(w))
}
