//! The generated tests test: each way of breaking a generated check makes one of them fail.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test says where it can't go on, and what it skips.

mod common;

use common::{World, offline, toolchain, toolchain_dir};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Imports pytest and the Agent's base class once, and forks for each text of the check.
const PYTEST: &str = r"
import json, os, sys, tempfile
import pytest
import datadog_checks.base.checks, datadog_checks.dev.plugin.pytest
from datadog_checks.base.stubs import aggregator, datadog_agent
check, request = sys.argv[1:]
ended = []
for text in json.load(open(request)):
    with open(check, 'w') as f:
        f.write(text)
    with tempfile.TemporaryFile('w+') as said:
        child = os.fork()
        if not child:
            os.dup2(said.fileno(), 1)
            code = pytest.main(['-q', '-x', '-p', 'no:cacheprovider', 'tests'])
            sys.stdout.flush()
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        ended.append((code, said.read()))
print(json.dumps(ended))
";

/// An integration made from a source, and where its check is.
struct Made {
    world: World,
    folder: PathBuf,
    check: PathBuf,
    python: PathBuf,
}

impl Made {
    fn new(kind: &str, source: &str, prepare: impl Fn(&World)) -> Self {
        toolchain();
        let world = World::new();
        prepare(&world);
        let answers = format!(
            "schema: 1\nintegration:\n  display_name: Acme\n  kind: {kind}\n  description: Depth of its queues.\n  \
             overview: Acme is a broker. Operators see a growing backlog.\nauthor:\n  name: Acme\n  github: acme\n  \
             support_email: support@acme.example\nsource:\n  {kind}: {source}\n"
        );
        let run = world.run(&answers, "framework");
        assert_eq!(run.exit, 0, "{:#}\n{}", run.json, run.stderr);
        let folder = world.clone.join("acme");
        let python = ddint_tui::toolchain::current_in(&toolchain_dir())
            .unwrap()
            .python;
        Self {
            check: folder.join("datadog_checks/acme/check.py"),
            world,
            folder,
            python,
        }
    }

    /// Each pair is a text of the check and what stands in its place in a mutant.
    fn assert_killed(&self, mutants: &[(&str, &str)]) {
        let whole = fs::read_to_string(&self.check).unwrap();
        let mut texts = vec![whole.clone()];
        for (from, to) in mutants {
            let mutant = whole.replacen(from, to, 1);
            assert_ne!(mutant, whole, "{from:?} is not in the check:\n{whole}");
            texts.push(mutant);
        }
        let ended = self.tests(&texts);
        assert_eq!(ended.len(), texts.len());
        assert_eq!(ended[0].0, 0, "{}", ended[0].1);
        for ((exit, text), (from, to)) in ended[1..].iter().zip(mutants) {
            // 1: a test failed. A mutant that can't be imported would tell nothing.
            assert_eq!(*exit, 1, "{from:?} as {to:?} survives:\n{text}");
        }
    }

    /// For each text of the check, the tests' exit status and output: what `ddev test` runs, without its setup,
    /// in the toolchain's own Python.
    fn tests(&self, texts: &[String]) -> Vec<(i32, String)> {
        let request = self.world.path().join("mutants.json");
        fs::write(&request, serde_json::to_string(texts).unwrap()).unwrap();
        let output = Command::new(&self.python)
            .args(["-B", "-c", PYTEST])
            .arg(&self.check)
            .arg(&request)
            .current_dir(&self.folder)
            .env("PYTHONPATH", &self.folder)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let failed = String::from_utf8_lossy(&output.stderr);
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}\n{failed}"))
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
        "{ argv: [acmectl], sample: out.json }",
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
        "{ argv: [acmectl], format: lines, sample: out.txt }",
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
    let source = "{ connect: { database: acme.db }, sample: acme.sql, queries: [{ query: \"SELECT name, depth, lag FROM queues\" }] }";
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
        "{{ argv: [acmectl], sample: out.json, hostname: \"nodes[].host\" }}\nservice_checks:\n  - {{ name: acme.node, {from}, \
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
