//! Silencing a remark, with the program itself: at one place, with a reason, and never what ddev says.

use crate::common::{offline, program, toolchain};
use crate::program::{append, check, document, rules, world};
use serde_json::Value;
use std::fs;

const ROWS: &str = "acme_queue.a,gauge,,,,no sentence at all,0,acme_queue,,\nacme_queue.ab,gauge,,,,no sentence at all,0,acme_queue,,\n";

fn silenced(json: &Value) -> Vec<(&str, &str)> {
    let list = json["silenced"].as_array().into_iter().flatten();
    list.map(|s| {
        let message = s["finding"]["message"].as_str().unwrap();
        (message, s["reason"].as_str().unwrap())
    })
    .collect()
}

#[test]
fn one_place_is_silent_and_its_neighbor_is_not() {
    let world = world();
    append(&world, "metadata.csv", ROWS);
    let answers = world.path().join("answers.yaml");
    let text = "schema: 1\nsilenced:\n- rule: metric-description\n  file: metadata.csv\n  what: acme_queue.a\n  reason: The product says so.\n";
    fs::write(&answers, text).unwrap();
    let args = [
        "acme_queue",
        "--no-ddev",
        "--answers",
        answers.to_str().unwrap(),
    ];
    let run = document(&world, &args);
    assert_eq!(
        (run.exit, rules(&run.json)),
        (0, vec!["metric-description"]),
        "{:#}",
        run.json
    );
    let left = run.json["findings"][0]["message"].as_str().unwrap();
    assert!(left.contains("acme_queue.ab "), "{left}");
    let silent = silenced(&run.json);
    assert_eq!(silent.len(), 1);
    assert!(silent[0].0.contains("acme_queue.a "), "{silent:?}");
    assert_eq!(silent[0].1, "The product says so.");
    // The whole file.
    fs::write(&answers, text.replace("  what: acme_queue.a\n", "")).unwrap();
    let run = document(&world, &args);
    assert_eq!((rules(&run.json), silenced(&run.json).len()), (vec![], 2));
}

#[test]
fn a_silence_that_finds_nothing_is_told() {
    let world = world();
    fs::create_dir_all(world.clone.join("awesome")).unwrap();
    let answers = world.path().join("answers.yaml");
    fs::write(
        &answers,
        "schema: 1\nsilenced:\n- {rule: metric-unit, file: metadata.csv, reason: x}\n- {rule: metric-unit, file: awesome/metadata.csv, reason: x}\n",
    )
    .unwrap();
    let args = [
        "acme_queue",
        "--no-ddev",
        "--answers",
        answers.to_str().unwrap(),
    ];
    let run = document(&world, &args);
    assert_eq!(
        (run.exit, rules(&run.json)),
        (0, vec!["silenced"]),
        "{:#}",
        run.json
    );
    let said = &run.json["findings"][0];
    assert!(
        said["message"].as_str().unwrap().contains("metric-unit"),
        "{said}"
    );
    assert_eq!(said["file"], "acme_queue/metadata.csv");
}

#[test]
fn an_unknown_rule_names_the_nearest_and_a_reason_is_needed() {
    let world = world();
    let answers = world.path().join("answers.yaml");
    let said = |text: &str| {
        fs::write(&answers, text).unwrap();
        let args = [
            "acme_queue",
            "--no-ddev",
            "--answers",
            answers.to_str().unwrap(),
        ];
        let run = document(&world, &args);
        assert_eq!(run.exit, 2, "{:#}", run.json);
        run.error()
    };
    let text =
        said("schema: 1\nsilenced:\n- {rule: metric-units, file: metadata.csv, reason: x}\n");
    assert!(
        text.contains("silenced[0].rule") && text.contains("metric-unit"),
        "{text}"
    );
    let text = said("schema: 1\nsilenced:\n- {rule: metric-unit, file: metadata.csv}\n");
    assert!(text.contains("silenced[0].reason"), "{text}");
    let text = said("schema: 1\nsilenced:\n- {rule: metric-unit, line: 3}\n");
    assert!(text.contains("silenced[0].line"), "{text}");
}

#[test]
fn people_are_told_how_many_are_silent() {
    let world = world();
    append(&world, "metadata.csv", ROWS);
    let answers = world.path().join("answers.yaml");
    fs::write(
        &answers,
        "schema: 1\nsilenced: [{rule: metric-description, file: acme_queue/metadata.csv, reason: x}]\n",
    )
    .unwrap();
    let repo = world.clone.to_str().unwrap();
    let answers = answers.to_str().unwrap();
    let output = check(
        &world,
        &[
            "acme_queue",
            "--no-ddev",
            "--repo",
            repo,
            "--answers",
            answers,
        ],
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        "acme_queue: 0 errors, 0 warnings, 0 notes; 2 silenced\n"
    );
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "acme_queue\n");
}

#[test]
fn a_workspace_silences_too_and_both_together() {
    if offline() {
        return;
    }
    toolchain();
    let world = world();
    let (repo, workspace) = (world.clone.to_str().unwrap(), world.workspace());
    let workspace = workspace.to_str().unwrap();
    let opened = program(world.path())
        .args(["new", "--from", "acme_queue", "--repo", repo])
        .args(["--workspace", workspace, "--format", "json"])
        .output()
        .unwrap();
    assert!(opened.status.success(), "{opened:?}");
    // Saved as the list of findings saves it.
    let file = world.workspace().join("workflow.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let silence = "answers:\n  silenced:\n  - {rule: metric-description, file: metadata.csv, what: acme_queue.a, reason: So the product says.}\n";
    fs::write(&file, text.replacen("answers:\n", silence, 1)).unwrap();
    append(&world, "metadata.csv", ROWS);
    let args = ["acme_queue", "--no-ddev", "--workspace", workspace];
    let run = document(&world, &args);
    assert_eq!(rules(&run.json), ["metric-description"], "{:#}", run.json);
    assert_eq!(silenced(&run.json)[0].1, "So the product says.");
    // A file of answers adds to it.
    let answers = world.write("answers.yaml", "schema: 1\nsilenced: [{rule: metric-description, file: metadata.csv, what: acme_queue.ab, reason: And this.}]\n");
    let both = [&args[..], &["--answers", answers.to_str().unwrap()]].concat();
    let run = document(&world, &both);
    assert_eq!(
        (rules(&run.json), silenced(&run.json).len()),
        (vec![], 2),
        "{:#}",
        run.json
    );
}

#[test]
fn what_holds_no_workflow_or_no_answers_is_named() {
    let world = world();
    let nothing = world.path().join("no such place");
    let nothing = nothing.to_str().unwrap();
    for option in ["--workspace", "--answers"] {
        let run = document(&world, &["acme_queue", "--no-ddev", option, nothing]);
        assert_eq!(run.exit, 2, "{:#}", run.json);
        assert!(run.error().contains("no such place"), "{}", run.error());
        let hint = run.json["error"]["hint"].as_str().unwrap();
        assert!(hint.ends_with('.'), "{hint}");
    }
}
