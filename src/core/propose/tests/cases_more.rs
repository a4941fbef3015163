//! Pieces of evidence, each with what follows from it: programs, files, and what no kind reads.

use super::texts::*;
use super::*;

const OPEN_CHECK: &str = "from datadog_checks.base import OpenMetricsBaseCheckV2, ConfigMixin\nclass Acme(OpenMetricsBaseCheckV2, ConfigMixin):\n    pass\n";
const RULES: &str = "jmx_metrics:\n  - include:\n      domain: acme\n      attribute:\n        Depth:\n          alias: acme.depth\n          metric_type: gauge\n";
const ACCESS: &str = "10.0.0.7 - ann [10/Oct/2026:13:55:36 +0000] \"GET /a HTTP/1.1\" 200 2326\n10.0.0.8 - - [10/Oct/2026:13:55:37 +0000] \"GET /b HTTP/1.1\" 404 12 \"-\" \"curl\"\n";
const CSV: &str = "queue,depth,consumers\norders,3,1\ninvoices,4,2\n";
const SQL: &str = "BEGIN;\nCREATE TABLE queues (name TEXT, depth INT);\nINSERT INTO queues VALUES ('a', 3);\nCOMMIT;\n";

#[allow(clippy::too_many_lines)] // A table.
pub fn cases() -> Vec<Case> {
    let at = || url("http://localhost:9100/metrics");
    let api = || url("http://localhost:8080/api/stats?all=1");
    let ctl = || command(&["acmectl", "stats"]);
    let none = "";
    let plain = "text/plain; version=0.0.4; charset=utf-8";
    let b = str::as_bytes;
    vec![
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
