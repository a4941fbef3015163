//! Which validations and tests the clone's own CI runs.

use crate::core::answers::Track;
use crate::core::testing::Task;
use std::path::Path;

/// What only people check on the community track.
const BY_HAND: [&str; 2] = ["service-checks", "dashboards"];
/// Inputs of the validation workflow that are settings and no validations.
const SETTINGS: [&str; 3] = ["repo", "ddev-version", "is-fork"];
/// What ddev can validate; a newer workflow may name more, which CI alone runs then.
const KNOWN: &[&str] = &[
    "ci",
    "codeowners",
    "config",
    "dashboards",
    "dep",
    "eula",
    "http",
    "imports",
    "integration-style",
    "jmx-metrics",
    "legacy-signature",
    "license-headers",
    "licenses",
    "metadata",
    "models",
    "openmetrics",
    "package",
    "readmes",
    "saved-views",
    "service-checks",
    "typos",
    "version",
];
/// The selection at the time of writing, where the clone says nothing.
const USUAL: &[&str] = &[
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
];

/// The tasks of the Test step, in the order to run them: the validations that the clone's CI names, on
/// the community track also those that only people check, lint, tests, the oldest base, e2e.
/// `docker` tells whether this machine can run containers.
#[must_use]
pub fn tasks(clone: &Path, folder: &str, track: Track, docker: bool) -> Vec<Task> {
    let mut names = selected(clone);
    match track {
        Track::Community => {
            for name in BY_HAND {
                if !names.iter().any(|n| n == name) {
                    names.push(name.to_owned());
                }
            }
        }
        // Without a manifest these two always fail, whatever the files say.
        Track::Partner => names.retain(|name| !BY_HAND.contains(&name.as_str())),
    }
    let mut tasks: Vec<Task> = names.into_iter().map(validation).collect();
    tasks.extend([Task::Lint, Task::Unit, Task::Oldest]);
    tasks.push(if docker && has_compose_file(&clone.join(folder)) {
        Task::E2e
    } else {
        Task::CiOnly("env test".into())
    });
    tasks
}

fn validation(name: String) -> Task {
    if KNOWN.contains(&name.as_str()) {
        Task::Validate(name)
    } else {
        Task::CiOnly(format!("validate {name}"))
    }
}

/// The validations that the clone's CI runs, in its order.
#[must_use]
pub fn selected(clone: &Path) -> Vec<String> {
    let read = |path: &str| std::fs::read_to_string(clone.join(path)).ok();
    let config = read(".ddev/config.toml").map(|text| from_config(&text));
    let workflow = || read(".github/workflows/validate.yml").map(|text| from_workflow(&text));
    config
        .filter(|names| !names.is_empty())
        .or_else(workflow)
        .filter(|names| !names.is_empty())
        .unwrap_or_else(|| USUAL.iter().map(|&name| name.to_owned()).collect())
}

/// The keys that are true under `with:`, of any job.
fn from_workflow(text: &str) -> Vec<String> {
    let Ok(root) = serde_yaml::from_str::<serde_yaml::Value>(text) else {
        return vec![];
    };
    let jobs = root.get("jobs").and_then(serde_yaml::Value::as_mapping);
    let mut names = vec![];
    for (_, job) in jobs.into_iter().flatten() {
        let with = job.get("with").and_then(serde_yaml::Value::as_mapping);
        for (name, value) in with.into_iter().flatten() {
            let on = value.as_bool() == Some(true) || value.as_str() == Some("true");
            if let Some(name) = name.as_str().filter(|n| on && !SETTINGS.contains(n)) {
                push(&mut names, name);
            }
        }
    }
    names
}

/// `[validations]` or `[ci.validations]`: true keys, or a list under `enabled`, `include`, `run`; also a
/// plain list `validations = [...]`.
fn from_config(text: &str) -> Vec<String> {
    let Ok(document) = text.parse::<toml_edit::DocumentMut>() else {
        return vec![];
    };
    let root = document.as_item();
    let in_ci = root.get("ci").and_then(|ci| ci.get("validations"));
    let Some(found) = root.get("validations").or(in_ci) else {
        return vec![];
    };
    let mut names = vec![];
    if let Some(list) = found.as_array() {
        push_all(&mut names, list);
    }
    for (key, value) in found
        .as_table_like()
        .into_iter()
        .flat_map(toml_edit::TableLike::iter)
    {
        if let Some(list) = value.as_array() {
            if matches!(key, "enabled" | "include" | "run" | "names") {
                push_all(&mut names, list);
            }
        } else if value.as_bool() == Some(true) && !SETTINGS.contains(&key) {
            push(&mut names, key);
        }
    }
    names
}

fn push_all(names: &mut Vec<String>, list: &toml_edit::Array) {
    for name in list.iter().filter_map(toml_edit::Value::as_str) {
        push(names, name);
    }
}

fn push(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|n| n == name) {
        names.push(name.to_owned());
    }
}

fn has_compose_file(integration: &Path) -> bool {
    let names = [
        "docker-compose.yaml",
        "docker-compose.yml",
        "compose.yaml",
        "compose.yml",
    ];
    let folders = ["tests/docker", "tests", "tests/compose"];
    folders.iter().any(|folder| {
        let folder = integration.join(folder);
        names.iter().any(|name| folder.join(name).is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clone(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    const WORKFLOW: &str = "on:\n  push:\njobs:\n  run:\n    uses: x/y@z\n    with:\n      repo: extras\n\n      # Validations\n      ci: true\n      \
        readmes: true\n      typos: false\n      brand-new: true\n    secrets: inherit\n  more:\n    with:\n      metadata: \"true\"\n      ci: true\n";

    fn names(dir: &tempfile::TempDir) -> Vec<String> {
        selected(dir.path())
    }

    #[test]
    fn the_workflow_names_them_in_its_order() {
        let dir = clone(&[(".github/workflows/validate.yml", WORKFLOW)]);
        assert_eq!(names(&dir), ["ci", "readmes", "brand-new", "metadata"]);
    }

    #[test]
    fn the_configuration_wins_once_it_names_them() {
        for text in [
            "[validations]\nci = true\nmodels = true\ntypos = false\n",
            "[ci.validations]\nenabled = [\"ci\", \"models\"]\n",
            "validations = [\"ci\", \"models\"]\n",
        ] {
            let files = [
                (".github/workflows/validate.yml", WORKFLOW),
                (".ddev/config.toml", text),
            ];
            assert_eq!(names(&clone(&files)), ["ci", "models"], "{text}");
        }
        let unrelated = "[overrides.display-name]\na = \"A\"\n";
        let files = [
            (".github/workflows/validate.yml", WORKFLOW),
            (".ddev/config.toml", unrelated),
        ];
        assert_eq!(names(&clone(&files)).len(), 4);
    }

    #[test]
    fn a_clone_that_says_nothing_or_nonsense_gets_the_usual_ones() {
        for text in ["", "jobs: [", "jobs: 3", "[]", "jobs:\n  a: b\n"] {
            let dir = clone(&[
                (".github/workflows/validate.yml", text),
                (".ddev/config.toml", "[[["),
            ]);
            assert_eq!(names(&dir), USUAL, "{text}");
        }
    }

    #[test]
    fn tracks_docker_and_unknown_validations_decide_the_tasks() {
        let dir = clone(&[(".github/workflows/validate.yml", WORKFLOW)]);
        let labels = |track, docker| -> Vec<String> {
            let all = tasks(dir.path(), "acme", track, docker);
            all.iter().map(|t| format!("{t:?}")).collect()
        };
        assert_eq!(
            labels(Track::Community, true),
            [
                "Validate(\"ci\")",
                "Validate(\"readmes\")",
                "CiOnly(\"validate brand-new\")",
                "Validate(\"metadata\")",
                "Validate(\"service-checks\")",
                "Validate(\"dashboards\")",
                "Lint",
                "Unit",
                "Oldest",
                "CiOnly(\"env test\")",
            ]
        );
        let partner = labels(Track::Partner, true);
        assert!(
            !partner
                .iter()
                .any(|l| l.contains("dashboards") || l.contains("service-checks"))
        );
        let compose = dir.path().join("acme/tests/docker");
        std::fs::create_dir_all(&compose).unwrap();
        std::fs::write(compose.join("docker-compose.yaml"), "").unwrap();
        assert_eq!(labels(Track::Partner, true).last().unwrap(), "E2e");
        assert_eq!(
            labels(Track::Partner, false).last().unwrap(),
            "CiOnly(\"env test\")"
        );
    }
}
