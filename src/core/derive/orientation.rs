//! Guessing the orientation: whether more is worse, neither or better.

use super::words;
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
    "backlog",
    "retry",
    "retrie",
    "miss",
    "missed",
    "violation",
    "blocked",
    "throttle",
    "throttled",
    "unhealthy",
    "down",
    "unavailable",
    "dead",
    "corrupted",
    "abort",
    "conflict",
    "overflow",
    "stale",
    "invalid",
    "evicted",
    "eviction",
    "fault",
    "leak",
];

const BETTER: &[&str] = &[
    "up",
    "available",
    "success",
    "successful",
    "succeeded",
    "healthy",
    "alive",
    "ready",
    "hit",
    "online",
];

/// -1, 0 or 1, by the words of the name (without its prefix).
pub fn guess(name: &str, part: Part) -> i8 {
    // How often something was observed is neither.
    let observed = matches!(part, Part::Count | Part::Bucket);
    let words: Vec<String> = words::split(name)
        .iter()
        .map(|w| words::singular(w))
        .collect();
    let measured = |w: &str| observed && matches!(w, "latency" | "lag" | "delay");
    if words
        .iter()
        .any(|w| (ERRORS.contains(&w.as_str()) || WORSE.contains(&w.as_str())) && !measured(w))
    {
        -1
    } else {
        i8::from(words.iter().any(|w| BETTER.contains(&w.as_str())))
    }
}
