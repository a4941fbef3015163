use super::*;
use crate::core::answers::JsonMetric;

fn pair(line: &str) -> Option<(String, f64)> {
    read(line).map(|r| (r.key, r.value))
}

#[test]
fn a_line_gives_its_key_and_its_number() {
    for (line, key, value) in [
        ("Queue depth: 42", "Queue depth", 42.0),
        ("  used_memory:1024\r", "used_memory", 1024.0),
        ("lag=-3", "lag", -3.0),
        ("uptime 12.5 s", "uptime", 12.5),
        ("Hit ratio   :  99.5%", "Hit ratio", 99.5),
        ("Pool 1 size 5", "Pool 1 size", 5.0),
        ("rate = 1e3 req/s", "rate", 1000.0),
        ("Messages: 1,234,567 total", "Messages", 1_234_567.0),
        ("size: 3.5 GiB (on disk)", "size", 3.5),
        ("leader: Yes", "leader", 1.0),
        ("replication=OFF", "replication", 0.0),
        ("\"depth\": 5,", "\"depth\"", 5.0),
        ("done: 7.", "done", 7.0),
    ] {
        assert_eq!(pair(line), Some((key.to_owned(), value)), "{line:?}");
    }
}

#[test]
fn what_only_looks_like_a_number_gives_none() {
    for line in [
        "version: 1.2.3",
        "started: 2026-09-01 10:22:33",
        "address = 10.1.2.3:80",
        "uptime: 5 days, 3:10",
        "load average: 0.5, 0.4, 0.3",
        "db0:keys=1,expires=0",
        "state: running",
        "The cluster is on",
        "used: 3 of 8",
        "mask: 0x1F",
        "nan: NaN",
        "42",
        ": 3",
        "",
    ] {
        assert_eq!(pair(line), None, "{line:?}");
    }
}

#[test]
fn every_line_is_a_metric_or_says_why_not() {
    let output = "Acme 1.2.3\n\nacme.pool.size: 3\nMessages-Ready: 4 messages\nmessages ready 5\nstate: up\nx=1\nx=2\n— = 3\n";
    let proposal = propose(output, &[], "acme");
    let names: Vec<_> = proposal
        .metrics
        .iter()
        .map(|m| (m.path.as_str(), m.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("acme.pool.size", "pool.size"),
            ("Messages-Ready", "messages_ready"),
            ("messages ready", "messages_ready_2"),
        ]
    );
    let why: Vec<_> = proposal
        .ignored
        .iter()
        .map(|i| (i.path.as_str(), i.reason.as_str()))
        .collect();
    assert_eq!(why.len(), 4, "{why:?}");
    assert_eq!(why[0].0, "Acme 1.2.3");
    assert!(why[0].1.contains("version"));
    assert_eq!(why[1], ("state", "a text"));
    assert!(why[2].0 == "x" && why[2].1.contains("several lines"));
    assert!(why[3].0 == "—" && why[3].1.contains("no letter"));
    assert_eq!(units(output)["Messages-Ready"], "messages");
}

#[test]
fn sizes_for_people_are_warned_of() {
    let found = propose("mem: 1.5 GiB\n", &[], "acme").findings;
    assert!(
        found.len() == 1 && found[0].message.contains("GiB"),
        "{found:?}"
    );
    assert_eq!(propose("mem: 12 bytes\n", &[], "acme").findings, []);
}

#[test]
fn answered_metrics_are_held_against_the_output() {
    let metric = |path: &str, name: &str| JsonMetric {
        path: path.into(),
        name: name.into(),
        ..JsonMetric::default()
    };
    let mut tagged = metric("a", "x");
    tagged.tags = [("t".to_owned(), "u".to_owned())].into();
    let answered = [
        metric("a", "depth"),
        metric("b", "x"),
        metric("a", ""),
        tagged,
    ];
    let proposal = propose("a: 1\nc: 2\n", &answered, "acme");
    assert_eq!(proposal.metrics, answered);
    let said: Vec<_> = proposal
        .findings
        .iter()
        .map(|f| f.message.as_str())
        .collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(
        said[0].contains("\"b\"") && said[1].contains("needs a name") && said[2].contains("tags")
    );
}

#[test]
fn the_check_reads_with_the_same_pattern() {
    let check = include_str!("../../../templates/prototype/command/check.py");
    for part in PATTERN {
        assert!(check.contains(&format!("r'{part}'")), "{part}");
    }
    for word in TRUE {
        assert!(check.contains(&format!("'{word}'")), "{word}");
    }
}
