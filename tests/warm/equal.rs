//! One verdict, whichever way ddev is asked.

use crate::damages::{self, Damaged};
use crate::lab::{Lab, OURS, ask, command, difference};

/// Where what is validated lies.
fn at(path: &str) -> String {
    if path.starts_with('.') {
        path.to_owned()
    } else {
        format!("{OURS}/{path}")
    }
}

#[test]
fn verdicts_of_whole_and_damaged_files_are_those_of_plain_ddev() {
    let Some(lab) = Lab::new() else { return };
    let (plain, warm) = (lab.plain(), lab.ddev());
    let same = |validation: &str, folder: &str, what: &str| {
        let args = command(validation, folder);
        let right = ask(&plain.about(folder), &args);
        let out = ask(&warm.about(folder), &args);
        assert_eq!(difference(&out, &right), None, "{args:?} {what}");
        right
    };
    for validation in ["config", "models", "metadata", "package"] {
        let right = same(validation, OURS, "whole");
        assert!(right.is_green(), "{validation}: {}", right.text);
    }
    // The exit status, and whether ddev itself failed.
    for (file, what, validation, exit, crashed) in [
        ("metadata.csv", "wrong unit", "metadata", 1, false),
        ("metadata.csv", "missing column", "metadata", 1, true),
        ("metadata.csv", "two more columns", "metadata", 1, false),
        ("README.md", "missing", "readmes", 1, true),
        ("README.md", "missing section", "readmes", 1, false),
        ("README.md", "invalid UTF-8", "readmes", 1, true),
        (
            "datadog_checks/acme_queue/check.py",
            "old signature",
            "legacy-signature",
            0,
            false,
        ),
        ("assets/configuration/spec.yaml", "tab", "config", 1, false),
        ("pyproject.toml", "another format", "package", 1, true),
        (".github/CODEOWNERS", "line gone", "codeowners", 1, false),
        (".github/workflows/test-all.yml", "job gone", "ci", 1, false),
    ] {
        let path = lab.clone.join(at(file));
        let found = damages::of(file)
            .into_iter()
            .find(|(name, _)| *name == what);
        let _damaged = Damaged::new(&path, found.unwrap().1).unwrap();
        let right = same(validation, OURS, what);
        assert_eq!(
            (right.exit, right.crashed.is_some()),
            (Some(exit), crashed),
            "{file} {what}: {}",
            right.text
        );
        assert!(!right.findings.is_empty(), "{file} {what}");
    }
    for (folder, validation) in [
        ("acme_cache", "dashboards"),
        ("partner_feed", "models"),
        ("queue_classic", "metadata"),
    ] {
        same(validation, folder, "as it is");
    }
    // The server did this, and did it alone.
    assert_eq!((lab.warm.starts(), lab.warm.complaint()), (1, None));
}

#[test]
fn what_is_no_verdict_is_told_apart() {
    let Some(lab) = Lab::new() else { return };
    for ddev in [lab.plain(), lab.ddev()] {
        let unknown = ask(&ddev, &["validate", "metadata", "no_such_integration"]);
        assert_eq!((unknown.exit, unknown.is_green()), (None, false));
        assert!(unknown.findings[0].message.contains("no_such_integration"));
        let usage = ask(&ddev, &["validate", "metadata", "--no-such-option", OURS]);
        assert_eq!((usage.exit, usage.crashed.as_deref()), (Some(2), None));
        assert!(
            usage.findings[0].message.contains("no-such-option"),
            "{usage:?}"
        );
        let none = ask(&ddev, &["validate", "no-such-validation"]);
        assert_eq!(none.exit, Some(2));
    }
    let ddev = lab.ddev();
    let moved = lab.clone.with_file_name("elsewhere");
    std::fs::rename(&lab.clone, &moved).unwrap();
    let gone = ask(&ddev, &["validate", "metadata", OURS]);
    assert_eq!(gone.exit, None);
    assert!(gone.findings[0].message.contains("is gone"), "{gone:?}");
}

#[test]
fn one_server_serves_two_trees_at_once() {
    let Some(lab) = Lab::new() else { return };
    let Some(mut other) = Lab::new() else { return };
    other.warm = std::sync::Arc::clone(&lab.warm);
    std::fs::write(other.path("README.md"), "# Acme Queue\n").unwrap();
    let args = ["validate", "readmes", OURS];
    let (one, two) = (lab.ddev(), other.ddev());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(ask(&one, &args).exit, Some(0));
                    assert_eq!(ask(&two, &args).findings.len(), 2);
                }
            });
        }
    });
    assert_eq!(lab.warm.starts(), 1);
}
