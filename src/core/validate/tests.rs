use super::*;

fn all(check: fn(&str) -> Result<(), String>, good: &[&str], bad: &[&str]) {
    for text in good {
        assert_eq!(check(text), Ok(()), "{text:?}");
    }
    for text in bad {
        let said = check(text).expect_err(text);
        assert!(said.ends_with(['.', '?']), "{said}");
    }
}

#[test]
fn descriptions() {
    let exact = "x".repeat(80);
    let over = "x".repeat(81);
    all(
        description,
        &["Depth: 'a' \"b\" {{ c }}", &exact],
        &["", "  ", "a\nb", "Größe", &over],
    );
    assert!(description(&over).unwrap_err().contains("by 1"));
}

#[test]
fn overviews() {
    all(
        overview,
        &["Text.", "### Why\ntext"],
        &["", " \n ", "# Title\nx", "## Overview\nx"],
    );
}

#[test]
fn e_mail_addresses() {
    all(
        email,
        &["a@b.example", "a.b+c@sub.acme.example"],
        &[
            "",
            "a",
            "a@",
            "@b.example",
            "a@b",
            "a b@c.example",
            "a@@c.example",
            "a@c..example",
            "<a@c.example>",
        ],
    );
}

#[test]
fn github_handles_and_teams() {
    let long = "a".repeat(40);
    all(
        github,
        &["acmeco", "acme-co", "acme/integrations", "acme/team.a_b"],
        &[
            "",
            "@acmeco",
            "ann_lee",
            "-dev",
            "dev-",
            "a--b",
            "a/b/c",
            "a/",
            "https://github.com/acmeco",
            &long,
        ],
    );
    assert!(github("@acmeco").unwrap_err().contains(": acmeco."));
}

#[test]
fn addresses() {
    all(
        url,
        &[
            "http://localhost:9090/metrics",
            "https://acme.example",
            "http://[::1]:80/x?y=1",
            "http://[::1]/x",
            "http://127.0.0.1",
            "http://user@acme.example/",
        ],
        &[
            "",
            "localhost:9090",
            "ftp://x",
            "http://",
            "http:///x",
            "http://a b",
            "http://a:0",
            "http://a:x/",
            "http://[zz]/",
            "http://dev:pw@acme.example/",
            "http://acme.example/?api_key=abc",
            "http://-a/",
        ],
    );
    assert!(
        !url("http://dev:hunter2@acme.example/")
            .unwrap_err()
            .contains("hunter2")
    );
}

#[test]
fn branches_follow_git() {
    all(
        branch,
        &["acmeco/acme_queue", "a", "add/x-1.0"],
        &[
            "", "master", "main", "HEAD", "a b", "a..b", "-a", "/a", "a/", "a.", ".a", "a/.b",
            "a.lock", "a~1", "a^", "a:b", "@{", "a//b", "a\\b",
        ],
    );
}

#[test]
fn titles_and_options() {
    let long = "x".repeat(101);
    all(
        title,
        &["Add Acme Queue integration"],
        &["", "  ", "a\nb", &long],
    );
    all(
        option_name,
        &["queues", "_x", "a1", "apiKey"],
        &["", "class", "None", "1a", "a-b", "a b", "é"],
    );
    all(env_name, &["ACME_TOKEN", "_a1"], &["", "1A", "A-B", "a b"]);
}

#[test]
fn choices_name_the_nearest() {
    let units = ["message".to_owned(), "second".to_owned()];
    assert_eq!(unit("", &units), Ok(()));
    assert_eq!(unit("second", &units), Ok(()));
    assert!(unit("seconds", &units).unwrap_err().contains("\"second\""));
    assert_eq!(
        unit("anything", &[]),
        Ok(()),
        "without a list nothing is refused"
    );
    assert!(system("MacOS").unwrap_err().contains("macOS"));
    assert!(
        category("Metricz", &["Metrics".to_owned()])
            .unwrap_err()
            .contains("Metrics")
    );
    assert_eq!(orientation("-1"), Ok(-1));
    assert!(orientation("2").is_err());
}
