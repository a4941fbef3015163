//! Dashboards and monitors of whatever a run emits: what they ask for is in metadata.csv, and they can be read.

use crate::layout::{forbidden, layout};
use crate::rendering::Sample;
use crate::rendering::varied::{Point, of, shapes};
use ddint_tui::core::capture::Submission;
use proptest::prelude::*;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;

/// The texts below a key, at any depth.
fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    match value {
        Value::Object(map) => map
            .iter()
            .flat_map(|(k, v)| match v.as_str() {
                Some(text) if k == key => vec![text],
                _ => texts(v, key),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(|v| texts(v, key)).collect(),
        _ => vec![],
    }
}

/// What must hold of any.
fn check(sample: &Sample) {
    let files = sample.render().unwrap();
    let read = |path: &str| -> Value { serde_json::from_str(&files[path]).unwrap() };
    let names: BTreeSet<String> = {
        let mut reader = csv::Reader::from_reader(files["acme_queue/metadata.csv"].as_bytes());
        let rows = reader.records().map(|r| r.unwrap()[0].to_owned());
        rows.collect()
    };
    let checks: BTreeSet<&str> = sample
        .service_checks
        .iter()
        .map(|r| r.check.as_str())
        .collect();
    let asked =
        Regex::new(r"[a-z]+:(acme_queue\.[A-Za-z0-9_.]+)\{([^}]*)\}(?: by \{([^}]*)\})?").unwrap();
    let manifest = read("acme_queue/manifest.json");
    let listed = |kind: &str| -> Vec<String> {
        let assets = manifest["assets"][kind].as_object();
        let paths = assets.into_iter().flat_map(|m| m.values());
        paths
            .map(|p| format!("acme_queue/{}", p.as_str().unwrap()))
            .collect()
    };
    let files_of = |kind: &str| -> BTreeSet<String> {
        let below = format!("acme_queue/assets/{kind}/");
        files
            .keys()
            .filter(|p| p.starts_with(&below))
            .cloned()
            .collect()
    };
    for kind in ["dashboards", "monitors"] {
        assert_eq!(
            listed(kind).into_iter().collect::<BTreeSet<_>>(),
            files_of(kind)
        );
    }
    for path in listed("dashboards") {
        let board = read(&path);
        layout(&board);
        forbidden(&board);
        let queries = texts(&board, "query");
        let mut used = BTreeSet::new();
        for query in &queries {
            let found = asked.captures(query).unwrap_or_else(|| panic!("{query}"));
            assert!(names.contains(&found[1]), "{query}");
            used.extend(
                found[2]
                    .split(',')
                    .map(|v| v.trim_start_matches('$').to_owned()),
            );
        }
        for check in texts(&board, "check") {
            assert!(checks.contains(check), "{check}");
        }
        let variables: BTreeSet<String> = board["template_variables"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v["name"].as_str().unwrap().to_owned())
            .collect();
        if queries.is_empty() {
            assert_eq!(variables.len(), 1, "{variables:?}");
        } else {
            assert_eq!(used, variables);
        }
        let groups = board["widgets"].as_array().unwrap();
        let title = |w: &Value| {
            w["definition"]["title"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let titles: Vec<String> = groups.iter().map(title).collect();
        let unique: BTreeSet<&String> = titles.iter().collect();
        assert_eq!(unique.len(), titles.len(), "{titles:?}");
        for group in groups {
            let inner: Vec<String> = group["definition"]["widgets"]
                .as_array()
                .unwrap()
                .iter()
                .map(title)
                .collect();
            let unique: BTreeSet<&String> = inner.iter().collect();
            assert_eq!(unique.len(), inner.len(), "{inner:?}");
        }
    }
    let mut titles = BTreeSet::new();
    for path in listed("monitors") {
        let made = read(&path);
        let definition = &made["definition"];
        let query = definition["query"].as_str().unwrap();
        let critical = &definition["options"]["thresholds"]["critical"];
        let mut by: BTreeSet<&str> = BTreeSet::new();
        if definition["type"] == "service check" {
            let name = query.split('"').nth(1).unwrap();
            assert!(checks.contains(name), "{query}");
            by.extend(
                query
                    .split(".by(")
                    .nth(1)
                    .into_iter()
                    .flat_map(|k| k.split('"')),
            );
        } else {
            let mut any = false;
            for found in asked.captures_iter(query) {
                any = true;
                assert!(names.contains(&found[1]), "{query}");
                by.extend(found.get(3).into_iter().flat_map(|k| k.as_str().split(',')));
            }
            assert!(
                any && query.ends_with(&format!(" {critical}")),
                "{query} {critical}"
            );
        }
        for text in [&definition["message"], &definition["name"]] {
            let text = text.as_str().unwrap();
            assert!(!text.trim().is_empty());
            for name in text
                .split("{{")
                .skip(1)
                .filter_map(|p| p.split_once(".name}}"))
            {
                assert!(by.contains(name.0), "{} is not in {query}", name.0);
            }
        }
        assert_eq!(made["tags"], serde_json::json!(["integration:acme-queue"]));
        assert!(
            titles.insert(made["title"].as_str().unwrap().to_owned()),
            "{titles:?}"
        );
        forbidden(&made);
    }
}

#[test]
fn shapes_that_have_broken_before() {
    for (what, sample) in shapes() {
        println!(
            "{what}: {} rows, {} monitors",
            sample.metrics.len(),
            sample.answers.monitors.len()
        );
        check(&sample);
    }
}

fn point() -> impl Strategy<Value = Point> {
    let word = "(up|errors|depth|lag|used|limit|wait|http|about|other|Count|[a-z]{1,9}|[a-zA-Z0-9_é -]{1,12})";
    let name = proptest::collection::vec(word, 1..4).prop_map(|parts| parts.join("."));
    let kind = prop_oneof![
        Just(Submission::Gauge),
        Just(Submission::Count),
        Just(Submission::MonotonicCount),
        Just(Submission::Rate),
        Just(Submission::Histogram),
    ];
    let tags = proptest::collection::vec(
        "(queue|zone|release_version|job_id|k[a-z]):[a-z0-9]{1,6}",
        0..4,
    );
    (name, kind, tags)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_emitted(points in proptest::collection::vec(point(), 0..60), checks in 0usize..3) {
        let names = ["can_connect", "health", "queue.up"];
        check(&of(&points, &names[..checks]));
    }
}
