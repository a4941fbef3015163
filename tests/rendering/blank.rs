//! A sample of a check that was brought along, with options of every type.

use super::{Sample, answers, check_row, finish, option, point, row, service_check};
use ddint_tui::core::answers::{Kind, LogSource, PrototypeFiles, Track};
use ddint_tui::core::capture::{Capture, CommandRun, Inspection, Submission};
use serde_json::json;

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
        ..LogSource::default()
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
