//! A clone that moves on, hand edits, ddev's own files made again, and the way back.

use crate::common::{git, offline, program, toolchain};
use crate::opened::{Clone, changed};

fn opened() -> Option<Clone> {
    if offline() {
        return None;
    }
    toolchain();
    let clone = Clone::new();
    assert_eq!(clone.from("queue_classic", &[]).exit, 0);
    Some(clone)
}

const ROW: &str = "metrics: [{ name: queue_classic.depth, description: Messages that wait. }]";

#[test]
fn hand_edits_elsewhere_are_merged_and_in_the_same_place_asked_about() {
    let Some(clone) = opened() else { return };
    clone.answer("queue_classic", ROW);
    clone.replace(
        "queue_classic/metadata.csv",
        "Memory in use.",
        "Memory that is in use.",
    );
    clone.replace(
        "queue_classic/datadog_checks/queue_classic/check.py",
        "depth)",
        "depth + 0)",
    );
    let run = clone.apply("queue_classic");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let merged = ("queue_classic/metadata.csv".to_owned(), "merged".to_owned());
    assert_eq!(changed(&run), [merged]);
    let text = clone.read("queue_classic/metadata.csv");
    assert!(text.contains("Messages that wait.") && text.contains("Memory that is in use."));

    clone.replace(
        "queue_classic/metadata.csv",
        "Messages that wait.",
        "By hand.",
    );
    clone.answer("queue_classic", &ROW.replace("that wait", "of all queues"));
    let before = clone.read("queue_classic/metadata.csv");
    let run = clone.apply("queue_classic");
    assert_eq!(run.exit, 5, "{:#}", run.json);
    assert_eq!(changed(&run)[0].1, "conflict");
    assert_eq!(clone.read("queue_classic/metadata.csv"), before);
}

#[test]
fn a_clone_that_moved_on_is_read_again() {
    let Some(clone) = opened() else { return };
    clone.replace("queue_classic/manifest.json", "Depth of", "Depth in");
    clone.replace("queue_classic/metadata.csv", ",mem,", ",memory,");
    clone.commit("Elsewhere");
    let run = clone.apply("queue_classic");
    assert_eq!((run.exit, changed(&run)), (0, vec![]), "{:#}", run.json);
    let description = &clone.document("queue_classic")["answers"]["integration"]["description"];
    assert_eq!(description, "Depth in \"classic\" queues.");

    // A branch without it: nothing is made there.
    git(&clone.world.clone, &["switch", "-qc", "bare"]);
    git(&clone.world.clone, &["rm", "-rqf", "queue_classic"]);
    git(&clone.world.clone, &["commit", "-qm", "Without"]);
    let run = clone.apply("queue_classic");
    assert_eq!(run.exit, 2, "{:#}", run.json);
    assert_eq!(clone.status(), "");
}

#[test]
fn ddevs_own_files_are_made_again_only_when_asked() {
    let Some(clone) = opened() else { return };
    assert_eq!(clone.apply("queue_classic").exit, 0);
    assert_eq!(clone.status(), "");
    let run = clone.from("queue_classic", &["--resync"]);
    assert_eq!(
        (run.exit, clone.status().as_str()),
        (0, ""),
        "{:#}",
        run.json
    );
    let paths: Vec<String> = changed(&run).into_iter().map(|(path, _)| path).collect();
    let example = "queue_classic/datadog_checks/queue_classic/data/conf.yaml.example";
    assert!(paths.iter().any(|p| p == example), "{paths:?}");
    let run = clone.apply("queue_classic");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(
        clone
            .read(example)
            .contains("## @param url - string - required")
    );
    let status = clone.status();
    let generated = |l: &str| {
        l.contains("/data/") || l.contains("/config_models/") || l.contains("/workflows/")
    };
    assert!(status.lines().all(generated), "{status}");
    // Other integrations' jobs are theirs.
    let jobs = clone.diff(".github/workflows/test-all.yml").join("\n");
    assert!(
        !jobs.contains("tile_only") && !jobs.contains("partner_feed"),
        "{jobs}"
    );
    let run = clone.apply("queue_classic");
    assert_eq!(
        (run.exit, changed(&run), clone.status()),
        (0, vec![], status)
    );
}

#[test]
fn the_wrong_name_place_or_clone_is_told_with_its_exit_status() {
    if offline() {
        return;
    }
    toolchain();
    let clone = Clone::new();
    let run = clone.apply("queue_clasic");
    assert_eq!(run.exit, 2);
    assert!(run.error().contains("queue_classic"), "{}", run.error());
    for name in ["..", "/etc", ".github", "queue_classic/assets", ""] {
        let run = clone.apply(name);
        assert_eq!(run.exit, 2, "{name}: {:#}", run.json);
    }
    let try_with = |repo: &std::path::Path, workspace: &std::path::Path| {
        let output = program(clone.world.path())
            .args([
                "new",
                "--from",
                "tile_only",
                "--apply",
                "--format",
                "json",
                "--repo",
            ])
            .arg(repo)
            .arg("--workspace")
            .arg(workspace)
            .output()
            .unwrap();
        output.status.code()
    };
    let inside = clone.world.clone.join("w");
    assert_eq!(try_with(&clone.world.clone, &inside), Some(2));
    let outside = clone.world.path().join("other");
    assert_eq!(try_with(clone.world.path(), &outside), Some(3));
    assert_eq!(clone.apply("queue_classic").exit, 0);
    let taken = clone.workspace("queue_classic");
    assert_eq!(
        try_with(&clone.world.clone, &taken),
        Some(2),
        "it holds another workflow"
    );
    assert_eq!(clone.status(), "");
}
