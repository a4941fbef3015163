//! Log sources in the spec, the README, and the tests.

use super::fixtures::Fixtures;
use super::input::Input;
use super::local::Local;
use crate::core::answers::LogSource;
use crate::core::logs::{Log, log};
use crate::scaffold::prototype::declared;
use serde_json::{Value, json};

/// All log sources, each with what its sample tells.
fn all(input: &Input<'_>, local: &Local) -> Vec<Log> {
    let sources = input.answers.log_sources().into_iter().enumerate();
    let all = sources.map(|(n, source)| {
        let sample = input.log_samples.get(n).map_or("", String::as_str);
        log(source, input.answers, &local.text(sample))
    });
    all.collect()
}

/// What `spec.yaml` and the README read.
pub fn context(input: &Input<'_>, local: &Local) -> Vec<Value> {
    all(input, local).iter().map(declared::log).collect()
}

/// Whether a log source has one of these types.
pub fn has(input: &Input<'_>, kinds: &[&str]) -> bool {
    let sources = input.answers.log_sources();
    sources.iter().any(|l| kinds.contains(&l.kind()))
}

/// The keys that say where a log is, to be changed by users.
pub fn places(input: &Input<'_>) -> String {
    let key = |l: &&LogSource| match l.kind() {
        "file" => Some("`path`"),
        "tcp" | "udp" => Some("`port`"),
        "windows_event" => Some("`channel_path`"),
        _ => None,
    };
    let sources = input.answers.log_sources();
    let mut keys: Vec<&str> = sources.iter().filter_map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.join(", ")
}

/// What `logs/tests/test_logs.py` reads.
pub fn tests(input: &Input<'_>, local: &Local, fixtures: &mut Fixtures) -> Value {
    let logs = all(input, local);
    let mut samples: Vec<Value> = vec![];
    for log in logs.iter().filter(|l| !l.sample.is_empty()) {
        let file = fixtures.add(&log.source, "log", &log.sample);
        let sample = json!({
            "file": file,
            "format": log.format.name(),
            "pattern": log.format.pattern(),
            "entries": log.format.entries(&log.sample),
        });
        if !samples.contains(&sample) {
            samples.push(sample);
        }
    }
    let configured = logs.iter().map(|l| Value::Object(l.config.clone()));
    json!({
        "name": input.folder(),
        "logs": configured.collect::<Vec<Value>>(),
        "samples": samples,
        "json": samples.iter().any(|s| s["format"] == "json"),
        "lines": samples.iter().any(|s| s["format"] != "json"),
    })
}
