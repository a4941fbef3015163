use super::*;
use crate::core::answers::{Track, Value as Text};

const DESIGN: &str = r#"
schema: 1
track: community              # community (default) | partner
integration:
  display_name: Acme Queue
  name: acme_queue
  kind: openmetrics
  description: Depth, throughput, and consumer lag of Acme Queue brokers.
  overview: |
    Acme Queue is a message broker.
    nam: not a key
  homepage: https://acme.example/queue
  metric_prefix: acme_queue.
  categories: [Metrics, Message Queues]
  supported_os: [Linux, macOS, Windows]
  public: true
author:
  name: Acme Co
  github: acmeco
  support_email: dev@acme.example
prototype: { check: custom_acme.py, conf: conf.yaml }
source:
  openmetrics: { endpoint: "http://localhost:9100/metrics", sample: [idle.txt, busy.txt], raw_prefix: acme_,
                 exclude: ["^go_"], types: { acme_up: gauge }, rename_labels: { host: acme_queue_host } }
  http:
    base_url: "http://localhost:8080"
    headers: { Authorization: { env: ACME_TOKEN }, Accept: text/json }
    requests: [{ path: /api/queues, sample: queues.json, metrics: [{ path: "queues[].depth", name: depth, type: gauge,
                 tags: { queue: "queues[].name" } }] }]
  command: { argv: [acmectl, stats, --json], format: json, sample: stats.json }
  sql: { driver: sqlite3, connect: { database: acme.db }, queries: [] }
  jmx: { metrics: metrics.yaml }
  logs: { service: acme, source: acme_queue, path: /var/log/acme/*.log, sample: acme.log }
options:
  - { name: queues, in: instance, type: array, items: string, required: false, description: "...", example: [orders] }
templates: []
logs: []
dependencies: []
metrics: [{ name: acme_queue.depth, unit: message, orientation: 0, description: "..." }]
service_checks: [{ name: acme_queue.can_connect, description: "..." }]
readme: {}
git: { branch: acmeco/acme_queue, base: upstream/master, title: "Add Acme Queue integration", sign_off: false }
maintainer: { accepts: true }
"#;

fn problems(text: &str) -> Vec<(String, Option<u32>, String)> {
    parse(text)
        .expect_err("the file was accepted")
        .into_iter()
        .map(|f| (f.rule, f.line, f.message))
        .collect()
}

#[test]
fn the_documented_file_is_read_and_survives_a_round_trip() {
    let answers = parse(DESIGN).unwrap();
    assert_eq!(answers.track, Track::Community);
    assert_eq!(
        answers.integration.overview,
        "Acme Queue is a message broker.\nnam: not a key\n"
    );
    let http = answers.source.http.clone().unwrap();
    assert!(matches!(&http.headers["Authorization"], Text::Env(e) if e.env == "ACME_TOKEN"));
    assert_eq!(http.requests[0].metrics[0].path, "queues[].depth");
    assert_eq!(answers.source.openmetrics.as_ref().unwrap().sample.len(), 2);
    let written = to_yaml(&answers).unwrap();
    assert!(written.starts_with("schema: 1\n"));
    assert_eq!(parse(&written).unwrap(), answers);
}

#[test]
fn one_sample_may_be_a_text_and_empty_keys_are_absent() {
    let text =
        "schema: 1\nsource: { openmetrics: { sample: p.txt } }\nmetrics:\nintegration:\n  name:\n";
    let answers = parse(text).unwrap();
    assert_eq!(answers.source.openmetrics.unwrap().sample, ["p.txt"]);
    assert_eq!(answers.integration.name, None);
}

#[test]
fn unknown_keys_name_the_nearest_and_the_line_all_at_once() {
    let text = "schema: 1\nintegration:\n  displayname: Acme\n  overview: |\n    kinnd: x\n  kinnd: http\nauthor: { git_hub: dev }\nmetrics:\n  - name: a.b\n    unit: byte\n  - name: a.c\n    units: byte\nzzz: 1\n";
    let found = problems(text);
    assert_eq!(
        found
            .iter()
            .map(|(r, l, _)| (r.as_str(), *l))
            .collect::<Vec<_>>(),
        [
            ("integration.displayname", Some(3)),
            ("integration.kinnd", Some(6)),
            ("author.git_hub", Some(7)),
            ("metrics[1].units", Some(12)),
            ("zzz", Some(13)),
        ]
    );
    assert!(found[0].2.contains("\"displayname\"") && found[0].2.contains("\"display_name\""));
    assert!(found[2].2.contains("\"github\""));
    assert!(found[4].2.contains("Known: track"));
}

#[test]
fn wrong_types_are_named_with_path_and_line() {
    let text = "schema: 1\nauthor:\n  github: 12345\nintegration:\n  public: maybe\n  categories: Metrics\n  kind: prometheus\nmetrics: [{ name: x, orientation: 5 }, 3]\n";
    let found = problems(text);
    let rules: Vec<_> = found
        .iter()
        .map(|(r, l, _)| (r.as_str(), l.unwrap()))
        .collect();
    assert_eq!(
        rules,
        [
            ("author.github", 3),
            ("integration.public", 5),
            ("integration.categories", 6),
            ("integration.kind", 7),
            ("metrics[0].orientation", 8),
            ("metrics[1]", 8),
        ]
    );
    assert!(found[0].2.contains("Quote it: \"12345\""), "{}", found[0].2);
    assert!(found[2].2.contains("must be a list, not a text"));
}

#[test]
fn a_whole_number_among_texts_is_one_of_them() {
    let text = "schema: 1\nsource: { sql: { driver: pymysql, connect: { port: 3306, user: acme, ssl: true } } }\n";
    assert_eq!(problems(text)[0].0, "source.sql.connect.ssl");
    let answers = parse(&text.replace(", ssl: true", "")).unwrap();
    let sql = answers.source.sql.unwrap();
    assert_eq!(sql.connect["port"], Text::Text("3306".into()));
}

#[test]
fn the_schema_comes_first() {
    assert!(problems("track: partner\n")[0].2.contains("schema: 1"));
    assert!(
        problems("schema: 2\nfuture: 1\n")[0]
            .2
            .contains("Update ddint-tui")
    );
    assert!(problems("schema: one\n")[0].2.contains("number 1"));
    assert!(problems("- a\n")[0].2.contains("mapping"));
    assert!(problems("")[0].2.contains("schema: 1"));
    assert_eq!(problems("schema: 1\na: [\n")[0].0, "yaml");
    assert!(
        problems("schema: 1\ntrack: partner\ntrack: partner\n")[0]
            .2
            .contains("duplicate")
    );
}

#[test]
fn secrets_are_refused_without_being_repeated() {
    for key in ["Authorization", "X-Api-Key", "auth-token", "PASSWORD"] {
        let text = format!("schema: 1\nsource:\n  http:\n    headers:\n      {key}: hunter2\n");
        let found = problems(&text);
        assert_eq!(found[0].0, format!("source.http.headers.{key}"));
        assert_eq!(found[0].1, Some(5));
        assert!(found[0].2.contains("{ env: NAME }") && !found[0].2.contains("hunter2"));
    }
    let sql = "schema: 1\nsource: { sql: { connect: { password: hunter2 } } }\n";
    assert_eq!(problems(sql)[0].0, "source.sql.connect.password");
    let env = "schema: 1\nsource: { http: { headers: { Authorization: { env: 'A B' } } } }\n";
    assert!(problems(env)[0].2.contains("environment variable"));
    let env = "schema: 1\nsource: { http: { headers: { Authorization: { envv: A } } } }\n";
    assert!(problems(env)[0].2.contains("\"env\""));
}

#[test]
fn entries_without_a_name_are_refused() {
    assert!(
        problems("schema: 1\nmetrics: [{ unit: byte }]\n")[0]
            .2
            .contains("needs name")
    );
    assert!(
        problems("schema: 1\nprototype: { conf: x }\n")[0]
            .2
            .contains("needs check")
    );
}

#[test]
fn what_a_check_says_beside_its_metrics_is_read_and_its_slips_are_named() {
    let text = "schema: 1\nservice_checks:\n  - {name: a.b, from: {metric: m}, ok: running, critical: [1, true, x]}\n\
        events:\n  - {key: k, title: t, text: x, alert_type: error}\n";
    let answers = parse(text).unwrap();
    assert_eq!(answers.service_checks[0].ok, ["running"]);
    assert_eq!(answers.service_checks[0].critical.len(), 3);
    let written = to_yaml(&answers).unwrap();
    assert_eq!(parse(&written).unwrap(), answers);
    for (rest, words) in [
        ("service_checks: [{name: a, from: {paht: x}}]", "\"path\""),
        ("service_checks: [{name: a, okay: [x]}]", "\"ok\""),
        (
            "service_checks: [{name: a, ok: [[x]]}]",
            "true or false, not a list",
        ),
        (
            "service_checks: [{name: a, ok: {a: b}}]",
            "a list of values",
        ),
        ("events: [{key: a, titel: b, text: c}]", "\"title\""),
        ("events: [{title: b, text: c}]", "needs key"),
        (
            "events: [{key: a, title: b, text: c, alert_type: eror}]",
            "\"error\"",
        ),
        (
            "events: [{key: a, title: b, text: c, alert_type: {path: x, eror: [y]}}]",
            "\"error\"",
        ),
        ("version: {requst: /a}", "\"request\""),
        (
            "source: {openmetrics: {hostname_lable: x}}",
            "\"hostname_label\"",
        ),
        (
            "source: {http: {requests: [{metrics: [{hostnam: x}]}]}}",
            "\"hostname\"",
        ),
    ] {
        let found = problems(&format!("schema: 1\n{rest}\n"));
        assert!(found[0].2.contains(words), "{rest}: {found:?}");
        assert_eq!(found[0].1, Some(2), "{rest}");
    }
}

/// Builds a file that uses every key of a shape, so that the shape and the structs can't drift apart.
fn example(shape: &kinds::Shape, yes: bool) -> Value {
    use kinds::Shape;
    match shape {
        Shape::Text | Shape::Texts => Value::String("x".into()),
        Shape::Bool => Value::Bool(yes),
        Shape::Orientation | Shape::Number | Shape::Port => Value::Number(1.into()),
        Shape::Any => Value::String("any".into()),
        Shape::Choice(known) => Value::String(known[0].into()),
        Shape::List(item) => Value::Sequence(vec![example(item, yes)]),
        Shape::Values => Value::Sequence(vec![Value::Number(1.into())]),
        Shape::ChoiceOr(_, item) => example(item, yes),
        Shape::Map(keys) => Value::Mapping(
            keys.iter()
                .map(|(k, s)| (Value::String((*k).into()), example(s, yes)))
                .collect(),
        ),
        Shape::NameOr(keys) => example(&Shape::Map(keys), yes),
        Shape::TextMap | Shape::AnyMap | Shape::Secrets => Value::Mapping(
            [(Value::String("k".into()), Value::String("v".into()))]
                .into_iter()
                .collect(),
        ),
    }
}

#[test]
fn the_shape_and_the_structs_know_the_same_keys() {
    let mut written = std::collections::BTreeSet::new();
    // What is as it would be anyway may be left out: of true and false, one is written.
    for yes in [false, true] {
        let full = example(&shape::ANSWERS, yes);
        let answers: Answers =
            serde_yaml::from_value(full).expect("serde knows every key of the shape");
        written.extend(paths(&serde_yaml::to_value(&answers).unwrap()));
    }
    assert_eq!(
        written,
        paths(&example(&shape::ANSWERS, true)),
        "the shape knows every key that serde writes"
    );
}

fn paths(value: &Value) -> std::collections::BTreeSet<String> {
    match value {
        Value::Mapping(map) => map
            .iter()
            .flat_map(|(k, v)| {
                let key = k.as_str().unwrap_or_default().to_owned();
                let mut all: Vec<String> =
                    paths(v).into_iter().map(|p| format!("{key}.{p}")).collect();
                all.push(key);
                all
            })
            .collect(),
        Value::Sequence(items) => items.iter().flat_map(paths).collect(),
        _ => std::collections::BTreeSet::new(),
    }
}
