//! Which validation reads which file, and so which of them an edit concerns.
//!
//! Read from the source of ddev 20.1.0 and its `datadog_checks.dev`, and held against what they really open by
//! a test. What is not in the table reads everything in scope.

use crate::core::hash;
use std::collections::BTreeMap;

/// What one validation reads.
struct Reads {
    validation: &'static str,
    /// Below the integration's folder; `**` stands for any beginning or middle of a path, `!` takes out again.
    own: &'static [&'static str],
    /// Files of the repository outside of it, beside those that all read.
    root: &'static [&'static str],
    /// Names and settings of the other integrations.
    siblings: bool,
}

const fn own(validation: &'static str, own: &'static [&'static str]) -> Reads {
    Reads {
        validation,
        own,
        root: &[],
        siblings: false,
    }
}

/// `manifest.json` stands where the manifest says whether the folder counts, or names the file to read.
const TABLE: &[Reads] = &[
    own("metadata", &["**.csv", "manifest.json"]),
    own(
        "config",
        &[
            "assets/configuration/**",
            "**/__about__.py",
            "datadog_checks/**/data/**",
            "manifest.json",
        ],
    ),
    own(
        "models",
        &[
            "assets/configuration/**",
            "**/__about__.py",
            "datadog_checks/**/config_models/**",
        ],
    ),
    own(
        "package",
        &["pyproject.toml", "setup.py", "**/__about__.py"],
    ),
    own("readmes", &["README.md", "images/**", "manifest.json"]),
    Reads {
        validation: "codeowners",
        own: &["manifest.json", "assets/logs/**"],
        root: &[".github/CODEOWNERS"],
        siblings: true,
    },
    Reads {
        validation: "ci",
        own: &["hatch.toml", "manifest.json", "tests/**", "**/__init__.py"],
        root: &[".github/**", "**codecov.yml"],
        siblings: true,
    },
    own("imports", &["**.py"]),
    own("integration-style", &["datadog_checks/**.py"]),
    own("legacy-signature", &["datadog_checks/**.py"]),
    own(
        "jmx-metrics",
        &[
            "assets/configuration/**",
            "datadog_checks/**/data/**",
            "manifest.json",
        ],
    ),
    own(
        "service-checks",
        &[
            "**.json",
            "!assets/dashboards/**",
            "!assets/monitors/**",
            "!tests/**",
        ],
    ),
    own(
        "dashboards",
        &["**.json", "!assets/monitors/**", "!tests/**"],
    ),
];

/// Small, and full of overrides and settings that any of them may look at.
const ALL: &[&str] = &[".ddev/**", "pyproject.toml"];

/// The files of a tree as far as validations look at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The integration's folder.
    pub folder: String,
    /// Hashes of the contents of its files and the repository's own, by path relative to the repository's root.
    pub files: BTreeMap<String, String>,
    /// A hash of what is read of the other integrations.
    pub siblings: String,
    /// ddev's version.
    pub version: String,
}

/// Whether a validation reads a path, relative to the repository's root, when it is asked about `folder`.
#[must_use]
pub fn reads(validation: &str, folder: &str, path: &str) -> bool {
    let inner = path.strip_prefix(folder).and_then(|p| p.strip_prefix('/'));
    let any = |patterns: &[&str], path: &str| {
        let out = patterns.iter().filter_map(|p| p.strip_prefix('!'));
        patterns.iter().any(|p| fits(p, path)) && !out.into_iter().any(|p| fits(p, path))
    };
    let Some(row) = TABLE.iter().find(|r| r.validation == validation) else {
        return true;
    };
    match inner {
        Some(inner) => any(row.own, inner),
        None => any(ALL, path) || any(row.root, path),
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split("**");
    let (Some(head), Some(first)) = (parts.next(), parts.next()) else {
        return pattern == path;
    };
    let Some(rest) = path.strip_prefix(head) else {
        return false;
    };
    let rest = format!("/{rest}");
    match parts.next() {
        None => rest.ends_with(first),
        // `datadog_checks/**/data/**`: a folder of that name, wherever it is below.
        Some(_) => rest.contains(first),
    }
}

/// A hash of what a validation reads: while it is equal, so is the verdict.
#[must_use]
pub fn key(validation: &str, seen: &Seen) -> String {
    let row = TABLE.iter().find(|r| r.validation == validation);
    let mut parts: Vec<&[u8]> = vec![
        validation.as_bytes(),
        seen.folder.as_bytes(),
        seen.version.as_bytes(),
    ];
    if row.is_none_or(|r| r.siblings) {
        parts.push(seen.siblings.as_bytes());
    }
    for (path, hash) in &seen.files {
        if reads(validation, &seen.folder, path) {
            parts.extend([path.as_bytes(), hash.as_bytes()]);
        }
    }
    hash::of(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> Seen {
        let paths = [
            "acme/metadata.csv",
            "acme/manifest.json",
            "acme/README.md",
            "acme/images/a.png",
            "acme/hatch.toml",
            "acme/pyproject.toml",
            "acme/assets/configuration/spec.yaml",
            "acme/assets/service_checks.json",
            "acme/assets/dashboards/overview.json",
            "acme/datadog_checks/acme/check.py",
            "acme/datadog_checks/acme/__about__.py",
            "acme/datadog_checks/acme/data/conf.yaml.example",
            "acme/datadog_checks/acme/config_models/shared.py",
            "acme/tests/test_unit.py",
            "acme/tests/fixtures/metrics.txt",
            ".ddev/config.toml",
            ".github/CODEOWNERS",
            ".github/workflows/test-all.yml",
            "pyproject.toml",
        ];
        Seen {
            folder: "acme".into(),
            files: paths.map(|p| (p.to_owned(), "1".to_owned())).into(),
            siblings: "s".into(),
            version: "20.1.0".into(),
        }
    }

    const CI: [&str; 14] = [
        "ci",
        "config",
        "imports",
        "integration-style",
        "jmx-metrics",
        "legacy-signature",
        "metadata",
        "models",
        "package",
        "readmes",
        "codeowners",
        "service-checks",
        "dashboards",
        "unheard-of",
    ];

    /// The validations that an edit of one file concerns.
    fn after(path: &str) -> Vec<&'static str> {
        let before = seen();
        let mut edited = before.clone();
        edited.files.insert(path.to_owned(), "2".into());
        let stale = |v: &&str| key(v, &before) != key(v, &edited);
        CI.into_iter().filter(stale).collect()
    }

    #[test]
    fn an_edit_concerns_what_reads_the_file_and_what_is_unheard_of() {
        let cases: [(&str, &[&str]); 11] = [
            ("acme/metadata.csv", &["metadata"]),
            ("acme/README.md", &["readmes"]),
            ("acme/images/new.png", &["readmes"]),
            ("acme/pyproject.toml", &["package"]),
            (
                "acme/assets/configuration/spec.yaml",
                &["config", "jmx-metrics", "models"],
            ),
            ("acme/tests/test_unit.py", &["ci", "imports"]),
            ("acme/tests/fixtures/metrics.txt", &["ci"]),
            (
                "acme/datadog_checks/acme/check.py",
                &["imports", "integration-style", "legacy-signature"],
            ),
            ("acme/assets/dashboards/overview.json", &["dashboards"]),
            (".github/CODEOWNERS", &["ci", "codeowners"]),
            (
                "acme/datadog_checks/acme/__about__.py",
                &[
                    "config",
                    "imports",
                    "integration-style",
                    "legacy-signature",
                    "models",
                    "package",
                ],
            ),
        ];
        for (path, expected) in cases {
            let expected: Vec<&str> = expected.iter().copied().chain(["unheard-of"]).collect();
            assert_eq!(after(path), expected, "{path}");
        }
        assert_eq!(after(".ddev/config.toml").len(), CI.len());
    }

    #[test]
    fn others_matter_to_those_that_look_at_the_whole_repository() {
        let before = seen();
        let mut other = before.clone();
        other.siblings = "t".into();
        let stale = |v: &&str| key(v, &before) != key(v, &other);
        let found: Vec<&str> = CI.into_iter().filter(stale).collect();
        assert_eq!(found, ["ci", "codeowners", "unheard-of"]);
        other = before.clone();
        other.version = "20.1.1".into();
        assert!(CI.iter().all(|v| key(v, &before) != key(v, &other)));
    }

    #[test]
    fn a_file_that_comes_or_goes_is_an_edit() {
        let before = seen();
        let mut gone = before.clone();
        gone.files.remove("acme/manifest.json");
        assert_ne!(key("metadata", &before), key("metadata", &gone));
        assert_eq!(key("package", &before), key("package", &gone));
    }
}
