//! The shape of the answers: which keys there are and what each holds.

use super::signals::{ALERT_TYPE, ORIGIN, VERSION};
use crate::core::answers::{LogSource, Monitor, Release};
use crate::core::schema;

/// What a key holds.
pub enum Shape {
    Text,
    Bool,
    Orientation,
    Number,
    /// A whole number from 1 to 65535.
    Port,
    /// Anything: an example or a default.
    Any,
    Choice(&'static [&'static str]),
    /// A text or a list of texts.
    Texts,
    List(&'static Shape),
    Map(&'static [(&'static str, Shape)]),
    /// Free keys, texts as values.
    TextMap,
    /// Free keys, anything as values.
    AnyMap,
    /// A name, or a mapping of these keys.
    NameOr(&'static [(&'static str, Shape)]),
    /// Free keys; values are texts or `{ env: NAME }`, and credentials must be the latter.
    Secrets,
    /// Texts, numbers, true or false.
    Values,
    /// One of these, or a mapping.
    ChoiceOr(&'static [&'static str], &'static Shape),
}

use Shape::{
    Any, AnyMap, Bool, Choice, List, Map, NameOr, Number, Orientation, Port, Secrets, Text,
    TextMap, Texts, Values,
};

const SUBMISSIONS: &[&str] = &[
    "gauge",
    "rate",
    "count",
    "monotonic_count",
    "histogram",
    "historate",
];
const JSON_METRICS: Shape = List(&Map(&[
    ("path", Text),
    ("name", Text),
    ("type", Choice(SUBMISSIONS)),
    ("tags", TextMap),
    ("hostname", Text),
]));
const LOGS: Shape = Map(&[
    ("type", Choice(&LogSource::TYPES)),
    ("service", Text),
    ("source", Text),
    ("path", Text),
    ("sample", Text),
    ("port", Any),
    ("idle_timeout", Any),
    ("channel_path", Text),
    ("query", Text),
    ("encoding", Text),
    ("exclude_paths", List(&Text)),
    ("start_position", Text),
    ("tags", List(&Text)),
    ("include_units", List(&Text)),
    ("exclude_units", List(&Text)),
    ("include_user_units", List(&Text)),
    ("exclude_user_units", List(&Text)),
    ("include_matches", List(&Text)),
    ("exclude_matches", List(&Text)),
    ("container_mode", Bool),
    ("image", Text),
    ("name", Text),
    ("label", Text),
    ("log_processing_rules", Any),
]);
const OPTION: Shape = Map(&[
    ("name", Text),
    ("in", Choice(&["instance", "init_config"])),
    ("type", Choice(&schema::TYPES)),
    ("items", Any),
    ("required", Bool),
    ("secret", Bool),
    ("description", Text),
    ("example", Any),
    ("default", Any),
    ("enum", List(&Any)),
    ("minimum", Number),
    ("maximum", Number),
    ("exclusiveMinimum", Number),
    ("exclusiveMaximum", Number),
    ("multipleOf", Number),
    ("minLength", Number),
    ("maxLength", Number),
    ("pattern", Text),
    ("format", Text),
    ("minItems", Number),
    ("maxItems", Number),
    ("properties", Any),
    ("additionalProperties", Any),
    ("anyOf", Any),
    ("compact_example", Bool),
    ("display_default", Any),
    ("require_trusted_provider", Bool),
    ("hidden", Bool),
    ("enabled", Bool),
    ("fleet_configurable", Bool),
    ("display_priority", Number),
    ("deprecation", TextMap),
    ("formats", List(&Text)),
    ("metadata_tags", List(&Text)),
    ("options", Any),
]);

/// The whole file, without `schema`.
pub const ANSWERS: Shape = Map(&[
    ("track", Choice(&["community", "partner"])),
    (
        "integration",
        Map(&[
            ("display_name", Text),
            ("name", Text),
            (
                "kind",
                Choice(&[
                    "openmetrics",
                    "http",
                    "command",
                    "sql",
                    "blank",
                    "jmx",
                    "logs",
                ]),
            ),
            ("description", Text),
            ("overview", Text),
            ("homepage", Text),
            ("metric_prefix", Text),
            ("categories", List(&Text)),
            ("supported_os", List(&Text)),
            ("public", Bool),
        ]),
    ),
    (
        "author",
        Map(&[
            ("name", Text),
            ("github", Text),
            ("support_email", Text),
            ("sales_email", Text),
            ("homepage", Text),
        ]),
    ),
    ("prototype", Map(&[("check", Text), ("conf", Text)])),
    (
        "source",
        Map(&[
            (
                "openmetrics",
                Map(&[
                    ("endpoint", Text),
                    ("sample", Texts),
                    ("raw_prefix", Text),
                    ("exclude", List(&Text)),
                    ("runtime", Bool),
                    ("types", TextMap),
                    ("names", TextMap),
                    ("rename_labels", TextMap),
                    ("hostname_label", Text),
                    ("headers", Secrets),
                ]),
            ),
            (
                "http",
                Map(&[
                    ("base_url", Text),
                    ("headers", Secrets),
                    (
                        "requests",
                        List(&Map(&[
                            ("path", Text),
                            ("sample", Text),
                            ("hostname", Text),
                            ("metrics", JSON_METRICS),
                        ])),
                    ),
                ]),
            ),
            (
                "command",
                Map(&[
                    ("argv", List(&Text)),
                    ("format", Choice(&["json", "lines"])),
                    ("sample", Text),
                    ("hostname", Text),
                    ("metrics", JSON_METRICS),
                ]),
            ),
            (
                "sql",
                Map(&[
                    ("driver", Text),
                    ("connect", Secrets),
                    ("queries", List(&Any)),
                    ("sample", Text),
                ]),
            ),
            ("jmx", Map(&[("metrics", Text)])),
            ("logs", LOGS),
        ]),
    ),
    ("options", List(&OPTION)),
    (
        "templates",
        List(&NameOr(&[("name", Text), ("overrides", AnyMap)])),
    ),
    (
        "auto_conf",
        Map(&[
            ("ad_identifiers", List(&Text)),
            ("init_config", AnyMap),
            ("instances", List(&AnyMap)),
        ]),
    ),
    ("logs", List(&LOGS)),
    ("dependencies", List(&Text)),
    (
        "metrics",
        List(&Map(&[
            ("name", Text),
            ("type", Choice(&["gauge", "count", "rate"])),
            ("remove", Bool),
            ("unit", Text),
            ("per_unit", Text),
            ("orientation", Orientation),
            ("description", Text),
            ("short_name", Text),
            ("curated", Text),
        ])),
    ),
    (
        "service_checks",
        List(&Map(&[
            ("name", Text),
            ("title", Text),
            ("description", Text),
            (
                "statuses",
                List(&Choice(&["ok", "warning", "critical", "unknown"])),
            ),
            ("groups", List(&Text)),
            ("remove", Bool),
            ("from", ORIGIN),
            ("ok", Values),
            ("warning", Values),
            ("critical", Values),
        ])),
    ),
    (
        "events",
        List(&Map(&[
            ("request", Text),
            ("key", Text),
            ("title", Text),
            ("text", Text),
            ("alert_type", ALERT_TYPE),
            ("aggregation_key", Text),
            ("tags", TextMap),
        ])),
    ),
    ("version", VERSION),
    ("dashboard", Map(&[("make", Bool)])),
    (
        "monitors",
        List(&Map(&[
            ("metric", Text),
            ("of", Text),
            ("comparison", Choice(&["above", "below"])),
            ("threshold", Number),
            ("warning", Number),
            ("window", Choice(&Monitor::WINDOWS)),
            ("by", List(&Text)),
            ("title", Text),
            ("message", Text),
        ])),
    ),
    (
        "e2e",
        Map(&[
            ("image", Text),
            ("port", Port),
            ("env", TextMap),
            ("command", List(&Text)),
            ("health", Text),
            ("ready", Text),
            ("instance", AnyMap),
            ("optional", List(&Text)),
            (
                "services",
                List(&Map(&[
                    ("name", Text),
                    ("image", Text),
                    ("env", TextMap),
                    ("command", List(&Text)),
                    ("health", Text),
                ])),
            ),
        ]),
    ),
    (
        "readme",
        Map(&[
            ("overview", Text),
            ("installation", Text),
            ("configuration", Text),
            ("validation", Text),
            ("troubleshooting", Text),
        ]),
    ),
    (
        "silenced",
        List(&Map(&[
            ("rule", Text),
            ("file", Text),
            ("what", Text),
            ("reason", Text),
        ])),
    ),
    (
        "release",
        Map(&[
            ("version", Text),
            ("change", Choice(&Release::CHANGES)),
            ("notes", Texts),
        ]),
    ),
    (
        "git",
        Map(&[
            ("branch", Text),
            ("base", Text),
            ("title", Text),
            ("body", Text),
            ("further_title", Text),
            ("further_body", Text),
            ("sign_off", Bool),
        ]),
    ),
    (
        "pull_request",
        Map(&[("what", Text), ("why", Text), ("notes", Text)]),
    ),
    ("maintainer", Map(&[("accepts", Bool), ("remarks", Text)])),
]);
