//! Checks that say more than metrics: service checks with their condition, events, hosts, and the version, each through
//! every task that CI runs.

use super::common::{Run, World, offline, toolchain};
use super::{HOSTILE, answers, database, program};
use serde_json::Value;
use std::fs;

/// What a program prints, or an endpoint answers: a node for each status, an event for each alert type.
const NODES: &str = r#"{"release": "v4.2.1-rc.1 \"x\"", "nodes": [
  {"name": "n1", "host": "n1.acme.example", "state": "running", "load": 0.5},
  {"name": "n2", "host": "n2.acme.example", "state": "starting", "load": 85},
  {"name": "n3", "host": "n3.acme.example", "state": "failed", "load": 97.5},
  {"name": "n4", "host": "n4.acme.example", "state": "it's \"odd\" {{ x }} #1 \\", "load": 2}],
  "alarms": [
  {"id": 17, "title": "It's \"bad\" {{ x }} #1 \\", "text": "Line\nand a text that goes on and on and on, so that no line of 120 could ever hold all of it.", "severity": "major", "node": "n3", "took": 3},
  {"id": "b", "title": "Fine", "text": "again", "severity": "none", "node": "n2", "took": 4}]}"#;

/// The answers about it, where `from` names the request.
fn said(prefix: &str, from: &str) -> String {
    format!(
        "service_checks:\n  - {{ name: {prefix}.node.status, from: {{ {from} path: \"nodes[].state\", tags: {{ node: \
         \"nodes[].name\" }} }}, ok: [running], warning: [starting], critical: [stopped, failed] }}\n  \
         - {{ name: {prefix}.node.busy, from: {{ {from} path: \"nodes[].load\", tags: {{ node: \"nodes[].name\" }} }}, \
         ok: \"< 80\", warning: \">= 80\", critical: \">= 95\" }}\n\
         events:\n  - {{ {from} key: \"alarms[].id\", title: \"alarms[].title\", text: \"alarms[].text\", alert_type: {{ \
         path: \"alarms[].severity\", error: [critical], warning: [major] }}, aggregation_key: \"alarms[].node\", tags: \
         {{ node: \"alarms[].node\" }} }}\nversion: {{ {from} path: release }}\n"
    )
}

fn go(world: &World, display: &str, kind: &str, track: &str, rest: &str) -> Run {
    let run = world.run(&answers(display, kind, track, false, rest), "test");
    run.assert_green();
    // A check that was brought along is its author's: what is said of it is said rightly.
    if kind != "blank" {
        super::common::assert_reviewed(world, &run);
    }
    let notes = run.json["findings"].to_string();
    assert!(!notes.contains("sent no version"), "{notes}");
    run
}

/// A file of the integration as text.
fn text(world: &World, run: &Run, path: &str) -> String {
    let folder = run.json["workflow"].as_str().unwrap();
    fs::read_to_string(world.clone.join(folder).join(path)).unwrap()
}

/// The tests assert each of these words; service checks have these statuses.
fn asserts(world: &World, run: &Run, words: &[&str], check: &str, statuses: &[&str]) {
    let unit = text(world, run, "tests/test_unit.py") + &text(world, run, "tests/common.py");
    for word in words {
        assert!(unit.contains(word), "{word}:\n{unit}");
    }
    let all: Value = serde_json::from_str(&text(world, run, "assets/service_checks.json")).unwrap();
    let row = all.as_array().unwrap().iter().find(|r| r["check"] == check);
    let row = row.unwrap_or_else(|| panic!("{check}: {all:#}"));
    assert_eq!(row["statuses"], serde_json::json!(statuses));
}

/// Events are told of where they must be.
fn has_events(world: &World, run: &Run, track: &str) {
    assert!(text(world, run, "README.md").contains("submits events"));
    // Where there is no manifest, the Developer Platform asks for the rest.
    if track == "partner" {
        return;
    }
    assert!(text(world, run, "assets/dataflows.yaml").contains("data_type: events"));
    let manifest: Value = serde_json::from_str(&text(world, run, "manifest.json")).unwrap();
    let integration = &manifest["assets"]["integration"];
    assert_eq!(integration["events"]["creates_events"], true);
    let tags = manifest["tile"]["classifier_tags"].to_string();
    assert!(tags.contains("Submitted Data Type::Events"), "{tags}");
}

const ALL: [&str; 4] = ["ok", "warning", "critical", "unknown"];

/// What the tests of [`NODES`] must hold.
const WORDS: [&str; 12] = [
    ".OK, tags=['node:n1',",
    "status=",
    ".WARNING",
    ".CRITICAL",
    ".UNKNOWN",
    "node\\\\.status is failed",
    "alert_type='warning'",
    "alert_type='info'",
    "aggregation_key='n3'",
    "count=1",
    "'version.major': '4'",
    "'n2.acme.example'",
];

#[test]
fn http_says_more_than_metrics() {
    http("community");
}

#[test]
#[ignore = "exhaustive"]
fn http_says_more_than_metrics_on_the_partner_track() {
    http("partner");
}

fn http(track: &str) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("nodes.json", NODES);
    let source = "source:\n  http:\n    base_url: http://localhost:8080\n    requests: [{ path: /api/nodes, sample: \
                  nodes.json, hostname: \"nodes[].host\" }]\n";
    let rest = format!("{source}{}", said("acme_more", "request: /api/nodes,"));
    let run = go(&world, "Acme More", "http", track, &rest);
    // The load alone: a state is told by its service check, and what an alarm took would make series for ever.
    assert_eq!(run.json["metrics"], 1, "{:#}", run.json);
    asserts(&world, &run, &WORDS, "acme_more.node.status", &ALL);
    asserts(&world, &run, &[], "acme_more.node.busy", &ALL);
    has_events(&world, &run, track);
}

#[test]
#[ignore = "exhaustive"]
fn a_command_says_more_than_metrics() {
    command("partner");
}

#[test]
#[ignore = "exhaustive"]
fn a_command_says_more_than_metrics_on_the_community_track() {
    command("community");
}

fn command(track: &str) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let argv = serde_json::json!([program(&world, NODES), HOSTILE]);
    let source = format!("source:\n  command: {{ argv: {argv}, hostname: \"nodes[].host\" }}\n");
    let rest = format!("{source}{}", said("acme_3_more", ""));
    let run = go(&world, "Acme-3.More", "command", track, &rest);
    asserts(&world, &run, &WORDS, "acme_3_more.node.status", &ALL);
}

#[test]
#[ignore = "exhaustive"]
fn lines_of_a_command_say_more_than_metrics() {
    lines("community");
}

#[test]
#[ignore = "exhaustive"]
fn lines_of_a_command_say_more_than_metrics_on_the_partner_track() {
    lines("partner");
}

fn lines(track: &str) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let output =
        "Acme broker\nVersion: 4.2\nnode state = it's \"odd\" {{ x }} \\\nQueue depth: 42\nlag: 97";
    let argv = serde_json::json!([program(&world, output)]);
    let rest = format!(
        "source:\n  command: {{ argv: {argv} }}\nservice_checks:\n  - {{ name: z.state, from: {{ line: node state }}, ok: \
         fine }}\n  - {{ name: z.lag, from: {{ line: lag }}, ok: \"< 80\", critical: \">= 95\" }}\nversion: {{ line: \
         Version }}\n"
    );
    let run = go(&world, "z", "command", track, &rest);
    let words = [
        "'z.state', status=",
        ".UNKNOWN",
        ".CRITICAL",
        "'version.minor': '2'",
    ];
    asserts(
        &world,
        &run,
        &words,
        "z.lag",
        &["ok", "critical", "unknown"],
    );
}

#[test]
fn a_database_says_more_than_metrics() {
    tables("partner");
}

#[test]
#[ignore = "exhaustive"]
fn a_database_says_more_than_metrics_on_the_community_track() {
    tables("community");
}

fn tables(track: &str) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let tables = "CREATE TABLE nodes (name TEXT, state TEXT, level INTEGER, load REAL);\n\
        INSERT INTO nodes VALUES ('n1', 'running', 1, 0.5), ('n2', 'starting', 2, 1), ('n3', 'failed', 1, 2), ('n4', \
        'it''s {odd} \"x\" \\', 1, 3);\nCREATE TABLE meta (release TEXT);\nINSERT INTO meta VALUES ('4.2.1');\n";
    database(&world, "acme.db", tables);
    let rest = "source:\n  sql: { connect: { database: acme.db }, queries: [{ query: \"SELECT name, state, level, load FROM \
                nodes\" }] }\nservice_checks:\n  - { name: acme_base.node.status, from: { query: nodes, column: state }, \
                ok: running, warning: starting, critical: [stopped, failed] }\n  - { name: acme_base.level, from: { query: \
                nodes, column: level }, ok: 1, critical: 2 }\nversion: { query: SELECT release FROM meta }\n";
    let run = go(&world, "Acme Base", "sql", track, rest);
    assert_eq!(run.json["metrics"], 1, "{:#}", run.json);
    let words = [
        ".WARNING",
        ".CRITICAL",
        ".UNKNOWN",
        "message='level is 2'",
        "node\\\\.status of node n3 is not OK",
        "'version.raw': '4.2.1'",
    ];
    asserts(&world, &run, &words, "acme_base.node.status", &ALL);
    asserts(
        &world,
        &run,
        &[],
        "acme_base.level",
        &["ok", "critical", "unknown"],
    );
}

#[test]
#[ignore = "exhaustive"]
fn an_openmetrics_page_says_more_than_metrics() {
    page("community");
}

#[test]
#[ignore = "exhaustive"]
fn an_openmetrics_page_says_more_than_metrics_on_the_partner_track() {
    page("partner");
}

fn page(track: &str) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let page = "# TYPE acme_up gauge\nacme_up 1\n# TYPE acme_ready gauge\nacme_ready 7\n# TYPE acme_build_info gauge\n\
        acme_build_info{version=\"4.2.1\",host=\"n1.acme.example\"} 1\n# TYPE acme_load gauge\n\
        acme_load{host=\"n1.acme.example\"} 0.5\nacme_load{host=\"n2.acme.example\"} 1.5\n\
        # TYPE acme_sent_total counter\nacme_sent_total{queue=\"a\"} 3\n";
    world.write("page.txt", page);
    let rest = "source:\n  openmetrics: { endpoint: \"http://localhost:9100/metrics\", sample: page.txt, hostname_label: host \
                }\nservice_checks:\n  - { name: acme_page.up, from: { metric: acme_up }, ok: 1, critical: 0 }\n  \
                - { name: acme_page.ready, from: { metric: acme_ready }, ok: [1, 2], critical: 0 }\n\
                version: { metric: acme_build_info, label: version }\n";
    let run = go(&world, "Acme Page", "openmetrics", track, rest);
    assert_eq!(run.json["metrics"], 2, "{:#}", run.json);
    let words = [
        "'acme_page.up', status=AcmePageCheck.OK",
        "'acme_page.ready'",
        ".UNKNOWN",
        "'version.raw': '4.2.1'",
        "[], 'n2.acme.example')",
    ];
    asserts(
        &world,
        &run,
        &words,
        "acme_page.ready",
        &["ok", "critical", "unknown"],
    );
}

const OWN: &str = r"from datadog_checks.base import AgentCheck


class Watch(AgentCheck):
    def check(self, instance):
        self.log.debug('Watching %s', instance['queue'])
        self.gauge('custom_own_more.load', 1.5, tags=['node:a'], hostname='a.acme.example')
        self.gauge('custom_own_more.load', 2.5, tags=['node:a'], hostname='b.acme.example')
        for status, node in ((AgentCheck.OK, 'a'), (AgentCheck.WARNING, 'b'), (AgentCheck.CRITICAL, 'c')):
            self.service_check('custom_own_more.node', status, tags=[f'node:{node}'], message='seen' if status else None)
        event = {'msg_title': 'custom_own_more restarted', 'msg_text': 'It runs again', 'alert_type': 'success'}
        if not self.read_persistent_cache('sent'):
            self.event({**event, 'aggregation_key': 'restart', 'tags': ['node:a']})
            self.write_persistent_cache('sent', 'yes')
        self.set_metadata('version', '1.2.3')
";

#[test]
fn a_check_that_was_brought_along_is_told_of_in_full() {
    own("community");
}

#[test]
#[ignore = "exhaustive"]
fn a_check_that_was_brought_along_is_told_of_in_full_on_the_partner_track() {
    own("partner");
}

fn own(track: &str) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("own.py", OWN);
    world.write("own.yaml", "instances:\n  - queue: orders\n");
    let run = go(
        &world,
        "Own More",
        "blank",
        track,
        "prototype: { check: own.py, conf: own.yaml }\n",
    );
    let words = [
        "'own_more restarted'",
        "alert_type='success'",
        "aggregation_key='restart'",
        "'version.raw': '1.2.3'",
        ".WARNING",
        ".CRITICAL",
        "['node:a'], 'b.acme.example')",
    ];
    asserts(
        &world,
        &run,
        &words,
        "own_more.node",
        &["ok", "warning", "critical"],
    );
    has_events(&world, &run, track);
}
