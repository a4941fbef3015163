use super::*;
use crate::core::answers::{Answers, Comparison, Monitor};
use crate::core::capture::{Capture, Metric, Submission};
use crate::core::dashboard::Source;
use crate::core::metadata::MetricRow;

/// Name below the prefix, type, unit, orientation.
type Row<'a> = (&'a str, &'a str, &'a str, i8);

fn offered(rows: &[Row<'_>], value: f64) -> Vec<Candidate> {
    let mut answers = Answers::default();
    answers.integration.display_name = "Acme".into();
    let mut metrics: Vec<MetricRow> = rows
        .iter()
        .map(|(name, kind, unit, orientation)| MetricRow {
            name: format!("acme.{name}"),
            metric_type: (*kind).into(),
            unit: (*unit).into(),
            orientation: *orientation,
            ..MetricRow::default()
        })
        .collect();
    metrics.sort_by(|a, b| a.name.cmp(&b.name));
    let point = |row: &MetricRow| Metric {
        name: row.name.clone(),
        submission: Submission::Gauge,
        value: Some(value),
        tags: vec![],
        hostname: String::new(),
        run: 1,
        scene: 0,
    };
    let capture = Capture {
        metrics: metrics.iter().map(point).collect(),
        ..Capture::default()
    };
    candidates(&Source {
        answers: &answers,
        metrics: &metrics,
        service_checks: &[],
        capture: &capture,
    })
}

fn one(row: Row<'_>, value: f64) -> Option<(Reason, String)> {
    let found = offered(&[row], value).pop();
    found.map(|c| (c.reason, c.title))
}

#[test]
fn what_is_worth_an_alert_and_why() {
    let cases: [(Row<'_>, Reason, &str); 9] = [
        (
            ("queue.lag", "gauge", "message", -1),
            Reason::Backlog,
            "Queue lag is high",
        ),
        (
            ("queue.depth", "gauge", "message", 0),
            Reason::Backlog,
            "Queue depth is high",
        ),
        (
            ("requests.failed.count", "count", "request", -1),
            Reason::Errors,
            "Failed requests are high",
        ),
        (
            ("http.errors.count", "count", "error", -1),
            Reason::Errors,
            "HTTP errors are high",
        ),
        (
            ("answer.latency", "gauge", "second", -1),
            Reason::Latency,
            "Answer latency is high",
        ),
        (
            ("disk.usage", "gauge", "percent", 0),
            Reason::Saturation,
            "Disk usage is close to the limit",
        ),
        (
            ("broker.up", "gauge", "", 1),
            Reason::Down,
            "Broker is not up",
        ),
        (("up", "gauge", "", 1), Reason::Down, "Acme is not up"),
        (("heat", "gauge", "", -1), Reason::Worse, "Heat is high"),
    ];
    for (row, reason, title) in cases {
        assert_eq!(one(row, 1.0), Some((reason, title.to_owned())), "{}", row.0);
    }
}

#[test]
fn what_is_not() {
    for row in [
        ("cache.size", "gauge", "byte", 0),
        ("served.count", "count", "request", 1),
        ("wait.quantile", "gauge", "second", -1),
        ("released.count", "count", "", 0),
    ] {
        assert_eq!(one(row, 1.0), None, "{}", row.0);
    }
    // 17 nodes are up: not a yes or a no.
    assert_eq!(one(("nodes.up", "gauge", "", 1), 17.0), None);
    let histogram = [
        ("wait.bucket", "count", "", -1),
        ("wait.count", "count", "", -1),
        ("wait.sum", "count", "second", -1),
    ];
    let found: Vec<String> = offered(&histogram, 1.0)
        .into_iter()
        .map(|c| c.metric)
        .collect();
    assert_eq!(found, ["acme.wait.sum"]);
}

#[test]
fn numbers_are_written_as_they_are_typed() {
    for (value, text) in [
        (100.0, "100"),
        (0.5, "0.5"),
        (-3.0, "-3"),
        (1e12, "1000000000000"),
    ] {
        assert_eq!(number(value), text);
    }
}

#[test]
fn a_warning_comes_before_the_alert() {
    let mut answers = Answers::default();
    let monitor = |comparison, warning| Monitor {
        metric: "acme.x".into(),
        comparison,
        threshold: Some(10.0),
        warning: Some(warning),
        window: Some("7m".into()),
        title: Some("{{x.name}}".into()),
        ..Monitor::default()
    };
    let rules = |answers: &Answers| -> Vec<String> {
        answered(answers)
            .into_iter()
            .map(|(rule, _)| rule)
            .collect()
    };
    answers.monitors = vec![monitor(Comparison::Above, 10.0)];
    assert_eq!(
        rules(&answers),
        [
            "monitors.acme.x.title",
            "monitors.acme.x.window",
            "monitors.acme.x.warning"
        ]
    );
    answers.monitors = vec![monitor(Comparison::Below, 11.0); 2];
    assert!(rules(&answers).contains(&"monitors.acme.x.on".to_owned()));
    assert!(!rules(&answers).contains(&"monitors.acme.x.warning".to_owned()));
}
