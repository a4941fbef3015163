use super::*;

fn own(value: Json) -> OwnOption {
    serde_json::from_value(value).unwrap()
}

#[test]
fn short_forms_are_written_out() {
    let option = own(json!({
        "name": "targets", "type": "array",
        "items": {"type": "object", "properties": [
            {"name": "host", "type": "string", "required": true},
            {"name": "ports", "type": "array", "items": "integer"},
            {"name": "any", "anyOf": ["string", {"type": "object", "additionalProperties": "number"}]},
        ]},
    }));
    assert_eq!(
        of(&option),
        json!({"type": "array", "items": {"type": "object", "required": ["host"], "properties": [
            {"name": "host", "type": "string"},
            {"name": "ports", "type": "array", "items": {"type": "integer"}},
            {"name": "any", "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "number"}}]},
        ]}})
    );
    assert_eq!(
        of(&own(json!({"name": "a", "type": "array"})))["items"],
        json!({"type": "string"})
    );
    let group = own(
        json!({"name": "g", "required": true, "options": [{"name": "host", "required": true}]}),
    );
    assert_eq!(of(&group)["required"], json!(["host"]));
    let back: OwnOption = serde_json::from_str(&serde_json::to_string(&option).unwrap()).unwrap();
    assert_eq!(back, option);
}

#[test]
fn what_ddev_takes_is_taken() {
    for good in [
        json!({"type": "string", "enum": ["a", "b: c"], "minLength": 1, "maxLength": 4, "pattern": "^a"}),
        json!({"type": "integer", "minimum": 1, "maximum": 3, "multipleOf": 1, "format": "int64"}),
        json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5}),
        json!({"type": "array", "items": {"type": "array", "items": "integer"}, "minItems": 1, "maxItems": 2}),
        json!({"type": "object", "additionalProperties": true}),
        json!({"type": "object", "properties": [{"name": "a", "type": "string"}], "required": ["a"]}),
        json!({"anyOf": ["string", {"type": "object", "additionalProperties": "integer"}]}),
    ] {
        assert_eq!(check(&good, "x"), Ok(()), "{good}");
        assert_eq!(
            fits(&plain(&good), &sample(&plain(&good), "x")),
            Ok(()),
            "{good}"
        );
    }
}

#[test]
fn what_ddev_refuses_is_named_with_its_place() {
    for (bad, words) in [
        (json!(5), "must be a type"),
        (json!({"type": "strng"}), "\"string\""),
        (json!({"items": "string"}), "needs a type"),
        (
            json!({"type": "string", "minimum": 1}),
            "for integer and number",
        ),
        (json!({"type": "integer", "minimum": 1.5}), "whole number"),
        (
            json!({"type": "integer", "minimum": 3, "maximum": 3}),
            "must be above minimum",
        ),
        (
            json!({"type": "string", "pattern": "("}),
            "regular expression",
        ),
        (json!({"type": "string", "pattern": "(?=a)"}), "look-around"),
        (
            json!({"type": "string", "format": "email"}),
            "must be one of date",
        ),
        (json!({"type": "string", "enum": []}), "list of values"),
        (
            json!({"type": "string", "enum": ["a", 1]}),
            "x.enum[1] must be a text",
        ),
        (json!({"type": "string", "enum": ["a", "a"]}), "twice"),
        (
            json!({"type": "number", "enum": [1.5]}),
            "minimum and maximum",
        ),
        (json!({"type": "array"}), "needs items"),
        (
            json!({"type": "array", "items": {"type": "array"}}),
            "x.items needs items",
        ),
        (
            json!({"type": "array", "items": "string", "minItems": -1}),
            "whole number from 0",
        ),
        (
            json!({"type": "object", "properties": {"a": 1}}),
            "must be a list",
        ),
        (
            json!({"type": "object", "properties": [{"type": "string"}]}),
            "properties[0] needs a name",
        ),
        (
            json!({"type": "object", "properties": [{"name": "class", "type": "string"}]}),
            "keyword",
        ),
        (
            json!({"type": "object", "properties": [{"name": "a", "type": "string"}, {"name": "a", "type": "string"}]}),
            "Rename one",
        ),
        (
            json!({"type": "object", "required": ["b"]}),
            "no property here",
        ),
        (
            json!({"type": "object", "additionalProperties": false}),
            "Leave it out",
        ),
        (json!({"anyOf": ["string"]}), "at least two"),
        (
            json!({"anyOf": ["string", "integer"], "type": "string"}),
            "both type and anyOf",
        ),
        (json!({"anyOf": ["string", "intger"]}), "x.anyOf[1]"),
        (json!({"type": "string", "patern": "a"}), "\"pattern\""),
        (
            json!({"type": "array", "items": "string", "uniqueItems": true}),
            "can't hold",
        ),
    ] {
        let said = check(&bad, "x").expect_err(&bad.to_string());
        assert!(said.contains(words), "{bad}: {said}");
    }
    let mut deep = json!("string");
    for _ in 0..12 {
        deep = json!({"type": "array", "items": deep});
    }
    assert!(check(&deep, "x").unwrap_err().contains("levels deep"));
}

#[test]
fn a_value_that_does_not_fit_is_named_with_its_place() {
    let list = plain(
        &json!({"type": "array", "items": {"type": "object", "required": ["host"], "properties": [
        {"name": "host", "type": "string"}, {"name": "port", "type": "integer", "maximum": 65535}]}}),
    );
    for (schema, value, words) in [
        (
            json!({"type": "string"}),
            json!(5),
            "must be a text, not a number. Quote it: \"5\".",
        ),
        (
            json!({"type": "integer"}),
            json!("5"),
            "Write it without quotes: 5.",
        ),
        (json!({"type": "integer"}), json!(1.5), "fraction"),
        (json!({"type": "boolean"}), json!("maybe"), "true or false"),
        (
            json!({"type": "string", "enum": ["a", "b"]}),
            json!("c"),
            "must be one of a, b, not c.",
        ),
        (
            json!({"type": "string", "pattern": "^a"}),
            json!("b"),
            "does not match",
        ),
        (
            json!({"type": "string", "format": "ipv4"}),
            json!("1.2.3"),
            "is \"1.2.3\", which is no ipv4.",
        ),
        (
            list.clone(),
            json!([{"host": "a"}, {"port": 1}]),
            "[1] needs host.",
        ),
        (
            list.clone(),
            json!([{"host": "a", "port": 70000}]),
            "[0].port is 70000, above",
        ),
        (
            plain(&json!({"type": "object", "additionalProperties": "string"})),
            json!({"a": 1}),
            ".a must be a text",
        ),
        (
            plain(&json!({"anyOf": ["string", "boolean"]})),
            json!([]),
            "must be string or boolean, not a list.",
        ),
    ] {
        let said = fits(&schema, &value).unwrap_err();
        assert!(said.contains(words), "{value}: {said}");
    }
    assert_eq!(
        fits(&list, &json!([{"host": "a", "port": 80, "more": 1}])),
        Ok(())
    );
}
