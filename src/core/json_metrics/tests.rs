use super::path::{Path, Step};
use super::*;
use crate::core::answers::Request;
use serde_json::{Value, json};

fn at(path: &str) -> Request {
    Request {
        path: path.into(),
        ..Request::default()
    }
}

type Row = (String, String, Vec<(String, String)>);

fn found(document: &Value) -> Vec<Row> {
    let p = propose(document, &at("/api/queues?x=1"), "acme");
    p.metrics
        .into_iter()
        .map(|m| (m.path, m.name, m.tags.into_iter().collect()))
        .collect()
}

fn ignored(document: &Value) -> Vec<String> {
    propose(document, &at("/"), "acme")
        .ignored
        .into_iter()
        .map(|i| i.path)
        .collect()
}

fn tags(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

#[test]
fn every_numeric_leaf_is_a_gauge_and_booleans_too() {
    let doc = json!({"up": true, "acme": {"memUsed": 1.5, "text": "x"}, "none": null, "a.b": {"c d": 2}, "HTTPStatus": 200});
    assert_eq!(
        found(&doc),
        [
            ("up".into(), "up".into(), vec![]),
            ("acme.memUsed".into(), "mem_used".into(), vec![]),
            ("[\"a.b\"][\"c d\"]".into(), "a_b.c_d".into(), vec![]),
            ("HTTPStatus".into(), "http_status".into(), vec![]),
        ]
    );
    assert_eq!(ignored(&doc), ["acme.text", "none"]);
}

#[test]
fn objects_in_a_list_are_tagged_by_what_identifies_them() {
    let doc = json!({"queues": [
        {"id": 1, "name": "orders", "depth": 3, "state": "up", "consumers": [{"host": "a", "lag": 1}, {"host": "b", "lag": 2}]},
        {"id": 2, "name": "mail", "depth": null, "extra": 1, "consumers": []},
    ]});
    let queue = ("queue", "queues[].name");
    assert_eq!(
        found(&doc),
        [
            (
                "queues[].depth".into(),
                "queues.depth".into(),
                tags(&[queue])
            ),
            (
                "queues[].consumers[].lag".into(),
                "queues.consumers.lag".into(),
                tags(&[("acme_host", "queues[].consumers[].host"), queue])
            ),
            (
                "queues[].extra".into(),
                "queues.extra".into(),
                tags(&[queue])
            ),
        ]
    );
    assert_eq!(ignored(&doc), ["queues[].id", "queues[].state"]);
}

#[test]
fn a_list_at_the_top_takes_its_name_from_the_request() {
    let doc = json!([{"id": 7, "depth": 1}, {"id": 8, "depth": 2}]);
    assert_eq!(
        found(&doc),
        [(
            "[].depth".into(),
            "depth".into(),
            tags(&[("queue_id", "[].id")])
        )]
    );
}

#[test]
fn what_identifies_may_be_any_text_or_several() {
    let doc = json!([{"vhost": "a", "n": 1}, {"vhost": "b", "n": 1}]);
    assert_eq!(found(&doc)[0].2, tags(&[("vhost", "[].vhost")]));
    let doc = json!([{"vhost": "a", "zone": "x", "n": 1}, {"vhost": "a", "zone": "y", "n": 1}, {"vhost": "b", "zone": "x", "n": 2}]);
    assert_eq!(
        found(&doc)[0].2,
        tags(&[("vhost", "[].vhost"), ("zone", "[].zone")])
    );
    let doc =
        json!([{"name": "same", "vhost": "a", "n": 1}, {"name": "same", "vhost": "b", "n": 1}]);
    assert_eq!(found(&doc)[0].2, tags(&[("vhost", "[].vhost")]));
}

#[test]
fn lists_without_identity_are_ignored_with_a_reason() {
    for doc in [
        json!({"a": [1, 2]}),
        json!({"a": []}),
        json!({"a": [{"n": 1}, {"n": 1}]}),
        json!({"a": ["x"]}),
    ] {
        let p = propose(&doc, &at("/"), "acme");
        assert_eq!((p.metrics.len(), p.ignored.len()), (0, 1), "{doc}");
        assert!(p.ignored[0].path.starts_with('a'));
    }
}

#[test]
fn names_of_one_request_never_collide() {
    let doc = json!({"aB": 1, "a_b": 2, "a-b": 3, "!": 4});
    let names: Vec<String> = found(&doc).into_iter().map(|(_, n, _)| n).collect();
    assert_eq!(names, ["a_b", "a_b_2", "a_b_3", "value"]);
}

#[test]
fn a_document_that_is_one_number() {
    assert_eq!(found(&json!(5)), [(String::new(), "value".into(), vec![])]);
    assert_eq!(found(&json!("x")), []);
}

#[test]
fn paths_read_what_they_write() {
    for text in [
        "a",
        "a.b",
        "a[].b",
        "[].x",
        "[][]",
        "[\"a.b\"].c",
        "a[\"\"]",
        "a[\"\\\"]\\u0001\"][].x-y",
        "",
    ] {
        let path = Path::parse(text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(Path::parse(&path.to_string()).as_ref(), Ok(&path), "{text}");
    }
    assert_eq!(
        Path::parse("[].x").unwrap().0,
        [Step::Each, Step::Key("x".into())]
    );
    for bad in [
        ".a", "a.", "a..b", "a[0]", "a[", "a[\"b\"", "a[\"b", "a b", "a]b", "a[]b",
    ] {
        assert!(Path::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn answered_metrics_are_held_against_the_sample() {
    let doc = json!({"queues": [{"name": "a", "depth": "5", "state": "up"}], "nodes": [{"id": 1}]});
    let metric = |path: &str, tags: &[(&str, &str)]| JsonMetric {
        path: path.into(),
        name: "x".into(),
        tags: tags
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
        ..JsonMetric::default()
    };
    let request = Request {
        path: "/q".into(),
        metrics: vec![
            metric("queues[].depth", &[("queue", "queues[].name")]),
            metric("queues[].dept", &[]),
            metric("queues[].state", &[]),
            metric("queues[].depth", &[("node", "nodes[].id")]),
            metric("queues[].depth", &[("q", "queues[].nam")]),
            metric("queues[0]", &[]),
            JsonMetric {
                name: String::new(),
                ..metric("queues[].depth", &[])
            },
        ],
        ..Request::default()
    };
    let p = propose(&doc, &request, "acme");
    assert_eq!(p.metrics, request.metrics);
    let said: Vec<&str> = p.findings.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(said.len(), 6, "{said:#?}");
    assert!(
        said[0].contains("not in the sample")
            && said[1].contains("no number")
            && said[2].contains("through a list")
    );
}
