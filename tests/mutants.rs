//! The generated tests test: whatever is broken in a generated check, in its rules, or in its log configuration, one of
//! them fails. Most mutants are made by `mutants/mutate.py` from the files themselves, for whatever they hold.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test says where it can't go on, and what it skips.

mod common;
#[path = "mutants/lab.rs"]
mod lab;
#[path = "mutants/rich.rs"]
mod rich;

use common::offline;
use lab::{Made, Share};
use std::fs;

const CHECK: &str = "datadog_checks/acme/check.py";
const METRICS: &str = "datadog_checks/acme/metrics.py";

/// Behave as the original does on what was recorded, and on every answer that is as its product promises: a line of the
/// log beside a value that is absent, a guard against a text in the place of a number.
const JSON: &[&str] = &["if not found", "if not math.isfinite(number)"];

/// A query's name stands in the log alone; a database file has one option; the query manager goes on to the next query
/// whether the exception or its absent result ends this one, and the failure is on record before.
const SQL: &[&str] = &[
    "renamed, line 11: 'queues'",
    "renamed, line 21: 'totals'",
    "first element only, line 47",
    "first element only, line 0:  for option in REQUIRED",
    "goes on, line 85: raise",
];

/// The model that ddev makes of the spec refuses an instance without its `url` before the check does.
const OWN: &[&str] = &["if not url", "The option `url` is required"];

fn openmetrics(share: Share) {
    let made = rich::openmetrics();
    made.assert_all_killed(METRICS, share, &[]);
    made.assert_all_killed(CHECK, share, &[]);
}

fn http(share: Share) {
    rich::http().assert_all_killed(CHECK, share, JSON);
}

fn command(share: Share) {
    rich::command_json().assert_all_killed(CHECK, share, JSON);
    rich::command_lines().assert_all_killed(CHECK, share, &[]);
}

fn sql(share: Share) {
    rich::sql().assert_all_killed(CHECK, share, SQL);
}

fn own(share: Share) {
    rich::own().assert_all_killed(CHECK, share, OWN);
}

fn declared(share: Share) {
    rich::jmx().assert_all_killed("datadog_checks/acme/data/metrics.yaml", share, &[]);
    let logs = rich::logs();
    logs.assert_all_killed("datadog_checks/acme/data/conf.yaml.example", share, &[]);
    // Lines that go on with an entry: the number of entries stays.
    let same = &["entry 2 dropped", "entry 3 dropped"];
    logs.assert_all_killed("tests/fixtures/acme.log", share, same);
    logs.assert_all_killed("tests/fixtures/acme_access.log", share, &[]);
}

/// Daily one of so many mutants, and all of them with `--ignored`.
macro_rules! tiers {
    ($($kind:ident, $all:ident, $every:literal;)*) => {$(
        #[test]
        fn $kind() {
            if !offline() {
                super::$kind(Share::OneOf($every));
            }
        }

        #[test]
        #[ignore = "exhaustive"]
        fn $all() {
            if !offline() {
                super::$kind(Share::All);
            }
        }
    )*};
}

mod mutants_of {
    use super::{Share, offline};

    tiers! {
        openmetrics, openmetrics_all, 8;
        http, http_all, 12;
        command, command_all, 16;
        sql, sql_all, 12;
        own, own_all, 12;
        declared, declared_all, 8;
    }
}

#[test]
fn of_a_command_that_prints_json() {
    if offline() {
        return;
    }
    let output = r#"{"up": 1, "size": 12.5, "queues": [{"name": "a", "depth": 3}, {"name": "b", "depth": 4}]}"#;
    let made = Made::new(
        "command",
        "source:\n  command: { argv: [acmectl], sample: out.json }\n",
        |world| {
            world.write("out.json", output);
        },
    );
    made.assert_killed(&[
        ("    (('up',), 'up', 'gauge', {}),\n", ""),
        ("'size', 'gauge'", "'sizes', 'gauge'"),
        ("'size', 'gauge'", "'size', 'count'"),
        (
            "(('up',), 'up', 'gauge', {}),\n    (('size',), 'size'",
            "(('up',), 'size', 'gauge', {}),\n    (('size',), 'up'",
        ),
        ("float(value)", "float(value) + 1"),
        ("{'queue': (", "{'queues': ("),
        ("tags=tags + tags_of(", "tags=tags_of("),
        ("if code != 0", "if code == 99"),
        ("timeout(limit)(run)", "(run)"),
    ]);
}

#[test]
fn of_a_command_that_prints_lines() {
    if offline() {
        return;
    }
    let made = Made::new(
        "command",
        "source:\n  command: { argv: [acmectl], format: lines, sample: out.txt }\n",
        |world| {
            world.write("out.txt", "depth: 3\nlag=4 ms\nleader: yes\n");
        },
    );
    made.assert_killed(&[
        ("    'depth': ('depth', 'gauge'),\n", ""),
        ("('depth', 'gauge')", "('depths', 'gauge')"),
        ("('lag', 'gauge')", "('lag', 'monotonic_count')"),
        (
            "'depth': ('depth', 'gauge'),\n    'lag': ('lag'",
            "'depth': ('lag', 'gauge'),\n    'lag': ('depth'",
        ),
        ("('yes', 'on', 'true')", "('no', 'off', 'false')"),
        ("if not METRICS.keys() & numbers.keys():", "if not METRICS:"),
    ]);
}

#[test]
fn of_queries() {
    if offline() {
        return;
    }
    let source = "source:\n  sql: { connect: { database: acme.db }, sample: acme.sql, queries: [{ query: \"SELECT name, depth, lag FROM queues\" }] }\n";
    let made = Made::new("sql", source, |world| {
        world.write(
            "acme.sql",
            "CREATE TABLE queues (name TEXT, depth INT, lag REAL, owner TEXT);\n\
             INSERT INTO queues VALUES ('a', 3, 0.5, 'x@acme.example'), ('b', 4, 1.5, 'y@acme.example');\n",
        );
    });
    made.assert_killed(&[
        ("{'name': 'queues.depth', 'type': 'gauge'}", "{}"),
        ("'queues.depth'", "'queues.depths'"),
        (
            "{'name': 'queues.depth', 'type': 'gauge'}",
            "{'name': 'queues.depth', 'type': 'rate'}",
        ),
        ("SELECT name, depth, lag", "SELECT name, lag, depth"),
        ("SELECT name, depth, lag", "SELECT name, depth + 1, lag"),
        ("tags=self.instance.get('tags')", "tags=[]"),
        ("self.failures.append(str(e))", "pass"),
        ("connection.execute('PRAGMA schema_version')", "pass"),
    ]);
    let fixture = fs::read_to_string(made.folder.join("tests/fixtures/database.sql")).unwrap();
    assert!(
        !fixture.contains("owner") && !fixture.contains('@'),
        "{fixture}"
    );
}

/// Every status, each event once, the host, and the version: whatever is said beside metrics is held to a test.
#[test]
fn of_what_a_check_says_beside_its_metrics() {
    if offline() {
        return;
    }
    let from = "from: { path: \"nodes[].state\", tags: { node: \"nodes[].name\" } }";
    let source = format!(
        "source:\n  command: {{ argv: [acmectl], sample: out.json, hostname: \"nodes[].host\" }}\nservice_checks:\n  - {{ name: acme.node, {from}, \
         ok: up, warning: slow, critical: down }}\n  - {{ name: acme.busy, from: {{ path: \"nodes[].load\" }}, ok: \"< 80\", \
         warning: \">= 80\", critical: \">= 95\" }}\nevents:\n  - {{ key: \"alarms[].id\", title: \"alarms[].title\", text: \
         \"alarms[].text\", alert_type: {{ path: \"alarms[].grade\", error: bad }}, aggregation_key: \"alarms[].node\", tags: \
         {{ node: \"alarms[].node\" }} }}\nversion: {{ path: release }}"
    );
    let made = Made::new("command", &source, |world| {
        world.write(
            "out.json",
            r#"{"release": "1.2.3", "nodes": [
                {"name": "a", "host": "a.acme.example", "state": "up", "load": 80},
                {"name": "b", "host": "b.acme.example", "state": "slow", "load": 95},
                {"name": "c", "host": "c.acme.example", "state": "down", "load": 79.5},
                {"name": "d", "host": "d.acme.example", "state": "odd", "load": 1}],
              "alarms": [{"id": 1, "title": "T", "text": "X", "grade": "bad", "node": "a"},
                {"id": 2, "title": "U", "text": "Y", "grade": "good", "node": "b"}]}"#,
        );
    });
    made.assert_killed(&[
        ("'up': AgentCheck.OK", "'up': AgentCheck.WARNING"),
        ("'slow': AgentCheck.WARNING", "'slow': AgentCheck.CRITICAL"),
        ("'down': AgentCheck.CRITICAL", "'down': AgentCheck.UNKNOWN"),
        (
            "statuses.get(value, AgentCheck.UNKNOWN)",
            "statuses.get(value, AgentCheck.OK)",
        ),
        ("(operator.ge, 95,", "(operator.gt, 95,"),
        ("(operator.ge, 80,", "(operator.gt, 80,"),
        ("'node',\n        {'node'", "'nodes',\n        {'node'"),
        ("f'{name} is {value}'", "None"),
        (
            "self.service_check(name, status, tags=tags +",
            "self.service_check(name, status, tags=",
        ),
        ("hostname=hostname)", "hostname=None)"),
        (
            "if key not in sent and key not in keys:",
            "if key not in keys:",
        ),
        ("str(look_up(answer, event['title'], trail) or '')", "''"),
        ("str(look_up(answer, event['text'], trail) or '')", "''"),
        (
            "'alert_types': {'bad': 'error'}",
            "'alert_types': {'bad': 'warning'}",
        ),
        (".get(alert, 'info')", ".get(alert, 'error')"),
        (
            "str(look_up(answer, event['aggregation_key'], trail) or '')",
            "'k'",
        ),
        ("'tags': tags + tags_of(", "'tags': tags_of("),
        (
            "self.set_metadata('version', str(version))",
            "self.set_metadata('version', '9.9.9')",
        ),
    ]);
}
