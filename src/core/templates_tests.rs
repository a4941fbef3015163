use super::*;
use serde_json::json;

fn paths(kind: Kind, base: &str, templates: serde_json::Value, section: &str) -> Vec<String> {
    let mut a = Answers {
        templates: serde_json::from_value(templates).unwrap(),
        ..Answers::default()
    };
    a.integration.kind = Some(kind);
    parts(&a, base, section)
        .into_iter()
        .map(|p| p.path)
        .collect()
}

#[test]
fn every_template_can_be_added_to_every_base_and_no_option_is_there_twice() {
    for base in ["default", "http", "openmetrics", "jmx"] {
        for section in ["instances", "init_config"] {
            let all = names(embedded(), section);
            for first in &all {
                for second in ["tls", "http", "jmx", "perf_counters"] {
                    let mut a = Answers {
                        templates: vec![(*first).into(), second.into()],
                        ..Answers::default()
                    };
                    a.integration.kind = Some(Kind::Blank);
                    let parts = parts(&a, base, section);
                    let mut seen: Vec<&str> = parts.iter().flat_map(Part::names).collect();
                    let wanted = [base, *first, second];
                    let wanted = wanted.iter().flat_map(|t| {
                        let path = format!("{section}/{t}");
                        options(embedded(), &path).into_keys()
                    });
                    for name in wanted.filter(|n| section == "instances" || *n != "tags") {
                        assert!(seen.contains(&name), "{base} {first} {second}: no {name}");
                    }
                    let count = seen.len();
                    seen.sort_unstable();
                    seen.dedup();
                    assert_eq!(seen.len(), count, "{base} {first} {second}: {parts:?}");
                }
            }
        }
    }
}

#[test]
fn what_the_kind_brings_is_not_named_again() {
    let instances = |kind, base, templates| paths(kind, base, templates, "instances");
    assert_eq!(
        instances(Kind::Http, "http", json!(["http", "default", "tags"])),
        ["instances/http", "instances/default"]
    );
    assert_eq!(
        instances(Kind::Http, "http", json!(["tls"])),
        [
            "instances/tls.tls_private_key_password",
            "instances/tls.tls_validate_hostname",
            "instances/http",
            "instances/default"
        ]
    );
    assert_eq!(
        instances(Kind::Sql, "default", json!([])),
        ["instances/db", "instances/default"]
    );
    assert_eq!(
        paths(Kind::Sql, "default", json!([]), "init_config"),
        ["init_config/db", "init_config/default"]
    );
    assert_eq!(
        instances(Kind::Blank, "default", json!(["openmetrics_legacy"])),
        ["instances/openmetrics_legacy"]
    );
    assert_eq!(
        instances(Kind::Blank, "default", json!(["tls.tls_verify"])),
        ["instances/tls.tls_verify", "instances/default"]
    );
    assert_eq!(instances(Kind::Logs, "logs", json!(["http"])), [""; 0]);
}

#[test]
fn an_override_goes_to_the_template_that_has_the_option() {
    let a = Answers {
        templates: serde_json::from_value(json!([
            {"name": "http", "overrides": {"timeout.value.example": 30}},
            {"name": "default", "overrides": {"min_collection_interval.value.example": 60}},
            {"name": "init_config/http", "overrides": {"timeout.hidden": true}},
        ]))
        .unwrap(),
        ..Answers::default()
    };
    let found = parts(&a, "http", "instances");
    assert_eq!(
        found[0].overrides,
        [("timeout.value.example".to_owned(), json!(30))]
    );
    assert_eq!(
        found[1].overrides,
        [(
            "min_collection_interval.value.example".to_owned(),
            json!(60)
        )]
    );
    let shared = parts(&a, "http", "init_config");
    assert_eq!(
        shared[0].overrides,
        [("timeout.hidden".to_owned(), json!(true))]
    );
}
