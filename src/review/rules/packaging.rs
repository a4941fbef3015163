//! pyproject.toml, hatch.toml, CHANGELOG.md, and files that do not belong.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{extension, line_at, numbered};
use crate::review::words;

pub const RULES: &[Rule] = &[
    Rule {
        name: "base-version",
        why: "CI runs the tests with the oldest base that is declared, on Python 3.13, where older ones fail.",
        source: "Python and base version: a frequent repair",
        check: base,
    },
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
        name: "changelog",
        why: "The release is made from the version, and its notes from the changelog: they must agree.",
        source: "README, changelog, wording: a frequent repair",
        check: changelog,
    },
    Rule {
        name: "changelog-folder",
        why: "integrations-extras has no changelog.d: its files are never turned into a changelog.",
        source: "changelog.d of ddev create",
        check: folder,
    },
    Rule {
        name: "stray-file",
        why: "Files of an editor or of a test run are no part of an integration.",
        source: ".DS_Store, junit, .coverage, editor files in scope",
        check: strays,
    },
];

const PROJECT: &str = "pyproject.toml";

fn project(look: &Look<'_>) -> Option<toml::Table> {
    look.tree.text(PROJECT)?.parse().ok()
}

/// The line of a text in a file.
fn place<'a>(look: &Look<'_>, path: &'a str, text: &str) -> (&'a str, Option<u32>) {
    let content = look.tree.text(path).unwrap_or_default();
    (path, content.find(text).map(|at| line_at(content, at)))
}

/// The oldest base that works on Python 3.13.
const BASE: [u32; 3] = [37, 42, 0];

fn base(look: &Look<'_>, out: &mut Findings) {
    let Some(project) = project(look) else { return };
    let list = project
        .get("project")
        .and_then(|p| p.get("dependencies"))
        .and_then(toml::Value::as_array);
    let list: Vec<&str> = list
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
        .collect();
    let Some(base) = list
        .iter()
        .find(|d| d.starts_with("datadog-checks-base") || d.starts_with("datadog_checks_base"))
    else {
        if look.code().any(|f| f.code.contains("datadog_checks")) {
            out.error(
                place(look, PROJECT, "dependencies"),
                "The package does not depend on datadog-checks-base.",
                "Add \"datadog-checks-base>=37.42.0\" to its dependencies.",
            );
        }
        return;
    };
    let version = base
        .split_once(">=")
        .map(|(_, v)| v.split([',', ';', ' ']).next().unwrap_or_default());
    let numbers: Option<Vec<u32>> =
        version.map(|v| v.trim().split('.').map_while(|n| n.parse().ok()).collect());
    if numbers.is_none_or(|n| n.as_slice() < BASE.as_slice()) {
        out.warn(
            place(look, PROJECT, base),
            format!("`{base}` allows versions of the base that fail on Python 3.13."),
            "Write \"datadog-checks-base>=37.42.0\".",
        );
    }
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

fn listed(look: &Look<'_>, out: &mut Findings) {
    let Some(project) = project(look) else { return };
    let list = ["tool", "hatch", "build", "targets", "sdist", "include"]
        .iter()
        .try_fold(&toml::Value::Table(project), |at, key| at.get(*key))
        .and_then(toml::Value::as_array)
        .cloned();
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
    if look.code().next().is_some() && !look.tree.has(path) {
        out.warn(
            path,
            "The file is missing.",
            "Add it, with the line `__path__ = __import__('pkgutil').extend_path(__path__, __name__)`.",
        );
    }
}

fn hatch(look: &Look<'_>, out: &mut Findings) {
    let Some(text) = look.tree.text("hatch.toml") else {
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
    if !text.contains("[env.collectors.datadog-checks]") {
        out.error(
            "hatch.toml",
            "The collector of ddev's environments is missing.",
            "Begin the file with `[env.collectors.datadog-checks]`.",
        );
    }
}

fn changelog(look: &Look<'_>, out: &mut Findings) {
    let path = "CHANGELOG.md";
    let Some(text) = look.tree.text(path) else {
        out.warn(
            path,
            "There is no changelog.",
            "Add it: `## 1.0.0 / YYYY-MM-DD`, `***Added***:`, a bullet.",
        );
        return;
    };
    let heads: Vec<(u32, &str)> = numbered(text)
        .filter_map(|(n, l)| Some((n, l.strip_prefix("## ")?.trim())))
        .collect();
    let Some((line, head)) = heads
        .iter()
        .find(|(_, h)| !h.eq_ignore_ascii_case("unreleased"))
    else {
        return;
    };
    let (version, date) = head
        .split_once('/')
        .map_or((*head, None), |(v, d)| (v.trim(), Some(d.trim())));
    if date.is_none_or(|d| !is_date(d)) {
        out.warn(
            (path, *line),
            format!("\"{head}\" is no version with its date."),
            "Write it as `## 1.0.0 / YYYY-MM-DD`.",
        );
    }
    let about = look
        .tree
        .texts()
        .find(|(p, _)| p.starts_with("datadog_checks/") && p.ends_with("/__about__.py"));
    let declared = about.and_then(|(_, text)| {
        let line = text.lines().find_map(|l| l.strip_prefix("__version__"))?;
        Some(
            line.trim_start_matches([' ', '='])
                .trim()
                .trim_matches(['"', '\'']),
        )
    });
    if let (Some(declared), Some((about, _))) = (declared, about)
        && declared != version
    {
        let known = heads
            .iter()
            .any(|(_, h)| h.split('/').next().map(str::trim) == Some(declared));
        let message = format!("The newest version here is {version}, and {about} says {declared}.");
        let fix = if known {
            format!("Write {version} there.")
        } else {
            format!("Add an entry for {declared}, or write {version} there.")
        };
        out.error((path, *line), message, fix);
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |p: &&str| p.bytes().all(|b| b.is_ascii_digit());
    let lengths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
    lengths == [4, 2, 2] && parts.iter().all(digits)
}

fn folder(look: &Look<'_>, out: &mut Findings) {
    let below = look
        .tree
        .files()
        .find(|(path, _)| path.starts_with("changelog.d/"));
    if let Some((path, _)) = below {
        out.error(
            path,
            "integrations-extras has no changelog.d.",
            "Delete the folder, and write the entry in CHANGELOG.md.",
        );
    }
}

/// Names of files, and of folders with a `/`, that no integration has.
const STRAYS: [&str; 22] = [
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
            ".swp",
            ".swo",
            ".orig",
            ".rej",
            ".bak",
            "~",
            ".egg-info/PKG-INFO",
        ];
        let junit = name.starts_with("test-") && extension(name) == "xml" || name == "junit.xml";
        let key = stray
            .copied()
            .or_else(|| ends.iter().find(|e| path.ends_with(**e)).copied());
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
