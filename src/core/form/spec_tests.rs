use super::*;
use serde_json::json;

#[test]
fn what_is_typed_comes_back() {
    let mut a = Answers::default();
    for (id, text) in [
        ("templates", "tls, http"),
        (
            "templates.http.overrides",
            "timeout.value.example: 30\nusername.description: 'a: {{ b }} #1'",
        ),
        (
            "dependencies",
            "acme>=1,<2\nother[x]==1.*; python_version >= \"3.9\"",
        ),
        ("auto_conf.ad_identifiers", "acme, web"),
        (
            "auto_conf.instance",
            "url: http://%%host%%:%%port%%\nports:\n- 1",
        ),
        ("auto_conf.init_config", "pause: 2.5"),
    ] {
        assert!(set(&mut a, id, text), "{id}");
        assert_eq!(value(&a, id).as_deref(), Some(text), "{id}");
    }
    assert!(set(&mut a, "templates", "http"));
    assert_eq!(
        a.templates[0].overrides.len(),
        2,
        "what was said of one that stays is kept"
    );
    assert!(!set(&mut a, "author.name", "x"));
    assert_eq!(value(&a, "author.name"), None);
}

#[test]
fn a_text_is_read_as_the_type_that_the_option_has() {
    let mut option = OwnOption::default();
    let example = |option: &mut OwnOption, text: &str| {
        write(option, "example", text).unwrap();
        option.example.clone()
    };
    assert_eq!(
        example(&mut option, "80"),
        Some("80".into()),
        "a text stays a text"
    );
    write(&mut option, "type", "integer").unwrap();
    assert_eq!(
        option.example,
        Some(80.into()),
        "and is a number where the type is one"
    );
    write(&mut option, "type", "string").unwrap();
    assert_eq!(option.example, Some("80".into()));
    write(&mut option, "type", "array").unwrap();
    assert_eq!(
        example(&mut option, "[a, {b: 1}]"),
        Some(json!(["a", {"b": 1}]))
    );
    assert_eq!(example(&mut option, ""), None);
    write(&mut option, "items", "{type: string, enum: [a]}").unwrap();
    assert_eq!(option.items, Some(json!({"type": "string", "enum": ["a"]})));
    write(&mut option, "type", "object").unwrap();
    assert_eq!(option.items, None);
    write(&mut option, "more", "anyOf: [string, integer]").unwrap();
    assert_eq!(option.kind, "", "one of several types has none of its own");
    write(&mut option, "more", "hidden: true").unwrap();
    assert_eq!(option.kind, "string");
    let before = option.clone();
    for bad in ["hidden", "a: [", "hiden: true", "- a"] {
        assert!(write(&mut option, "more", bad).is_err(), "{bad}");
        assert_eq!(option, before);
    }
}
