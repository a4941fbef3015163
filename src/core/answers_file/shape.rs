//! The shape of the answers: which keys there are and what each holds.

use super::signals::{ALERT_TYPE, ORIGIN, VERSION};
use crate::core::answers::Monitor;

/// What a key holds.
pub enum Shape {
    Text,
    Bool,
    Orientation,
    Number,
    /// Anything: an example or a default.
    Any,
    Choice(&'static [&'static str]),
    /// A text or a list of texts.
    Texts,
    List(&'static Shape),
    Map(&'static [(&'static str, Shape)]),
    /// Free keys, texts as values.
    TextMap,
    /// Free keys; values are texts or `{ env: NAME }`, and credentials must be the latter.
    Secrets,
    /// Texts, numbers, true or false.
    Values,
    /// One of these, or a mapping.
    ChoiceOr(&'static [&'static str], &'static Shape),
}

use Shape::{
    Any, Bool, Choice, List, Map, Number, Orientation, Secrets, Text, TextMap, Texts, Values,
};

const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];
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
    ("service", Text),
    ("source", Text),
    ("path", Text),
    ("sample", Text),
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
                    ("types", TextMap),
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
    (
        "options",
        List(&Map(&[
            ("name", Text),
            ("in", Choice(&["instance", "init_config"])),
            ("type", Choice(TYPES)),
            ("items", Choice(TYPES)),
            ("required", Bool),
            ("secret", Bool),
            ("description", Text),
            ("example", Any),
            ("default", Any),
        ])),
    ),
    ("templates", List(&Text)),
    ("logs", List(&LOGS)),
    ("dependencies", List(&Text)),
    (
        "metrics",
        List(&Map(&[
            ("name", Text),
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
        "git",
        Map(&[
            ("branch", Text),
            ("base", Text),
            ("title", Text),
            ("body", Text),
            ("sign_off", Bool),
        ]),
    ),
    ("maintainer", Map(&[("accepts", Bool)])),
]);
