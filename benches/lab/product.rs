//! A product with as many metrics as asked for: its page, what a check emits of it, its integration.

use ddint_tui::core::answers::{Answers, Kind, MetricAnswer, OpenMetrics};
use ddint_tui::core::capture::{Capture, Inspection, Metric, ServiceCheck, Submission};
use ddint_tui::core::event::Derived;
use ddint_tui::core::mapping::{self, Mapping, Part};
use ddint_tui::core::shared::Rows;
use ddint_tui::core::{derived, names, openmetrics};
use ddint_tui::scaffold::ids::Ids;
use ddint_tui::scaffold::promote::Promoted;
use ddint_tui::scaffold::render::{BASE_FLOOR, Input, SamplePage};
use std::fmt::Write as _;

pub const ENDPOINT: &str = "http://localhost:9100/metrics";
const WORDS: [&str; 8] = [
    "queue", "consumer", "message", "disk", "request", "cache", "session", "topic",
];
const ENDS: [&str; 5] = ["bytes", "seconds", "errors", "depth", "lag"];

/// The raw family name of a number.
fn raw(n: usize) -> String {
    let (word, end) = (WORDS[n % WORDS.len()], ENDS[n % ENDS.len()]);
    format!("acme_{word}_{n:05}_{end}")
}

/// A page of so many families, each with so many series.
pub fn page(families: usize, series: usize) -> String {
    let mut out = String::new();
    for n in 0..families {
        let name = raw(n);
        let counter = n % 2 == 1;
        let (kind, total) = if counter {
            ("counter", "_total")
        } else {
            ("gauge", "")
        };
        let word = WORDS[n % WORDS.len()];
        let _ = writeln!(
            out,
            "# HELP {name}{total} What the {word} of number {n} holds right now."
        );
        let _ = writeln!(out, "# TYPE {name}{total} {kind}");
        for s in 0..series {
            let _ = writeln!(
                out,
                "{name}{total}{{queue=\"orders-{s}\",node=\"mq{}.internal\"}} {}.5",
                s % 7,
                n + s
            );
        }
    }
    out
}

/// A page of exactly so many lines.
pub fn page_of_lines(lines: usize) -> String {
    const SERIES: usize = 48;
    let families = lines.div_ceil(SERIES + 2);
    let whole = page(families, SERIES);
    let end = whole
        .match_indices('\n')
        .nth(lines - 1)
        .map_or(whole.len(), |(at, _)| at + 1);
    whole[..end].to_owned()
}

/// The answers of such a product's integration.
pub fn answers() -> Answers {
    let mut a = Answers::default();
    let i = &mut a.integration;
    i.display_name = "Acme Queue".into();
    i.kind = Some(Kind::Openmetrics);
    i.description = "Depth, throughput, and consumer lag of Acme Queue brokers.".into();
    i.overview =
        "Acme Queue is a message broker. This integration shows how full its queues are, so that \
                  operators see a stuck consumer before their users do.\n"
            .into();
    i.homepage = "https://acme.example/queue".into();
    a.author.name = "Acme Co".into();
    a.author.github = "acmeco".into();
    a.author.support_email = "dev@acme.example".into();
    a.author.homepage = "https://acme.example".into();
    a.source.openmetrics = Some(OpenMetrics {
        endpoint: ENDPOINT.into(),
        ..OpenMetrics::default()
    });
    a
}

/// A product, read and derived.
pub struct Product {
    pub answers: Answers,
    pub page: String,
    pub mapping: Mapping,
    pub capture: Capture,
    pub derived: Derived,
}

/// ddev's units, as far as the guesses need them.
pub fn units() -> Vec<String> {
    ["byte", "second", "error", "message", "request", "item"]
        .map(String::from)
        .to_vec()
}

impl Product {
    /// A product with so many metrics.
    pub fn new(metrics: usize) -> Self {
        let answers = answers();
        let page = page(metrics, 2);
        let mapping = map(&page, &answers);
        let capture = capture(&mapping, &answers);
        let derived = derived::all(&capture, &mapping.help, &answers, &units());
        assert_eq!(derived.metrics.len(), metrics, "each family is a metric");
        Self {
            answers,
            page,
            mapping,
            capture,
            derived,
        }
    }

    /// What somebody answered for every metric.
    pub fn metric_answers(&self) -> Rows<MetricAnswer> {
        let rows = self.derived.metrics.iter();
        rows.map(|row| MetricAnswer {
            name: row.name.clone(),
            unit: Some("message".into()),
            description: Some(format!("Messages that {} holds.", row.name)),
            ..MetricAnswer::default()
        })
        .collect()
    }

    /// The check as promotion leaves it.
    pub fn promoted(&self) -> Promoted {
        let class = names::class_name(&self.answers.integration.folder());
        let namespace = self.answers.integration.namespace();
        let mut map = String::from("METRICS = {\n");
        for entry in &self.mapping.entries {
            let _ = writeln!(map, "    '{}': '{}',", entry.key, entry.value);
        }
        map.push_str("}\n");
        Promoted {
            check: format!(
                "from datadog_checks.base import OpenMetricsBaseCheckV2\n\nfrom .metrics import METRICS\n\n\n\
                 class {class}(OpenMetricsBaseCheckV2):\n    __NAMESPACE__ = '{namespace}'\n    \
                 DEFAULT_METRIC_LIMIT = 0\n\n    def get_default_config(self):\n        \
                 return {{'metrics': [METRICS]}}\n"
            ),
            metrics: Some(map),
        }
    }
}

/// Reads a page and proposes the map.
pub fn map(page: &str, answers: &Answers) -> Mapping {
    let page = openmetrics::parse(page, None).expect("the page is one");
    let source = answers.source.openmetrics.clone().unwrap_or_default();
    let i = &answers.integration;
    mapping::propose(&[page], &source, &i.folder(), &i.prefix())
}

/// What the base class emits by the map, in two runs.
fn capture(mapping: &Mapping, answers: &Answers) -> Capture {
    let tags = |s: u32| {
        vec![
            format!("endpoint:{ENDPOINT}"),
            format!("queue:orders-{s}"),
            format!("node:mq{s}.internal"),
        ]
    };
    let mut metrics = vec![];
    for run in 1..=2 {
        for (name, help) in &mapping.help {
            let count = name.strip_suffix(".count").is_some() || help.part == Part::Count;
            metrics.extend((0..2).map(|series| Metric {
                name: name.clone(),
                submission: if count {
                    Submission::MonotonicCount
                } else {
                    Submission::Gauge
                },
                value: Some(f64::from(run * 10 + series)),
                tags: tags(series),
                hostname: String::new(),
                run,
                scene: 0,
            }));
        }
    }
    Capture {
        check: "custom_acme_queue".into(),
        runs: 2,
        duration_ms: 412.0,
        metrics,
        service_checks: vec![ServiceCheck {
            name: "acme_queue.openmetrics.health".into(),
            status: 0,
            tags: vec![format!("endpoint:{ENDPOINT}")],
            message: String::new(),
            hostname: String::new(),
            run: 2,
        }],
        inspection: Inspection {
            class: names::class_name(&answers.integration.folder()),
            openmetrics: true,
            namespace: Some(answers.integration.namespace()),
            ..Inspection::default()
        },
        instance: serde_json::json!({ "openmetrics_endpoint": ENDPOINT }),
        ..Capture::default()
    }
}

/// Everything that rendering borrows.
pub struct Rendering {
    product: Product,
    ids: Ids,
    check: Promoted,
    pages: Vec<SamplePage>,
}

impl Rendering {
    pub fn new(metrics: usize) -> Self {
        let product = Product::new(metrics);
        Self {
            ids: Ids {
                app_uuid: "5f2c7d1e-8a4b-4c3d-9e6f-0123456789ab".into(),
                source_type_id: 89_000_000,
                created: "2026-09-10".into(),
            },
            check: product.promoted(),
            pages: vec![SamplePage {
                text: product.page.clone(),
                content_type: "text/plain; version=0.0.4".into(),
            }],
            product,
        }
    }

    pub fn input(&self) -> Input<'_> {
        Input {
            answers: &self.product.answers,
            ids: &self.ids,
            metrics: &self.product.derived.metrics,
            service_checks: &self.product.derived.service_checks,
            options: &self.product.derived.options,
            capture: &self.product.capture,
            check: &self.check,
            pages: &self.pages,
            log_samples: &[],
            base_floor: BASE_FLOOR,
        }
    }
}
