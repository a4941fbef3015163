//! From pages and documents to rows and prototypes, through the public functions only.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use ddint_tui::core::answers::{Answers, Http, Kind, OpenMetrics, Request};
use ddint_tui::core::capture::{Capture, Metric, Submission};
use ddint_tui::core::{
    answers_file, derive, json_metrics, mapping, openmetrics, required, validate,
};
use ddint_tui::scaffold::prototype::{self, Input};

const IDLE: &str = "# HELP acme_depth Messages waiting: \"ready\" | 'unacked' \\\\ {{ x }} # done\n# TYPE acme_depth gauge\n\
acme_depth{queue=\"orders\",host=\"a\",} 3\n# TYPE acme_published_total counter\nacme_published_total 10\nacme_up 1\n";
const BUSY: &str = "# HELP acme_errors Failures.\n# TYPE acme_errors counter\nacme_errors_total 2\n\
# TYPE acme_lag_seconds histogram\nacme_lag_seconds_bucket{le=\"1.0\"} 1\nacme_lag_seconds_bucket{le=\"+Inf\"} 1\nacme_lag_seconds_sum 0.5\nacme_lag_seconds_count 1\n# EOF\n";

fn answers() -> Answers {
    let text = "schema: 1\nintegration:\n  display_name: Acme Queue\n  kind: openmetrics\n  description: Depth of queues.\n  overview: Acme Queue is a broker.\nauthor: { name: Acme Co, github: acmeco, support_email: dev@acme.example }\nsource:\n  openmetrics:\n    endpoint: http://localhost:9100/metrics\n    types: { acme_up: gauge }\n";
    answers_file::parse(text).expect("the answers are right")
}

fn mapped(a: &Answers) -> mapping::Mapping {
    let pages = [IDLE, BUSY].map(|p| openmetrics::parse(p, None).expect("a page"));
    let om = a.source.openmetrics.clone().unwrap_or_default();
    mapping::propose(
        &pages,
        &om,
        &a.integration.folder(),
        &a.integration.prefix(),
    )
}

/// What the base class would emit, by the mapping.
fn captured(m: &mapping::Mapping) -> Capture {
    let metrics = m.help.iter().map(|(name, help)| {
        let entry = m
            .entries
            .iter()
            .find(|e| e.raw == help.raw)
            .expect("an entry");
        let gauge = entry.kind == "gauge" || help.part == mapping::Part::Quantile;
        Metric {
            name: name.clone(),
            submission: if gauge {
                Submission::Gauge
            } else {
                Submission::MonotonicCount
            },
            value: Some(1.0),
            tags: vec![],
            hostname: String::new(),
            run: 1,
            scene: 0,
        }
    });
    Capture {
        metrics: metrics.collect(),
        ..Capture::default()
    }
}

#[test]
fn complete_answers_lack_nothing_and_are_right() {
    let a = answers();
    assert_eq!(required::missing(&a, false), []);
    assert_eq!(validate::answers(&a, validate::Known::default()), []);
    assert_eq!(
        answers_file::parse(&answers_file::to_yaml(&a).expect("YAML")),
        Ok(a)
    );
}

#[test]
fn pages_become_rows_with_units_orientation_and_sentences() {
    let a = answers();
    let m = mapped(&a);
    let units = ["message", "second", "error"].map(str::to_owned);
    let rows = derive::metric_rows(&captured(&m), &m.help, &a, &units);
    assert_eq!(rows.findings, []);
    let table: Vec<String> = rows
        .rows
        .iter()
        .map(|r| {
            format!(
                "{},{},{},{},{}",
                r.name, r.metric_type, r.unit, r.orientation, r.description
            )
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn the_prototype_holds_exactly_the_map() {
    let a = answers();
    let m = mapped(&a);
    let p = prototype::render(
        &a,
        &Input {
            mapping: Some(&m),
            ..Input::default()
        },
        &|_| None,
    )
    .expect("a prototype");
    for entry in &m.entries {
        assert!(
            p.check.contains(&format!("'{}': ", entry.key)),
            "{}",
            entry.key
        );
    }
    assert!(p.check.contains("'host': 'acme_queue_host'"));
    assert!(
        p.conf
            .contains("openmetrics_endpoint: \"http://localhost:9100/metrics\"")
    );
    let excluded = OpenMetrics {
        exclude: vec!["^acme_(lag|errors)".into()],
        ..a.source.openmetrics.clone().unwrap_or_default()
    };
    let mut b = a.clone();
    b.source.openmetrics = Some(excluded);
    let fewer = mapped(&b);
    assert_eq!(fewer.entries.len(), m.entries.len() - 2);
}

#[test]
fn documents_become_a_table_that_names_every_path() {
    let doc = serde_json::json!({"queues": [{"name": "it's \"a\"", "depth": 1}], "up": true});
    let mut a = answers();
    a.integration.kind = Some(Kind::Http);
    let request = Request {
        path: "/api".into(),
        ..Request::default()
    };
    let proposal = json_metrics::propose(&doc, &request, "acme_queue");
    a.source.http = Some(Http {
        base_url: "http://localhost".into(),
        requests: vec![request],
        ..Http::default()
    });
    let input = Input {
        requests: &[proposal.metrics],
        ..Input::default()
    };
    let p = prototype::render(&a, &input, &|_| None).expect("a prototype");
    assert!(p.check.contains(
        "(('queues', EACH, 'depth'), 'queues.depth', 'gauge', {'queue': ('queues', EACH, 'name')}),"
    ));
    assert!(p.check.contains("(('up',), 'up', 'gauge', {}),"));
}

proptest::proptest! {
    #[test]
    fn hostile_text_never_panics(text in "[a-z_{}=\",\\\\ \\n#:é\\[\\].|>0-9-]{0,200}") {
        for kind in [None, Some("text/plain"), Some("application/openmetrics-text")] {
            if let Ok(page) = openmetrics::parse(&text, kind) {
                let m = mapping::propose(&[page], &OpenMetrics::default(), "acme", "acme.");
                for entry in &m.entries {
                    assert!(!entry.value.is_empty());
                }
            }
        }
        let _ = answers_file::parse(&format!("schema: 1\n{text}"));
        let _ = json_metrics::path::Path::parse(&text);
        let _ = validate::url(&format!("http://{text}"));
    }
}
