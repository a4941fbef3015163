use super::*;
use crate::core::capture::Submission;

const GOOD: &str = r#"
jmx_metrics:
  - include:
      domain: acme.queue
      bean: "acme.queue:type=Queue,name=orders"
      attribute:
        Depth:
          alias: acme.depth
          metric_type: gauge
        Published:
          alias: acme.published
          metric_type: monotonic_count
        Usage.used: {alias: acme.usage.used}
  - include:
      domain_regex: acme\..*
      attribute:
        Bytes: {alias: acme.bytes, metric_type: counter}
        Wait: {alias: acme.wait, metric_type: histogram}
        Lag: {alias: acme.$name.lag, metric_type: gauge}
"#;

fn messages(text: &str) -> Vec<String> {
    let found = read(text, "acme.").findings;
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn rules_tell_metrics_and_how_they_are_sent() {
    let rules = read(GOOD, "acme.");
    assert_eq!(rules.findings, []);
    let told: Vec<_> = rules
        .metrics
        .iter()
        .map(|m| (m.alias.as_str(), m.submission))
        .collect();
    assert_eq!(
        told,
        [
            ("acme.depth", Submission::Gauge),
            ("acme.published", Submission::MonotonicCount),
            ("acme.usage.used", Submission::Gauge),
            ("acme.bytes", Submission::Rate),
            ("acme.wait", Submission::Histogram),
        ]
    );
    assert_eq!(rules.metrics[0].bean, "acme.queue:type=Queue,name=orders");
    assert_eq!(rules.metrics[3].bean, r"acme\..*");
    assert_eq!(rules.dropped.len(), 1);
    assert_eq!(rules.count, 2);
}

#[test]
fn the_example_has_nothing_wrong() {
    assert_eq!(read(&example("acme."), "acme.").findings, []);
}

#[test]
fn each_wrong_rule_is_told_once_with_its_line() {
    let one = |rule: &str| messages(&format!("jmx_metrics:\n  - {rule}\n"));
    for (rule, words) in [
        (
            "exclude: {domain: a}",
            &["metrics.yaml:2:", "Rule 1 has no include"] as &[&str],
        ),
        (
            "include: {attribute: {A: {alias: acme.a}}}",
            &[
                "metrics.yaml:2:",
                "neither a domain",
                "Name at least the domain",
            ],
        ),
        ("include: {domain: a}", &["no attribute a name"]),
        (
            "include: {bean: 'a:b=c', attribute: [A, B]}",
            &["no attribute a name"],
        ),
        (
            "include: {domain: a, attribute: {MaxSize: }}",
            &["MaxSize has no alias", "acme.max_size"],
        ),
        (
            "include: {domain: a, attribute: {A: {alias: other.a}}}",
            &["begin with acme.", "For example acme.a"],
        ),
        (
            "include: {domain: a, attribute: {A: {alias: acme.Big}}}",
            &["lower-case"],
        ),
        (
            "include: {domain: a, attribute: {A: {alias: acme.a, metric_type: gouge}}}",
            &["acme.a has a metric_type", "monotonic_count"],
        ),
        (
            "include: {domain: a, attribute: {A: {alias: acme.a}, B: {alias: acme.a, metric_type: monotonic_count}}}",
            &["sent as gauge and as monotonic_count"],
        ),
    ] {
        let found = one(rule);
        assert_eq!(found.len(), 1, "{rule}: {found:?}");
        for word in words {
            assert!(found[0].contains(word), "{word}: {found:?}");
        }
    }
    let twice = format!(
        "{GOOD}  - include:\n      bean: ['x:y=z', 'acme.queue:type=Queue,name=orders']\n      attribute:\n        Depth: {{alias: acme.depth2}}\n"
    );
    let found = messages(&twice);
    assert_eq!(found.len(), 1, "{found:?}");
    for word in [
        "acme.queue:type=Queue,name=orders",
        "Depth twice",
        "rule 1 and rule 3",
    ] {
        assert!(found[0].contains(word), "{found:?}");
    }
}

#[test]
fn what_is_no_list_of_rules_is_refused() {
    for (text, word) in [
        ("", "no jmx_metrics"),
        ("- include: {}\n", "no jmx_metrics"),
        ("jmx_metrics: []\n", "holds no rule"),
        ("jmx_metrics: x\n", "holds no rule"),
        (
            "jmx_metrics: [{include: {domain: a, attribute: {A: {alias: acme.$b}}}}]\n",
            "can list",
        ),
        ("jmx_metrics:\n  - include: {\n", "not valid YAML"),
        (
            "jmx_metrics:\n  - include: {domain: a, domain: b}\n",
            "not valid YAML",
        ),
    ] {
        let found = messages(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].contains(word), "{found:?}");
    }
}

#[test]
fn more_than_jmxfetch_sends_is_a_warning() {
    let mut text = String::from("jmx_metrics:\n  - include:\n      domain: a\n      attribute:\n");
    let attributes = (0..=LIMIT).map(|n| format!("        A{n}: {{alias: acme.a{n}}}\n"));
    text.extend(attributes);
    let found = read(&text, "acme.").findings;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, crate::core::finding::Severity::Warning);
}
