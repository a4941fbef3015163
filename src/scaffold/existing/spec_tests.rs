use super::spec::{options, parse, with_options};
use crate::core::answers::OwnOption;
use serde_json::json;

const SPEC: &str = "name: Acme\nfiles:\n- name: acme.yaml\n  options:\n  - template: init_config\n    options:\n    - template: init_config/default\n  - template: instances\n    options:\n    # What to read.\n    - name: queues\n      description: |\n        The queues.\n\n        All when empty.\n      value:\n        type: array\n        items:\n          type: string\n        example:\n        - a   # first\n        - b\n\n    - name: user\n      description: \"A user: its name\"\n      secret: false\n      value:\n        example: me\n        type: string\n    - template: instances/default\n";

fn read() -> Vec<OwnOption> {
    options(&parse(SPEC).unwrap())
}

#[test]
fn options_are_read() {
    let all = read();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].description, "The queues.\n\nAll when empty.");
    assert_eq!(all[0].items, Some("string".into()));
    assert_eq!(all[0].example, Some(json!(["a", "b"])));
    assert_eq!((all[1].name.as_str(), all[1].required), ("user", false));
    assert_eq!(with_options(SPEC, &all, &all).unwrap(), SPEC);
}

#[test]
fn one_key_changes_and_comments_stay() {
    let mut new = read();
    new[1].description = "The user.".into();
    let text = with_options(SPEC, &read(), &new).unwrap();
    let wanted = SPEC.replace(
        "description: \"A user: its name\"\n",
        "description: |\n        The user.\n",
    );
    assert_eq!(text, wanted);

    let mut new = read();
    new[0].example = Some(json!(["c"]));
    new[0].required = true;
    let text = with_options(SPEC, &read(), &new).unwrap();
    assert!(
        text.contains("        example: [\"c\"]\n      required: true\n\n    - name: user"),
        "{text}"
    );
    assert!(text.contains("# What to read."));
    let back = options(&parse(&text).unwrap());
    assert_eq!(back, new);
}

#[test]
fn options_come_and_go() {
    let mut new = read();
    new.remove(0);
    new.push(OwnOption {
        name: "limit".into(),
        kind: "integer".into(),
        description: "At most: \"so many\".".into(),
        example: Some(json!(5)),
        ..OwnOption::default()
    });
    let text = with_options(SPEC, &read(), &new).unwrap();
    assert!(!text.contains("queues"), "{text}");
    let names: Vec<String> = options(&parse(&text).unwrap())
        .into_iter()
        .map(|o| o.name)
        .collect();
    assert_eq!(names, ["user", "limit"]);
    assert!(text.ends_with("    - template: instances/default\n"));
    assert!(text.contains("    - name: limit\n      required: false\n      description: |\n        At most: \"so many\".\n"), "{text}");
}

#[test]
fn what_has_no_certain_place_is_left() {
    let flow = "name: A\nfiles:\n- name: a.yaml\n  options:\n  - {template: instances, options: [{name: x, description: d, value: {type: string}}]}\n";
    let before = options(&parse(flow).unwrap());
    let mut after = before.clone();
    after[0].description = "e".into();
    let said = with_options(flow, &before, &after).unwrap_err();
    assert!(said.contains('x') && said.contains("yourself"), "{said}");
}
