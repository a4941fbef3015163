use super::*;

fn log(value: Json) -> LogSource {
    serde_json::from_value(value).unwrap()
}

#[test]
fn every_type_is_taken_with_what_the_agent_reads_of_it() {
    for good in [
        json!({"path": "/var/log/a.log", "encoding": "utf-16-le", "exclude_paths": ["/var/log/b.log"], "start_position": "end"}),
        json!({"type": "tcp", "port": 10514, "idle_timeout": 60}),
        json!({"type": "udp", "port": 1}),
        json!({"type": "journald", "path": "/var/log/journal", "include_units": ["a.service"], "container_mode": true}),
        json!({"type": "windows_event", "channel_path": "Application", "query": "*[System]"}),
        json!({"type": "docker", "image": "acme", "label": "app", "name": "acme"}),
        json!({"type": "integration", "source": "acme", "tags": ["a:b"]}),
        json!({"path": "/a.log", "log_processing_rules": [
            {"type": "mask_sequences", "name": "m", "pattern": "\\d+", "replace_placeholder": "[n]"},
            {"type": "multi_line", "name": "l", "pattern": "^\\d"}]}),
    ] {
        assert_eq!(problems(&log(good.clone())), [], "{good}");
        assert_eq!(absent(&log(good.clone())), None, "{good}");
        let back: LogSource =
            serde_json::from_value(serde_json::to_value(log(good.clone())).unwrap()).unwrap();
        assert_eq!(back, log(good));
    }
}

#[test]
fn what_the_agent_would_not_read_is_named() {
    for (bad, key, words) in [
        (json!({"type": "tpc"}), "type", "\"tcp\""),
        (
            json!({"type": "tcp", "path": "/a.log"}),
            "path",
            "file and journald only",
        ),
        (json!({"type": "tcp", "port": 70000}), "port", "65535"),
        (
            json!({"path": "/a.log", "port": 1}),
            "port",
            "tcp and udp only",
        ),
        (
            json!({"path": "/a.log", "encoding": "latin"}),
            "encoding",
            "utf-8",
        ),
        (
            json!({"path": "/a.log", "tags": "a"}),
            "tags",
            "list of texts",
        ),
        (
            json!({"path": "/a.log", "log_processing_rules": []}),
            "log_processing_rules",
            "must be a list",
        ),
        (
            json!({"path": "/a.log", "log_processing_rules": [{"type": "x"}]}),
            "log_processing_rules",
            "must be one of",
        ),
        (
            json!({"path": "/a.log", "log_processing_rules": [{"type": "multi_line", "name": "a"}]}),
            "log_processing_rules",
            "needs a pattern",
        ),
        (
            json!({"path": "/a.log", "log_processing_rules": [{"type": "multi_line", "name": "a", "pattern": "("}]}),
            "log_processing_rules",
            "no regular",
        ),
        (
            json!({"path": "/a.log", "log_processing_rules": [{"type": "mask_sequences", "name": "a", "pattern": "a"}]}),
            "log_processing_rules",
            "replace_placeholder",
        ),
    ] {
        let found = problems(&log(bad.clone()));
        assert_eq!(found.len(), 1, "{bad}: {found:?}");
        assert_eq!(found[0].0, key);
        assert!(found[0].1.contains(words), "{}", found[0].1);
    }
    let absent = |value| absent(&log(value)).map(|(key, _)| key);
    assert_eq!(absent(json!({})), Some("path"));
    assert_eq!(absent(json!({"type": "udp"})), Some("port"));
    assert_eq!(
        absent(json!({"type": "windows_event"})),
        Some("channel_path")
    );
}

#[test]
fn the_sample_gives_a_rule_unless_there_is_one() {
    let own = json!([{"type": "multi_line", "name": "own", "pattern": "^a"}]);
    let rules = |rules: Json, pattern| {
        let log = log(json!({"path": "/a.log", "log_processing_rules": rules}));
        config(&log, "s", "t", pattern)
            .get("log_processing_rules")
            .cloned()
    };
    assert_eq!(rules(own.clone(), Some("^b")), Some(own));
    let other = json!({"type": "exclude_at_match", "name": "x", "pattern": "y"});
    let both = rules(json!([other]), Some("^b")).unwrap();
    assert_eq!(both[0]["pattern"], "^b");
    assert_eq!(both[1], other);
    assert_eq!(rules(Json::Null, None), None);
}
