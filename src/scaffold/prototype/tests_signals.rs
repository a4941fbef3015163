//! Checks that say more than metrics, and only what is asked of them.

use super::*;
use crate::core::answers::Format;
use crate::core::answers_file;
use crate::core::signals::sql;
use crate::core::sql_metrics::{self, Column, Rows};
use crate::core::{json_metrics, line_metrics, mapping, openmetrics};

fn answers(kind: &str, rest: &str) -> Answers {
    let text =
        format!("schema: 1\nintegration: {{display_name: Acme Queue, kind: {kind}}}\n{rest}\n");
    answers_file::parse(&text).unwrap()
}

fn check(answers: &Answers, input: &Input<'_>) -> String {
    render(answers, input, &|_| None).unwrap().check
}

const NODES: &str =
    r#"{"nodes": [{"name": "a", "host": "a.acme.example", "load": 1}], "build": "1.2"}"#;

fn http(rest: &str) -> String {
    let a = answers("http", rest);
    let document = serde_json::from_str(NODES).unwrap();
    let request = &a.source.http.as_ref().unwrap().requests[0];
    let metrics = [json_metrics::propose(&document, request, "acme_queue").metrics];
    let input = Input {
        requests: &metrics,
        version: Some("1.2"),
        ..Input::default()
    };
    check(&a, &input)
}

#[test]
fn an_http_check_says_what_is_asked() {
    let source = "source: {http: {requests: [{path: /api/nodes, hostname: \"nodes[].host\"}]}}\n";
    let from =
        "from: {request: api/nodes, path: \"nodes[].state\", tags: {node: \"nodes[].name\"}}";
    let all = format!(
        "{source}service_checks:\n  - {{name: acme_queue.node.status, {from}, ok: [\"it's {{{{ x }}}}\", 1], critical: [no]}}\n  \
         - {{name: acme_queue.node.load, {from}, ok: \"< 80.5\", warning: \">= 80.5\", critical: \"> 95\"}}\n\
         events:\n  - {{request: /api/nodes, key: \"a[].id\", title: \"a[].t\", text: \"a[].x\", alert_type: {{path: \
         \"a[].s\", error: [bad, 1]}}, aggregation_key: \"a[].g\", tags: {{node: \"a[].n\"}}}}\n  \
         - {{request: /api/nodes, key: \"a[].id\", title: \"a[].t\", text: \"a[].x\", alert_type: warning}}\n\
         version: {{request: /api/nodes, path: build}}"
    );
    insta::assert_snapshot!("an_http_check_that_says_everything", http(&all));
    // Nothing stands there that is not asked for.
    let plain = http("source: {http: {requests: [{path: /api/nodes}]}}");
    for word in [
        "status_of",
        "import json",
        "operator",
        "host_place",
        "event",
        "VERSION",
        "SERVICE_CHECKS",
    ] {
        assert!(!plain.contains(word), "{word}: {plain}");
    }
    let statuses = http(&format!(
        "{source}service_checks: [{{name: acme_queue.s, {from}, ok: [up]}}]"
    ));
    assert!(statuses.contains("def status_of") && !statuses.contains("import operator"));
    let limits = http(&format!(
        "{source}service_checks: [{{name: acme_queue.s, {from}, ok: \"< 5\"}}]"
    ));
    assert!(limits.contains("import operator") && !limits.contains("isinstance(statuses, dict)"));
}

#[test]
fn a_command_check_says_what_is_asked() {
    let lines = "Version: 1.2.3\nstate: up\ndepth: 3\n";
    let a = answers(
        "command",
        "source: {command: {argv: [acmectl]}}\nservice_checks:\n  - {name: acme_queue.state, from: {line: state}, ok: \
         [up, 1]}\n  - {name: acme_queue.depth_ok, from: {line: depth}, ok: \"< 5\"}\nversion: {line: Version}",
    );
    let input = Input {
        requests: &[line_metrics::propose(lines, &[], "acme_queue").metrics],
        format: Some(Format::Lines),
        version: Some("1.2.3"),
        ..Input::default()
    };
    insta::assert_snapshot!(
        "a_command_check_of_lines_that_says_everything",
        check(&a, &input)
    );
    let a = answers(
        "command",
        "source: {command: {argv: [acmectl]}}\nservice_checks:\n  - {name: acme_queue.up, from: {path: \"nodes[].up\"}, \
         ok: true, critical: false}\nevents:\n  - {key: \"a[].id\", title: \"a[].t\", text: \"a[].x\"}\nversion: {path: build}",
    );
    let document = serde_json::from_str(NODES).unwrap();
    let input = Input {
        requests: &[json_metrics::propose(
            &document,
            &crate::core::answers::Request::default(),
            "acme_queue",
        )
        .metrics],
        format: Some(Format::Json),
        ..Input::default()
    };
    insta::assert_snapshot!(
        "a_command_check_of_json_that_says_everything",
        check(&a, &input)
    );
}

#[test]
fn an_openmetrics_check_says_what_is_asked() {
    let page = "# TYPE acme_up gauge\nacme_up 1\n# TYPE acme_build_info gauge\nacme_build_info{version=\"1\"} 1\n\
        # TYPE acme_load gauge\nacme_load{host=\"a\"} 1\n";
    let a = answers(
        "openmetrics",
        "source: {openmetrics: {hostname_label: host}}\nservice_checks: [{name: acme_queue.up, from: {metric: acme_up}, \
         ok: 1, critical: 0}]\nversion: {metric: acme_build_info, label: version}",
    );
    let pages = [openmetrics::parse(page, None).unwrap()];
    let source = a.source.openmetrics.clone().unwrap();
    let mut mapping = mapping::propose(&pages, &source, "acme_queue", "acme_queue.");
    mapping::tell(&mut mapping, &pages, &a);
    let input = Input {
        mapping: Some(&mapping),
        ..Input::default()
    };
    insta::assert_snapshot!(
        "an_openmetrics_check_that_says_everything",
        check(&a, &input)
    );
}

#[test]
fn a_sql_check_says_what_is_asked() {
    let a = answers(
        "sql",
        "source: {sql: {connect: {database: a.db}, queries: [{query: SELECT state FROM nodes}]}}\nservice_checks: [{name: \
         acme_queue.state, from: {query: nodes, column: state}, ok: [up, 1], critical: [\"it's {x}\"]}]\n\
         version: {query: SELECT v FROM meta;}",
    );
    let rows = [Rows {
        columns: vec![Column {
            name: "state".into(),
            values: vec![json!("up")],
        }],
        error: None,
    }];
    let source = a.source.sql.clone().unwrap();
    let mut queries = sql_metrics::propose(&source.queries, &rows, "acme_queue").queries;
    assert_eq!(sql::tell(&mut queries, &rows, &a), []);
    let input = Input {
        queries: &queries,
        ..Input::default()
    };
    insta::assert_snapshot!("a_sql_check_that_says_everything", check(&a, &input));
}
