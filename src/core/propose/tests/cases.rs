//! Pieces of evidence, each with what follows from it: pages and documents.

use super::texts::*;
use super::*;

const RUNTIME: &str =
    "# TYPE go_goroutines gauge\ngo_goroutines 7\n# TYPE acme_up gauge\nacme_up 1\n";
const OPEN: &str =
    "# TYPE acme_jobs counter\nacme_jobs_total{kind=\"x\"} 5 # {trace_id=\"abc\"} 1\n# EOF\n";
const JSON: &str = "{\"up\": true, \"queues\": [{\"name\": \"a\", \"depth\": 3}, {\"name\": \"b\", \"depth\": 4}], \"load\": [0.5]}";
const METRICS: &str = "{\"queue\":\"a\",\"depth\":3}\n{\"queue\":\"b\",\"depth\":4}\n";
const LINES: &str = "uptime: 120\ndepth: 3\nhealthy: yes\n";
const REDIS: &str = "# Server\r\nredis_version:7.2.0\r\nuptime_in_seconds:311\r\nconnected_clients:4\r\nused_memory:1048576\r\n";
const STUB: &str = "Active connections: 291\nserver accepts handled requests\n 16630948 16630948 31070465\nReading: 6 Writing: 179 Waiting: 106\n";

#[allow(clippy::too_many_lines)] // A table.
pub fn cases() -> Vec<Case> {
    let at = || url("http://localhost:9100/metrics");
    let api = || url("http://localhost:8080/api/stats?all=1");
    let ctl = || command(&["acmectl", "stats"]);
    let none = "";
    let plain = "text/plain; version=0.0.4; charset=utf-8";
    let om = "application/openmetrics-text; version=1.0.0";
    let b = str::as_bytes;
    vec![
        // Pages of metrics.
        (
            at(),
            plain,
            b(PAGE),
            Some(Kind::Openmetrics),
            &[
                "2 lines like acme_depth{queue=\"a\"} 3: openmetrics",
                "text/plain",
            ],
            "source.openmetrics.endpoint=http://localhost:9100/metrics",
        ),
        (
            at(),
            om,
            b(OPEN),
            Some(Kind::Openmetrics),
            &[
                "1 line like acme_jobs_total{kind=\"x\"} 5:",
                "application/openmetrics-text",
            ],
            "source.openmetrics.endpoint=http://localhost:9100/metrics",
        ),
        (
            at(),
            "text/html",
            b(PAGE),
            Some(Kind::Openmetrics),
            &["names no text format"],
            "integration.kind=openmetrics",
        ),
        (
            at(),
            plain,
            b(RUNTIME),
            Some(Kind::Openmetrics),
            &["2 lines like acme_up 1"],
            "integration.kind=openmetrics",
        ),
        (
            at(),
            plain,
            b("acme_up 1\nacme_depth 3\n"),
            Some(Kind::Openmetrics),
            &["2 lines like acme_up 1"],
            "integration.kind=openmetrics",
        ),
        (
            file("/tmp/page.txt"),
            none,
            b(PAGE),
            Some(Kind::Openmetrics),
            &["2 lines", "needs the URL"],
            "source.openmetrics.sample=/tmp/page.txt",
        ),
        (
            file("/tmp/page.txt"),
            none,
            b("acme_up 1\nacme_depth 3\n"),
            Some(Kind::Openmetrics),
            &["choose command"],
            "source.openmetrics.sample=/tmp/page.txt",
        ),
        (
            ctl(),
            none,
            b(PAGE),
            Some(Kind::Openmetrics),
            &["Which URL"],
            "integration.kind=openmetrics",
        ),
        (
            ctl(),
            none,
            b("acme_up 1\nacme_depth 3\n"),
            Some(Kind::Command),
            &["2 lines like acme_up 1"],
            "source.command.argv=acmectl stats",
        ),
        (
            at(),
            "application/vnd.google.protobuf",
            b"\x0a\x05\xff\xfe\x00",
            None,
            &["Protobuf", "text"],
            "",
        ),
        // JSON.
        (
            api(),
            "application/json",
            b(JSON),
            Some(Kind::Http),
            &["JSON, 3 numbers in 2 lists: http"],
            "source.http.base_url=http://localhost:8080",
        ),
        (
            api(),
            "application/json",
            b(JSON),
            Some(Kind::Http),
            &[],
            "source.http.paths=/api/stats?all=1",
        ),
        (
            url("http://localhost:8080"),
            "text/plain",
            b("[1, 2]"),
            Some(Kind::Http),
            &["2 numbers in 1 list"],
            "source.http.paths=/",
        ),
        (
            api(),
            "application/json",
            b("{\"status\": \"ok\"}"),
            Some(Kind::Http),
            &["without a number", "another path"],
            "integration.kind=http",
        ),
        (
            ctl(),
            none,
            b(JSON),
            Some(Kind::Command),
            &["3 numbers"],
            "source.command.argv=acmectl stats",
        ),
        (
            file("/tmp/stats.json"),
            none,
            b(JSON),
            Some(Kind::Http),
            &["choose command"],
            "source.http.sample=/tmp/stats.json",
        ),
        (
            Origin::Typed,
            none,
            b("{\"a\": 1}"),
            Some(Kind::Http),
            &["1 number", "Which URL"],
            "integration.kind=http",
        ),
        (
            file("/tmp/broken.json"),
            none,
            b("{\"a\": 1,"),
            None,
            &["begins with"],
            "",
        ),
        // JSON on each line.
        (
            file("/var/log/acme/app.log"),
            none,
            b(ENTRIES),
            Some(Kind::Logs),
            &["2 lines, each a JSON document"],
            "source.logs.path=/var/log/acme/app.log",
        ),
        (
            ctl(),
            none,
            b(ENTRIES),
            Some(Kind::Logs),
            &["Where is it written"],
            "integration.kind=logs",
        ),
        (
            ctl(),
            none,
            b(METRICS),
            None,
            &["2 lines, each a JSON document", "one array"],
            "",
        ),
        (
            api(),
            "application/x-ndjson",
            b(METRICS),
            None,
            &["one document"],
            "",
        ),
        (
            file("/tmp/a.jsonl"),
            none,
            b(METRICS),
            Some(Kind::Logs),
            &[],
            "source.logs.sample=/tmp/a.jsonl",
        ),
        // Lines of keys and values.
        (
            ctl(),
            none,
            b(LINES),
            Some(Kind::Command),
            &["3 lines like uptime: 120: command"],
            "source.command.argv=acmectl stats",
        ),
        (
            ctl(),
            none,
            b(REDIS),
            Some(Kind::Command),
            &["lines like uptime_in_seconds:311"],
            "source.command.argv=acmectl stats",
        ),
        (
            file("/tmp/out"),
            none,
            b(LINES),
            Some(Kind::Command),
            &["Which command"],
            "source.command.sample=/tmp/out",
        ),
        (
            api(),
            "text/plain",
            b(STUB),
            Some(Kind::Blank),
            &["no JSON and no page"],
            "integration.kind=blank",
        ),
    ]
}
