//! What the cases share: a good file of answers to spoil, runs with options, and what holds for each
//! document whatever its exit status is.

use crate::common::{Run, World, program, snapshot};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const PAGE: &str = include_str!("../../assets/demo/metrics.txt");

/// The integration's part of good answers.
pub const INTEGRATION: &str = "integration:\n  display_name: Acme Queue\n  kind: openmetrics\n  \
     description: Depth and lag of its queues.\n  overview: |\n    Acme Queue is a message broker. \
     This integration shows operators a growing backlog.\n";
pub const AUTHOR: &str =
    "author:\n  name: Acme\n  github: acme\n  support_email: support@acme.example\n";
pub const SOURCE: &str =
    "source:\n  openmetrics: { endpoint: \"http://localhost:9100/metrics\", sample: page.txt }\n";

/// Good answers for a page beside them.
pub fn good() -> String {
    format!("schema: 1\n{INTEGRATION}{AUTHOR}{SOURCE}")
}

/// Good answers with another source.
pub fn from(kind: &str, source: &str) -> String {
    let integration = INTEGRATION.replace("kind: openmetrics", &format!("kind: {kind}"));
    format!("schema: 1\n{integration}{AUTHOR}{source}")
}

/// Good answers with another name.
pub fn named(display: &str) -> String {
    let quoted = serde_json::to_string(display).unwrap();
    good().replace(
        "display_name: Acme Queue",
        &format!("display_name: {quoted}"),
    )
}

/// `run` on the world's clone and workspace, as JSON.
pub fn command(world: &World, until: &str) -> Command {
    let mut command = program(world.path());
    command
        .arg("run")
        .arg("--answers")
        .arg(world.path().join("answers.yaml"))
        .arg("--repo")
        .arg(&world.clone)
        .arg("--workspace")
        .arg(world.workspace())
        .args(["--until", until, "--format", "json"]);
    command
}

/// The same with another argument in the place of one; writes good answers where there are none.
pub fn swapped(world: &World, until: &str, from: &Path, to: &Path) -> Command {
    if !world.path().join("answers.yaml").exists() {
        world.write("answers.yaml", &good());
    }
    let usual = command(world, until);
    let swap = |a| {
        if a == from.as_os_str() {
            to.as_os_str()
        } else {
            a
        }
    };
    let mut command = program(world.path());
    command.args(usual.get_args().map(swap));
    command
}

pub fn end(mut command: Command) -> Run {
    let run = Run::of(&command.output().unwrap());
    assert_document(&run);
    run
}

/// Runs with these answers.
pub fn run(world: &World, answers: &str, until: &str) -> Run {
    world.write("answers.yaml", answers);
    end(command(world, until))
}

/// A world with the page beside the answers.
pub fn world() -> World {
    crate::common::toolchain();
    let world = World::new();
    world.write("page.txt", PAGE);
    world
}

const KEYS: [&str; 15] = [
    "schema",
    "exit",
    "error",
    "workflow",
    "workspace",
    "integration_dir",
    "steps",
    "files",
    "validations",
    "tests",
    "metrics",
    "findings",
    "branch",
    "commit",
    "pull_request",
];

/// What holds for every document.
pub fn assert_document(run: &Run) {
    let json = &run.json;
    for key in KEYS.iter().filter(|k| **k != "pull_request") {
        assert!(json.get(key).is_some(), "no key {key}: {json:#}");
    }
    for key in json.as_object().unwrap().keys() {
        assert!(KEYS.contains(&key.as_str()), "unknown key {key}");
    }
    assert_eq!(json["schema"], 1);
    assert_eq!(json["exit"], run.exit, "{json:#}");
    let steps: Vec<&str> = parts(&json["steps"], "step");
    assert_eq!(
        steps,
        [
            "setup",
            "prototype",
            "framework",
            "test",
            "commit",
            "pull-request",
            "maintain"
        ]
    );
    for status in parts(&json["steps"], "status") {
        assert!(
            ["not_started", "in_progress", "blocked", "done", "stale"].contains(&status),
            "{status}"
        );
    }
    if let Some(error) = json["error"].as_object() {
        for key in ["kind", "message", "hint"] {
            let text = error[key].as_str().unwrap();
            assert!(!text.is_empty(), "no {key}: {json:#}");
            assert!(!text.contains('\u{1b}'), "a control code: {text:?}");
        }
    }
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

fn parts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|v| v[key].as_str().unwrap())
        .collect()
}

/// It ended with this status, and its error (message and hint) holds all of these words.
#[track_caller]
pub fn assert_refused(run: &Run, exit: i32, words: &[&str]) {
    let error = &run.json["error"];
    assert_eq!(run.exit, exit, "{:#}\n{}", run.json, run.stderr);
    let text = format!("{}\n{}", error["message"], error["hint"]).replace("\\\"", "\"");
    for word in words {
        assert!(text.contains(word), "{word:?} is not in:\n{text}");
    }
}

/// The status of a step.
pub fn step<'a>(run: &'a Run, name: &str) -> &'a str {
    let steps = run.json["steps"].as_array().unwrap();
    let part = steps.iter().find(|s| s["step"] == name).unwrap();
    part["status"].as_str().unwrap()
}

/// Everything in the clone, git's own files too.
pub fn everything(clone: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    snapshot(clone, &|_| false)
}

/// Asserts that nothing in the clone changed.
#[track_caller]
pub fn assert_same(before: &[(PathBuf, Vec<u8>)], clone: &Path) {
    let after = everything(clone);
    let changed =
        |(path, bytes): &&(PathBuf, Vec<u8>)| !before.iter().any(|(p, b)| p == path && b == bytes);
    let new: Vec<_> = after.iter().filter(changed).map(|f| &f.0).collect();
    let gone: Vec<_> = before
        .iter()
        .map(|f| &f.0)
        .filter(|p| !after.iter().any(|(q, _)| q == *p))
        .collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "changed: {new:?}; gone: {gone:?}"
    );
}
