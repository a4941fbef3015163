//! Another kind, name, or prefix after an application, and back again.

use super::common::{Run, take_back};
use super::{Acme, FILE, state};
use std::fs;

const PAGE: &str = include_str!("../../assets/demo/metrics.txt");

/// Openmetrics instead of the check that was brought along.
fn switched(acme: &Acme, rest: &str) -> Run {
    acme.world.write("page.txt", PAGE);
    let source = "source: { openmetrics: { endpoint: \"http://localhost:9100/metrics\", sample: page.txt } }\n";
    acme.named(
        "Acme Queue",
        "openmetrics",
        "community",
        &format!("{source}{rest}"),
        "framework",
    )
}

#[test]
fn another_kind_lists_what_it_would_drop_and_can_be_taken_back() {
    let Some(acme) = Acme::applied() else { return };
    let before = acme.files();
    let run = switched(&acme, "");
    assert_eq!(run.exit, 5, "{:#}", run.json);
    for name in ["age", "reads"] {
        assert!(
            run.error().contains(&format!("acme_queue.{name}")),
            "{}",
            run.error()
        );
    }
    assert!(acme.files() == before, "nothing before it was agreed to");
    let drop = "metrics: [{ name: acme_queue.age, remove: true }, { name: acme_queue.reads, remove: true }]\n";
    let run = switched(&acme, drop);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(state(&run, FILE), "changed");
    assert!(acme.read().contains("OpenMetricsBaseCheckV2"));
    take_back(&acme.world.workspace());
    assert!(acme.files() == before);
}

#[test]
fn a_rename_is_taken_back_byte_for_byte() {
    let Some(acme) = Acme::applied() else { return };
    acme.hand("# First of all.", "# First, by hand.");
    let before = acme.files();
    let run = acme.named("Brand New", "blank", "community", "", "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(!acme.world.clone.join("acme_queue").exists());
    let moved = "brand_new/datadog_checks/brand_new/check.py";
    let text = fs::read_to_string(acme.world.clone.join(moved)).unwrap();
    assert!(
        text.contains("# First, by hand.") && text.contains("class BrandNew"),
        "{text}"
    );
    take_back(&acme.world.workspace());
    assert!(acme.files() == before);
}

#[test]
fn another_prefix_is_in_every_name_and_back_again_in_none() {
    let Some(acme) = Acme::applied() else { return };
    let before = acme.files();
    let prefixed = |prefix: &str| {
        let named = format!("blank\n  metric_prefix: {prefix}");
        let run = acme.world.run(
            &format!(
                "schema: 1\nintegration:\n  display_name: Acme Queue\n  kind: {named}\n  description: Depth of its queues.\n  \
                 overview: Acme Queue is a message broker. This integration shows operators a growing backlog.\n\
                 author:\n  name: Acme\n  github: acme\n  support_email: support@acme.example\n\
                 prototype: {{ check: custom.py, conf: conf.yaml }}\n"
            ),
            "framework",
        );
        assert_eq!(run.exit, 0, "{:#}", run.json);
    };
    prefixed("queue.");
    let mut names = 0;
    for (path, bytes) in acme.files() {
        let text = String::from_utf8_lossy(&bytes);
        if path.starts_with("acme_queue") {
            assert!(
                !text.contains("acme_queue.depth"),
                "{}:\n{text}",
                path.display()
            );
            names += text.matches("queue.depth").count();
        }
    }
    assert!(names > 3, "{names}");
    prefixed("acme_queue.");
    assert!(acme.files() == before);
}
