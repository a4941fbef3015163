//! A maintainer's script: a file of some answers over an opened workflow, and the way to a commit without a screen.

use crate::common::{Endpoint, Run, World, git, offline, program, snapshot, take_back, toolchain};
use crate::opened::{Clone, changed, messages};
use std::fs;
use std::path::{Path, PathBuf};

/// `run` in the workspace, with `more` arguments.
fn run(world: &World, workspace: &Path, more: &[&str]) -> Run {
    let output = program(world.path())
        .args(["run", "--format", "json", "--workspace"])
        .arg(workspace)
        .args(more)
        .output()
        .unwrap();
    Run::of(&output)
}

/// Writes a file of answers beside the clone; its path.
fn file(world: &World, answers: &str) -> String {
    let path = world.write("some.yaml", &format!("schema: 1\n{answers}"));
    path.display().to_string()
}

fn opened() -> Option<Clone> {
    if offline() {
        return None;
    }
    toolchain();
    let clone = Clone::new();
    assert_eq!(clone.from("queue_classic", &[]).exit, 0);
    Some(clone)
}

fn amend(clone: &Clone, answers: &str) -> Run {
    let answers = file(&clone.world, answers);
    let more = ["--until", "framework", "--answers", answers.as_str()];
    run(&clone.world, &clone.workspace("queue_classic"), &more)
}

const ALL: &str = r"
metrics:
  - { name: queue_classic.errors, type: count, unit: error, description: Failed reads. }
  - { name: queue_classic.memory, remove: true }
  - { name: queue_classic.rate, type: count }
service_checks:
  - { name: queue_classic.can_read, statuses: [ok, warning], description: Whether it can be read. }
readme: { validation: Look at it. }
release: { version: 1.3.0, notes: [Counts errors., Drops memory.] }
";

#[test]
fn a_script_changes_only_the_lines_it_names_and_can_run_again() {
    let Some(clone) = opened() else { return };
    let run = amend(&clone, ALL);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(
        clone.diff("queue_classic/metadata.csv"),
        [
            "-queue_classic.rate,gauge,Messages \"per second\".,1,queue_classic,\"rate\",,message,second,",
            "+queue_classic.rate,count,Messages \"per second\".,1,queue_classic,\"rate\",,message,second,",
            "-queue_classic.memory,gauge,Memory in use.,0,queue_classic,mem,10,byte,,memory",
            "+queue_classic.errors,count,Failed reads.,0,queue_classic,,,error,,",
        ]
    );
    let checks = clone.diff("queue_classic/assets/service_checks.json");
    assert!(checks.iter().all(|l| l.starts_with('+')), "{checks:?}");
    assert_eq!(
        checks[2..],
        [
            "+      \"description\": \"Whether it can be read.\",",
            "+      \"agent_version\": \"7.30.0\",",
            "+      \"integration\": \"Queue Classic\",",
            "+      \"check\": \"queue_classic.can_read\",",
            "+      \"name\": \"Can Read\",",
            "+      \"statuses\": [\"ok\", \"warning\"],",
            "+      \"groups\": [\"host\"]",
        ],
        "indented and broken as its neighbor is"
    );
    let entries: serde_json::Value =
        serde_json::from_str(&clone.read("queue_classic/assets/service_checks.json")).unwrap();
    assert_eq!(
        entries[1],
        serde_json::json!({
            "description": "Whether it can be read.", "agent_version": "7.30.0",
            "integration": "Queue Classic", "check": "queue_classic.can_read", "name": "Can Read",
            "statuses": ["ok", "warning"], "groups": ["host"],
        })
    );
    let keys: Vec<&String> = entries[1].as_object().unwrap().keys().collect();
    let before: Vec<&String> = entries[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, before, "in the order that the file has");
    assert_eq!(clone.diff("queue_classic/README.md").len(), 2);
    let about = clone.diff("queue_classic/datadog_checks/queue_classic/__about__.py");
    assert_eq!(about, ["-__version__ = '1.2.0'", "+__version__ = '1.3.0'"]);
    let log = clone.diff("queue_classic/CHANGELOG.md");
    assert_eq!(
        log[1..],
        [
            "+",
            "+***Added***:",
            "+",
            "+* Counts errors.",
            "+* Drops memory.",
            "+"
        ]
    );
    assert_eq!(clone.status().lines().count(), 5, "{}", clone.status());

    let status = clone.status();
    for _ in 0..2 {
        let run = amend(&clone, ALL);
        assert_eq!((run.exit, changed(&run)), (0, vec![]), "{:#}", run.json);
        assert_eq!(clone.status(), status);
    }
    // And back again, byte for byte.
    let back = "metrics:\n  - { name: queue_classic.errors, remove: true }\n  - { name: queue_classic.rate, type: gauge }\n\
                service_checks: [{ name: queue_classic.can_read, remove: true }]\n";
    let run = amend(&clone, back);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(
        clone.diff("queue_classic/metadata.csv"),
        ["-queue_classic.memory,gauge,Memory in use.,0,queue_classic,mem,10,byte,,memory"]
    );
    assert_eq!(
        clone.diff("queue_classic/assets/service_checks.json"),
        [""; 0]
    );
}

#[test]
fn what_an_opened_integration_can_not_hold_is_refused_before_anything_is_kept() {
    let Some(clone) = opened() else { return };
    let document = clone.document("queue_classic");
    for (answers, said) in [
        ("release: { version: 1.1.9, notes: A. }", "1.2.0 already"),
        ("release: { version: 1.10, notes: A. }", "Quote it"),
        (
            "release: { version: 1.3.0, change: Fix, notes: A. }",
            "Fixed",
        ),
        ("release: { version: 1.3.0, note: A. }", "notes"),
        (
            "metrics: [{ name: queue_classic.x, type: histogram }]",
            "gauge, count, rate",
        ),
        ("metrics: [{ name: queue_classic.x }]", "give its type"),
        (
            "metrics: [{ name: queue_classic.rate, remove: yes please }]",
            "true or false",
        ),
        (
            "service_checks: [{ name: queue_classic.x }]",
            "give its statuses",
        ),
        (
            "service_checks: [{ name: queue_classic.x, statuses: [] }]",
            "needs its statuses",
        ),
        (
            "service_checks: [{ name: queue_classic.x, statuses: [good] }]",
            "must be one of",
        ),
        ("integration: { name: other }", "stay queue_classic"),
        (
            "source: { http: { base_url: \"http://localhost\" } }",
            "a check of its own",
        ),
        ("nothing: 1", "no key"),
        ("metrics: [", "not valid YAML"),
    ] {
        let run = amend(&clone, answers);
        assert_eq!(run.exit, 2, "{answers}: {:#}", run.json);
        assert!(run.error().contains(said), "{answers}: {}", run.error());
        assert_eq!(clone.status(), "");
        assert_eq!(
            clone.document("queue_classic")["answers"],
            document["answers"],
            "{answers}"
        );
    }
    // A script that finds its work done says so, and goes on.
    let run = amend(
        &clone,
        "metrics: [{ name: queue_classic.gone, remove: true }]",
    );
    assert_eq!(
        (run.exit, clone.status().as_str()),
        (0, ""),
        "{:#}",
        run.json
    );
    assert!(messages(&run)[0].starts_with("warning") && messages(&run)[0].contains("to take out"));
}

#[test]
fn what_still_names_a_metric_that_goes_is_told() {
    let Some(clone) = opened() else { return };
    let run = amend(
        &clone,
        "metrics: [{ name: queue_classic.depth, remove: true }]",
    );
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let told = messages(&run);
    let about = |path: &str| {
        told.iter()
            .any(|m| m.starts_with(&format!("warning {path}")))
    };
    assert!(about("queue_classic/manifest.json"), "{told:?}");
    assert_eq!(clone.status(), " M queue_classic/metadata.csv");
}

#[test]
fn an_application_is_taken_back_with_its_base() {
    let Some(clone) = opened() else { return };
    let workspace = clone.workspace("queue_classic");
    let hand = clone.read("queue_classic/README.md") + "\nBy hand.\n";
    clone.write("queue_classic/README.md", &hand);
    // What was edited meanwhile is read again first.
    assert_eq!(clone.from("queue_classic", &[]).exit, 0);
    let base = || -> Vec<(PathBuf, String)> {
        let files = snapshot(&workspace.join("rendered"), &|_| false);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        files
            .into_iter()
            .map(|(path, bytes)| (path, text(bytes)))
            .collect()
    };
    let (before, status) = (base(), clone.status());
    let run = amend(&clone, ALL);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(
        clone
            .read("queue_classic/README.md")
            .contains("Look at it.")
    );
    assert_ne!(base(), before);
    take_back(&workspace);
    assert_eq!(clone.status(), status);
    assert_eq!(clone.read("queue_classic/README.md"), hand);
    assert_eq!(base(), before);
    // What was answered is not lost with it.
    let again = clone.apply("queue_classic");
    assert_eq!(
        (again.exit, changed(&again).len()),
        (0, 5),
        "{:#}",
        again.json
    );
}

const QUEUE: &str = "schema: 1\nintegration:\n  display_name: Acme Queue\n  kind: openmetrics\n  description: Depth of its queues.\n  \
     overview: Acme Queue is a message broker. This integration shows operators a growing backlog.\n\
     author:\n  name: Acme\n  github: acme\n  support_email: support@acme.example\n";

#[test]
fn an_opened_integration_is_tested_and_committed_without_a_screen() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let page = include_str!("../../assets/demo/metrics.txt");
    let endpoint = Endpoint::new(&[("/metrics", "text/plain; version=0.0.4", page)]);
    let source = format!(
        "source: {{ openmetrics: {{ endpoint: \"{}/metrics\" }} }}\n",
        endpoint.url
    );
    assert_eq!(world.run(&format!("{QUEUE}{source}"), "framework").exit, 0);
    // A saved workflow goes on without its answers.
    let on = run(&world, &world.workspace(), &["--until", "framework"]);
    assert_eq!((on.exit, changed(&on)), (0, vec![]), "{:#}", on.json);

    git(&world.clone, &["add", "-A", "-f"]);
    git(&world.clone, &["commit", "-qm", "Merged"]);
    git(&world.clone, &["push", "-q", "upstream", "HEAD:master"]);
    git(&world.clone, &["fetch", "-q", "upstream"]);
    fs::remove_dir_all(world.workspace()).unwrap();
    let clone = Clone { world };
    assert_eq!(clone.from("acme_queue", &[]).exit, 0);
    let world = &clone.world;
    let workspace = clone.workspace("acme_queue");
    let some = file(
        world,
        "metrics: [{ name: acme_queue.depth, description: Messages that wait to be read. }]\n\
         release: { version: 1.1.0, change: Changed, notes: Says what depth is. }\n\
         git: { branch: acme/words }\n",
    );
    let made = run(
        world,
        &workspace,
        &["--answers", &some, "--until", "commit"],
    );
    made.assert_green();
    let commit = made.json["commit"].as_str().unwrap();
    let range = ["diff", "--name-only", "upstream/master", commit];
    assert_eq!(
        git(&world.clone, &range),
        "acme_queue/CHANGELOG.md\nacme_queue/datadog_checks/acme_queue/__about__.py\nacme_queue/metadata.csv"
    );
    assert_eq!(made.json["branch"], "acme/words");
    // Again: nothing is left to commit, by the script or without it.
    for more in [
        &["--answers", some.as_str(), "--until", "commit"][..],
        &["--until", "commit"],
    ] {
        let again = run(world, &workspace, more);
        assert_eq!(again.exit, 0, "{:#}", again.json);
        assert_eq!(
            (&again.json["commit"], changed(&again)),
            (&made.json["commit"], vec![])
        );
    }
}

#[test]
fn what_there_is_to_go_on_with_is_told() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let nowhere = world.path().join("nowhere");
    let none = run(&world, &nowhere, &["--until", "test"]);
    assert_eq!(none.exit, 2, "{:#}", none.json);
    assert!(
        none.error().contains("holds no workflow"),
        "{}",
        none.error()
    );
    let some = file(&world, "metrics: []\n");
    let partial = run(&world, &nowhere, &["--answers", &some]);
    assert_eq!(partial.exit, 2, "{:#}", partial.json);
    let whole = world.write(
        "answers.yaml",
        &format!("{QUEUE}release: {{ version: 1.1.0 }}\n"),
    );
    let new = run(
        &world,
        &nowhere,
        &["--answers", &whole.display().to_string()],
    );
    assert_eq!(new.exit, 2, "{:#}", new.json);
    assert!(
        new.error().contains("begins with version 1.0.0"),
        "{}",
        new.error()
    );
    let output = program(world.path())
        .args(["run", "--format", "json"])
        .output()
        .unwrap();
    let nothing = Run::of(&output);
    assert_eq!(nothing.exit, 2);
    assert!(
        nothing.error().contains("neither a file of answers"),
        "{}",
        nothing.error()
    );
    assert!(!nowhere.exists());
}
