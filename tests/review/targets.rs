//! Which integrations are meant, and with which status a check ends.

use crate::common::{Run, World, git, program};
use crate::program::{append, check, document, rules, world};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

fn names(run: &Run) -> Vec<&str> {
    let list = run.json["integrations"].as_array().into_iter().flatten();
    list.map(|one| one["integration"].as_str().unwrap())
        .collect()
}

/// A second integration beside the good one.
fn two() -> World {
    let world = world();
    crate::common::copy(
        &world.clone.join("acme_queue"),
        &world.clone.join("beta_queue"),
    );
    world
}

#[test]
fn several_names_are_checked_once_each() {
    let world = two();
    append(&world, "README.md", "\n<FILL IN>\n");
    let run = document(
        &world,
        &["beta_queue", "acme_queue", "Acme Queue", "--no-ddev"],
    );
    assert_eq!(
        (run.exit, names(&run)),
        (1, vec!["beta_queue", "acme_queue"])
    );
    assert!(run.json["integration"].is_null());
    assert!(rules(&run.json).contains(&"placeholder"));
}

#[test]
fn one_wrong_name_of_several_is_named_and_nothing_is_checked() {
    let world = two();
    let run = document(&world, &["acme_queue", "beta_quue", "--no-ddev"]);
    assert_eq!(run.exit, 2, "{:#}", run.json);
    let said = run.error();
    assert!(
        said.contains("beta_quue") && said.contains("beta_queue"),
        "{said}"
    );
    assert!(
        run.json["integration"].is_null() && rules(&run.json).is_empty(),
        "{:#}",
        run.json
    );
    assert!(run.stderr.is_empty(), "{}", run.stderr);
}

#[test]
fn a_folder_outside_a_clone_is_reviewed_and_not_validated() {
    let world = world();
    let elsewhere = world.path().join("else where/acme_queue");
    crate::common::copy(&world.clone.join("acme_queue"), &elsewhere);
    let path = elsewhere.to_str().unwrap();
    let run = Run::of(&check(&world, &[path, "--no-ddev", "--format", "json"]));
    assert_eq!((run.exit, rules(&run.json)), (0, vec![]));
    // A ddev that can't be had is told with what goes without it.
    let output = program(world.path())
        .env("DDINT_TUI_TOOLCHAIN_DIR", world.path().join("none"))
        .args(["check", path, "--format", "json"])
        .output()
        .unwrap();
    let run = Run::of(&output);
    assert_eq!(run.exit, 3, "{:#}", run.json);
    let hint = run.json["error"]["hint"].as_str().unwrap();
    assert!(hint.contains("--no-ddev"), "{hint}");
}

#[test]
fn a_file_is_no_integration() {
    let world = world();
    let file = world.clone.join("acme_queue/manifest.json");
    let run = Run::of(&check(
        &world,
        &[file.to_str().unwrap(), "--no-ddev", "--format", "json"],
    ));
    assert_eq!(run.exit, 2);
    assert!(run.error().contains("it is no folder"), "{}", run.error());
}

#[test]
fn a_link_to_a_folder_is_that_folder() {
    let world = world();
    let link = world.path().join("shortcut");
    symlink(world.clone.join("acme_queue"), &link).unwrap();
    append(&world, "README.md", "\n<FILL IN>\n");
    let run = Run::of(&check(
        &world,
        &[link.to_str().unwrap(), "--no-ddev", "--format", "json"],
    ));
    assert_eq!(
        (run.exit, &run.json["integration"]),
        (1, &Value::from("acme_queue"))
    );
    assert_eq!(run.json["findings"][0]["file"], "acme_queue/README.md");
    // One in the clone makes no second integration, which would have the first one's identifiers.
    symlink("acme_queue", world.clone.join("alias")).unwrap();
    let run = document(&world, &["--all", "--no-ddev"]);
    assert!(!names(&run).contains(&"alias"), "{:?}", names(&run));
    let run = document(&world, &["acme_queue", "--no-ddev"]);
    assert_eq!(rules(&run.json), ["placeholder"], "{:#}", run.json);
}

#[test]
fn a_clone_without_commits_is_checked_all_the_same() {
    let world = world();
    let fresh = world.path().join("fresh");
    crate::common::copy(&world.clone.join("acme_queue"), &fresh.join("acme_queue"));
    git(&fresh, &["init", "-q"]);
    let repo = fresh.to_str().unwrap();
    let run = Run::of(&check(
        &world,
        &["--all", "--no-ddev", "--repo", repo, "--format", "json"],
    ));
    assert_eq!(
        (run.exit, names(&run)),
        (0, vec!["acme_queue"]),
        "{:#}",
        run.json
    );
}

#[test]
fn what_the_branch_changes_elsewhere_is_told_of_a_real_clone() {
    let world = two();
    git(&world.clone, &["checkout", "-qb", "ann/acme_queue"]);
    git(&world.clone, &["add", "acme_queue", "beta_queue/README.md"]);
    git(&world.clone, &["commit", "-qm", "Add Acme Queue"]);
    let run = document(&world, &["acme_queue", "--no-ddev"]);
    let found = run.json["findings"].as_array().unwrap();
    let other = found.iter().find(|f| f["rule"] == "other-folders").unwrap();
    assert_eq!(other["file"], "beta_queue/README.md");
}

#[test]
fn identifiers_that_a_neighbor_has_are_told_of_a_real_clone() {
    let world = two();
    let run = document(&world, &["beta_queue", "--no-ddev"]);
    let found = run.json["findings"].as_array().unwrap();
    let same: Vec<&str> = found
        .iter()
        .filter(|f| f["rule"] == "manifest-ids")
        .filter_map(|f| f["message"].as_str())
        .collect();
    for id in ["app_id", "app_uuid", "source_type_id"] {
        let named = |m: &&&str| m.contains(&format!("acme_queue has the same {id}:"));
        assert_eq!(same.iter().filter(named).count(), 1, "{same:?}");
    }
}

#[test]
fn each_exit_status_is_documented() {
    let world = world();
    let output = check(&world, &["--help"]);
    let help = String::from_utf8(output.stdout).unwrap();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, told) = help
        .split_once("Exit status:")
        .unwrap_or_else(|| panic!("{help}"));
    for exit in ["0", "1", "2", "3", "5", "70", "130"] {
        let begins = |line: &str| line.trim_start().split([' ', ',']).any(|w| w == exit);
        assert!(told.lines().any(begins), "{exit}:\n{told}");
        let row = |line: &str| {
            let cell = line.strip_prefix("| ").and_then(|l| l.split(" |").next());
            cell.is_some_and(|cell| cell.split(", ").any(|n| n == exit))
        };
        assert!(page.lines().any(row), "README.md has no row for {exit}");
    }
}

#[test]
fn each_exit_status_is_what_the_page_says() {
    let world = world();
    let exit = |args: &[&str]| document(&world, args).exit;
    assert_eq!(exit(&["acme_queue", "--no-ddev"]), 0);
    append(&world, "README.md", "\nStart ACME queue first.\n");
    assert_eq!(exit(&["acme_queue", "--no-ddev"]), 0);
    assert_eq!(exit(&["acme_queue", "--no-ddev", "--strict"]), 1);
    append(&world, "README.md", "\n<FILL IN>\n");
    assert_eq!(exit(&["acme_queue", "--no-ddev"]), 1);
    assert_eq!(exit(&["nothing_here", "--no-ddev"]), 2);
    assert_eq!(
        exit(&["acme_queue", "--no-ddev", "--answers", "/nowhere/a.yaml"]),
        2
    );
    let usage = check(&world, &["--all", "acme_queue"]);
    assert_eq!(usage.status.code(), Some(2));
    let nowhere = world.path().join("nowhere");
    let nowhere = nowhere.to_str().unwrap();
    let run = Run::of(&check(
        &world,
        &[
            "acme_queue",
            "--no-ddev",
            "--repo",
            nowhere,
            "--format",
            "json",
        ],
    ));
    assert_eq!(run.exit, 3);
}
