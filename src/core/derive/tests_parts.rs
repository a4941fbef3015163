use super::tests::answers;
use super::*;
use crate::core::answers::{Kind, OwnOption, ServiceCheckAnswer};
use crate::core::capture::{Capture, Inspection, OptionRead, ServiceCheck};
use serde_json::json;

fn service_check(name: &str, status: u8, tags: &[&str]) -> ServiceCheck {
    ServiceCheck {
        name: name.into(),
        status,
        tags: tags.iter().map(|t| (*t).to_owned()).collect(),
        message: String::new(),
        run: 1,
    }
}

#[test]
fn service_checks_have_statuses_groups_and_words() {
    let mut a = answers();
    a.service_checks = vec![
        ServiceCheckAnswer {
            name: "acme_queue.queue.state".into(),
            title: Some("State".into()),
            ..ServiceCheckAnswer::default()
        },
        ServiceCheckAnswer {
            name: "acme_queue.can_conect".into(),
            ..ServiceCheckAnswer::default()
        },
    ];
    let capture = Capture {
        service_checks: vec![
            service_check(
                "acme_queue.openmetrics.health",
                0,
                &["endpoint:http://x", "team:a"],
            ),
            service_check("acme_queue.can_connect", 2, &["endpoint:http://x"]),
            service_check("acme_queue.queue.state", 1, &["queue:a", "port:1"]),
            service_check("acme_queue.queue.state", 0, &["queue:b"]),
        ],
        ..Capture::default()
    };
    let d = service_check_rows(&capture, &a);
    let all: Vec<_> = d
        .rows
        .iter()
        .map(|r| (r.name.as_str(), r.statuses.join(","), r.groups.join(",")))
        .collect();
    assert_eq!(
        all,
        [
            (
                "Can Connect",
                "ok,critical".to_owned(),
                "host,endpoint".to_owned()
            ),
            (
                "Acme Queue OpenMetrics Health",
                "ok,critical".into(),
                "host,endpoint".into()
            ),
            ("State", "ok,warning".into(), "host".into()),
        ]
    );
    assert!(
        d.rows
            .iter()
            .all(|r| r.description.ends_with('.') && r.description.is_ascii())
    );
    assert!(d.findings[0].message.contains("\"acme_queue.can_connect\""));
}

#[test]
fn own_options_are_what_no_template_has() {
    let read = |name: &str, required, default| OptionRead {
        name: name.into(),
        required,
        default,
    };
    let capture = Capture {
        inspection: Inspection {
            options: vec![
                read("base_url", false, None),
                read("queues", true, None),
                read("limit", false, Some(json!(10))),
                read("tags", false, Some(json!([]))),
                read("timeout", false, None),
                read("api_key", true, None),
            ],
            ..Inspection::default()
        },
        instance: json!({"base_url": "http://x", "queues": ["orders"], "extra_headers": {}, "verbose": true, "api_key": "***", "bad-key": 1}),
        ..Capture::default()
    };
    let mut a = answers();
    let replaced = OwnOption {
        name: "limit".into(),
        r#in: "instance".into(),
        kind: "number".into(),
        items: None,
        required: false,
        secret: false,
        description: "Mine.".into(),
        example: None,
        default: None,
    };
    a.options = vec![
        replaced.clone(),
        OwnOption {
            name: "zone".into(),
            r#in: "init_config".into(),
            ..replaced
        },
    ];
    let options = own_options(&capture, &a);
    let all: Vec<_> = options
        .iter()
        .map(|o| (o.name.as_str(), o.kind.as_str(), o.required, o.secret))
        .collect();
    assert_eq!(
        all,
        [
            ("base_url", "string", true, false),
            ("queues", "array", true, false),
            ("limit", "number", false, false),
            ("api_key", "string", true, true),
            ("verbose", "boolean", false, false),
            ("zone", "number", false, false),
        ]
    );
    assert_eq!(options[1].items.as_deref(), Some("string"));
    assert_eq!(options[3].example, None, "a secret is no example");
    assert_eq!(options[2].description, "Mine.");

    a.integration.kind = Some(Kind::Blank);
    assert!(
        own_options(&capture, &a)
            .iter()
            .any(|o| o.name == "timeout"),
        "without the http template it is its own"
    );
    a.templates = vec!["instances/http".into()];
    assert!(
        !own_options(&capture, &a)
            .iter()
            .any(|o| o.name == "timeout")
    );
}
