//! Texts and bytes, from an address, a file and a program.

use super::*;

pub const PAGE: &str = "# HELP acme_depth Messages.\n# TYPE acme_depth gauge\nacme_depth{queue=\"a\"} 3\nacme_depth{queue=\"b\"} 4 1700000000000\n";
pub const CHECK: &str = "from datadog_checks.base import AgentCheck\n\n\nclass AcmeCheck(AgentCheck):\n    def check(self, instance):\n        self.gauge('acme.up', 1)\n";
pub const JAVA: &str = "2026-09-01 10:00:00,123 ERROR Boom\njava.lang.IllegalStateException: x\n\tat a.b.C(D.java:1)\n2026-09-01 10:00:01,000 INFO fine\n";
pub const ENTRIES: &str = "{\"time\":\"2026-09-01T10:00:00Z\",\"level\":\"info\",\"msg\":\"a\"}\n{\"time\":\"2026-09-01T10:00:01Z\",\"level\":\"warn\",\"msg\":\"b\"}\n";
pub const HTML: &str =
    "<!DOCTYPE html>\n<html><head><title>Acme Login</title></head><body></body></html>";

/// Origin, Content-Type, text; the kind, words of the sentence or the note, and one answer.
pub type Case = (
    Origin,
    &'static str,
    &'static [u8],
    Option<Kind>,
    &'static [&'static str],
    &'static str,
);

#[test]
fn what_is_shown_tells_its_kind() {
    let cases = [super::cases::cases(), super::cases_more::cases()].concat();
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
