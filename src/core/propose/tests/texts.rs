//! Texts and bytes, from an address, a file and a program.

use super::*;

const PAGE: &str = "# HELP acme_depth Messages.\n# TYPE acme_depth gauge\nacme_depth{queue=\"a\"} 3\nacme_depth{queue=\"b\"} 4 1700000000000\n";
const RUNTIME: &str =
    "# TYPE go_goroutines gauge\ngo_goroutines 7\n# TYPE acme_up gauge\nacme_up 1\n";
const OPEN: &str =
    "# TYPE acme_jobs counter\nacme_jobs_total{kind=\"x\"} 5 # {trace_id=\"abc\"} 1\n# EOF\n";
const JSON: &str = "{\"up\": true, \"queues\": [{\"name\": \"a\", \"depth\": 3}, {\"name\": \"b\", \"depth\": 4}], \"load\": [0.5]}";
const CHECK: &str = "from datadog_checks.base import AgentCheck\n\n\nclass AcmeCheck(AgentCheck):\n    def check(self, instance):\n        self.gauge('acme.up', 1)\n";
const OPEN_CHECK: &str = "from datadog_checks.base import OpenMetricsBaseCheckV2, ConfigMixin\nclass Acme(OpenMetricsBaseCheckV2, ConfigMixin):\n    pass\n";
const RULES: &str = "jmx_metrics:\n  - include:\n      domain: acme\n      attribute:\n        Depth:\n          alias: acme.depth\n          metric_type: gauge\n";
const ACCESS: &str = "10.0.0.7 - ann [10/Oct/2026:13:55:36 +0000] \"GET /a HTTP/1.1\" 200 2326\n10.0.0.8 - - [10/Oct/2026:13:55:37 +0000] \"GET /b HTTP/1.1\" 404 12 \"-\" \"curl\"\n";
const JAVA: &str = "2026-09-01 10:00:00,123 ERROR Boom\njava.lang.IllegalStateException: x\n\tat a.b.C(D.java:1)\n2026-09-01 10:00:01,000 INFO fine\n";
const ENTRIES: &str = "{\"time\":\"2026-09-01T10:00:00Z\",\"level\":\"info\",\"msg\":\"a\"}\n{\"time\":\"2026-09-01T10:00:01Z\",\"level\":\"warn\",\"msg\":\"b\"}\n";
const METRICS: &str = "{\"queue\":\"a\",\"depth\":3}\n{\"queue\":\"b\",\"depth\":4}\n";
const LINES: &str = "uptime: 120\ndepth: 3\nhealthy: yes\n";
const REDIS: &str = "# Server\r\nredis_version:7.2.0\r\nuptime_in_seconds:311\r\nconnected_clients:4\r\nused_memory:1048576\r\n";
const STUB: &str = "Active connections: 291\nserver accepts handled requests\n 16630948 16630948 31070465\nReading: 6 Writing: 179 Waiting: 106\n";
const HTML: &str =
    "<!DOCTYPE html>\n<html><head><title>Acme Login</title></head><body></body></html>";
const CSV: &str = "queue,depth,consumers\norders,3,1\ninvoices,4,2\n";
const SQL: &str = "BEGIN;\nCREATE TABLE queues (name TEXT, depth INT);\nINSERT INTO queues VALUES ('a', 3);\nCOMMIT;\n";

/// Origin, Content-Type, text; the kind, words of the sentence or the note, and one answer.
type Case = (
    Origin,
    &'static str,
    &'static [u8],
    Option<Kind>,
    &'static [&'static str],
    &'static str,
);

#[allow(clippy::too_many_lines)] // A table.
fn cases() -> Vec<Case> {
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
        // Python.
        (
            file("/etc/datadog-agent/checks.d/custom_acme.py"),
            none,
            b(CHECK),
            Some(Kind::Blank),
            &["AcmeCheck derives from AgentCheck"],
            "prototype.check=/etc/datadog-agent/checks.d/custom_acme.py",
        ),
        (
            file("/tmp/acme.py"),
            none,
            b(OPEN_CHECK),
            Some(Kind::Blank),
            &["derives from OpenMetricsBaseCheckV2"],
            "prototype.check=/tmp/acme.py",
        ),
        (
            file("/tmp/tool.py"),
            none,
            b("import sys\nclass Check(object):\n    pass\nprint(1)\n"),
            None,
            &["no class in it", "command"],
            "",
        ),
        (
            url("http://localhost/acme.py"),
            "text/plain",
            b(CHECK),
            None,
            &["no file here"],
            "",
        ),
        // Rules and configurations.
        (
            file("/tmp/metrics.yaml"),
            none,
            b(RULES),
            Some(Kind::Jmx),
            &["1 rule of JMXFetch"],
            "source.jmx.metrics=/tmp/metrics.yaml",
        ),
        (
            file("/tmp/conf.yaml"),
            none,
            b("instances:\n  - openmetrics_endpoint: http://localhost:9100/metrics\n"),
            Some(Kind::Openmetrics),
            &["configuration"],
            "source.openmetrics.endpoint=http://localhost:9100/metrics",
        ),
        (
            file("/tmp/conf.yaml"),
            none,
            b("logs:\n  - type: file\n    path: /var/log/acme/*.log\n"),
            Some(Kind::Logs),
            &["configuration"],
            "source.logs.path=/var/log/acme/*.log",
        ),
        (
            file("/tmp/conf.yaml"),
            none,
            b("init_config:\ninstances:\n  - host: a\n"),
            None,
            &["not what the Agent reads"],
            "",
        ),
        // Logs.
        (
            file("/var/log/acme/access.log"),
            none,
            b(ACCESS),
            Some(Kind::Logs),
            &["An access log with 2 entries"],
            "source.logs.path=/var/log/acme/access.log",
        ),
        (
            file("/var/log/acme.log"),
            none,
            b(JAVA),
            Some(Kind::Logs),
            &["A log with 2 entries"],
            "source.logs.sample=/var/log/acme.log",
        ),
        (
            ctl(),
            none,
            b(JAVA),
            Some(Kind::Logs),
            &["Where is it written"],
            "integration.kind=logs",
        ),
        (
            api(),
            "text/plain",
            b(JAVA),
            None,
            &["over HTTP", "Show such a file"],
            "",
        ),
        (
            file("/var/log/ä.log"),
            none,
            b(JAVA),
            Some(Kind::Logs),
            &["Log path"],
            "source.logs.sample=/var/log/ä.log",
        ),
        // Databases.
        (
            file("/tmp/dump.sql"),
            none,
            b(SQL),
            Some(Kind::Sql),
            &["SQL that makes 1 table"],
            "source.sql.sample=/tmp/dump.sql",
        ),
        (
            file("/tmp/acme.db"),
            none,
            b"SQLite format 3\0\x10\0",
            Some(Kind::Sql),
            &["A SQLite database: sql"],
            "source.sql.connect=database=/tmp/acme.db",
        ),
        // What no kind reads.
        (
            at(),
            "text/html",
            b(HTML),
            None,
            &["HTML page (Acme Login)", "Show that"],
            "",
        ),
        (
            at(),
            "application/xml",
            b("<?xml version=\"1.0\"?><a/>"),
            None,
            &["XML"],
            "",
        ),
        (
            file("/tmp/a.csv"),
            none,
            b(CSV),
            None,
            &["3 columns", "Show a command"],
            "",
        ),
        (ctl(), none, b(CSV), None, &["CSV"], ""),
        (
            file("/tmp/a.gz"),
            none,
            b"\x1f\x8b\x08\0\0",
            None,
            &["gzip", "Unpack"],
            "",
        ),
        (
            file("/tmp/a.jar"),
            none,
            b"PK\x03\x04\x14\0",
            None,
            &["ZIP", "beans"],
            "",
        ),
        (
            file("/tmp/a.png"),
            none,
            b"\x89PNG\r\n\x1a\n\0",
            None,
            &["PNG"],
            "",
        ),
        (
            file("/tmp/a"),
            none,
            b"\xff\xfea\0b\0",
            None,
            &["UTF-16", "UTF-8"],
            "",
        ),
        (
            file("/tmp/a"),
            none,
            b"caf\xe9 ol",
            None,
            &["not UTF-8"],
            "",
        ),
        (
            file("/tmp/a"),
            none,
            b"\x01\x02\0\x03",
            None,
            &["binary"],
            "",
        ),
        (
            file("/tmp/a"),
            none,
            b"\x7fELF\x02\x01",
            None,
            &["program's own file"],
            "",
        ),
        (at(), plain, b"", None, &["nothing is in it"], ""),
        (
            file("/tmp/a"),
            none,
            b" \n\t\n",
            None,
            &["nothing is in it"],
            "",
        ),
        (
            file("/tmp/a"),
            none,
            b("Once upon a time\nthere was a queue.\n"),
            None,
            &["Once upon a time", "Choose the kind"],
            "",
        ),
        (
            ctl(),
            none,
            b("\x1b[1mhello\x1b[0m\nworld\n"),
            None,
            &["begins with"],
            "",
        ),
    ]
}

#[test]
fn what_is_shown_tells_its_kind() {
    let cases = cases();
    assert!(cases.len() >= 40);
    for (origin, content_type, text, kind, words, answer) in cases {
        let shown = format!("{origin:?} {:?}", String::from_utf8_lossy(text));
        let made = propose(&Evidence::of(origin, content_type, text));
        assert_eq!(made.kind, kind, "{shown}: {made:?}");
        let said = format!("{} {}", made.sentence, made.note);
        for word in words {
            assert!(said.contains(word), "{word:?} in {said:?} of {shown}");
        }
        if let Some((field, text)) = answer.split_once('=') {
            assert_eq!(made.filled(field), Some(text), "{shown}");
        }
        holds(&made);
    }
}

/// The beginning of more than is looked at.
fn part(origin: Origin, text: &str) -> Proposal {
    let mut evidence = Evidence::of(origin, "", text);
    evidence.whole = false;
    propose(&evidence)
}

#[test]
fn the_beginning_of_much_tells_as_much() {
    let at = || url("http://localhost:9100/metrics");
    let made = part(at(), &format!("{PAGE}acme_dep"));
    assert!(made.sentence.starts_with("More than 2 lines"), "{made:?}");
    let made = part(
        at(),
        "{\"queues\": [{\"name\": \"a, 1\", \"depth\": 3},\n {\"depth\": -4}, {\"de",
    );
    assert_eq!(made.kind, Some(Kind::Http));
    assert!(
        made.sentence.contains("more than 1 number in 1 list"),
        "{made:?}"
    );
    let made = part(file("/var/log/a.log"), &format!("{JAVA}2026-09"));
    assert_eq!(made.kind, Some(Kind::Logs));
    let made = part(file("/var/log/a.log"), &format!("{ENTRIES}{{\"time\":"));
    assert_eq!(made.kind, Some(Kind::Logs));
    // A character that the limit cut in two.
    let mut evidence = Evidence::of(file("/tmp/a"), "", &b"depth: 3\nnote: \xc3"[..]);
    evidence.whole = false;
    assert_eq!(propose(&evidence).kind, Some(Kind::Command));
}

#[test]
fn tables_become_a_query_of_numbers() {
    let column = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
    let mut evidence = Evidence::of(file("/tmp/my acme.db"), "", &b"SQLite format 3\0"[..]);
    evidence.tables = vec![
        Table {
            name: "meta".into(),
            columns: vec![column("id", "INTEGER"), column("key", "TEXT")],
        },
        Table {
            name: "Queues".into(),
            columns: vec![
                column("id", "INTEGER"),
                column("name", "VARCHAR(20)"),
                column("note", "TEXT"),
                column("depth", "bigint"),
                column("rate", "REAL"),
            ],
        },
    ];
    let made = propose(&evidence);
    assert_eq!(made.sentence, "A SQLite database with 2 tables: sql");
    assert_eq!(
        made.filled("source.sql.connect"),
        Some("database='/tmp/my acme.db'")
    );
    assert_eq!(
        made.filled("source.sql.queries"),
        Some("queues: SELECT name, depth, rate FROM Queues;")
    );
    evidence.tables.truncate(1);
    assert_eq!(propose(&evidence).filled("source.sql.queries"), None);
}

#[test]
fn other_paths_are_told_whether_they_helped_or_not() {
    let tried = |found| {
        Some(Tried {
            answer: "an HTML page".into(),
            paths: vec!["/metrics".into(), "/stats".into()],
            found,
        })
    };
    let mut evidence = Evidence::of(url("http://localhost/metrics"), "text/plain", PAGE);
    evidence.tried = tried(true);
    let made = propose(&evidence);
    assert!(
        made.note.contains("itself answers with an HTML page"),
        "{made:?}"
    );
    assert!(
        made.note.contains("/metrics, /stats: /metrics has this"),
        "{made:?}"
    );
    let mut evidence = Evidence::of(url("http://localhost/"), "text/html", HTML);
    evidence.tried = tried(false);
    let made = propose(&evidence);
    assert!(
        made.note
            .starts_with("Tried /metrics, /stats: nothing to read."),
        "{made:?}"
    );
    assert_eq!(made.kind, None);
}

#[test]
fn headers_and_patterns_come_along() {
    let origin = Origin::Url {
        url: "http://localhost/metrics".into(),
        headers: "Authorization=$ACME_TOKEN".into(),
    };
    let made = propose(&Evidence::of(origin, "", PAGE));
    assert_eq!(
        made.filled("source.openmetrics.headers"),
        Some("Authorization=$ACME_TOKEN")
    );
    holds(&made);
    let origin = Origin::File {
        path: "/var/log/acme/b.log".into(),
        pattern: Some("/var/log/acme/*.log".into()),
    };
    let made = propose(&Evidence::of(origin, "", JAVA));
    assert_eq!(made.filled("source.logs.path"), Some("/var/log/acme/*.log"));
    assert_eq!(
        made.filled("source.logs.sample"),
        Some("/var/log/acme/b.log")
    );
    let mut evidence = Evidence::of(file("/etc/checks.d/custom_acme_queue.py"), "", CHECK);
    evidence.conf = Some("/etc/conf.d/custom_acme_queue.d/conf.yaml".into());
    let made = propose(&evidence);
    assert_eq!(made.filled("prototype.conf"), evidence.conf.as_deref());
    assert_eq!(made.name.as_deref(), Some("Acme Queue"));
    holds(&made);
}
