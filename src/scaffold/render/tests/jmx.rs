//! The context of the tests of rules: no JVM is needed to see that they, metadata.csv, and the
//! configuration belong together.

use crate::core::capture::Submission;
use crate::scaffold::render::{Input, options};
use serde_json::{Value, json};

/// What `jmx/tests/test_unit.py` reads.
pub fn context(input: &Input<'_>) -> Value {
    let (host, port) = options::jvm(input);
    let metrics = &input.capture.metrics;
    let histogram = metrics
        .iter()
        .any(|m| m.submission == Submission::Histogram);
    json!({
        "name": input.folder(),
        "class": input.class(),
        "host": host,
        "port": port,
        "histogram": histogram,
        "service_check": format!("{}.can_connect", input.folder()),
    })
}
