//! A sample with every kind of family on its page.

use super::{Sample, answers, check_row, finish, point, row, service_check};
use ddint_tui::core::answers::{Kind, OpenMetrics, Track};
use ddint_tui::core::capture::{Capture, Inspection, Submission};
use ddint_tui::scaffold::render::SamplePage;
use serde_json::json;

const PAGE: &str = "# HELP acme_depth Messages.\n# TYPE acme_depth gauge\nacme_depth{queue=\"orders\"} 3\nacme_depth{queue=\"mail\"} 5\n# TYPE acme_published_total counter\nacme_published_total{queue=\"orders\"} 12\n# TYPE acme_wait_seconds histogram\nacme_wait_seconds_bucket{le=\"1\"} 2\nacme_wait_seconds_bucket{le=\"+Inf\"} 3\nacme_wait_seconds_sum 4.5\nacme_wait_seconds_count 3\n# TYPE acme_size summary\nacme_size{quantile=\"0.5\"} 7\nacme_size_sum 20\nacme_size_count 4\n";

pub fn openmetrics(display: &str, track: Track) -> Sample {
    let mut answers = answers(display, Kind::Openmetrics, track);
    let endpoint = "http://mq7.internal:9100/metrics";
    answers.source.openmetrics = Some(OpenMetrics {
        endpoint: endpoint.into(),
        ..OpenMetrics::default()
    });
    let n = answers.integration.namespace();
    let class = ddint_tui::core::names::class_name(&answers.integration.folder());
    let source = format!(
        "from datadog_checks.base import OpenMetricsBaseCheckV2\n\n# Raw name to Datadog name.\nMETRICS = {{\n    'acme_depth': 'depth',\n    'acme_published': 'published',\n    'acme_wait_seconds': 'wait',\n    'acme_size': 'size',\n}}\n\n\nclass {class}(OpenMetricsBaseCheckV2):\n    __NAMESPACE__ = '{n}'\n    DEFAULT_METRIC_LIMIT = 0\n\n    def get_default_config(self):\n        return {{'metrics': [METRICS]}}\n"
    );
    let tag = format!("endpoint:{endpoint}");
    let mut metrics = Vec::new();
    let mut rows = Vec::new();
    for (name, submission, kind, unit, tags) in [
        (
            "depth",
            Submission::Gauge,
            "gauge",
            "message",
            vec!["queue:orders"],
        ),
        (
            "published.count",
            Submission::MonotonicCount,
            "count",
            "message",
            vec!["queue:orders"],
        ),
        (
            "size.count",
            Submission::MonotonicCount,
            "count",
            "",
            vec![],
        ),
        (
            "size.quantile",
            Submission::Gauge,
            "gauge",
            "byte",
            vec!["quantile:0.5"],
        ),
        (
            "size.sum",
            Submission::MonotonicCount,
            "count",
            "byte",
            vec![],
        ),
        (
            "wait.bucket",
            Submission::MonotonicCount,
            "count",
            "",
            vec!["upper_bound:1"],
        ),
        (
            "wait.count",
            Submission::MonotonicCount,
            "count",
            "",
            vec![],
        ),
        (
            "wait.sum",
            Submission::MonotonicCount,
            "count",
            "second",
            vec![],
        ),
    ] {
        let name = format!("{n}.{name}");
        let mut tags = tags;
        tags.push(&tag);
        for run in 1..=2 {
            metrics.push(point(&name, submission, 3.0, &tags, run));
        }
        rows.push(row(&name, kind, unit));
    }
    let health = format!("{n}.openmetrics.health");
    let capture = Capture {
        runs: 2,
        metrics,
        service_checks: vec![service_check(&health, &[&tag])],
        inspection: Inspection {
            class,
            openmetrics: true,
            namespace: Some(n.clone()),
            ..Inspection::default()
        },
        instance: json!({"openmetrics_endpoint": endpoint, "tags": ["team:a"]}),
        ..Capture::default()
    };
    let checks = vec![check_row(
        &health,
        "OpenMetrics endpoint health",
        &["host", "endpoint"],
    )];
    let pages = vec![SamplePage {
        text: PAGE.into(),
        content_type: "text/plain; version=0.0.4".into(),
    }];
    finish(
        answers,
        &source,
        "custom",
        capture,
        rows,
        checks,
        vec![],
        pages,
    )
}
