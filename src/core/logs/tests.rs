use super::*;

const JAVA: &str = "2026-09-01 10:00:00,123 ERROR Boom\njava.lang.IllegalStateException: x\n\tat a.b.C(D.java:1)\n2026-09-01 10:00:01,000 INFO fine\n";

#[test]
fn a_sample_tells_where_its_entries_begin() {
    let format = begin(JAVA);
    assert_eq!(
        format,
        Format::MultiLine(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}")
    );
    assert_eq!(format.entries(JAVA), 2);
    let one = "2026-09-01T10:00:00Z a\n2026-09-01T10:00:01Z b\n";
    assert_eq!(begin(one).name(), "lines");
    assert!(begin(one).pattern().is_some());
    assert_eq!(begin("{\"a\": 1}\n{\"b\": {}}\n"), Format::Json);
    assert_eq!(begin("{\"a\": 1}\nnot json\n"), Format::Lines(None));
    assert_eq!(
        begin("Sep  1 10:00:00 h a\nSep 11 10:00:00 h b\n").name(),
        "lines"
    );
    assert_eq!(
        begin("[Mon Sep  1 10:00:00 2026] [error] a\n  b\n").name(),
        "multi_line"
    );
    assert_eq!(begin("hello\nworld\n"), Format::Lines(None));
    assert_eq!(begin("\n \n"), Format::Unknown);
}

#[test]
fn every_pattern_is_one_and_matches_at_the_beginning_only() {
    for line in [
        "2026-09-01 10:00:00 x",
        "[2026-09-01T10:00:00 x",
        "2026/09/01 10:00:00 x",
        "01-Sep-2026 10:00:00 x",
        "[01/Sep/2026:10:00:00 +0000] x",
        "10:00:00.123 x",
        "<34>1 x",
        "1756720800 x",
        "WARN x",
        "[INFO] x",
        "203.0.113.7 - - x",
        "20260901 100000 x",
    ] {
        assert!(begin(line).pattern().is_some(), "{line}");
        let later = format!("x {line}\n");
        assert_eq!(begin(&later), Format::Lines(None), "{later}");
    }
}

#[test]
fn what_must_not_leave_this_machine_is_masked() {
    let text = "2026-09-01 10:00:00 login password=hunter2 token: \"s3cret value\" Authorization: Bearer abcdef.123456\n\
                2026-09-01 10:00:01 mail ann.lee@corp.example from 10.1.2.3 via db7.corp https://me:pw@acme.example/x\n\
                {\"api_key\": \"k-1\", \"n\": 1}\n";
    let out = mask(text);
    for secret in [
        "hunter2", "s3cret", "abcdef", "ann.lee", "10.1.2.3", "db7", "me:pw", "k-1",
    ] {
        assert!(!out.contains(secret), "{secret}: {out}");
    }
    let header = mask("Authorization: Token abc123 x\nset-cookie: id=abc123; path=/\n");
    assert!(!header.contains("abc123"), "{header}");
    assert!(
        out.starts_with("2026-09-01 10:00:00 login password=********"),
        "{out}"
    );
    let json = out.lines().last().unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["api_key"], "********");
    let plain = "2026-09-01 10:00:00 127.0.0.1 sort_key=3 1.2.3.4 a@b\n";
    assert_eq!(mask(plain), plain);
}

#[test]
fn a_long_sample_is_cut_between_entries() {
    let entry = "2026-09-01 10:00:00 a\n  b\n  c\n";
    let text = entry.repeat(100);
    let format = begin(&text);
    let kept = cut(&text, &format);
    assert_eq!(kept.lines().count(), 198);
    assert_eq!(format.entries(&kept), 66);
    assert_eq!(cut("\r\na \r\n\r\n", &Format::Lines(None)), "a\n");
}

#[test]
fn paths_and_tags_are_checked() {
    assert!(check_path("/var/log/acme/*.log").is_ok());
    assert!(check_path("C:\\acme\\x.log").is_ok());
    for bad in ["acme.log", " /x", "/x\ny", "/var/log/", "/l\u{f6}g"] {
        assert!(check_path(bad).is_err(), "{bad}");
    }
    assert!(check_tag("acme_queue").is_ok());
    for bad in ["Acme", "a b", "1a", "a\"b"] {
        assert!(check_tag(bad).is_err(), "{bad}");
    }
}
