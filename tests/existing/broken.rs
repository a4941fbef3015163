//! Files that can't be read: one finding each, and they stay as they are.

use crate::common::{offline, toolchain};
use crate::opened::{Clone, messages};

type Spoil<'a> = &'a dyn Fn(&str) -> String;

#[test]
fn each_broken_file_is_told_once_and_left() {
    if offline() {
        return;
    }
    toolchain();
    let own = "queue_classic/";
    let cases: [(&str, Spoil, &str); 8] = [
        (
            "manifest.json",
            &|t| t.replacen("\"app_id\"", "app_id", 1),
            "error queue_classic/manifest.json: The file is not valid JSON",
        ),
        (
            "manifest.json",
            &|t| format!("\u{feff}{t}"),
            "error queue_classic/manifest.json: The file begins with a byte order mark",
        ),
        (
            "metadata.csv",
            &|t| format!("\u{feff}{t}"),
            "error queue_classic/metadata.csv: The file begins with a byte order mark",
        ),
        (
            "metadata.csv",
            &|t| t.replace("Memory in use.", "Memory, in use."),
            "error queue_classic/metadata.csv: The row has 11 cells",
        ),
        (
            "metadata.csv",
            &|t| t.replace("metric_name", "name"),
            "error queue_classic/metadata.csv: The header has no column metric_name",
        ),
        (
            "assets/service_checks.json",
            &|t| t.replace(']', ""),
            "error queue_classic/assets/service_checks.json: The file is not valid JSON",
        ),
        (
            "assets/configuration/spec.yaml",
            &|t| t.replace("name: url", "\tname: url"),
            "error queue_classic/assets/configuration/spec.yaml: The file is not valid YAML",
        ),
        (
            "pyproject.toml",
            &|t| t.replace("[project]", "[project"),
            "error queue_classic/pyproject.toml: The file is not valid TOML",
        ),
    ];
    for (n, (file, spoil, said)) in cases.into_iter().enumerate() {
        let clone = Clone::new();
        let path = format!("{own}{file}");
        let text = clone.read(&path);
        clone.write(&path, &spoil(&text));
        assert_ne!(clone.read(&path), text);
        clone.commit("Spoil");
        let run = clone.apply("queue_classic");
        let told = messages(&run);
        assert_eq!(told.len(), 1, "{n}: {told:?}");
        assert!(told[0].starts_with(said), "{n}: {told:?}");
        assert_eq!(
            (run.exit, clone.status().as_str()),
            (1, ""),
            "{n}: {:#}",
            run.json
        );

        // The rest can be changed, and an answer that belongs into the broken file is not lost.
        if n == 3 {
            clone.answer("queue_classic", "readme: { validation: Look. }");
            let run = clone.apply("queue_classic");
            assert_eq!(run.exit, 1, "{:#}", run.json);
            assert_eq!(clone.status(), " M queue_classic/README.md");
            let typed = "metrics: [{ name: queue_classic.x, type: gauge, description: X. }]";
            clone.answer("queue_classic", typed);
            let run = clone.apply("queue_classic");
            assert_eq!(run.exit, 1);
            assert!(
                run.error().contains("this answer has no place"),
                "{}",
                run.error()
            );
            clone.write(&path, &text);
            let run = clone.apply("queue_classic");
            assert_eq!(run.exit, 0, "{:#}", run.json);
            assert!(clone.read(&path).contains("queue_classic.x,gauge"));
        }
    }
}

#[test]
fn absent_and_undecodable_files_are_told_and_nothing_is_made_in_their_place() {
    if offline() {
        return;
    }
    toolchain();
    let clone = Clone::new();
    let dir = clone.world.clone.join("queue_classic");
    for file in ["README.md", "metadata.csv", "assets/service_checks.json"] {
        std::fs::remove_file(dir.join(file)).unwrap();
    }
    std::fs::write(dir.join("CHANGELOG.md"), b"# CHANGELOG \xff\n").unwrap();
    clone.commit("Less");
    let run = clone.apply("queue_classic");
    let told = messages(&run);
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(
        told.iter()
            .filter(|m| m.starts_with("warning") && m.contains("absent"))
            .count(),
        3
    );
    assert!(
        told.iter()
            .any(|m| m.starts_with("error queue_classic/CHANGELOG.md: The file is not UTF-8"))
    );
    assert_eq!(
        (run.exit, clone.status().as_str()),
        (1, ""),
        "{:#}",
        run.json
    );
}
