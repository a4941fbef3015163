//! Monitors: only those that were chosen, each consistent in all its parts.

use crate::json;
use crate::rendering::{NASTY, Sample, openmetrics};
use ddint_tui::core::answers::{Comparison, Monitor, Track};
use ddint_tui::core::dashboard::Source;
use ddint_tui::core::monitors;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn monitor(metric: &str, threshold: f64) -> Monitor {
    Monitor {
        metric: format!("acme_queue.{metric}"),
        threshold: Some(threshold),
        ..Monitor::default()
    }
}

fn sample(monitors: Vec<Monitor>) -> Sample {
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.answers.monitors = monitors;
    sample
}

fn source(sample: &Sample) -> Source<'_> {
    Source {
        answers: &sample.answers,
        metrics: &sample.metrics,
        service_checks: &sample.service_checks,
        capture: &sample.capture,
    }
}

/// The files, after what must hold of each.
fn files(sample: &Sample) -> BTreeMap<String, Value> {
    let files = sample.render().unwrap();
    let manifest = json(&files, "acme_queue/manifest.json");
    let mut out = BTreeMap::new();
    for (title, path) in manifest["assets"]["monitors"].as_object().unwrap() {
        let path = path.as_str().unwrap();
        let made = json(&files, &format!("acme_queue/{path}"));
        let definition = &made["definition"];
        assert_eq!(&made["title"], title);
        assert!(!title.contains("{{"));
        assert_eq!(
            (&made["version"], &made["created_at"]),
            (&json!(2), &json!("2026-09-10"))
        );
        assert_eq!(made["last_updated_at"], made["created_at"]);
        assert_eq!(made["tags"], json!(["integration:acme-queue"]));
        assert_eq!(definition["tags"], made["tags"]);
        let description = made["description"].as_str().unwrap();
        assert!(!description.is_empty() && description.chars().count() <= 300);
        // The threshold is one and the same in the query, the options, and the message.
        let query = definition["query"].as_str().unwrap();
        let critical = definition["options"]["thresholds"]["critical"].to_string();
        let message = definition["message"].as_str().unwrap();
        if definition["type"] == "service check" {
            let last: u64 = critical.parse::<u64>().unwrap() + 1;
            assert!(query.contains(&format!(".last({last})")), "{query}");
        } else {
            assert!(
                query.ends_with(&format!(" {critical}")),
                "{query} {critical}"
            );
            assert!(message.contains(&critical), "{message}");
        }
        for text in [message, definition["name"].as_str().unwrap()] {
            for part in text.split("{{").skip(1) {
                let name = part.split("}}").next().unwrap();
                if let Some(key) = name.strip_suffix(".name") {
                    let by = query.contains(&format!("\"{key}\""))
                        || query.contains(&format!("by {{{key}}}"));
                    assert!(by, "{key} is not in {query}");
                } else {
                    let known = [
                        "#is_alert",
                        "/is_alert",
                        "#is_warning",
                        "/is_warning",
                        "#is_recovery",
                        "/is_recovery",
                        "value",
                    ];
                    assert!(known.contains(&name), "{name} in {text}");
                }
            }
        }
        out.insert(path.to_owned(), made);
    }
    out
}

#[test]
fn there_is_none_that_nobody_chose() {
    let sample = sample(vec![]);
    assert!(!monitors::candidates(&source(&sample)).is_empty());
    let files = sample.render().unwrap();
    assert!(!files.keys().any(|p| p.contains("monitors")));
    assert!(!files["acme_queue/manifest.json"].contains("monitors"));
    let mut without = monitor("depth", 1.0);
    without.threshold = None;
    let files = self::sample(vec![without]).render().unwrap();
    assert!(!files.keys().any(|p| p.contains("monitors")));
}

#[test]
fn each_kind_has_its_query() {
    let mut depth = monitor("depth", 100.0);
    depth.warning = Some(80.5);
    let mut low = monitor("published.count", 0.5);
    low.comparison = Comparison::Below;
    low.window = Some("1h".into());
    low.by = Some(vec![]);
    let sample = sample(vec![
        depth,
        low,
        monitor("wait.sum", 2.0),
        monitor("openmetrics.health", 3.0),
    ]);
    let files = files(&sample);
    let query = |file: &str| {
        files[&format!("assets/monitors/{file}.json")]["definition"]["query"]
            .as_str()
            .unwrap()
    };
    assert_eq!(
        query("depth"),
        "avg(last_5m):avg:acme_queue.depth{*} by {queue} > 100"
    );
    assert_eq!(
        query("published_count"),
        "sum(last_1h):sum:acme_queue.published.count{*}.as_count() < 0.5"
    );
    assert_eq!(
        query("wait_sum"),
        "sum(last_5m):sum:acme_queue.wait.sum{*}.as_count() / sum:acme_queue.wait.count{*}.as_count() > 2"
    );
    assert_eq!(
        query("openmetrics_health"),
        "\"acme_queue.openmetrics.health\".over(\"*\").by(\"host\",\"endpoint\").last(4).count_by_status()"
    );
    let depth = &files["assets/monitors/depth.json"];
    assert_eq!(
        depth["definition"]["options"]["thresholds"],
        json!({"critical": 100, "warning": 80.5})
    );
    assert_eq!(depth["title"], "Depth is high");
    assert_eq!(
        depth["definition"]["name"],
        "[Acme Queue] Depth is high for queue {{queue.name}}"
    );
    let message = depth["definition"]["message"].as_str().unwrap();
    assert!(
        message.contains("above 80.5 messages") && message.contains("Messages that wait"),
        "{message}"
    );
}

#[test]
fn a_share_is_watched_against_its_limit() {
    let mut sample = sample(vec![]);
    for row in &mut sample.metrics {
        row.name = row.name.replace("depth", "pool.used");
    }
    let mut limit = sample.metrics[0].clone();
    limit.name = "acme_queue.pool.limit".into();
    sample.metrics.insert(0, limit);
    sample.metrics.sort_by(|a, b| a.name.cmp(&b.name));
    let offered = monitors::candidates(&source(&sample));
    let pool = offered
        .iter()
        .find(|c| c.metric == "acme_queue.pool.used")
        .unwrap();
    assert_eq!(pool.of.as_deref(), Some("acme_queue.pool.limit"));
    let mut chosen = monitor("pool.used", 90.0);
    chosen.of.clone_from(&pool.of);
    sample.answers.monitors = vec![chosen];
    let made = files(&sample);
    assert_eq!(
        made["assets/monitors/pool_used.json"]["definition"]["query"],
        "avg(last_5m):avg:acme_queue.pool.used{*} / avg:acme_queue.pool.limit{*} * 100 > 90"
    );
}

#[test]
fn hostile_texts_and_equal_titles_do_no_harm() {
    let mut one = monitor("depth", 1.0);
    one.title = Some("It is \"high\" \\ now".into());
    let mut other = monitor("published.count", 1.0);
    other.title.clone_from(&one.title);
    let mut sample = sample(vec![one, other, monitor("wait.sum", 1.0)]).with_text(NASTY);
    for row in &mut sample.metrics {
        row.description += " {{{{ @all {{#is_alert}}";
    }
    let made = files(&sample);
    assert_eq!(made.len(), 3);
    for monitor in made.values() {
        assert!(
            !monitor["definition"]["message"]
                .as_str()
                .unwrap()
                .contains(" @all")
        );
    }
    assert_eq!(sample.render().unwrap(), sample.render().unwrap());
}

#[test]
fn what_is_wrong_is_named_with_the_way_out() {
    let mut unknown = monitor("dept", 1.0);
    unknown.by = Some(vec!["queue".into()]);
    let mut tags = monitor("depth", 1.0);
    tags.by = Some(vec!["queu".into()]);
    tags.message = Some("It is {{endpoint.name}} and {{ queue.name }}.".into());
    let mut check = monitor("openmetrics.health", 9.0);
    check.warning = Some(1.0);
    let sample = sample(vec![unknown, tags, check]);
    let found: Vec<(String, String)> = monitors::findings(&source(&sample))
        .into_iter()
        .map(|f| (f.rule, f.message))
        .collect();
    let says = |rule: &str, text: &str| {
        let rule = format!("monitors.acme_queue.{rule}");
        assert!(
            found.iter().any(|(r, m)| *r == rule && m.contains(text)),
            "{rule}: {found:#?}"
        );
    };
    says("dept.on", "Did you mean \"acme_queue.depth\"?");
    says("depth.by", "Did you mean \"queue\"?");
    says("depth.message", "{{endpoint.name}}");
    says("openmetrics.health.threshold", "1 to 5");
    says("openmetrics.health.warning", "no warning");
    assert_eq!(found.len(), 5, "{found:#?}");
}
