//! The command, with the program itself.

use crate::common::{Run, World, git, offline, program, toolchain};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A clone with the good integration, committed as it is.
pub fn world() -> World {
    let world = World::new();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/acme_queue");
    crate::common::copy(&from, &world.clone.join("acme_queue"));
    world
}

pub fn check(world: &World, args: &[&str]) -> std::process::Output {
    program(world.path())
        .arg("check")
        .args(args)
        .output()
        .unwrap()
}

pub fn document(world: &World, args: &[&str]) -> Run {
    let repo = world.clone.to_str().unwrap();
    let rest = ["--repo", repo, "--format", "json"];
    Run::of(&check(world, &[args, rest.as_slice()].concat()))
}

pub fn rules(json: &Value) -> Vec<&str> {
    let list = json["findings"].as_array().unwrap().iter();
    list.filter_map(|f| f["rule"].as_str()).collect()
}

pub fn append(world: &World, path: &str, text: &str) {
    let path = world.clone.join("acme_queue").join(path);
    fs::write(&path, fs::read_to_string(&path).unwrap() + text).unwrap();
}

#[test]
fn the_document_has_every_key_for_every_status() {
    let world = world();
    let keys = [
        "error",
        "exit",
        "findings",
        "integration",
        "schema",
        "validations",
    ];
    for (args, exit) in [
        (["acme_queue", "--no-ddev"], 0),
        (["acme_quue", "--no-ddev"], 2),
        (["./nothing/here", "--no-ddev"], 2),
    ] {
        let run = document(&world, &args);
        assert_eq!(
            (run.exit, run.json["exit"].as_i64()),
            (exit, Some(i64::from(exit))),
            "{:#}",
            run.json
        );
        let mut found: Vec<&String> = run.json.as_object().unwrap().keys().collect();
        found.sort();
        assert_eq!(found, keys);
    }
    let run = document(&world, &["acme_quue", "--no-ddev"]);
    assert!(
        run.json["error"]["message"]
            .as_str()
            .unwrap()
            .contains("acme_queue"),
        "{:#}",
        run.json
    );
}

#[test]
fn errors_end_with_1_and_warnings_only_when_strict() {
    let world = world();
    append(&world, "README.md", "\nStart ACME queue first.\n");
    let run = document(&world, &["acme_queue", "--no-ddev"]);
    assert_eq!((run.exit, rules(&run.json)), (0, vec!["product-name"]));
    assert_eq!(
        document(&world, &["acme_queue", "--no-ddev", "--strict"]).exit,
        1
    );
    append(&world, "README.md", "\n<FILL IN>\n");
    let run = document(&world, &["Acme Queue", "--no-ddev"]);
    assert_eq!(run.exit, 1);
    assert_eq!(run.json["integration"], "acme_queue");
    let first = &run.json["findings"][0];
    assert_eq!(
        (&first["source"], &first["severity"]),
        (&"review".into(), &"error".into())
    );
    assert_eq!(first["file"], "acme_queue/README.md");
}

#[test]
fn several_are_one_document_and_a_path_needs_no_clone() {
    let world = world();
    let run = document(&world, &["--all", "--no-ddev"]);
    assert!(run.json["integration"].is_null());
    let names: Vec<&str> = run.json["integrations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["integration"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"acme_queue") && names.len() > 1,
        "{names:?}"
    );
    let elsewhere = world.path().join("out of git/acme_queue");
    crate::common::copy(&world.clone.join("acme_queue"), &elsewhere);
    let path = elsewhere.to_str().unwrap();
    let run = Run::of(&check(&world, &[path, "--no-ddev", "--format", "json"]));
    assert_eq!((run.exit, rules(&run.json)), (0, vec![]), "{:#}", run.json);
}

#[test]
fn github_reads_workflow_commands() {
    let world = world();
    append(&world, "README.md", "\n<FILL IN>\n");
    let repo = world.clone.to_str().unwrap();
    let output = check(
        &world,
        &[
            "acme_queue",
            "--no-ddev",
            "--repo",
            repo,
            "--format",
            "github",
        ],
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.starts_with("::error file=acme_queue/README.md,line="),
        "{text}"
    );
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
    let other = program(world.path())
        .args(["list", "--format", "github"])
        .output()
        .unwrap();
    assert_eq!(other.status.code(), Some(2));
}

#[test]
fn what_git_ignores_is_not_looked_at() {
    let world = world();
    fs::write(world.clone.join(".gitignore"), "*.secret\n.idea/\n").unwrap();
    for path in ["a.secret", ".idea/b.json"] {
        let path = world.clone.join("acme_queue").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "-----BEGIN PRIVATE KEY-----\n{").unwrap();
    }
    let run = document(&world, &["acme_queue", "--no-ddev"]);
    assert_eq!(rules(&run.json), Vec::<&str>::new());
    git(&world.clone, &["add", "-f", "acme_queue/a.secret"]);
    let run = document(&world, &["acme_queue", "--no-ddev"]);
    assert_eq!(rules(&run.json), ["secret"]);
}

#[test]
fn ddev_and_python_have_their_say() {
    if offline() {
        return;
    }
    toolchain();
    let world = world();
    append(
        &world,
        "datadog_checks/acme_queue/check.py",
        "\ndef broken(:\n",
    );
    append(
        &world,
        "metadata.csv",
        "acme_queue.x,gauge,,furlongs,,Far away from here.,0,acme_queue,,\n",
    );
    let run = document(&world, &["acme_queue"]);
    assert_eq!(run.exit, 1, "{:#}", run.json);
    let found = run.json["findings"].as_array().unwrap();
    let syntax = found.iter().find(|f| f["rule"] == "syntax").unwrap();
    assert_eq!(
        syntax["file"],
        "acme_queue/datadog_checks/acme_queue/check.py"
    );
    assert!(syntax["line"].as_u64().is_some());
    let unit = found
        .iter()
        .find(|f| f["source"] == "ddev" && f["rule"] == "metadata")
        .unwrap();
    assert!(
        unit["message"].as_str().unwrap().contains("furlongs"),
        "{unit}"
    );
    let names: Vec<&str> = run.json["validations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["name"].as_str().unwrap())
        .collect();
    for name in [
        "metadata",
        "config",
        "models",
        "dashboards",
        "service-checks",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    let failed = run.json["validations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|v| v["name"] == "metadata")
        .unwrap();
    assert_eq!(failed["exit"], 1);
}
