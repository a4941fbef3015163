//! The whole path without a screen, with the real ddev: every kind on both tracks, with names and
//! texts that have broken things before, ends green without a hand edit.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

mod common;
#[path = "path/declared.rs"]
mod declared;
#[path = "path/options.rs"]
mod options;
#[path = "path/pages.rs"]
mod pages;
#[path = "path/signals.rs"]
mod signals;

use common::{Endpoint, World, git, offline, toolchain};
use std::fs;

/// Quotes, braces, colons, hashes and backslashes in every text.
const HOSTILE: &str = r#"He said "it's: 50% #1" {{ x }} \n {% raw %} C:\temp | `a` & <b>"#;

fn answers(display: &str, kind: &str, track: &str, hostile: bool, rest: &str) -> String {
    let overview = if hostile {
        format!(
            "{display} is a broker. {HOSTILE}. It is monitored so that operators see a backlog."
        )
    } else {
        format!(
            "{display} is a message broker. This integration shows operators a growing backlog."
        )
    };
    let description = if hostile {
        r#""Depth": 'lag' {{ x }} #1 \ of it."#
    } else {
        "Depth and lag of its queues."
    };
    let quoted = |s: &str| serde_json::to_string(s).unwrap();
    format!(
        "schema: 1\ntrack: {track}\nintegration:\n  display_name: {}\n  kind: {kind}\n  description: {}\n  overview: {}\n\
         author:\n  name: Acme\n  github: acme\n  support_email: support@acme.example\n{rest}",
        quoted(display),
        quoted(description),
        quoted(&overview),
    )
}

const PAGE: &str = include_str!("../assets/demo/metrics.txt");

fn openmetrics(display: &str, track: &str, hostile: bool) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("page.txt", PAGE);
    let folder = ddint_tui::core::names::folder_name(display);
    // The page's names begin with acme_queue_, which is taken off where it is the integration's own.
    let depth = if folder == "acme_queue" {
        "depth"
    } else {
        "queue.depth"
    };
    let source = format!(
        "source:\n  openmetrics: {{ endpoint: \"http://localhost:9100/metrics\", sample: page.txt }}\n\
         monitors:\n  - {{ metric: {folder}.{depth}, threshold: 100, warning: 80.5 }}\n  \
         - {{ metric: {folder}.openmetrics.health, threshold: 3 }}\n"
    );
    let source = source.as_str();
    let text = answers(display, "openmetrics", track, hostile, source);
    let run = world.run(&text, "commit");
    run.assert_green();
    common::assert_reviewed(&world, &run);
    // Gauges, counters and a histogram's three, by the base class's own naming.
    assert_eq!(run.json["metrics"], 8, "{:#}", run.json);
    committed(&world, &run);
    extras(&world, &run, track == "partner");
    again(&world, &text);
}

/// The dashboard and the monitors are in the pull request, or beside it for the Developer Platform.
fn extras(world: &World, run: &common::Run, partner: bool) {
    let folder = run.json["workflow"].as_str().unwrap();
    let validated = |v: &serde_json::Value| v["name"] == "dashboards" && v["exit"] == 0;
    let validations = run.json["validations"].as_array().unwrap();
    assert_eq!(validations.iter().any(validated), !partner);
    let upload = std::path::Path::new(run.json["workspace"].as_str().unwrap()).join("upload");
    let assets = world.clone.join(folder).join("assets");
    let (here, there) = if partner {
        (upload, assets)
    } else {
        (assets, upload)
    };
    let dashboard = format!("dashboards/{folder}_overview.json");
    let depth = if partner { "queue_depth" } else { "depth" };
    let depth = format!("monitors/{depth}.json");
    for path in [
        dashboard.as_str(),
        depth.as_str(),
        "monitors/openmetrics_health.json",
    ] {
        assert!(here.join(path).is_file(), "{path}");
        assert!(!there.join(path).exists(), "{path}");
    }
}

/// The commit holds exactly the scope, on a branch from the base.
fn committed(world: &World, run: &common::Run) {
    let commit = run.json["commit"].as_str().unwrap();
    let branch = run.json["branch"].as_str().unwrap();
    let folder = run.json["workflow"].as_str().unwrap();
    assert_eq!(git(&world.clone, &["rev-parse", branch]), commit);
    assert_eq!(
        git(&world.clone, &["rev-parse", &format!("{commit}^")]),
        git(&world.clone, &["rev-parse", "upstream/master"])
    );
    let changed = git(
        &world.clone,
        &["diff", "--name-only", "upstream/master", commit],
    );
    for path in changed.lines() {
        let ours = path.starts_with(&format!("{folder}/"))
            || [
                ".github/CODEOWNERS",
                ".github/workflows/test-all.yml",
                ".github/workflows/test-all-windows.yml",
                ".ddev/config.toml",
            ]
            .contains(&path);
        assert!(ours, "{path} is outside the scope");
    }
    assert_eq!(git(&world.clone, &["status", "--porcelain"]), "");
    git(&world.clone, &["fsck", "--strict"]);
}

/// A second run changes nothing and makes no commit.
fn again(world: &World, text: &str) {
    let before = git(&world.clone, &["log", "--format=%H", "--all"]);
    let run = world.run(text, "commit");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let changed: Vec<_> = run
        .files()
        .into_iter()
        .filter(|(_, state)| state != "unchanged")
        .collect();
    assert!(changed.is_empty(), "{changed:?}");
    assert_eq!(git(&world.clone, &["log", "--format=%H", "--all"]), before);
    assert_eq!(git(&world.clone, &["status", "--porcelain"]), "");
}

#[test]
fn openmetrics_community() {
    openmetrics("Acme Queue", "community", false);
}

#[test]
fn openmetrics_partner_with_dots_dashes_digits_and_hostile_texts() {
    openmetrics("My.Product-2 v1", "partner", true);
}

const QUEUES: &str = r#"{"uptime": 12.5, "healthy": true, "queues": [
  {"name": "orders", "depth": 42, "consumers": {"active": 3}},
  {"name": "invoices \"x\" #1", "depth": 7, "consumers": {"active": 1}}]}"#;

fn http(display: &str, track: &str, hostile: bool) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let endpoint = Endpoint::new(&[
        ("/api/stats", "application/json", QUEUES),
        (
            "/api/version?full=1",
            "application/json",
            r#"{"build": 17, "name": "x"}"#,
        ),
    ]);
    let source = format!(
        "source:\n  http:\n    base_url: {}\n    headers: {{ X-Need: {{ env: DDINT_TUI_TOOLCHAIN_DIR }} }}\n    requests:\n      - path: /api/stats\n      - path: /api/version?full=1\n",
        endpoint.url
    );
    let text = answers(display, "http", track, hostile, &source);
    let run = world.run(&text, "test");
    run.assert_green();
    common::assert_reviewed(&world, &run);
    let folder = run.json["workflow"].as_str().unwrap();
    // What the environment holds for a header stays on this machine, whatever the header's name.
    let common = fs::read_to_string(world.clone.join(folder).join("tests/common.py")).unwrap();
    assert!(common.contains("'X-Need': '********'"), "{common}");
    let metadata = fs::read_to_string(world.clone.join(folder).join("metadata.csv")).unwrap();
    let has = |end: &str| {
        metadata
            .lines()
            .any(|l| l.split(',').next().is_some_and(|n| n.ends_with(end)))
    };
    for end in ["uptime", "healthy", "depth", "active", "build"] {
        assert!(has(end), "no metric ends with {end}:\n{metadata}");
    }
}

#[test]
fn http_community_with_one_letter() {
    http("z", "community", true);
}

#[test]
fn http_partner_with_forty_letters() {
    http("Qwertyuiopasdfghjklzxcvbnmqwertyuiopasdf", "partner", false);
}

const BLANK: &str = r#"from datadog_checks.base import AgentCheck


class MyOwnThing(AgentCheck):
    def check(self, instance):
        tags = list(instance.get('tags', []))
        for queue in instance['queues']:
            self.gauge('custom_zebra.depth', len(queue), tags=tags + [f'queue:{queue}'])
        self.monotonic_count("custom_zebra.seen", 12, tags=tags)
        self.rate('custom_zebra.bytes', 8, tags=tags)
        self.service_check('custom_zebra.up', AgentCheck.OK, tags=tags)
"#;

fn blank(display: &str, track: &str, hostile: bool) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("my check.py", BLANK);
    world.write(
        "conf.yaml",
        "init_config:\n\ninstances:\n  - queues: [orders, \"in: #1\"]\n",
    );
    let source = "prototype: { check: my check.py, conf: conf.yaml }\n";
    let text = answers(display, "blank", track, hostile, source);
    let run = world.run(&text, "test");
    run.assert_green();
    common::assert_reviewed(&world, &run);
    assert_eq!(run.json["metrics"], 3, "{:#}", run.json);
}

#[test]
fn blank_community_zebra() {
    blank("zebra", "community", false);
}

#[test]
fn blank_partner_with_hostile_texts() {
    blank("Acme-3.0", "partner", true);
}

/// A program that prints this, whatever it is asked for.
fn program(world: &World, output: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let text = format!("#!/bin/sh\ncat <<'END'\n{output}\nEND\n");
    let path = world.write("acme ctl", &text);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

fn command(display: &str, track: &str, hostile: bool, output: &str, metrics: u64) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let argv = serde_json::json!([program(&world, output), "stats", HOSTILE]);
    let source = format!("source:\n  command: {{ argv: {argv} }}\n");
    let text = answers(display, "command", track, hostile, &source);
    let run = world.run(&text, "test");
    run.assert_green();
    common::assert_reviewed(&world, &run);
    assert_eq!(run.json["metrics"], metrics, "{:#}", run.json);
    let notes = run.json["findings"].to_string();
    assert!(
        notes.contains("Not sent") && !notes.contains("hunter2"),
        "{notes}"
    );
    holds_nothing_private(&world, &run);
}

/// Neither folders of this machine, nor what looks like a secret, nor columns that no query reads.
fn holds_nothing_private(world: &World, run: &common::Run) {
    let folder = world.clone.join(run.json["workflow"].as_str().unwrap());
    let here = world.path().display().to_string();
    for (path, bytes) in common::snapshot(&folder, &|_| false) {
        let text = String::from_utf8_lossy(&bytes);
        for private in [here.as_str(), "hunter2"] {
            assert!(
                !text.contains(private),
                "{} holds {private}",
                path.display()
            );
        }
    }
}

#[test]
fn command_community_with_hostile_texts() {
    let output = r#"{"up": true, "token": "hunter2", "queues": [{"name": "it's \"x\" #1 {{ y }} \\", "depth": 42}, {"name": "b", "depth": 7}]}"#;
    command("Acme.Command-1", "community", true, output, 2);
}

#[test]
#[ignore = "exhaustive"]
fn command_partner_with_forty_letters() {
    let output = "Acme 1.2.3\nQueue depth: 42 messages\nit's \"odd\" \\ {{ x }} #1 = 7\nleader: yes\napi_key: hunter2";
    let display = "Qwertyuiopasdfghjklzxcvbnmqwertyuiopasdf";
    command(display, "partner", false, output, 3);
}

/// Tables whose other columns must not leave this machine.
const TABLES: &str = "CREATE TABLE queues (id INTEGER PRIMARY KEY, name TEXT, depth INTEGER, owner TEXT);\n\
    INSERT INTO queues (name, depth, owner) VALUES ('it''s \"x\" #1 {{ y }} \\', 42, 'hunter2'), ('b', 7, NULL);\n\
    CREATE VIEW deep AS SELECT name, depth FROM queues WHERE depth > 10;\n";

fn sql(display: &str, track: &str, hostile: bool, source: &str, prepare: impl Fn(&World)) {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    prepare(&world);
    let queries = r#"[
      { query: "SELECT name, depth FROM queues" },
      { name: total, query: "SELECT count(*) AS total, 'it''s \"x\" {{ y }}' AS text -- # all\nFROM deep",
        columns: [{ name: total, type: monotonic_count }, {}], tags: ["kind:deep"] },
    ]"#;
    let source = format!("source:\n  sql:\n    queries: {queries}\n{source}");
    let run = world.run(&answers(display, "sql", track, hostile, &source), "test");
    run.assert_green();
    common::assert_reviewed(&world, &run);
    assert_eq!(run.json["metrics"], 2, "{:#}", run.json);
    holds_nothing_private(&world, &run);
}

#[test]
fn sql_partner_with_hostile_texts() {
    let source = "    connect: { database: \"my #1 ?.db\" }\n";
    sql("Acme-2.Sql", "partner", true, source, |world| {
        database(world, "my #1 ?.db", TABLES);
    });
}

/// A driver that is installed by ddev, with its queries run on the rows of a sample.
#[test]
#[ignore = "exhaustive"]
fn sql_community_of_a_server_with_one_letter() {
    let source = "    driver: psycopg\n    connect: { host: db7.corp, port: \"5433\", user: ann, password: { env: DDINT_TUI_TOOLCHAIN_DIR } }\n    sample: tables.sql\n";
    sql("q", "community", false, source, |world| {
        world.write("tables.sql", TABLES);
    });
}

/// A database file made by Python, as products make theirs.
fn database(world: &World, name: &str, script: &str) {
    let python = ddint_tui::toolchain::current_in(&common::toolchain_dir())
        .unwrap()
        .python;
    let code = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])";
    let done = std::process::Command::new(python)
        .args(["-c", code])
        .arg(world.path().join(name))
        .arg(script)
        .status();
    assert!(done.unwrap().success());
}
