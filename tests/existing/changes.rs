//! One answer changes one place, whatever the file looks like.

use crate::common::{offline, toolchain};
use crate::opened::{Clone, changed, messages};

fn opened(name: &str) -> Option<Clone> {
    if offline() {
        return None;
    }
    toolchain();
    let clone = Clone::new();
    let run = clone.from(name, &[]);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    Some(clone)
}

#[test]
fn rows_cells_and_values_change_alone() {
    let Some(clone) = opened("queue_classic") else {
        return;
    };
    clone.answer(
        "queue_classic",
        r#"
integration: { description: Depth and "rate"., categories: [Metrics], supported_os: [Linux, macOS] }
author: { name: Classic Inc, github: new-dev }
metrics:
  - { name: queue_classic.rate, description: "Messages, each second.", orientation: 0 }
  - { name: queue_classic.errors, type: count, unit: error, description: Failed reads. }
service_checks:
  - { name: queue_classic.can_connect, description: Returns `CRITICAL` if it is down. }
readme: { configuration: Write it. }
dependencies: [six==1.17.0, xxhash==3.5.0]
"#,
    );
    let run = clone.apply("queue_classic");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(
        clone.diff("queue_classic/metadata.csv"),
        [
            "-queue_classic.rate,gauge,Messages \"per second\".,1,queue_classic,\"rate\",,message,second,",
            "+queue_classic.rate,gauge,\"Messages, each second.\",0,queue_classic,\"rate\",,message,second,",
            "+queue_classic.errors,count,Failed reads.,0,queue_classic,,,error,,",
        ]
    );
    assert_eq!(
        clone.diff("queue_classic/manifest.json"),
        [
            "-\t\t\"description\": \"Depth of \\\"classic\\\" queues.\",",
            "+\t\t\"description\": \"Depth and \\\"rate\\\".\",",
            "-\t\t\t\"Category::Message Queues\", \"Offering::Integration\", \"Queried Data Type::Metrics\"]",
            "+\t\t\t\"Offering::Integration\", \"Queried Data Type::Metrics\", \"Supported OS::macOS\"]",
            "-\t\"author\": {\"name\":\"Classic Corp\",\"homepage\":\"https://acme.example\",\"support_email\":\"help@acme.example\",\"sales_email\":\"sales@acme.example\"},",
            "+\t\"author\": {\"name\":\"Classic Inc\",\"homepage\":\"https://acme.example\",\"support_email\":\"help@acme.example\",\"sales_email\":\"sales@acme.example\"},",
        ]
    );
    assert_eq!(
        clone.diff("queue_classic/assets/service_checks.json"),
        [
            "-      \"description\": \"Returns `CRITICAL` if the queue can't be reached.\",",
            "+      \"description\": \"Returns `CRITICAL` if it is down.\",",
        ]
    );
    assert_eq!(
        clone.diff("queue_classic/README.md"),
        ["-Edit `queue_classic.d/conf.yaml`.", "+Write it."]
    );
    assert_eq!(
        clone.diff("queue_classic/pyproject.toml"),
        [
            "-authors = [ {name='Classic Corp', email = \"help@acme.example\"} ] # who",
            "+authors = [ {name=\"Classic Inc\", email = \"help@acme.example\"} ] # who",
            "+    \"xxhash==3.5.0\",",
        ]
    );
    assert_eq!(clone.diff(".github/CODEOWNERS").len(), 2);
    assert!(
        clone
            .read(".github/CODEOWNERS")
            .contains("@new-dev help@acme.example\n")
    );
    assert_eq!(clone.status().lines().count(), 6, "{}", clone.status());

    // Everything is in the files by now: they are read again, and nothing is left to apply.
    let status = clone.status();
    let run = clone.apply("queue_classic");
    assert_eq!((run.exit, changed(&run)), (0, vec![]), "{:#}", run.json);
    assert_eq!(clone.status(), status);
    assert_eq!(run.json["metrics"], 4);
    assert!(
        clone.document("queue_classic")["answers"]
            .get("metrics")
            .is_none()
    );
}

#[test]
fn line_ends_stay() {
    let Some(clone) = opened("tile_only") else {
        return;
    };
    clone.answer(
        "tile_only",
        "integration: { description: All of it. }\nmetrics: [{ name: tiles.down, type: gauge, description: Whether it is down. }]",
    );
    let run = clone.apply("tile_only");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(
        clone.diff("tile_only/metadata.csv"),
        ["+tiles.down,gauge,,,,Whether it is down.,0,tile_only,,,"]
    );
    assert_eq!(clone.diff("tile_only/manifest.json").len(), 2);
    for file in ["tile_only/metadata.csv", "tile_only/manifest.json"] {
        let text = clone.read(file);
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "{file}"
        );
    }
}

#[test]
fn a_file_of_two_kinds_of_line_ends_is_left_and_told() {
    if offline() {
        return;
    }
    toolchain();
    let clone = Clone::new();
    let text = clone.read("queue_classic/README.md");
    clone.write("queue_classic/README.md", &text.replacen('\n', "\r\n", 3));
    clone.commit("Mixed");
    assert_eq!(
        (clone.apply("queue_classic").exit, clone.status()),
        (0, String::new())
    );
    clone.answer("queue_classic", "readme: { validation: Look. }");
    let run = clone.apply("queue_classic");
    assert_eq!(run.exit, 1, "{:#}", run.json);
    assert!(run.error().contains("others with LF"), "{}", run.error());
    assert_eq!(clone.status(), "");
}

#[test]
fn an_option_changes_its_lines_and_ddev_makes_the_example() {
    let Some(clone) = opened("queue_classic") else {
        return;
    };
    clone.answer(
        "queue_classic",
        r#"
options:
  - { name: url, type: string, required: true, description: Where the queue is., example: "http://localhost:8080" }
  - { name: limit, type: integer, description: "At most: so many.", example: 5 }
"#,
    );
    let run = clone.apply("queue_classic");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let spec = clone.diff("queue_classic/assets/configuration/spec.yaml");
    assert_eq!(
        spec[..3],
        [
            "-      description: The address of the queue.",
            "+      description: |",
            "+        Where the queue is.",
        ]
    );
    assert!(spec[3..].iter().all(|l| l.starts_with('+')), "{spec:?}");
    let text = clone.read("queue_classic/assets/configuration/spec.yaml");
    assert!(text.contains("example: http://localhost:8080   # the default port"));
    let example = "queue_classic/datadog_checks/queue_classic/data/conf.yaml.example";
    let generated = (example.to_owned(), "generated".to_owned());
    assert!(run.files().contains(&generated), "{:#}", run.json);
    assert!(
        clone
            .read(example)
            .contains("## @param limit - integer - optional")
    );
    let check = clone.diff("queue_classic/datadog_checks/queue_classic/check.py");
    assert_eq!(check, Vec::<String>::new());
}

#[test]
fn a_release_writes_version_and_changelog() {
    let Some(clone) = opened("queue_classic") else {
        return;
    };
    let release = |version: &str, notes: &str| {
        clone.answer(
            "queue_classic",
            &format!("release: {{ version: \"{version}\", change: Fixed, notes: \"{notes}\" }}"),
        );
        clone.apply("queue_classic")
    };
    for (version, notes, said) in [
        ("1.2.0", "A.", "1.2.0 already"),
        ("1.3", "A.", "three numbers"),
        ("1.3.0", "", "a line for each change"),
    ] {
        let run = release(version, notes);
        assert_eq!(run.exit, 2, "{:#}", run.json);
        assert!(run.error().contains(said), "{}", run.error());
        assert_eq!(clone.status(), "");
    }
    let run = release("1.3.0", "Reads again.\\n- And more.");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let about = clone.diff("queue_classic/datadog_checks/queue_classic/__about__.py");
    assert_eq!(about, ["-__version__ = '1.2.0'", "+__version__ = '1.3.0'"]);
    let entry = clone.diff("queue_classic/CHANGELOG.md");
    assert!(entry[0].starts_with("+## 1.3.0 / 20"), "{entry:?}");
    assert_eq!(
        entry[1..],
        [
            "+",
            "+***Fixed***:",
            "+",
            "+* Reads again.",
            "+* And more.",
            "+"
        ]
    );
    assert_eq!(clone.status().lines().count(), 2);
}

#[test]
fn what_can_not_be_said_is_refused() {
    let Some(clone) = opened("queue_classic") else {
        return;
    };
    let before = clone.document("queue_classic");
    for (answers, said) in [
        ("integration: { name: other }", "A workflow about other"),
        ("track: partner", "stays on its track"),
        (
            "metrics: [{ name: queue_classic.x, type: histogram }]",
            "gauge, count, or rate",
        ),
        (
            "metrics: [{ name: other.x, type: gauge }]",
            "must begin with queue_classic.",
        ),
        (
            "metrics: [{ name: queue_classic.dpeth, description: D. }]",
            "queue_classic.depth",
        ),
        ("author: { support_email: nobody }", "nobody"),
    ] {
        let text = serde_yaml::to_string(&before).unwrap();
        std::fs::write(clone.workspace("queue_classic").join("workflow.yaml"), text).unwrap();
        clone.answer("queue_classic", answers);
        let run = clone.apply("queue_classic");
        assert_eq!(run.exit, 2, "{answers}: {:#}", run.json);
        assert!(run.error().contains(said), "{answers}: {}", run.error());
        assert_eq!(
            (clone.status().as_str(), messages(&run).len() < 2),
            ("", true)
        );
    }
}
