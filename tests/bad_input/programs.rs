//! Commands that can't be run or say nothing useful, and databases that can't be read.

use crate::common::{Run, World, offline};
use crate::lab::{assert_refused, command, end, from, run, world};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn script(world: &World, body: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = world.write("acmectl", &format!("#!/bin/sh\n{body}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

fn read_command(world: &World, argv: &serde_json::Value, more: &str) -> Run {
    let source = format!("source:\n  command: {{ argv: {argv}{more} }}\n");
    world.write("answers.yaml", &from("command", &source));
    let mut command = command(world, "prototype");
    command.env("DDINT_TUI_FETCH_LIMIT", "3");
    end(command)
}

#[test]
fn a_command_that_can_not_be_read() {
    if offline() {
        return;
    }
    let world = world();
    let gone = serde_json::json!(["/no/such/acmectl", "stats"]);
    assert_refused(
        &read_command(&world, &gone, ""),
        3,
        &["/no/such/acmectl", "No such file", "sample"],
    );
    for (body, exit, words) in [
        (
            "echo 'no licence' >&2; exit 3",
            1,
            &["exit status 3", "no licence"] as &[&str],
        ),
        ("echo careful >&2", 1, &["printed nothing", "careful"]),
        ("printf '\\377\\376'", 3, &["not UTF-8"]),
        (
            "echo 'Acme 1.2.3'; echo 'state: up'",
            1,
            &["no number", "depth: 3"],
        ),
        ("echo '{\"state\": \"up\"}'", 1, &["no number"]),
        ("exec sleep 600", 3, &["within 3 seconds"]),
    ] {
        let argv = serde_json::json!([script(&world, body)]);
        assert_refused(&read_command(&world, &argv, ""), exit, words);
    }
    let argv = serde_json::json!([script(&world, "echo 'depth: 3'")]);
    assert_refused(
        &read_command(&world, &argv, ", format: json"),
        1,
        &["not JSON", "lines"],
    );
    // What it prints at the run is not what it printed before: the check says so, and sends CRITICAL.
    let flips =
        "if [ -e \"$0.seen\" ]; then echo gone >&2; exit 4; fi; touch \"$0.seen\"; echo 'depth: 3'";
    let argv = serde_json::json!([script(&world, flips)]);
    assert_refused(
        &read_command(&world, &argv, ""),
        1,
        &["exit status 4: gone"],
    );
}

#[test]
fn a_command_that_must_not_be_written() {
    let world = World::new();
    for (argv, word) in [
        (
            serde_json::json!(["acmectl", "--password=hunter2"]),
            "secret",
        ),
        (serde_json::json!(["acmectl", "|", "wc"]), "No shell"),
        (serde_json::json!(["./acmectl"]), "whole path"),
        (serde_json::json!([]), "Which command"),
    ] {
        let run = read_command(&world, &argv, "");
        assert_refused(&run, 2, &[word]);
        assert!(!run.json.to_string().contains("hunter2"), "{:#}", run.json);
        assert!(!world.workspace().exists());
    }
}

fn read_queries(world: &World, database: &str, query: &str) -> Run {
    let source = format!(
        "source:\n  sql: {{ connect: {{ database: {database} }}, queries: [{{ query: {query:?} }}] }}\n"
    );
    run(world, &from("sql", &source), "prototype")
}

/// Runs SQL on a database file with the toolchain's Python.
fn python(world: &World, code: &str) -> Command {
    let toolchain = ddint_tui::toolchain::current_in(&crate::common::toolchain_dir()).unwrap();
    let mut command = Command::new(toolchain.python);
    command
        .args([
            "-c",
            &format!("import sqlite3, sys\nc = sqlite3.connect('acme.db')\n{code}"),
        ])
        .current_dir(world.path());
    command
}

#[test]
fn a_database_that_can_not_be_read() {
    use std::io::Read;
    if offline() {
        return;
    }
    let world = world();
    let depths = "SELECT name, depth FROM queues";
    assert_refused(
        &read_queries(&world, "gone.db", depths),
        3,
        &["gone.db", "unable to open"],
    );
    world.write("text.db", &"This is no database. ".repeat(100));
    assert_refused(
        &read_queries(&world, "text.db", depths),
        3,
        &["text.db", "not a database"],
    );

    let make = "c.executescript(\"CREATE TABLE queues (name TEXT, depth INT); INSERT INTO queues VALUES ('a', 3)\")";
    assert!(python(&world, make).status().unwrap().success());
    for (query, exit, words) in [
        (
            "SELECT name, depth FROM queue",
            2,
            &["queue", "no such table"] as &[&str],
        ),
        ("SELEC name FROM queues", 2, &["syntax error"]),
        ("SELECT name FROM queues", 1, &["no number"]),
        (
            "SELECT name, depth FROM queues WHERE 0",
            1,
            &["no row has a value"],
        ),
        ("DROP TABLE queues", 2, &["changes nothing"]),
    ] {
        let run = read_queries(&world, "acme.db", query);
        assert_refused(&run, exit, words);
    }
    let whole = fs::read(world.path().join("acme.db")).unwrap();
    let run = read_queries(&world, "acme.db", depths);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    // Looking changes nothing, and leaves no file beside it.
    assert_eq!(fs::read(world.path().join("acme.db")).unwrap(), whole);
    let beside: Vec<PathBuf> = fs::read_dir(world.path())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.display().to_string().contains("acme.db-"))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");

    // Held until its input ends.
    let mut holder = python(
        &world,
        "c.execute('BEGIN EXCLUSIVE')\nprint('held', flush=True)\nsys.stdin.read()",
    );
    let mut holder = holder
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    holder
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut [0; 4])
        .unwrap();
    let run = read_queries(&world, "acme.db", "SELECT depth, name FROM queues");
    drop(holder.stdin.take());
    assert!(holder.wait().unwrap().success());
    assert_refused(&run, 3, &["acme.db", "locked", "Another program"]);
}
