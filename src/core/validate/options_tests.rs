use super::super::{Known, answers as check_all};
use super::*;
use serde_json::json;

fn answers(value: Json) -> Answers {
    serde_json::from_value(value).unwrap()
}

fn said(value: Json) -> Vec<(String, String)> {
    let found = check_all(&answers(value), Known::default());
    found.into_iter().map(|f| (f.rule, f.message)).collect()
}

#[test]
fn each_problem_of_an_option_has_its_key() {
    let found = said(json!({"options": [
        {"name": "class"}, {"name": "a-b"}, {"name": ""},
        {"name": "limit", "type": "integer", "example": "ten", "default": 1.5},
        {"name": "mode", "enum": ["a"], "example": "b", "display_default": "c"},
        {"name": "code", "pattern": "^[A-Z]$", "required": true},
        {"name": "ports", "type": "array", "items": "integer", "compact_example": true},
        {"name": "old", "deprecation": {"Release": 8}, "formats": ["email"], "hidden": "yes"},
        {"name": "limit", "type": "integer"},
        {"name": "limit", "in": "init_config"},
        {"name": "many", "anyOf": ["string"]},
        {"name": "group", "options": [
            {"name": "host", "required": true}, {"name": "host"}, {"name": "x", "options": []}, {"nam": "y"}]},
    ]}));
    let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "options[0].name",
            "options[1].name",
            "options[2].name",
            "options[3].example",
            "options[3].default",
            "options[4].example",
            "options[4].display_default",
            "options[5].example",
            "options[6].compact_example",
            "options[7].deprecation",
            "options[7].formats",
            "options[7].hidden",
            "options[8].name",
            "options[10].type",
            "options[11].options[0]",
            "options[11].options[1]",
            "options[11].options[2]",
            "options[11].options[3]",
        ],
        "{found:#?}"
    );
    assert_eq!(
        found[3].1,
        "The example of limit must be a whole number, not a text."
    );
    assert!(found[12].1.contains("there twice"));
}

#[test]
fn an_option_that_a_template_has_leads_to_an_override() {
    let both = |kind: &str, templates: Json, name: &str, section: &str| {
        let found = said(json!({
            "integration": {"kind": kind}, "templates": templates,
            "options": [{"name": name, "in": section, "type": "string"}],
        }));
        found.into_iter().map(|(_, said)| said).collect::<String>()
    };
    let said = both("http", json!([]), "timeout", "instance");
    assert!(
        said.contains("templates: [{ name: http, overrides: { timeout.value.example: ... } }]"),
        "{said}"
    );
    assert!(
        both("openmetrics", json!([]), "username", "instance").contains("instances/openmetrics")
    );
    assert!(both("command", json!(["tls"]), "tls_verify", "instance").contains("instances/tls"));
    assert!(both("http", json!([]), "proxy", "init_config").contains("init_config/http"));
    assert_eq!(both("command", json!([]), "timeout", "instance"), "");
    assert_eq!(both("http", json!([]), "timeouts", "instance"), "");
}

#[test]
fn overrides_name_what_is_there() {
    let one = |key: &str, value: Json| {
        let overrides: serde_json::Map<String, Json> =
            [(key.to_owned(), value)].into_iter().collect();
        let found = said(json!({"templates": [{"name": "http", "overrides": overrides}]}));
        found.into_iter().map(|(_, said)| said).collect::<String>()
    };
    for (key, value) in [
        ("timeout.value.example", json!(30)),
        ("username.required", json!(true)),
        ("auth_type.hidden", json!(true)),
        ("username.description", json!("a: {{ b }}")),
        ("timeout.value.maximum", json!(60)),
    ] {
        assert_eq!(one(key, value), "", "{key}");
    }
    for (key, value, words) in [
        ("timeuot.value.example", json!(1), "\"timeout\""),
        ("timeout", json!(1), "names nothing"),
        ("timeout.requird", json!(true), "\"required\""),
        ("timeout.required", json!("yes"), "true or false"),
        ("timeout.value.example", json!("soon"), "must be a number"),
        ("username.description", json!(1), "must be a text"),
    ] {
        let said = one(key, value);
        assert!(said.contains(words), "{key}: {said}");
    }
}

#[test]
fn templates_are_those_that_ddev_has() {
    let found = said(
        json!({"templates": ["http", "htpp", "init_config/db", "tls.tls_verify", "tls.x", "a/b", "http"]}),
    );
    let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "templates[1]",
            "templates[4]",
            "templates[5]",
            "templates[6]"
        ]
    );
    assert!(found[0].1.contains("\"http\""), "{}", found[0].1);
}

#[test]
fn two_hundred_options_are_read_at_once() {
    let all: Vec<Json> = (0..200)
        .map(|n| json!({"name": format!("option_{n}"), "description": "a: 'b' \"c\" {{ d }} #", "example": "{{ x }}: \"'"}))
        .collect();
    assert_eq!(said(json!({"options": all})), []);
}
