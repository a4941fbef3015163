//! Samples of any shape: few metrics and many, one type alone, odd names, many first segments; rows as they are derived.

use super::{Sample, openmetrics};
use ddint_tui::core::answers::{Monitor, Track};
use ddint_tui::core::capture::{Metric, ServiceCheck, Submission};
use ddint_tui::core::dashboard::Source;
use ddint_tui::core::{derive, monitors};
use std::collections::BTreeMap;

/// A metric by its name below the prefix, how it is sent, and its tags.
pub type Point = (String, Submission, Vec<String>);

/// The sample that emitted these, with every monitor that is offered chosen.
pub fn of(points: &[Point], checks: &[&str]) -> Sample {
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.capture.inspection.openmetrics = false;
    sample.capture.metrics = (0u32..)
        .zip(points)
        .map(|(n, (name, submission, tags))| Metric {
            name: format!("acme_queue.{name}"),
            submission: *submission,
            value: Some(f64::from(n % 11)),
            tags: tags.clone(),
            hostname: String::new(),
            run: 1,
            scene: 0,
        })
        .collect();
    let check = |(n, name): (u8, &&str)| ServiceCheck {
        name: format!("acme_queue.{name}"),
        status: n % 4,
        tags: vec!["endpoint:http://localhost".into()],
        message: String::new(),
        hostname: String::new(),
        run: 1,
    };
    sample.capture.service_checks = (0..).zip(checks).map(check).collect();
    let (answers, units) = (&sample.answers, ["byte", "second"].map(String::from));
    sample.metrics = derive::metric_rows(&sample.capture, &BTreeMap::new(), answers, &units).rows;
    sample.service_checks = derive::service_check_rows(&sample.capture, answers).rows;
    let offered = monitors::candidates(&Source {
        answers,
        metrics: &sample.metrics,
        service_checks: &sample.service_checks,
        capture: &sample.capture,
    });
    let chosen = offered.into_iter().map(|c| Monitor {
        threshold: Some(if c.metric.contains(".can_") { 3.0 } else { 0.5 }),
        of: c.of,
        metric: c.metric,
        ..Monitor::default()
    });
    sample.answers.monitors = chosen.collect();
    sample
}

fn many(n: usize, segments: usize, submission: Submission) -> Vec<Point> {
    let words = [
        "depth",
        "errors",
        "wait_seconds",
        "used_bytes",
        "up",
        "requests_total",
    ];
    (0..n)
        .map(|i| {
            let (segment, word) = (i % segments, words[i % words.len()]);
            let name = format!("part{segment}.thing{}.{word}", i / segments);
            (name, submission, vec![format!("queue:q{}", i % 5)])
        })
        .collect()
}

/// Shapes that dashboards have broken on.
pub fn shapes() -> Vec<(&'static str, Sample)> {
    use Submission::{Count, Gauge, Histogram, MonotonicCount};
    let named = |names: &[&str]| -> Vec<Point> {
        let point = |name: &&str| ((*name).to_owned(), Gauge, vec![]);
        names.iter().map(point).collect()
    };
    let odd = [
        "about.x",
        "about.y",
        "overview.x",
        "overview.y",
        "other.x",
        "other.y",
        "metrics.a",
        "HTTP.open",
        "http.open",
        "Http.seen",
        "http_.a",
        "a",
        "b.c",
        "_x.y",
        "1st.x",
        "1st.y",
        "x-y.z w",
        "x.y.z",
        "up",
        "été.x",
        "été.y",
        "count",
        "count.count",
        "sum.sum",
        "id.id",
        "of.the",
        "of.and",
        "grpc.a",
        "grpc.b",
        "very_long_name_of_a_part_that_never_ends.and_goes_on.x",
    ];
    let distribution: Vec<Point> = ["sum", "count", "bucket"]
        .iter()
        .map(|end| {
            (
                format!("wait.{end}"),
                MonotonicCount,
                vec!["le:1".to_owned()],
            )
        })
        .collect();
    vec![
        ("one metric", of(&named(&["up"]), &[])),
        (
            "three metrics",
            of(&named(&["a.b", "a.c", "d"]), &["can_connect"]),
        ),
        ("300", of(&many(300, 9, Gauge), &["can_connect"])),
        (
            "1,000",
            of(&many(1000, 12, MonotonicCount), &["can_connect"]),
        ),
        ("only counts", of(&many(30, 4, Count), &[])),
        ("only histograms", of(&many(12, 3, Histogram), &[])),
        ("a distribution", of(&distribution, &[])),
        (
            "only service checks",
            of(&[], &["can_connect", "up", "health", "x.y", "z"]),
        ),
        ("odd names", of(&named(&odd), &["can_connect"])),
        ("40 segments", of(&many(80, 40, Gauge), &[])),
        ("40 alone", of(&many(40, 40, Gauge), &[])),
    ]
}
