use super::*;
use crate::core::answers::OpenMetrics;
use crate::core::openmetrics::{Page, parse};

fn page(text: &str) -> Page {
    parse(text, None).unwrap()
}

fn map(text: &str, answers: &OpenMetrics) -> Mapping {
    propose(&[page(text)], answers, "acme_queue", "acme_queue.")
}

fn plain(text: &str) -> Mapping {
    map(text, &OpenMetrics::default())
}

fn values(m: &Mapping) -> Vec<(&str, &str)> {
    m.entries
        .iter()
        .map(|e| (e.key.as_str(), e.value.as_str()))
        .collect()
}

const ACME: &str = "# HELP acme_queue_depth Messages waiting.\n# TYPE acme_queue_depth gauge\nacme_queue_depth{queue=\"a\",host=\"h\"} 1\n\
# TYPE acme_published_total counter\nacme_published_total 2\n\
# TYPE acme_lag_seconds histogram\nacme_lag_seconds_bucket{le=\"1\"} 1\nacme_lag_seconds_bucket{le=\"+Inf\"} 1\nacme_lag_seconds_sum 1\nacme_lag_seconds_count 1\n\
# TYPE acme_size_bytes summary\nacme_size_bytes{quantile=\"0.5\"} 1\nacme_size_bytes_sum 1\nacme_size_bytes_count 1\n\
# TYPE go_goroutines gauge\ngo_goroutines 5\nacme_up 1\n";

#[test]
fn each_type_has_its_key_and_its_emitted_names() {
    let m = plain(ACME);
    assert_eq!(m.raw_prefix, "acme_");
    assert_eq!(
        values(&m),
        [
            ("acme_lag_seconds", "lag.seconds"),
            ("acme_published", "published"),
            ("acme_queue_depth", "queue.depth"),
            ("acme_size_bytes", "size.bytes"),
            ("go_goroutines", "go.goroutines"),
        ]
    );
    let names: Vec<&str> = m.help.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "acme_queue.go.goroutines",
            "acme_queue.lag.seconds.bucket",
            "acme_queue.lag.seconds.count",
            "acme_queue.lag.seconds.sum",
            "acme_queue.published.count",
            "acme_queue.queue.depth",
            "acme_queue.size.bytes.count",
            "acme_queue.size.bytes.quantile",
            "acme_queue.size.bytes.sum",
        ]
    );
    assert_eq!(m.help["acme_queue.queue.depth"].text, "Messages waiting.");
    assert_eq!(m.help["acme_queue.lag.seconds.bucket"].part, Part::Bucket);
    assert_eq!(
        m.rename_labels,
        [("host".to_owned(), "acme_queue_host".to_owned())].into()
    );
    assert_eq!(m.dropped.len(), 1);
    assert_eq!(
        (m.dropped[0].raw.as_str(), m.dropped[0].why),
        ("acme_up", Why::NoType)
    );
    assert_eq!(
        m.summary(),
        "5 collected, 1 of the runtime, 1 without a type"
    );
    assert!(
        m.entries
            .iter()
            .find(|e| e.key == "go_goroutines")
            .unwrap()
            .runtime
    );
}

#[test]
fn only_what_the_page_has_samples_for_is_expected() {
    let m = plain(
        "# TYPE s summary\ns_count 1\ns_sum 1\ns{quantile=\"0.5\"} NaN\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_count 1\n",
    );
    let emitted: Vec<&str> = m.help.keys().map(String::as_str).collect();
    assert_eq!(
        emitted,
        [
            "acme_queue.h.count",
            "acme_queue.s.count",
            "acme_queue.s.sum"
        ]
    );
}

#[test]
fn answers_decide_types_exclusions_prefix_and_labels() {
    let answers = OpenMetrics {
        raw_prefix: Some("acme_queue".into()),
        exclude: vec!["^go_".into(), "(".into()],
        types: [
            ("acme_up", "gauge"),
            ("acme_published_total", "gauge"),
            ("acme_upp", "gauge"),
            ("acme_size_bytes", "meter"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into(),
        rename_labels: [("host".to_owned(), "broker".to_owned())].into(),
        ..OpenMetrics::default()
    };
    let m = map(ACME, &answers);
    assert_eq!(m.raw_prefix, "acme_queue_");
    let up = m.entries.iter().find(|e| e.key == "acme_up").unwrap();
    assert_eq!(
        (up.value.as_str(), up.type_override.as_deref()),
        ("acme.up", Some("gauge"))
    );
    let published = m
        .entries
        .iter()
        .find(|e| e.key == "acme_published")
        .unwrap();
    assert_eq!(published.emitted, ["acme_queue.acme.published"]);
    assert_eq!(m.rename_labels["host"], "broker");
    assert!(
        m.dropped
            .iter()
            .any(|d| d.raw == "go_goroutines" && d.why == Why::Excluded)
    );
    let rules: Vec<&str> = m.findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "source.openmetrics.exclude",
            "source.openmetrics.types.acme_size_bytes",
            "source.openmetrics.types.acme_upp"
        ]
    );
    assert!(m.findings[2].message.contains("\"acme_up\""));
}

#[test]
fn a_page_without_any_type_is_taken_as_gauges_and_counters() {
    let m = plain("acme_up 1\nacme_sent_total 2\nacme_depth 3\n");
    assert!(m.untyped_page);
    let types: Vec<_> = m
        .entries
        .iter()
        .map(|e| (e.key.as_str(), e.type_override.as_deref().unwrap()))
        .collect();
    assert_eq!(
        types,
        [
            ("acme_depth", "gauge"),
            ("acme_sent_total", "counter"),
            ("acme_up", "gauge")
        ]
    );
    assert_eq!(m.entries[1].emitted, ["acme_queue.sent.count"]);
}

#[test]
fn a_counter_dropped_by_text_plain_says_why_once_and_can_be_given_a_type() {
    let text = "# TYPE acme_sent counter\nacme_sent_total 1\n# TYPE acme_up gauge\nacme_up 1\n";
    let m = plain(text);
    assert_eq!(m.dropped.len(), 1, "{:?}", m.dropped);
    assert_eq!(m.dropped[0].raw, "acme_sent_total");
    assert!(m.dropped[0].reason.contains("text/plain"));
    for name in ["acme_sent", "acme_sent_total"] {
        let answers = OpenMetrics {
            types: [(name.to_owned(), "counter".to_owned())].into(),
            ..OpenMetrics::default()
        };
        let m = map(text, &answers);
        let sent = m
            .entries
            .iter()
            .find(|e| e.key == "acme_sent_total")
            .expect(name);
        assert_eq!(sent.type_override.as_deref(), Some("counter"));
        assert!(
            m.dropped.is_empty() && m.findings.is_empty(),
            "{:?}",
            m.findings
        );
    }
    let m = plain(&format!("{text}# EOF\n"));
    assert_eq!(values(&m), [("acme_sent", "sent"), ("acme_up", "up")]);
}

#[test]
fn a_type_declared_under_the_longer_name_does_not_reach_its_samples() {
    let text = "# TYPE lat_total counter\nlat 1\n# TYPE up gauge\nup 1\n";
    let m = plain(text);
    assert_eq!(
        (m.dropped[0].raw.as_str(), m.dropped[0].why),
        ("lat_total", Why::NoType)
    );
    assert!(m.dropped[0].reason.contains("give lat the type counter"));
    let answers = OpenMetrics {
        types: [("lat".to_owned(), "counter".to_owned())].into(),
        ..OpenMetrics::default()
    };
    let m = map(text, &answers);
    assert_eq!(m.entries[0].type_override.as_deref(), Some("counter"));
    assert_eq!(m.entries[0].emitted, ["acme_queue.lat.count"]);
}

#[test]
fn counts_never_double_and_names_never_collide() {
    let m = plain(
        "# TYPE acme_a_count counter\nacme_a_count 1\n# TYPE acme_b_count gauge\nacme_b_count 1\n# TYPE acme_b_total counter\nacme_b_total 1\n\
         # TYPE acme_c__d gauge\nacme_c__d 1\n# TYPE acme_c_d gauge\nacme_c_d 1\n# TYPE acme_C_d gauge\nacme_C_d 1\n# TYPE acme_a counter\nacme_a 1\n",
    );
    let mut all: Vec<&String> = m.entries.iter().flat_map(|e| &e.emitted).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
    assert!(all.iter().all(|n| !n.ends_with(".count.count")), "{all:?}");
    assert!(all.iter().any(|n| *n == "acme_queue.a.count"));
}

#[test]
fn names_are_valid_never_empty_and_never_repeat_the_prefix() {
    let m = propose(
        &[page(
            "# TYPE acme_queue_ gauge\nacme_queue_ 1\n# TYPE acme_queue_acme_queue_depth gauge\nacme_queue_acme_queue_depth 1\n# TYPE acme_queue:x:rate5m gauge\nacme_queue:x:rate5m 1\n# TYPE acme_queue gauge\nacme_queue 1\n",
        )],
        &OpenMetrics::default(),
        "acme_queue",
        "acme.queue.",
    );
    assert_eq!(
        values(&m),
        [
            ("acme_queue", "value"),
            ("acme_queue:x:rate5m", "x.rate5m"),
            ("acme_queue_", "value.gauge"),
            ("acme_queue_acme_queue_depth", "depth"),
        ]
    );
}

#[test]
fn the_raw_prefix_is_only_taken_off_where_it_says_nothing() {
    let gauges = |names: &[&str]| -> String {
        names.iter().fold(String::new(), |all, n| {
            all + &format!(
                "# TYPE {n} gauge
{n} 1
"
            )
        })
    };
    let found = |names: &[&str]| plain(&gauges(names)).raw_prefix;
    assert_eq!(
        found(&["acme_a", "acme_b", "http_c", "go_x", "go_y", "go_z", "go_w"]),
        "acme_"
    );
    assert_eq!(found(&["http_requests", "http_errors", "http_open"]), "");
    assert_eq!(
        found(&["broker_a", "broker_b", "broker_c", "broker_d"]),
        "broker_"
    );
    assert_eq!(
        found(&["acme_queue_a", "acme_queue_b", "acme_other"]),
        "acme_queue_"
    );
    assert_eq!(found(&["a_x", "b_y", "c_z"]), "");
    assert_eq!(found(&["alone"]), "");
}

#[test]
fn several_pages_are_joined() {
    let idle =
        page("# TYPE acme_up gauge\nacme_up 1\nacme_errors_total 0\n# TYPE acme_lost counter\n");
    let busy = page(
        "# TYPE acme_errors_total counter\nacme_errors_total{service=\"x\"} 1\n# TYPE acme_lost counter\nacme_lost 1\n",
    );
    let m = propose(
        &[idle.clone(), busy],
        &OpenMetrics::default(),
        "acme",
        "acme.",
    );
    assert_eq!(
        values(&m),
        [
            ("acme_errors", "errors"),
            ("acme_lost", "lost"),
            ("acme_up", "up")
        ]
    );
    assert_eq!(m.rename_labels["service"], "acme_service");
    let m = propose(&[idle], &OpenMetrics::default(), "acme", "acme.");
    let lost = m.dropped.iter().find(|d| d.raw == "acme_lost").unwrap();
    assert_eq!(lost.why, Why::NoSample);
}

#[test]
fn created_lines_of_counters_are_filtered_and_info_is_offered() {
    let text = "# TYPE acme_a counter\nacme_a_total 1\nacme_a_created 1.7e9\n# TYPE acme_build info\nacme_build_info{version=\"1\"} 1\n# TYPE acme_x_created gauge\nacme_x_created 1\n# EOF\n";
    let m = plain(text);
    assert_eq!(m.line_filters.len(), 1);
    let reasons: Vec<_> = m.dropped.iter().map(|d| (d.raw.as_str(), d.why)).collect();
    assert_eq!(
        reasons,
        [
            ("acme_build", Why::Unsupported),
            ("acme_x_created", Why::Impossible)
        ]
    );
    let answers = OpenMetrics {
        types: [("acme_build".to_owned(), "gauge".to_owned())].into(),
        ..OpenMetrics::default()
    };
    assert!(
        map(text, &answers)
            .entries
            .iter()
            .any(|e| e.key == "acme_build")
    );
    assert!(plain(ACME).line_filters.is_empty());
}

#[test]
fn broken_lines_become_findings() {
    let m = plain("acme_a 1\nacme_b x\n");
    assert_eq!((m.findings.len(), m.findings[0].line), (1, Some(2)));
}
