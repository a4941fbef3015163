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
        hostname: String::new(),
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
        ..OptionRead::default()
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
        ..OwnOption::default()
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
    assert_eq!(options[1].items, Some("string".into()));
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

#[test]
fn names_become_sentences_that_say_what_is_measured() {
    use super::sentence::{Facts, aggregate, from_name, observations};
    use crate::core::mapping::Part;
    let facts = |name, metric_type, unit| Facts {
        name,
        metric_type,
        unit,
        product: "Acme",
        part: Part::Whole,
        rate: false,
    };
    for (name, metric_type, unit, want) in [
        (
            "cpu.usage.ratio",
            "gauge",
            "fraction",
            "Current CPU usage of Acme, as a fraction.",
        ),
        (
            "disk.free_bytes",
            "gauge",
            "byte",
            "Current free disk of Acme, in bytes.",
        ),
        (
            "egress.bytes.max",
            "gauge",
            "byte",
            "Maximum egress of Acme, in bytes.",
        ),
        ("queues.depth", "gauge", "", "Current queue depth of Acme."),
        (
            "sessions",
            "gauge",
            "session",
            "Current number of sessions of Acme.",
        ),
        (
            "node.up",
            "gauge",
            "",
            "Whether the node of Acme is up: 1 if so, otherwise 0.",
        ),
        (
            "evicted.objects.max",
            "gauge",
            "object",
            "Maximum number of evicted objects of Acme.",
        ),
        ("no.of.keys", "gauge", "", "Current number of keys of Acme."),
        (
            "queries.ops.per.sec",
            "gauge",
            "",
            "Current query operations per second of Acme.",
        ),
        (
            "healthy",
            "gauge",
            "",
            "Whether Acme is healthy: 1 if so, otherwise 0.",
        ),
        (
            "build.info",
            "gauge",
            "",
            "Facts about the build of Acme in the tags; the value is always 1.",
        ),
        (
            "requests.total.count",
            "count",
            "request",
            "Number of requests of Acme since the previous check run.",
        ),
    ] {
        assert_eq!(from_name(facts(name, metric_type, unit)), want, "{name}");
    }
    let sum = Facts {
        part: Part::Sum,
        ..facts("wait.seconds.sum", "count", "second")
    };
    assert_eq!(
        from_name(sum),
        "Sum of the observed wait of Acme since the previous check run, in seconds."
    );
    let wait = facts("wait", "rate", "second");
    assert_eq!(
        aggregate(wait, "average"),
        "Average wait of Acme between flushes of the Agent, in seconds."
    );
    assert_eq!(
        observations(wait),
        "Number of observations of wait of Acme per second."
    );
}

/// A count is sent as its increase, and a part of a histogram is no histogram.
#[test]
fn help_says_nothing_that_is_false_of_what_is_sent() {
    use super::text::{Described, from_help};
    use crate::core::mapping::Part;
    for (help, metric_type, part, want) in [
        (
            "Total number of replies",
            "count",
            Part::Whole,
            "Number of replies.",
        ),
        (
            "Total number of peers",
            "gauge",
            Part::Whole,
            "Total number of peers.",
        ),
        (
            "Messages sent since the start.",
            "count",
            Part::Whole,
            "Messages sent.",
        ),
        (
            "Histogram of the reply time",
            "count",
            Part::Sum,
            "Reply time (sum of all observations).",
        ),
        (
            "Reply time histogram",
            "count",
            Part::Count,
            "Reply time (number of observations).",
        ),
    ] {
        let described = Described {
            help,
            metric_type,
            part,
            ..Described::default()
        };
        assert_eq!(from_help(described).as_deref(), Some(want));
    }
}

#[test]
fn shared_options_are_found_and_examples_leave_this_machine_out() {
    let capture = Capture {
        instance: json!({"path": "/home/dev/stats.txt", "socket": "/run/acme.sock"}),
        init_config: json!({"service": "x", "region": "eu", "timeout": 3}),
        ..Capture::default()
    };
    let mut a = answers();
    a.integration.kind = Some(Kind::Blank);
    let options = own_options(&capture, &a);
    let of = |name: &str| options.iter().find(|o| o.name == name).unwrap();
    assert_eq!(of("path").example, Some(json!("/path/to/stats.txt")));
    assert_eq!(of("path").description, "The path of Acme Queue.");
    assert_eq!(of("socket").example, Some(json!("/run/acme.sock")));
    assert_eq!(of("region").r#in, "init_config");
    assert!(options.iter().all(|o| o.name != "service"));
    // With requests, `timeout` is the template's, in both sections.
    assert_eq!(of("timeout").r#in, "init_config");
    a.integration.kind = Some(Kind::Http);
    assert!(
        own_options(&capture, &a)
            .iter()
            .all(|o| o.name != "timeout")
    );
}

#[test]
fn service_checks_of_any_name_say_when_they_are_bad() {
    let capture = Capture {
        service_checks: vec![
            service_check("acme_queue.can_read", 0, &[]),
            service_check("acme_queue.up", 0, &[]),
            service_check("acme_queue.license", 3, &[]),
        ],
        ..Capture::default()
    };
    let rows = service_check_rows(&capture, &answers()).rows;
    let all: Vec<&str> = rows.iter().map(|r| r.description.as_str()).collect();
    assert_eq!(
        all,
        [
            "Returns `CRITICAL` if the Agent is unable to read Acme Queue, otherwise returns `OK`.",
            "Returns `UNKNOWN` if Acme Queue reports a problem with its license, otherwise returns `OK`.",
            "Returns `CRITICAL` if Acme Queue is not up, otherwise returns `OK`.",
        ]
    );
}
