use super::condition::{self, Condition};
use super::*;
use crate::core::answers::{Answers, ServiceCheckAnswer};
use crate::core::answers_file;
use crate::core::finding::Severity;
use crate::core::json_metrics;
use crate::core::sql_metrics::{Column, Rows};
use serde_json::{Value, json};

fn answers(kind: &str, rest: &str) -> Answers {
    let text = format!("schema: 1\nintegration: {{display_name: Acme, kind: {kind}}}\n{rest}\n");
    answers_file::parse(&text).unwrap()
}

fn check_of(ok: Value, critical: Value) -> ServiceCheckAnswer {
    let list = |v: Value| v.as_array().cloned().unwrap_or_else(|| vec![v]);
    ServiceCheckAnswer {
        name: "acme.x".into(),
        ok: list(ok),
        critical: list(critical),
        ..ServiceCheckAnswer::default()
    }
}

#[test]
fn values_and_limits_are_told_apart() {
    for (ok, critical, words) in [
        (json!(["a"]), json!(["a"]), "under critical and under ok"),
        (json!([1]), json!([true]), "under critical and under ok"),
        (json!(["a", "a"]), json!([]), "twice under ok"),
        (json!([]), json!(["a"]), "never OK"),
        (json!(["< 5"]), json!(["x"]), "mixes"),
        (json!([">= x"]), json!([]), "no number"),
    ] {
        let said = condition::check(&check_of(ok, critical)).unwrap_err();
        assert!(said.contains(words), "{said}");
    }
    let limits = check_of(json!("< 80"), json!(">= 95"));
    assert_eq!(condition::check(&limits), Ok(()));
    let all = condition::all(&limits).unwrap();
    assert_eq!(all[0], (Condition::Beyond(">=", 95.0), "critical"));
    let status = |v: Value| condition::status(&all, &v);
    assert_eq!(status(json!(95)), Some("critical"));
    assert_eq!(status(json!("79.5")), Some("ok"));
    assert_eq!((status(json!(80)), status(json!("x"))), (None, None));
}

#[test]
fn a_path_that_is_not_there_names_the_nearest() {
    let doc = json!({"nodes": [{"state": "up", "a.b": 1}], "empty": [], "deep": [{"none": []}]});
    assert_eq!(find(&doc, "nodes[].state").unwrap(), [&json!("up")]);
    assert_eq!(find(&doc, "empty[].id").unwrap().len(), 0);
    assert_eq!(find(&doc, "deep[].none[].id").unwrap().len(), 0);
    let said = find(&doc, "nodes[].stat").unwrap_err();
    assert!(said.contains("Did you mean nodes[].state?"), "{said}");
    assert!(find(&doc, "nodes[0]").is_err());
    assert!(goes_with("a", "b[].c") && goes_with("b[].d", "b[].c"));
    assert!(!goes_with("x[].d", "b[].c"));
}

#[test]
fn a_text_is_found_on_its_line_alone() {
    let output = "Acme 1.2.3\r\nstate:\nnext: x y \r\n lag = 5 %\nleader yes\nnexts: z";
    for (key, text) in [
        ("Acme", Some("1.2.3")),
        ("next", Some("x y")),
        ("lag", Some("5 %")),
        ("leader", Some("yes")),
        ("state", None),
        ("none", None),
        ("l.g", None),
    ] {
        assert_eq!(lines::text(output, key), text, "{key}");
    }
    assert_eq!(lines::keys(output), ["state", "next", "lag", "nexts"]);
}

const JSON: &str = "source: {command: {argv: [a]}}\nservice_checks:\n  - {name: acme.state, from: {path: \"n[].state\", \
    tags: {node: \"n[].name\"}}, ok: [1]}\n  - {name: acme.lag, from: {path: \"n[].lag\"}, ok: \"< 5\"}\n\
    events: [{key: \"e[].id\", title: \"e[].t\", text: \"e[].t\"}]\nversion: {path: v}";

#[test]
fn answers_are_held_against_a_document() {
    let a = answers("command", JSON);
    let said = |doc: Value| {
        let all = json(&doc, None, &a).into_iter();
        all.map(|f| (f.rule, f.message, f.severity == Severity::Error))
            .collect::<Vec<_>>()
    };
    let good = json!({"n": [{"name": "a", "state": 1, "lag": 4}], "e": [{"id": 1, "t": "x"}], "v": "1.2.3"});
    assert_eq!(said(good.clone()), []);
    assert_eq!(version(&good, None, &a).as_deref(), Some("1.2.3"));
    let mut other = good.clone();
    other["n"][0]["state"] = json!(2);
    let found = said(other);
    assert_eq!(found.len(), 1);
    assert!(found[0].1.contains("holds 2, which no list names") && !found[0].2);
    let found = said(json!({"n": [{"nam": "a", "state": 1, "lag": 1}], "e": [], "v": "1"}));
    let rules: Vec<(&str, bool)> = found.iter().map(|(r, _, e)| (r.as_str(), *e)).collect();
    assert_eq!(
        rules,
        [
            ("service_checks.acme.state", true),
            ("events[0].key", false)
        ]
    );
    let twice = json!({"n": [{"name": "a", "state": 1, "lag": 1}], "e": [{"id": 1, "t": "x"}, {"id": 1, "t": "y"}], "v": "1"});
    assert!(said(twice)[0].1.contains("for several events"));
}

#[test]
fn what_is_told_otherwise_is_no_metric() {
    let a = answers("command", JSON);
    let doc = json!({"n": [{"name": "a", "state": 1, "lag": 4}], "e": [{"id": "x", "t": "x", "took": 3}]});
    let request = crate::core::answers::Request::default();
    let mut p = json_metrics::propose(&doc, &request, "acme");
    leave_out(&mut p, None, &a);
    let paths: Vec<&str> = p.metrics.iter().map(|m| m.path.as_str()).collect();
    assert_eq!(paths, ["n[].lag"]);
    let why = |path: &str| {
        p.ignored
            .iter()
            .find(|i| i.path == path)
            .unwrap()
            .reason
            .clone()
    };
    assert!(why("n[].state").contains("acme.state"));
    assert!(why("e[].took").contains("event"));
}

#[test]
fn lines_hold_texts() {
    let a = answers(
        "command",
        "service_checks: [{name: acme.state, from: {line: state}, ok: [1, true]}]\nversion: {line: Version}",
    );
    assert_eq!(output("state: 1\nVersion: 1.2.3\n", &a), []);
    assert_eq!(output("state: true\nVersion: 1.2.3\n", &a), []);
    let found = output("stat: 1\nVersion 1\n", &a);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("\"stat\"?"), "{found:?}");
}

#[test]
fn a_column_becomes_a_service_check() {
    let a = answers(
        "sql",
        "service_checks: [{name: acme.node.state, from: {query: nodes, column: state}, ok: [1], warning: up}]",
    );
    let column = |name: &str, value: Value| Column {
        name: name.into(),
        values: vec![value],
    };
    let rows = [Rows {
        columns: vec![column("name", json!("a")), column("state", json!(2))],
        error: None,
    }];
    let query = json!({"name": "nodes", "query": "SELECT 1", "columns": [
        {"name": "node", "type": "tag"}, {"name": "nodes.state", "type": "gauge"},
    ]});
    let mut queries = [query.clone()];
    let found = sql::tell(&mut queries, &rows, &a);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("holds 2"));
    assert_eq!(
        queries[0]["columns"][1],
        json!({
            "name": "node.state", "type": "service_check", "status_map": [[1, "OK"], ["up", "WARNING"]],
            "message": "node.state of node {node} is not OK",
        })
    );
    let mut other = [query];
    other[0]["name"] = "node".into();
    let said = &sql::tell(&mut other, &rows, &a)[0].message;
    assert!(
        said.contains("no query is named \"nodes\". Did you mean \"node\"?"),
        "{said}"
    );
}
