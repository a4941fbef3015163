//! Kinds that have nothing to run: rules of `JMXFetch`, and a log; and a log beside metrics.

use super::{HOSTILE, PAGE, again, answers, committed};
use crate::common::{Run, World, offline, toolchain};
use std::fs;

const RULES: &str = r#"# What its beans say.
jmx_metrics:
  - include:
      domain: acme.queue
      bean:
        - "acme.queue:type=Queue,name=orders"
        - "acme.queue:type=Queue,name=invoices"
      attribute:
        Depth: {alias: PREFIX.queue.depth, metric_type: gauge}
        PublishedTotal:
          alias: PREFIX.queue.published
          metric_type: monotonic_count
        Usage.used: {alias: PREFIX.memory.used}
  - include:
      domain_regex: acme\..*
      attribute:
        BytesSent: {alias: PREFIX.bytes_sent, metric_type: counter}
        Wait: {alias: PREFIX.wait, metric_type: histogram}
"#;

const LOG: &str = "2026-09-01 10:00:00,123 INFO login of ann.lee@db7.corp with password=hunter2secret\n\
    2026-09-01 10:00:01,001 ERROR Queue is full: \"it's\" 50% #1 {{ x }} \\n\n\
    java.lang.IllegalStateException: full\n\tat acme.Queue.put(Queue.java:7)\n\
    2026-09-01 10:00:02,000 INFO ready\n";

fn detail(run: &Run, step: &str) -> String {
    let steps = run.json["steps"].as_array().unwrap();
    let part = steps.iter().find(|s| s["step"] == step).unwrap();
    part["detail"].as_str().unwrap().to_owned()
}

fn read(world: &World, run: &Run, path: &str) -> String {
    let folder = run.json["workflow"].as_str().unwrap();
    fs::read_to_string(world.clone.join(folder).join(path)).unwrap()
}

fn jmx(display: &str, folder: &str, track: &str, hostile: bool) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("my rules.yaml", &RULES.replace("PREFIX", folder));
    let source = "source:\n  jmx: { metrics: my rules.yaml }\n";
    let text = answers(display, "jmx", track, hostile, source);
    let run = world.run(&text, "commit");
    run.assert_green();
    crate::common::assert_reviewed(&world, &run);
    // Four, and the five that the Agent makes of a histogram.
    assert_eq!(run.json["metrics"], 9, "{:#}", run.json);
    assert!(detail(&run, "prototype").starts_with("not run: 5 metrics"));
    let package = format!("datadog_checks/{folder}");
    assert_eq!(
        read(&world, &run, &format!("{package}/data/metrics.yaml")),
        RULES.replace("PREFIX", folder)
    );
    assert!(
        !world
            .clone
            .join(folder)
            .join(format!("{package}/check.py"))
            .exists()
    );
    let example = read(&world, &run, &format!("{package}/data/conf.yaml.example"));
    assert!(example.contains("is_jmx: true") && example.contains("port: 9999"));
    committed(&world, &run);
    again(&world, &text);
}

#[test]
fn jmx_community() {
    jmx("Acme Queue", "acme_queue", "community", true);
}

#[test]
fn jmx_partner_with_one_letter() {
    jmx("z", "z", "partner", false);
}

fn logs(display: &str, track: &str, hostile: bool, rest: &str) -> (World, Run) {
    let world = World::new();
    world.write("acme.log", LOG);
    world.write(
        "access.json",
        "{\"status\": 200, \"api_key\": \"hunter2secret\"}\n{\"status\": 500}\n",
    );
    let source =
        format!("source:\n  logs: {{ path: \"/var/log/acme/*.log\", sample: acme.log }}\n{rest}");
    let text = answers(display, "logs", track, hostile, &source);
    let run = world.run(&text, "commit");
    run.assert_green();
    crate::common::assert_reviewed(&world, &run);
    assert!(detail(&run, "prototype").starts_with("not run: 3 entries"));
    committed(&world, &run);
    again(&world, &text);
    (world, run)
}

#[test]
fn logs_community_with_a_second_source() {
    if offline() {
        return;
    }
    toolchain();
    let rest = "logs:\n  - { path: 'C:\\acme\\a b.json', source: acme-access, service: web, sample: access.json }\n";
    let (world, run) = logs("My.Product-2 v1", "community", true, rest);
    let spec = read(&world, &run, "assets/configuration/spec.yaml");
    assert!(
        !spec.contains("instances") && spec.contains("multi_line"),
        "{spec}"
    );
    assert!(!world.clone.join("my_product_2_v1/metadata.csv").exists());
    let manifest = read(&world, &run, "manifest.json");
    for word in [
        "Submitted Data Type::Logs",
        "Category::Log Collection",
        "\"source\": \"my_product_2_v1\"",
    ] {
        assert!(manifest.contains(word), "{word}: {manifest}");
    }
    assert!(!manifest.contains("Metrics"), "{manifest}");
    for file in ["my_product_2_v1.log", "acme_access.log"] {
        let fixture = read(&world, &run, &format!("tests/fixtures/{file}"));
        for secret in ["hunter2secret", "ann.lee", "db7"] {
            assert!(!fixture.contains(secret), "{fixture}");
        }
    }
}

#[test]
fn logs_partner_with_forty_letters() {
    if offline() {
        return;
    }
    toolchain();
    logs(
        "Qwertyuiopasdfghjklzxcvbnmqwertyuiopasdf",
        "partner",
        false,
        "",
    );
}

#[test]
fn openmetrics_with_a_log_beside() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("page.txt", PAGE);
    world.write("acme.log", LOG);
    let source = format!(
        "source:\n  openmetrics: {{ sample: page.txt }}\nlogs:\n  - {{ path: {}, sample: acme.log }}\n",
        serde_json::to_string(&format!("/var/log/{}", &HOSTILE[..20])).unwrap()
    );
    let text = answers("zebra", "openmetrics", "community", false, &source);
    let run = world.run(&text, "test");
    run.assert_green();
    crate::common::assert_reviewed(&world, &run);
    let flows = read(&world, &run, "assets/dataflows.yaml");
    assert!(
        flows.contains("zebra-metrics") && flows.contains("zebra-logs"),
        "{flows}"
    );
    assert!(read(&world, &run, "README.md").contains("#### Log collection"));
    assert!(read(&world, &run, "tests/test_logs.py").contains("multi_line"));
}
