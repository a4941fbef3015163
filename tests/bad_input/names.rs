//! Names that ddev accepts and that break later.

use crate::common::{Run, offline, program};
use crate::lab::{assert_refused, assert_same, command, everything, good, named, run, world};
use std::fs;

#[test]
fn names_that_break_are_refused_before_anything_is_made() {
    let world = world();
    let before = everything(&world.clone);
    for (name, words) in [
        ("3scale", &["integration.display_name", "digit"] as &[&str]),
        ("Import", &["\"import\"", "keyword"]),
        ("class", &["keyword"]),
        ("COM1", &["device"]),
        ("aux", &["device"]),
        ("Acme Queue\n", &["line break"]),
        ("\tAcme", &["tab"]),
        (" Acme", &["space"]),
        ("Acme ".repeat(12).trim_end(), &["59 characters"]),
        ("Ümläut", &["'Ü'"]),
        ("Acme/../../etc", &["'/'"]),
        ("..", &["begin and end"]),
        ("-Acme", &["begin and end"]),
        ("ddev", &["taken"]),
        ("", &["display name"]),
        ("\u{1b}[31mred", &["display name"]),
    ] {
        let run = run(&world, &named(name), "prototype");
        assert_refused(&run, 2, words);
        assert!(!world.workspace().exists(), "{name:?} left a workspace");
    }
    for name in [
        "My_Product",
        "../x",
        "9x",
        "if",
        "nul",
        "a b",
        "x\u{e9}",
        "",
    ] {
        let text = good().replace(
            "  kind:",
            &format!("  name: {}\n  kind:", serde_json::to_string(name).unwrap()),
        );
        let run = run(&world, &text, "prototype");
        assert_refused(&run, 2, &["integration.name"]);
        assert!(!world.workspace().exists(), "{name:?} left a workspace");
    }
    assert_same(&before, &world.clone);
}

#[test]
fn names_that_are_taken_are_refused_before_anything_is_made() {
    let world = world();
    let taken = fs::read_dir(&world.clone)
        .unwrap()
        .map(|e| e.unwrap())
        .find(|e| e.path().join("manifest.json").exists())
        .unwrap()
        .file_name()
        .into_string()
        .unwrap();
    let before = everything(&world.clone);
    for display in [
        taken.clone(),
        taken.to_uppercase(),
        taken.replace('_', "."),
        taken.replace('_', " - "),
    ] {
        let run = run(&world, &named(&display), "framework");
        assert_refused(
            &run,
            2,
            &[&format!("already has {taken}/"), "integration.name"],
        );
        assert!(!world.workspace().exists());
    }
    for (display, own) in [
        ("Postgres", "postgres"),
        ("NGINX", "nginx"),
        ("Redis", "redisdb"),
    ] {
        let run = run(&world, &named(display), "framework");
        assert_refused(&run, 5, &[own, "integration.name"]);
        let hint = run.json["error"]["hint"].as_str().unwrap_or_default();
        assert!(
            hint.contains(&format!("--allow-agent-name {own}")),
            "{hint}"
        );
        assert!(!world.workspace().exists());
    }
    assert_same(&before, &world.clone);
}

#[test]
fn a_name_of_the_agents_is_used_after_a_yes_and_remembered() {
    if offline() {
        return;
    }
    let world = world();
    fs::write(world.path().join("answers.yaml"), named("Redis")).unwrap();
    let yes = |own: Option<&str>| {
        let mut command = command(&world, "prototype");
        command.args(own.iter().flat_map(|own| ["--allow-agent-name", own]));
        Run::of(&command.output().unwrap())
    };
    assert_refused(&yes(Some("postgres")), 5, &["redisdb"]);
    let first = yes(Some("redisdb"));
    assert_eq!(first.exit, 0, "{:#}", first.json);
    let again = yes(None);
    assert_eq!(again.exit, 0, "{:#}", again.json);
}

#[test]
fn new_asks_about_a_name_of_the_agents_too() {
    let world = world();
    let check = world.write("custom_nginx.py", "class NginxCheck: pass\n");
    let new = |more: &[&str]| {
        let mut command = program(world.path());
        command.args(["new", "--format", "json", "--check"]);
        command.arg(&check).args(more);
        Run::of(&command.output().unwrap())
    };
    let asked = new(&[]);
    assert_eq!(asked.exit, 5, "{:#}", asked.json);
    assert!(asked.error().contains("nginx"), "{:#}", asked.json);
    assert!(!world.path().join("data/workflows").exists());
    let yes = new(&["--allow-agent-name", "nginx"]);
    assert_eq!(yes.exit, 0, "{:#}", yes.json);
}
