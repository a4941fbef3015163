//! A sample with a recorded answer, a token in it.

use super::{Sample, answers, check_row, finish, point, row, service_check};
use ddint_tui::core::answers::{Http, Kind, Request, Track};
use ddint_tui::core::capture::{Capture, Exchange, Inspection, Submission};
use serde_json::json;

pub fn http(display: &str, track: Track) -> Sample {
    let mut answers = answers(display, Kind::Http, track);
    let base = "http://localhost:8080";
    answers.source.http = Some(Http {
        base_url: base.into(),
        requests: vec![Request {
            path: "/api/queues?all=true".into(),
            ..Request::default()
        }],
        ..Http::default()
    });
    let n = answers.integration.namespace();
    let class = ddint_tui::core::names::class_name(&answers.integration.folder());
    let source = format!(
        r#"from datadog_checks.base import AgentCheck


class {class}(AgentCheck):
    __NAMESPACE__ = '{n}'

    def check(self, instance):
        base_url = instance['base_url'].rstrip('/')
        tags = list(instance.get('tags', []))
        try:
            response = self.http.get(f'{{base_url}}/api/queues?all=true')
            response.raise_for_status()
            document = response.json()
        except Exception as e:
            self.service_check('can_connect', self.CRITICAL, tags=tags, message=str(e))
            raise
        self.service_check('can_connect', self.OK, tags=tags)
        for queue in document['queues']:
            self.gauge('queue.depth', queue['depth'], tags=[*tags, f'queue:{{queue["name"]}}'])
        self.monotonic_count('published', document['published'], tags=tags)
"#
    );
    let depth = format!("{n}.queue.depth");
    let published = format!("{n}.published");
    let connect = format!("{n}.can_connect");
    let mut metrics = Vec::new();
    let mut exchanges = Vec::new();
    for run in 1..=2 {
        metrics.push(point(
            &depth,
            Submission::Gauge,
            3.0,
            &["queue:orders", "team:a"],
            run,
        ));
        metrics.push(point(
            &depth,
            Submission::Gauge,
            0.5,
            &["queue:a b", "team:a"],
            run,
        ));
        metrics.push(point(
            &published,
            Submission::MonotonicCount,
            12.0,
            &["team:a"],
            run,
        ));
        exchanges.push(Exchange {
            method: "GET".into(),
            url: format!("{base}/api/queues?all=true"),
            status: 200,
            content_type: "application/json".into(),
            body: r#"{"queues": [{"name": "orders", "depth": 3}, {"name": "a b", "depth": 0.5}], "published": 12, "token": "s3cret-value"}"#.into(),
            truncated: false,
            scene: 0,
        });
    }
    let capture = Capture {
        runs: 2,
        metrics,
        service_checks: vec![service_check(&connect, &["team:a"])],
        exchanges,
        inspection: Inspection {
            class,
            namespace: Some(n),
            ..Inspection::default()
        },
        instance: json!({"base_url": base, "tags": ["team:a"]}),
        ..Capture::default()
    };
    let rows = vec![
        row(&depth, "gauge", "message"),
        row(&published, "count", "message"),
    ];
    let checks = vec![check_row(&connect, "Can connect", &["host"])];
    finish(
        answers,
        &source,
        "custom",
        capture,
        rows,
        checks,
        vec![],
        vec![],
    )
}
