//! The context of the tests of rules: no JVM is needed to see that they, metadata.csv, and the
//! configuration belong together.

use crate::core::capture::Submission;
use crate::scaffold::render::input::Input;
use crate::scaffold::render::options;
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
        "rules": rules(&input.check.check),
        "service_check": format!("{}.can_connect", input.folder()),
    })
}

/// For each rule which beans it is of, and of each attribute its name, alias, and type.
fn rules(text: &str) -> Vec<Value> {
    let file: Value = serde_yaml::from_str(text).unwrap_or_default();
    let rules = file["jmx_metrics"].as_array().into_iter().flatten();
    let rule = |rule: &Value| {
        let mut beans = rule["include"].as_object().cloned().unwrap_or_default();
        let attributes = beans.shift_remove("attribute").unwrap_or_default();
        let attributes = attributes.as_object().into_iter().flatten();
        let attribute = |(name, of): (&String, &Value)| {
            let kind = of["metric_type"].as_str().unwrap_or("gauge");
            json!({"name": name, "alias": of["alias"], "kind": kind})
        };
        json!({"beans": beans, "attributes": attributes.map(attribute).collect::<Vec<_>>()})
    };
    rules.map(rule).collect()
}
