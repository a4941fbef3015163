use super::table::TEMPLATES;
use super::*;
use crate::core::answers::{
    Command, EnvRef, Format, Http, JsonMetric, OpenMetrics, Request, Sql, Value,
};
use crate::core::{json_metrics, line_metrics, mapping, openmetrics};
use std::collections::BTreeMap;

fn answers(kind: Kind) -> Answers {
    let mut a = Answers::default();
    a.integration.display_name = "Acme Queue".into();
    a.integration.kind = Some(kind);
    a
}

fn none(_: &str) -> Option<String> {
    None
}

fn header(name: &str) -> BTreeMap<String, Value> {
    [(
        name.to_owned(),
        Value::Env(EnvRef {
            env: "ACME_TOKEN".into(),
        }),
    )]
    .into()
}

#[test]
fn an_openmetrics_check_holds_the_map_and_nothing_of_the_endpoint() {
    let text = "# TYPE acme_depth gauge\nacme_depth{host=\"a\"} 1\n# TYPE acme_sent_total counter\nacme_sent_total 1\nacme_up 1\n";
    let page = openmetrics::parse(text, None).unwrap();
    let mut a = answers(Kind::Openmetrics);
    let om = OpenMetrics {
        endpoint: "http://acme.example:9100/metrics".into(),
        types: [("acme_up".to_owned(), "gauge".to_owned())].into(),
        headers: header("Authorization"),
        ..OpenMetrics::default()
    };
    let mapping = mapping::propose(&[page], &om, "acme_queue", "acme_queue.");
    a.source.openmetrics = Some(om);
    let input = Input {
        mapping: Some(&mapping),
        ..Input::default()
    };
    let p = render(&a, &input, &|name| {
        Some(format!("of {name}: \"x\" {{{{ y }}}}\n"))
    })
    .unwrap();
    insta::assert_snapshot!(p.check);
    insta::assert_snapshot!(p.conf);
    assert!(p.unset.is_empty() && !p.check.contains("9100"));
    let back: serde_json::Value = serde_yaml::from_str(&p.conf).unwrap();
    assert_eq!(
        back["instances"][0]["extra_headers"]["Authorization"],
        "of ACME_TOKEN: \"x\" {{ y }}\n"
    );
}

#[test]
fn an_http_check_is_a_table_and_a_walker() {
    let doc = json!({"up": true, "queues": [{"name": "a", "depth": 1}], "it's \"odd\" \\ {{ x }}": {"a.b": 1}});
    let request = Request {
        path: "api/stats".into(),
        ..Request::default()
    };
    let other = Request {
        path: "/api/nodes".into(),
        ..Request::default()
    };
    let metrics = [
        json_metrics::propose(&doc, &request, "acme_queue").metrics,
        json_metrics::propose(&json!({"up": 1}), &other, "acme_queue").metrics,
    ];
    let mut a = answers(Kind::Http);
    a.source.http = Some(Http {
        base_url: "http://acme.example/".into(),
        headers: header("X-Token"),
        requests: vec![request, other],
    });
    let p = render(
        &a,
        &Input {
            requests: &metrics,
            ..Input::default()
        },
        &none,
    )
    .unwrap();
    insta::assert_snapshot!(p.check);
    insta::assert_snapshot!(p.conf);
    assert_eq!(p.unset, ["ACME_TOKEN"]);
}

fn command(format: Format, output: &str) -> Prototype {
    let mut a = answers(Kind::Command);
    a.source.command = Some(Command {
        argv: vec!["acmectl".into(), "it's: \"#1\" {{ x }}".into()],
        ..Command::default()
    });
    let metrics = match format {
        Format::Json => {
            let document = serde_json::from_str(output).unwrap();
            json_metrics::propose(&document, &Request::default(), "acme_queue").metrics
        }
        Format::Lines => line_metrics::propose(output, &[], "acme_queue").metrics,
    };
    let input = Input {
        requests: &[metrics],
        format: Some(format),
        ..Input::default()
    };
    render(&a, &input, &none).unwrap()
}

#[test]
fn a_command_check_reads_json_or_lines() {
    let p = command(
        Format::Json,
        r#"{"up": true, "queues": [{"name": "a", "depth": 1}]}"#,
    );
    insta::assert_snapshot!(p.check);
    insta::assert_snapshot!(p.conf);
    let p = command(
        Format::Lines,
        "Queue depth: 3 messages\nit's \"odd\" \\ {{ x }} = 1\n",
    );
    insta::assert_snapshot!(p.check);
}

#[test]
fn a_sql_check_holds_its_queries() {
    let mut a = answers(Kind::Sql);
    let text = |t: &str| Value::Text(t.into());
    let queries = [
        json!({"name": "queues", "query": "SELECT name, depth FROM queues", "columns": [
            {"name": "queue", "type": "tag"}, {"name": "depth", "type": "gauge"}, {},
        ], "tags": ["a:b"]}),
        json!({"name": "odd", "query": "SELECT 1 -- it's \"odd\" \\ {{ x }}\nFROM t", "columns": [{"name": "n", "type": "count"}]}),
    ];
    let mut source = Sql {
        connect: [("database".to_owned(), text("/var/lib/acme #1.db"))].into(),
        ..Sql::default()
    };
    let input = Input {
        queries: &queries,
        ..Input::default()
    };
    a.source.sql = Some(source.clone());
    let p = render(&a, &input, &none).unwrap();
    insta::assert_snapshot!(p.check);
    insta::assert_snapshot!(p.conf);

    source.driver = "mysql.connector".into();
    source.connect = header("password");
    source.connect.insert("host".into(), text("db"));
    source.connect.insert("port".into(), text("3306"));
    a.source.sql = Some(source);
    let p = render(&a, &input, &none).unwrap();
    insta::assert_snapshot!(p.check);
    insta::assert_snapshot!(p.conf);
    assert_eq!(p.unset, ["ACME_TOKEN"]);
}

#[test]
fn a_blank_check_works_at_once_and_an_own_one_stays_as_it_is() {
    let a = answers(Kind::Blank);
    let p = render(&a, &Input::default(), &none).unwrap();
    insta::assert_snapshot!(p.check);
    insta::assert_snapshot!(p.conf);
    let own = render(
        &a,
        &Input {
            own: Some(("x = 1\r\n", Some("a: b"))),
            ..Input::default()
        },
        &none,
    )
    .unwrap();
    assert_eq!(
        (own.check.as_str(), own.conf.as_str()),
        ("x = 1\r\n", "a: b")
    );
    let own = render(
        &a,
        &Input {
            own: Some(("x = 1", None)),
            ..Input::default()
        },
        &none,
    )
    .unwrap();
    assert_eq!(own.conf, p.conf);
}

#[test]
fn nothing_to_collect_is_an_error_and_so_is_a_later_kind() {
    let empty = Mapping::default();
    let said = render(
        &answers(Kind::Openmetrics),
        &Input {
            mapping: Some(&empty),
            ..Input::default()
        },
        &none,
    );
    assert!(said.unwrap_err().contains("nothing to collect"));
    assert!(render(&answers(Kind::Openmetrics), &Input::default(), &none).is_err());
    assert!(render(&answers(Kind::Http), &Input::default(), &none).is_err());
    assert!(render(&answers(Kind::Command), &Input::default(), &none).is_err());
    assert!(render(&answers(Kind::Sql), &Input::default(), &none).is_err());
    assert!(
        render(&answers(Kind::Jmx), &Input::default(), &none)
            .unwrap_err()
            .contains("jmx")
    );
}

#[test]
fn answered_names_may_hold_the_prefix() {
    let mut a = answers(Kind::Http);
    let metric = JsonMetric {
        path: "n".into(),
        name: "acme_queue.depth".into(),
        ..JsonMetric::default()
    };
    let request = Request {
        path: "/".into(),
        metrics: vec![metric.clone()],
        ..Request::default()
    };
    a.source.http = Some(Http {
        requests: vec![request],
        ..Http::default()
    });
    let p = render(
        &a,
        &Input {
            requests: &[vec![metric]],
            ..Input::default()
        },
        &none,
    )
    .unwrap();
    assert!(
        p.check.contains("(('n',), 'depth', 'gauge', {}),"),
        "{}",
        p.check
    );
}

#[test]
fn no_template_inserts_a_bare_value() {
    let bare = regex::Regex::new(r"\{\{[^|}]*\}\}").unwrap();
    for (name, text) in TEMPLATES {
        assert!(
            !bare.is_match(text),
            "{name} holds a value without a filter"
        );
    }
}
