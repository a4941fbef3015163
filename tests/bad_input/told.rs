//! Service checks, events, hosts, and versions that don't fit what is there.

use crate::common::offline;
use crate::lab::{assert_refused, end, from, world};
use crate::lab::{command, everything};
use std::fs;

const NODES: &str = r#"{"nodes": [{"name": "a", "state": "up", "load": 1}], "release": "next"}"#;
const HTTP: &str = "source:\n  http: { base_url: \"http://localhost:8080\", requests: [{ path: /api/nodes, sample: nodes.json }] }\n";

/// An answer of a service check.
fn check(from: &str, lists: &str) -> String {
    format!("service_checks: [{{ name: acme_queue.node, from: {from}, {lists} }}]\n")
}

#[test]
fn what_can_not_be_is_refused_before_anything_is_made() {
    let world = world();
    world.write("nodes.json", NODES);
    let before = everything(&world.clone);
    let good = "{ request: /api/nodes, path: \"nodes[].state\" }";
    for (kind, rest, words) in [
        (
            "http",
            check("{ request: /api/node, path: \"nodes[].state\" }", "ok: [up]"),
            &["/api/node is not among the requests", "\"/api/nodes\""] as &[&str],
        ),
        (
            "http",
            check(good, "ok: [up], critical: [down, up]"),
            &["lists up under critical and under ok"],
        ),
        ("http", check(good, "ok: [up, \"> 5\"]"), &["mixes values and comparisons"]),
        ("http", check(good, "critical: [down]"), &["never OK"]),
        ("http", check(good, "okay: [up]"), &["Did you mean \"ok\"?"]),
        ("http", check("{ column: state }", "ok: [up]"), &["needs request and path"]),
        (
            "http",
            check(good, "ok: [up]").replace("acme_queue.node", "node"),
            &["must begin with acme_queue."],
        ),
        (
            "http",
            "events: [{ request: /api/nodes, key: \"e[].id\", title: \"f[].t\", text: \"e[].t\" }]\n".into(),
            &["f[].t goes through a list"],
        ),
        (
            "http",
            "version: { request: /api/nodes, path: \"nodes[].name\" }\n".into(),
            &["a product has one version"],
        ),
        ("blank", check(good, "ok: [up]"), &["your own code"]),
    ] {
        world.write("answers.yaml", &from(kind, &format!("{HTTP}{rest}")));
        let run = end(command(&world, "framework"));
        assert_refused(&run, 2, words);
        assert_eq!(everything(&world.clone), before);
    }
}

#[test]
fn what_is_not_in_the_sample_names_the_nearest() {
    if offline() {
        return;
    }
    let world = world();
    world.write("nodes.json", NODES);
    let request = "request: /api/nodes";
    for (rest, words) in [
        (
            check(
                &format!("{{ {request}, path: \"nodes[].stat\" }}"),
                "ok: [up]",
            ),
            &[
                "nodes[].stat is not in the sample",
                "Did you mean nodes[].state?",
            ] as &[&str],
        ),
        (
            check(
                &format!(
                    "{{ {request}, path: \"nodes[].state\", tags: {{ node: \"nodes[].nam\" }} }}"
                ),
                "ok: [up]",
            ),
            &["Did you mean nodes[].name?"],
        ),
        (
            format!(
                "events: [{{ {request}, key: \"alarms[].id\", title: \"alarms[].t\", text: \"alarms[].t\" }}]\n"
            ),
            &["alarms[].t is not in the sample"],
        ),
        (
            format!("version: {{ {request}, path: releas }}\n"),
            &["Did you mean release?"],
        ),
    ] {
        world.write("answers.yaml", &from("http", &format!("{HTTP}{rest}")));
        let run = end(command(&world, "prototype"));
        assert_refused(&run, 2, words);
    }
    let hosts = HTTP.replace(
        "sample: nodes.json",
        "sample: nodes.json, hostname: \"nodes[].load\"",
    );
    world.write("answers.yaml", &from("http", &hosts));
    assert_refused(
        &end(command(&world, "prototype")),
        2,
        &["is no text in the sample"],
    );
    // No number is in it, so that the base class would drop it without a word.
    let rest = format!("{HTTP}version: {{ {request}, path: release }}\n");
    world.write("answers.yaml", &from("http", &rest));
    let run = end(command(&world, "framework"));
    assert!(
        run.json["findings"]
            .to_string()
            .contains("The run sent no version"),
        "{:#}",
        run.json
    );
    assert!(fs::read_dir(world.workspace()).is_ok());
}
