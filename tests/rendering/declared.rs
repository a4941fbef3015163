//! Samples of the kinds that have no check: rules of `JMXFetch`, and a log.

use super::{Sample, answers, ids, row};
use ddint_tui::core::answers::{Kind, LogSource, Track};
use ddint_tui::core::{declared, derived};
use ddint_tui::scaffold::promote::Promoted;
use std::collections::BTreeMap;

const RULES: &str = r#"# What brokers say of their queues.
jmx_metrics:
  - include:
      domain: PREFIX
      bean: "PREFIX:type=Queue,name=orders"
      attribute:
        Depth: {alias: PREFIX.depth, metric_type: gauge}
        Published: {alias: PREFIX.published, metric_type: monotonic_count}
        Bytes: {alias: PREFIX.bytes, metric_type: counter}
        Wait: {alias: PREFIX.wait, metric_type: histogram}
        Usage.used: {alias: PREFIX.usage.used}
"#;

const CONF: &str = "init_config:\n  is_jmx: true\ninstances:\n  - host: mq7.internal\n    port: 7199\n    password: s3cret-value\n";

/// A log with an error of several lines, and with what must not be committed.
pub const LOG: &str = "2026-09-01 10:00:00,123 INFO login of ann@mq7.internal, token=s3cret-value\n\
    2026-09-01 10:00:01,001 ERROR Queue is full\n  java.lang.IllegalStateException: \"it's\" : # %\n\
    \tat example.Queue.put(Queue.java:7)\n2026-09-01 10:00:02,000 INFO ready\n";

fn read(answers: ddint_tui::core::answers::Answers, main: &str) -> Sample {
    let reading = declared::read(&answers, main, CONF);
    assert!(reading.is_good(), "{:?}", reading.capture.error);
    let derived = derived::all(&reading.capture, &BTreeMap::new(), &answers, &[]);
    let n = answers.integration.namespace();
    let metrics = derived.metrics.into_iter().map(|m| {
        let short = m.name.strip_prefix(&format!("{n}.")).unwrap().to_owned();
        row(&format!("{n}.{short}"), &m.metric_type, "")
    });
    Sample {
        ids: ids(),
        metrics: metrics.collect(),
        service_checks: derived.service_checks,
        options: vec![],
        capture: reading.capture,
        check: Promoted {
            check: main.into(),
            metrics: None,
        },
        pages: vec![],
        log_samples: vec![],
        answers,
    }
}

pub fn jmx(display: &str, track: Track) -> Sample {
    let answers = answers(display, Kind::Jmx, track);
    let rules = RULES.replace("PREFIX", &answers.integration.namespace());
    read(answers, &rules)
}

pub fn logs(display: &str, track: Track) -> Sample {
    let mut answers = answers(display, Kind::Logs, track);
    answers.integration.categories = vec!["Metrics".into()];
    answers.source.logs = Some(LogSource {
        path: "/var/log/acme/*.log".into(),
        ..LogSource::default()
    });
    answers.logs = vec![LogSource {
        path: "/var/log/acme/access.json".into(),
        source: "acme-access".into(),
        service: "acme-web".into(),
        sample: Some("access.json".into()),
        ..LogSource::default()
    }];
    let mut sample = read(answers, LOG);
    sample.log_samples = vec![LOG.into(), "{\"a\": 1}\n{\"a\": 2}\n".into()];
    sample
}
