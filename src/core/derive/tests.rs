use super::*;
use crate::core::answers::{Answers, Kind, MetricAnswer};
use crate::core::capture::{Capture, Metric, Submission};
use crate::core::mapping::{Help, Part};
use crate::core::metadata::MetricRow;
use std::collections::BTreeMap;

fn units() -> Vec<String> {
    "byte second millisecond message request error percent fraction thread connection file set time row query microsecond hit process user"
        .split(' ')
        .map(str::to_owned)
        .chain(["degree celsius".to_owned()])
        .collect()
}

pub fn answers() -> Answers {
    let mut a = Answers::default();
    a.integration.display_name = "Acme Queue".into();
    a.integration.kind = Some(Kind::Http);
    a
}

fn capture(metrics: &[(&str, Submission)]) -> Capture {
    let metrics = metrics.iter().map(|(name, submission)| Metric {
        name: (*name).to_owned(),
        submission: *submission,
        value: Some(1.0),
        tags: vec![],
        hostname: String::new(),
        run: 1,
        scene: 0,
    });
    Capture {
        metrics: metrics.collect(),
        ..Capture::default()
    }
}

fn help(text: &str, part: Part) -> Help {
    Help {
        text: text.into(),
        part,
        ..Help::default()
    }
}

fn one(name: &str, submission: Submission, h: Option<Help>) -> MetricRow {
    let map: BTreeMap<String, Help> = h.into_iter().map(|h| (name.to_owned(), h)).collect();
    metric_rows(&capture(&[(name, submission)]), &map, &answers(), &units())
        .rows
        .remove(0)
}

fn unit(name: &str, text: &str) -> String {
    one(
        &format!("acme_queue.{name}"),
        Submission::Gauge,
        Some(help(text, Part::Whole)),
    )
    .unit
}

#[test]
fn types_follow_the_submission() {
    for (submission, kind) in [
        (Submission::Gauge, "gauge"),
        (Submission::Rate, "gauge"),
        (Submission::Count, "count"),
        (Submission::MonotonicCount, "count"),
        (Submission::Counter, "rate"),
    ] {
        assert_eq!(one("acme_queue.x", submission, None).metric_type, kind);
    }
    let rows = metric_rows(
        &capture(&[("acme_queue.t.seconds", Submission::Histogram)]),
        &BTreeMap::new(),
        &answers(),
        &units(),
    )
    .rows;
    let all: Vec<_> = rows
        .iter()
        .map(|r| (r.name.as_str(), r.metric_type.as_str(), r.unit.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            ("acme_queue.t.seconds.95percentile", "gauge", "second"),
            ("acme_queue.t.seconds.avg", "gauge", "second"),
            ("acme_queue.t.seconds.count", "rate", ""),
            ("acme_queue.t.seconds.max", "gauge", "second"),
            ("acme_queue.t.seconds.median", "gauge", "second"),
        ]
    );
}

#[test]
fn a_metric_of_whose_name_nothing_is_kept_is_named() {
    let emitted = [
        ("acme_queue.\u{e9}", Submission::Gauge),
        ("acme_queue.-", Submission::Count),
        ("acme_queue.a\u{e9}", Submission::Gauge),
    ];
    let derived = metric_rows(&capture(&emitted), &BTreeMap::new(), &answers(), &units());
    let names: Vec<&str> = derived.rows.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["acme_queue.a"]);
    let said: Vec<&str> = derived.findings.iter().map(|f| &*f.message).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("acme_queue.- has no name left"),
        "{said:?}"
    );
}

#[test]
fn optional_metrics_of_the_container_must_be_the_checks() {
    let mut answers = answers();
    answers.e2e.optional = vec!["acme_queue.depth".into(), "acme_queue.dept".into()];
    let emitted = capture(&[("acme_queue.depth", Submission::Gauge)]);
    let found = metric_rows(&emitted, &BTreeMap::new(), &answers, &units()).findings;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].rule, "e2e.optional");
    assert!(found[0].message.contains("acme_queue.depth"), "{found:?}");
}

#[test]
fn units_come_from_the_name_the_page_and_help_and_only_from_the_list() {
    for (name, text, want) in [
        ("memory.bytes", "", "byte"),
        ("lag.seconds.max", "", "second"),
        ("wait_ms", "", "millisecond"),
        ("messages.published.count", "", "message"),
        ("depth", "Messages waiting in the queue.", "message"),
        ("depth", "Number of messages waiting.", "message"),
        ("memory.used", "Memory in bytes.", "byte"),
        ("cpu.pct", "", "percent"),
        ("cache.ratio", "", "fraction"),
        ("temperature.celsius", "", "degree celsius"),
        ("go.goroutines", "", "thread"),
        ("up", "Whether it is up.", ""),
        ("set", "", ""),
        ("start.time", "", ""),
        ("volts", "", ""),
        ("process.open.mmaps", "", ""),
        ("cpu.user", "", ""),
        ("message.count", "", "message"),
    ] {
        assert_eq!(unit(name, text), want, "{name} {text}");
    }
    let row = one(
        "acme_queue.a",
        Submission::Gauge,
        Some(Help {
            unit: "bytes".into(),
            ..Help::default()
        }),
    );
    assert_eq!(row.unit, "byte");
    assert!(!row.guessed.contains(&"unit".to_owned()));
}

#[test]
fn per_units_come_from_names_and_rates_and_never_pair_times() {
    let row = one("acme_queue.requests_per_second", Submission::Gauge, None);
    assert_eq!(
        (row.unit.as_str(), row.per_unit.as_str()),
        ("request", "second")
    );
    let row = one("acme_queue.bytes", Submission::Rate, None);
    assert_eq!(
        (row.unit.as_str(), row.per_unit.as_str()),
        ("byte", "second")
    );
    let row = one("acme_queue.cpu.seconds", Submission::Rate, None);
    assert_eq!((row.unit.as_str(), row.per_unit.as_str()), ("second", ""));
}

#[test]
fn parts_of_histograms_have_their_own_units_and_words() {
    let row = |part| {
        one(
            "acme_queue.request.latency.seconds.x",
            Submission::MonotonicCount,
            Some(help("Time to answer", part)),
        )
    };
    let (sum, count) = (row(Part::Sum), row(Part::Count));
    assert_eq!((sum.unit.as_str(), sum.orientation), ("second", -1));
    assert_eq!((count.unit.as_str(), count.orientation), ("request", 0));
    assert_eq!(sum.description, "Time to answer (sum of all observations).");
    assert_eq!(
        count.description,
        "Time to answer (number of observations)."
    );
}

#[test]
fn orientations() {
    for (name, want) in [
        ("errors.count", -1),
        ("consumer.lag", -1),
        ("up", 1),
        ("hits.count", 1),
        ("depth", 0),
        ("updates", 0),
        ("requests.failed", -1),
    ] {
        assert_eq!(
            one(&format!("acme_queue.{name}"), Submission::Gauge, None).orientation,
            want,
            "{name}"
        );
    }
}

#[test]
fn descriptions_are_sentences_that_ddev_accepts() {
    let long = "word ".repeat(200);
    for text in [
        "",
        " ",
        "...",
        "messages | waiting",
        "größe – “x” µs…",
        "日本",
        long.as_str(),
        "a\nb\tc",
        "already done.",
        "is it up?!",
        "p99 latency",
    ] {
        let row = one(
            "acme_queue.depth",
            Submission::Gauge,
            Some(help(text, Part::Whole)),
        );
        let d = &row.description;
        assert!(
            d.is_ascii() && !d.contains('|') && !d.contains('\n') && d.len() <= 400 && d.len() > 3,
            "{text:?}: {d:?}"
        );
        assert!(d.ends_with('.') && !d.ends_with(".."), "{d:?}");
        assert!(
            !d.starts_with(|c: char| c.is_ascii_lowercase()) || d.starts_with("p99"),
            "{d:?}"
        );
    }
    let from = |text: &str| {
        one(
            "acme_queue.depth",
            Submission::Gauge,
            Some(help(text, Part::Whole)),
        )
        .description
    };
    assert_eq!(from("messages | waiting"), "Messages / waiting.");
    assert_eq!(from(""), "Current depth of Acme Queue.");
    let counted = one(
        "acme_queue.published.count",
        Submission::MonotonicCount,
        None,
    );
    assert_eq!(
        counted.description,
        "Number of published items of Acme Queue since the previous check run."
    );
    assert!(counted.guessed.contains(&"description".to_owned()));
}

#[test]
fn answers_win_and_unknown_ones_name_the_nearest() {
    let mut a = answers();
    a.metrics = [
        MetricAnswer {
            name: "acme_queue.depth".into(),
            unit: Some("message".into()),
            orientation: Some(-1),
            description: Some("D.".into()),
            ..MetricAnswer::default()
        },
        MetricAnswer {
            name: "acme_queue.dept".into(),
            ..MetricAnswer::default()
        },
    ]
    .into_iter()
    .collect();
    let d = metric_rows(
        &capture(&[("acme_queue.depth", Submission::Gauge)]),
        &BTreeMap::new(),
        &a,
        &units(),
    );
    let row = &d.rows[0];
    assert_eq!(
        (row.unit.as_str(), row.orientation, row.description.as_str()),
        ("message", -1, "D.")
    );
    assert_eq!(row.guessed, Vec::<String>::new());
    assert_eq!(d.findings.len(), 1);
    assert_eq!(d.findings[0].rule, "metrics.acme_queue.dept");
    assert!(d.findings[0].message.contains("\"acme_queue.depth\""));
}

#[test]
fn differing_methods_are_a_finding_only_when_their_types_differ() {
    let emitted = |other| capture(&[("acme_queue.a", Submission::Gauge), ("acme_queue.a", other)]);
    let found = |other| {
        metric_rows(&emitted(other), &BTreeMap::new(), &answers(), &[])
            .findings
            .len()
    };
    assert_eq!((found(Submission::Rate), found(Submission::Count)), (0, 1));
}

#[test]
fn names_are_the_backends() {
    assert_eq!(
        one("acme_queue.a-b__c_.d e_", Submission::Gauge, None).name,
        "acme_queue.a_b__c.d_e"
    );
}
