//! What kind of thing HELP tells of: a moment, a state, how long or large something is.

use super::measures::is_time;

/// A point in time is told in seconds unless it says otherwise.
pub fn is_epoch(help: &str) -> bool {
    let lower = help.to_lowercase();
    let unix = lower.contains("unix") || lower.contains("epoch");
    let time = lower.contains("time") || lower.contains("since");
    unix && time
        && !["milli", "micro", "nano", " ms"]
            .iter()
            .any(|s| lower.contains(s))
}

/// Whether HELP tells which of some states there is, a name or a place: nothing that has a unit.
pub fn is_state(help: &str) -> bool {
    const BEGINS: &[&str] = &[
        "whether",
        "is ",
        "if ",
        "indicates",
        "indicator",
        "indication",
        "1 if",
        "1 when",
        "1 for",
        "0 if",
        "id of",
        "index of",
        "state of",
        "status of",
        "the status",
        "the state",
        "the current state",
        "current state of",
        "flag",
        "boolean",
        "version",
        "set to 1",
        "value of the last",
        "hash of",
        "the index of",
        "information",
        "info about",
        "the last known",
        "build info",
    ];
    const HOLDS: &[&str] = &[
        "whether",
        "1 if",
        "(1 =",
        "1 = ",
        "0 = ",
        "1=",
        "0=",
        "1 means",
        "0 means",
        "constant '1'",
        "constant \"1\"",
        "value of 1",
        "value of '1'",
        "returns 1",
        "0 otherwise",
        "else 0",
        "otherwise 0",
        "1 for yes",
        "serial number",
        "always 1",
        "1 (true)",
        "0 or 1",
        "(1/0)",
        "1: ",
        "0: ",
    ];
    let lower = help.to_lowercase();
    let lower = lower.trim_start();
    BEGINS.iter().any(|s| lower.starts_with(s)) || HOLDS.iter().any(|s| lower.contains(s))
}

/// `Time spent on requests`, `Size of files`: no number of things.
pub fn is_extent(lower: &[String]) -> bool {
    const EXTENTS: &[&str] = &[
        "time",
        "duration",
        "latency",
        "size",
        "usage",
        "utilization",
        "memory",
        "lag",
        "age",
        "delay",
        "bandwidth",
        "throughput",
        "temperature",
        "how",
        "elapsed",
        "timer",
        "length",
        "ratio",
        "percentage",
        "capacity",
        "space",
        "speed",
        "load",
    ];
    // `How many` asks for a number.
    if lower.len() > 1 && lower[0] == "how" && lower[1] == "many" {
        return false;
    }
    lower.iter().take(3).any(|w| EXTENTS.contains(&w.as_str()))
}

pub fn is_per_second(help: &str) -> bool {
    let lower = help.to_lowercase();
    [
        "per second",
        "per sec",
        "/sec",
        "/s)",
        "/s]",
        "/s ",
        "/second",
    ]
    .iter()
    .any(|s| lower.contains(s))
        || lower.ends_with("/s")
}

/// Whether what HELP says can be per second: a time can't.
pub fn allows_per(unit: &str) -> bool {
    !is_time(unit)
}

/// Whether HELP says that the value lies between 0 and 1.
pub fn is_to_one(help: &str) -> bool {
    const RANGES: &[&str] = &[
        "[0..1]",
        "[0, 1]",
        "[0,1]",
        "(0..1)",
        "(0-1)",
        "0.0-1.0",
        "between 0 and 1",
        "from 0 to 1",
        "0.0 to 1.0",
    ];
    let lower = help.to_lowercase();
    RANGES.iter().any(|r| {
        lower
            .find(r)
            .is_some_and(|n| !lower[n + r.len()..].starts_with("00"))
    })
}
