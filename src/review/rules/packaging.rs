//! pyproject.toml, hatch.toml, CHANGELOG.md, and files that do not belong.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{extension, line_at, numbered};
use crate::review::words;

pub const RULES: &[Rule] = &[
    Rule {
        name: "package-author",
        why: "The package's author is who maintains it.",
        source: "the author that ddev create fills in",
        check: author,
    },
    Rule {
        name: "package-files",
        why: "What the package lists and does not exist fails the build of the release.",
        source: "no /manifest.json in the sdist list of an integration without one",
        check: listed,
    },
    Rule {
        name: "package-namespace",
        why: "Without it Python does not find the package beside other checks.",
        source: "27 of the last 30 integrations have it; ddev create does not make it",
        check: namespace,
    },
    Rule {
        name: "hatch",
        why: "The template's settings are made for another repository, and fail here.",
        source: "check-types makes `ddev test --lint` fail on missing stubs; ddev test needs the collector",
        check: hatch,
    },
    Rule {
        name: "stray-file",
        why: "Files of an editor or of a test run are no part of an integration.",
        source: ".DS_Store, junit, .coverage, editor files in scope",
        check: strays,
    },
];

pub(super) const PROJECT: &str = "pyproject.toml";

pub(super) fn project(look: &Look<'_>) -> Option<toml::Table> {
    look.tree.text(PROJECT)?.parse().ok()
}

/// The line of a text in a file.
pub(super) fn place<'a>(look: &Look<'_>, path: &'a str, text: &str) -> (&'a str, Option<u32>) {
    let content = look.tree.text(path).unwrap_or_default();
    (path, content.find(text).map(|at| line_at(content, at)))
}

fn author(look: &Look<'_>, out: &mut Findings) {
    let Some(project) = project(look) else { return };
    let list = project
        .get("project")
        .and_then(|p| p.get("authors"))
        .and_then(toml::Value::as_array);
    for author in list.into_iter().flatten() {
        let text = |key: &str| {
            author
                .get(key)
                .and_then(toml::Value::as_str)
                .unwrap_or_default()
        };
        let email = text("email");
        if !email.is_empty() && !words::is_email(email) {
            out.warn(
                place(look, PROJECT, email),
                format!("\"{email}\" is no e-mail address."),
                "Write an address that is read.",
            );
        }
        if text("email") == "packages@datadoghq.com" || text("email") == "help@datadoghq.com" {
            let found = place(look, PROJECT, text("email"));
            out.warn(
                found,
                "The author is Datadog, as ddev create fills it in.",
                "Name yourself or your company, with an address that is read.",
            );
        }
    }
}

/// What the wheel takes in.
fn wheel(look: &Look<'_>) -> Vec<String> {
    let Some(project) = project(look) else {
        return vec![];
    };
    let list = ["tool", "hatch", "build", "targets", "wheel", "include"]
        .iter()
        .try_fold(&toml::Value::Table(project), |at, key| at.get(*key))
        .and_then(toml::Value::as_array)
        .cloned();
    let paths = list.iter().flatten().filter_map(toml::Value::as_str);
    paths.map(str::to_owned).collect()
}

fn listed(look: &Look<'_>, out: &mut Findings) {
    let Some(project) = project(look) else { return };
    let list = ["tool", "hatch", "build", "targets", "sdist", "include"]
        .iter()
        .try_fold(&toml::Value::Table(project), |at, key| at.get(*key))
        .and_then(toml::Value::as_array)
        .cloned();
    let folder = look.tree.folder();
    let wrong = |path: &&str| {
        path.starts_with("/datadog_checks/") && **path != format!("/datadog_checks/{folder}")
    };
    for path in wheel(look).iter().map(String::as_str).filter(wrong) {
        out.error(
            place(look, PROJECT, path),
            format!("The package lists {path}, which is not this integration's."),
            format!("Write /datadog_checks/{folder}."),
        );
    }
    for path in list.iter().flatten().filter_map(toml::Value::as_str) {
        let file = path.trim_start_matches('/');
        if file == "manifest.json" && !look.tree.has(file) {
            out.error(
                place(look, PROJECT, path),
                format!("The package lists {path}, which does not exist."),
                "Take the line away: without a manifest there is nothing to pack.",
            );
        }
    }
}

fn namespace(look: &Look<'_>, out: &mut Findings) {
    let path = "datadog_checks/__init__.py";
    if look.code().all(|file| file.path == path) {
        return;
    }
    let line = "`__path__ = __import__('pkgutil').extend_path(__path__, __name__)`";
    match look.tree.text(path) {
        None if !look.tree.has(path) => {
            out.warn(
                path,
                "The file is missing.",
                format!("Add it, with the line {line}."),
            );
        }
        Some(text) if !text.contains("extend_path") && !text.contains("declare_namespace") => {
            out.warn(
                path,
                "The file does not extend the namespace.",
                format!("Write the line {line}."),
            );
        }
        _ => {}
    }
}

fn hatch(look: &Look<'_>, out: &mut Findings) {
    let Some(text) = look.tree.text("hatch.toml") else {
        if look.tree.has(PROJECT) && !look.tree.has("hatch.toml") {
            out.error(
                "hatch.toml",
                "The file is missing, and `ddev test` finds no environment.",
                "Add it, with `[env.collectors.datadog-checks]` and a matrix with `python = [\"3.13\"]`.",
            );
        }
        return;
    };
    for (line, text) in numbered(text) {
        let text = text.replace(' ', "");
        if text.starts_with("check-types=true") {
            out.error(
                ("hatch.toml", line),
                "`check-types` makes `ddev test --lint` fail on missing stubs.",
                "Take the line away, and `mypy-args` and `mypy-deps` with it.",
            );
        }
    }
    let old = |text: &str| {
        let list = text.replace(' ', "");
        list.starts_with("python=[") && !list.contains("\"3.13\"") && !list.contains("'3.13'")
    };
    if let Some((line, _)) = numbered(text).find(|(_, text)| old(text)) {
        out.warn(
            ("hatch.toml", line),
            "The tests do not run on Python 3.13, which is the Agent's.",
            "Write `python = [\"3.13\"]`.",
        );
    }
    let ancient = |text: &str| {
        let list = text.replace(' ', "");
        list.starts_with("python=[") && list.contains("2.7")
    };
    if let Some((line, _)) = numbered(text).find(|(_, text)| ancient(text) && !old(text)) {
        out.warn(
            ("hatch.toml", line),
            "The tests run on Python 2.7, which no Agent has any more.",
            "Write `python = [\"3.13\"]`.",
        );
    }
    if !text.contains("[env.collectors.datadog-checks]") {
        out.error(
            "hatch.toml",
            "The collector of ddev's environments is missing.",
            "Begin the file with `[env.collectors.datadog-checks]`.",
        );
    }
}

/// Names of files, and of folders with a `/`, that no integration has.
const STRAYS: [&str; 31] = [
    "poetry.lock",
    "uv.lock",
    "Pipfile",
    "Pipfile.lock",
    ".python-version",
    ".cache/",
    ".ipynb_checkpoints/",
    "nohup.out",
    ".history/",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".coverage",
    "coverage.xml",
    ".idea/",
    ".vscode/",
    "__pycache__/",
    ".pytest_cache/",
    ".ruff_cache/",
    ".mypy_cache/",
    "node_modules/",
    ".venv/",
    "venv/",
    ".tox/",
    ".junit/",
    "htmlcov/",
    ".benchmarks/",
    ".hatch/",
    ".env",
    ".git/",
    "dist/",
];

fn strays(look: &Look<'_>, out: &mut Findings) {
    let mut told: Vec<&str> = vec![];
    for (path, _) in look.tree.files() {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stray = STRAYS.iter().find(|s| match s.strip_suffix('/') {
            Some(folder) => path.split('/').rev().skip(1).any(|part| part == folder),
            None => name == **s,
        });
        let ends = [
            ".pyc",
            ".log",
            ".tmp",
            ".swp",
            ".swo",
            ".orig",
            ".rej",
            ".bak",
            "~",
            ".egg-info/PKG-INFO",
        ];
        let junit = name.starts_with("test-") && extension(name) == "xml" || name == "junit.xml";
        // What a log pipeline is tested with, and what a product logged, is meant.
        let meant = path.starts_with("tests/") || path.starts_with("assets/");
        let key = stray
            .copied()
            .or_else(|| ends.iter().find(|e| path.ends_with(**e)).copied())
            .filter(|key| !(meant && *key == ".log"));
        if (key.is_some() || junit) && !told.contains(&key.unwrap_or(path)) {
            // One finding for each folder is enough.
            if stray.is_some_and(|s| s.ends_with('/')) {
                told.extend(key);
            }
            out.error(
                path,
                "The file is no part of an integration.",
                "Delete it, and leave it out of the commit.",
            );
        }
    }
}
