//! What is answered of service checks, events, hosts, and the version, and what is said of it.

use crate::core::answers_file;
use crate::core::validate::{Known, answers};

fn said(kind: &str, rest: &str) -> Vec<String> {
    let text = format!(
        "schema: 1\nintegration: {{display_name: Acme, kind: {kind}}}\nsource:\n  http: {{requests: [{{path: \
         /nodes}}, {{path: info}}]}}\n{rest}\n"
    );
    let all = answers(&answers_file::parse(&text).unwrap(), Known::default());
    all.into_iter()
        .map(|f| format!("{}: {}", f.rule, f.message))
        .collect()
}

#[test]
fn what_fits_its_kind_is_accepted() {
    for (kind, rest) in [
        (
            "http",
            "service_checks: [{name: acme.a, from: {request: nodes, path: \"n[].s\", tags: {n: \"n[].n\", c: c}}, ok: [x]}]\n\
             events: [{request: /nodes, key: \"e[].id\", title: \"e[].t\", text: \"e[].t\", alert_type: {path: \
             \"e[].s\", error: x}}]\nversion: {request: /info, path: v}",
        ),
        (
            "command",
            "service_checks: [{name: acme.a, from: {line: state}, ok: [x]}]\nversion: {line: Version}",
        ),
        (
            "sql",
            "service_checks: [{name: acme.a, from: {query: q, column: s}, ok: [x]}]\nversion: {query: SELECT 1}",
        ),
        (
            "openmetrics",
            "service_checks: [{name: acme.a, from: {metric: m}, ok: 1, critical: [0]}]\nversion: {metric: m, label: v}",
        ),
        ("blank", "service_checks: [{name: acme.a, title: A}]"),
    ] {
        assert_eq!(said(kind, rest), Vec::<String>::new(), "{kind}");
    }
}

/// A kind, what is answered, and words of what is said of it.
fn wrong() -> Vec<(&'static str, String, &'static str)> {
    let check = |from: &str, more: &str| {
        format!("service_checks: [{{name: acme.a, from: {from}, {more}}}]")
    };
    let ok = "ok: [x]";
    vec![
        (
            "http",
            check("{request: /node, path: a}", ok),
            "Did you mean \"/nodes\"?",
        ),
        ("http", check("{path: a}", ok), "needs request and path"),
        (
            "http",
            check("{request: /nodes, path: \"a[\"}", ok),
            "needs a key",
        ),
        (
            "http",
            check(
                "{request: /nodes, path: \"a[].s\", tags: {n: \"b[].n\"}}",
                ok,
            ),
            "goes through a list",
        ),
        (
            "http",
            check("{request: /nodes, path: a}", "ok: [x], warning: [x]"),
            "under warning and under ok",
        ),
        (
            "http",
            check("{request: /nodes, path: a}", "critical: [x]"),
            "never OK",
        ),
        (
            "sql",
            check("{query: q, path: s}", ok),
            "path is of another kind",
        ),
        (
            "sql",
            check("{query: q, column: s}", "ok: \"< 5\""),
            "CASE WHEN",
        ),
        ("openmetrics", check("{metric: m}", ok), "no whole number"),
        (
            "command",
            check("{line: s, tags: {a: b}}", ok),
            "JSON alone",
        ),
        ("blank", check("{path: s}", ok), "your own code"),
        ("logs", check("{path: s}", ok), "no check"),
        (
            "http",
            "service_checks: [{name: acme.a, ok: [x]}]".into(),
            "no from",
        ),
        (
            "http",
            check("{request: /nodes, path: a}", ok).replace("acme.a", "a"),
            "must begin with acme.",
        ),
        (
            "http",
            check("{request: /nodes, path: a}", ok).replace("acme.a", "acme.can_connect"),
            "sends acme.can_connect itself",
        ),
        (
            "openmetrics",
            "events: [{key: a, title: a, text: a}]".into(),
            "read from JSON",
        ),
        (
            "command",
            "events: [{key: \"a[].k\", title: \"b[].t\", text: t}]".into(),
            "goes through a list",
        ),
        (
            "http",
            "version: {request: /info, path: \"v[]\"}".into(),
            "one version",
        ),
        (
            "sql",
            "version: {query: DROP TABLE x}".into(),
            "changes nothing",
        ),
        (
            "command",
            "source: {command: {hostname: \"a[\"}}".into(),
            "needs a key",
        ),
    ]
}

#[test]
fn what_does_not_fit_is_named_with_the_way_out() {
    for (kind, rest, words) in wrong() {
        let rest = if rest.starts_with("source") {
            let text =
                format!("schema: 1\nintegration: {{display_name: Acme, kind: {kind}}}\n{rest}\n");
            let all = answers(&answers_file::parse(&text).unwrap(), Known::default());
            all.into_iter().map(|f| f.message).collect()
        } else {
            said(kind, &rest)
        };
        assert!(rest.iter().any(|s| s.contains(words)), "{words}: {rest:?}");
    }
}
