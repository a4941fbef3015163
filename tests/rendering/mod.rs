//! Sample integrations of every kind, as the wizard would hand them to the renderer.
// Each test file uses a part; a sample is one long list of facts.
#![allow(dead_code, clippy::too_many_lines, clippy::needless_pass_by_value)]

use ddint_tui::core::answers::{
    Answers, Http, Kind, LogSource, OpenMetrics, OwnOption, PrototypeFiles, Request, Track,
};
use ddint_tui::core::capture::{
    Capture, CommandRun, Exchange, Inspection, Metric, ServiceCheck, Submission,
};
use ddint_tui::core::metadata::{MetricRow, ServiceCheckRow};
use ddint_tui::scaffold::ids::Ids;
use ddint_tui::scaffold::promote::{Promoted, Renames, promote};
use ddint_tui::scaffold::render::{BASE_FLOOR, Input, RenderError, SamplePage, integration};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Texts that end strings, open tags and mean something to YAML, TOML, Markdown, CSV.
pub const NASTY: &str = "It's \"quoted\", 100% {{ x }} {% y %} # : | & <b> \\ `c` - *s* _u_ [l](https://l.example) caf\u{e9} \u{2014} end.";

/// Everything an [`Input`] borrows.
pub struct Sample {
    pub answers: Answers,
    pub ids: Ids,
    pub metrics: Vec<MetricRow>,
    pub service_checks: Vec<ServiceCheckRow>,
    pub options: Vec<OwnOption>,
    pub capture: Capture,
    pub check: Promoted,
    pub pages: Vec<SamplePage>,
}

impl Sample {
    pub fn input(&self) -> Input<'_> {
        Input {
            answers: &self.answers,
            ids: &self.ids,
            metrics: &self.metrics,
            service_checks: &self.service_checks,
            options: &self.options,
            capture: &self.capture,
            check: &self.check,
            pages: &self.pages,
            base_floor: BASE_FLOOR,
        }
    }

    pub fn render(&self) -> Result<BTreeMap<String, String>, RenderError> {
        integration(&self.input())
    }

    /// The sample with one text for everything that a contributor types.
    pub fn with_text(mut self, text: &str) -> Self {
        self.answers.integration.description = text.chars().take(80).collect();
        self.answers.integration.overview = format!("{text}\n\n- {text}");
        self.answers.author.name = text.chars().take(40).collect();
        for row in &mut self.metrics {
            row.description = text.into();
        }
        for row in &mut self.service_checks {
            row.description = text.into();
        }
        for option in &mut self.options {
            option.description = text.into();
            if option.kind == "string" {
                option.example = Some(text.into());
            }
        }
        self
    }
}

pub fn python() -> PathBuf {
    which::which("python3").expect("Python 3 is needed to promote a prototype")
}

pub fn answers(display: &str, kind: Kind, track: Track) -> Answers {
    let mut a = Answers {
        track,
        ..Answers::default()
    };
    a.integration.display_name = display.into();
    a.integration.kind = Some(kind);
    a.integration.description = "Depth, throughput, and consumer lag of brokers.".into();
    a.integration.overview = "Acme Queue is a message broker for small teams. This integration shows how full its \
                              queues are, so that operators see a stuck consumer before their users do."
        .into();
    a.integration.homepage = "https://acme.example/queue".into();
    a.integration.categories = vec!["Metrics".into(), "Message Queues".into()];
    a.author.name = "Ann Lee".into();
    a.author.github = "annlee".into();
    a.author.support_email = "ann@acme.example".into();
    a.author.homepage = "https://acme.example".into();
    a
}

pub fn ids() -> Ids {
    Ids {
        app_uuid: "5f2c7d1e-8a4b-4c3d-9e6f-0123456789ab".into(),
        source_type_id: 89_000_000,
        created: "2026-09-10".into(),
    }
}

fn point(name: &str, submission: Submission, value: f64, tags: &[&str], run: u32) -> Metric {
    Metric {
        name: name.into(),
        submission,
        value: Some(value),
        tags: tags.iter().map(|t| (*t).to_owned()).collect(),
        hostname: String::new(),
        run,
        scene: 0,
    }
}

fn row(name: &str, kind: &str, unit: &str) -> MetricRow {
    MetricRow {
        name: name.into(),
        metric_type: kind.into(),
        unit: unit.into(),
        description: "Messages that wait, counted now.".into(),
        short_name: "messages".into(),
        ..MetricRow::default()
    }
}

fn check_row(check: &str, name: &str, groups: &[&str]) -> ServiceCheckRow {
    ServiceCheckRow {
        check: check.into(),
        name: name.into(),
        description: "Returns `CRITICAL` if the Agent can't reach the product, otherwise `OK`."
            .into(),
        statuses: vec!["ok".into(), "critical".into()],
        groups: groups.iter().map(|g| (*g).to_owned()).collect(),
    }
}

fn service_check(name: &str, tags: &[&str]) -> ServiceCheck {
    ServiceCheck {
        name: name.into(),
        status: 0,
        tags: tags.iter().map(|t| (*t).to_owned()).collect(),
        message: String::new(),
        run: 1,
    }
}

fn option(name: &str, kind: &str, required: bool, example: Value) -> OwnOption {
    OwnOption {
        name: name.into(),
        r#in: "instance".into(),
        kind: kind.into(),
        items: (kind == "array").then(|| "string".into()),
        required,
        secret: false,
        description: "What to look at, in words that are long enough to need a second line in the example that ddev makes of it, and see https://acme.example/a/very/long/address/that/nobody/can/break/because/it/is/one/word/and/longer/than/a/line.".into(),
        example: Some(example),
        default: None,
    }
}

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

#[allow(clippy::too_many_arguments)]
fn finish(
    answers: Answers,
    source: &str,
    stem: &str,
    capture: Capture,
    metrics: Vec<MetricRow>,
    service_checks: Vec<ServiceCheckRow>,
    options: Vec<OwnOption>,
    pages: Vec<SamplePage>,
) -> Sample {
    let renames = Renames::of(source, stem, &capture, &answers);
    assert_eq!(renames.unresolved, Vec::<String>::new());
    let check =
        promote(&python(), source, stem, &capture, &answers).expect("the sample is a check");
    Sample {
        capture: renames.capture(&capture),
        answers,
        ids: ids(),
        metrics,
        service_checks,
        options,
        check,
        pages,
    }
}

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

const BLANK: &str = r#"# -*- coding: utf-8 -*-
# the following try/except block will make the custom check compatible with any Agent version
try:
    from datadog_checks.base import AgentCheck
except ImportError:
    from checks import AgentCheck

from datadog_checks.base.utils.subprocess_output import get_subprocess_output

__version__ = "1.0.0"


class Helper(object):
    """Not a check."""


class CustomAcme(AgentCheck):
    """Counts what custom_STEM sees."""

    # The instance is checked here.
    def check(self, instance):
        tags = instance.get("tags", []) + ["queue:" + instance["queue"]]
        out, err, code = get_subprocess_output(["acmectl", "stats"], self.log, raise_on_empty_output=True)
        for line in out.splitlines():
            key, value = line.split("=")
            self.gauge("custom_STEM." + key, float(value), tags=tags)
        self.histogram("custom_STEM.latency", 0.25, tags=tags)
        self.service_check("custom_STEM.up", AgentCheck.OK, tags=tags)
"#;

pub fn blank(display: &str, track: Track) -> Sample {
    let mut answers = answers(display, Kind::Blank, track);
    let folder = answers.integration.folder();
    let stem = format!("custom_{folder}");
    answers.prototype = Some(PrototypeFiles {
        check: format!("{stem}.py"),
        conf: None,
    });
    answers.logs = vec![LogSource {
        service: "acme".into(),
        source: folder.clone(),
        path: "/var/log/acme/*.log".into(),
        sample: None,
    }];
    let source = BLANK.replace("STEM", &folder).replace('\n', "\r\n");
    let n = answers.integration.namespace();
    let tags = ["queue:orders"];
    let capture = Capture {
        runs: 2,
        metrics: (1..=2)
            .flat_map(|run| {
                [
                    point(&format!("{stem}.depth"), Submission::Gauge, 3.0, &tags, run),
                    point(&format!("{stem}.lag"), Submission::Gauge, 4.0, &tags, run),
                    point(
                        &format!("{stem}.latency"),
                        Submission::Histogram,
                        0.25,
                        &tags,
                        run,
                    ),
                ]
            })
            .collect(),
        service_checks: vec![service_check(&format!("{stem}.up"), &tags)],
        commands: vec![
            CommandRun {
                argv: vec!["acmectl".into(), "stats".into()],
                stdout: "depth=3\nlag=4\n".into(),
                stderr: String::new(),
                code: 0,
            };
            2
        ],
        inspection: Inspection {
            class: "CustomAcme".into(),
            ..Inspection::default()
        },
        instance: json!({"queue": "orders"}),
        ..Capture::default()
    };
    let rows = vec![
        row(&format!("{n}.depth"), "gauge", "message"),
        row(&format!("{n}.lag"), "gauge", "message"),
        row(&format!("{n}.latency.95percentile"), "gauge", "second"),
        row(&format!("{n}.latency.avg"), "gauge", "second"),
        row(&format!("{n}.latency.count"), "rate", "second"),
    ];
    let checks = vec![check_row(&format!("{n}.up"), "Up", &["host", "queue"])];
    let mut secret = option("license_code", "string", false, json!("abc"));
    secret.secret = true;
    let mut shared = option("shared_limit", "integer", false, json!(5));
    shared.r#in = "init_config".into();
    let options = vec![
        option("limit", "number", false, json!(1.5)),
        option("verbose", "boolean", false, json!(true)),
        option("names", "array", false, json!(["a", "b: c"])),
        option("mapping", "object", false, json!({"a": {"b": [1]}})),
        option("timeout", "number", false, json!(10)),
        option("queue", "string", true, json!("orders")),
        secret,
        shared,
    ];
    finish(
        answers,
        &source,
        &stem,
        capture,
        rows,
        checks,
        options,
        vec![],
    )
}

/// Name and sample of every kind on both tracks.
pub fn all(suffix: &str) -> Vec<Sample> {
    let mut out = Vec::new();
    for (track, word) in [(Track::Community, "Open"), (Track::Partner, "Partner")] {
        out.push(openmetrics(&format!("{word} Metrics{suffix}"), track));
        out.push(http(&format!("{word} Http{suffix}"), track));
        out.push(blank(&format!("{word} Blank{suffix}"), track));
    }
    out
}
