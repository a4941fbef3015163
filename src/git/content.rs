//! What makes a worktree integrations-extras: its content, never the name of a folder or a remote.

use std::fs;
use std::path::Path;

/// How many integrations settle the question where nothing names the repository.
const ENOUGH: usize = 3;

/// What a look at the worktree says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Extras,
    /// ddev's name of the sibling repository: `core`, `marketplace`...
    Other(String),
    /// What was expected and is not there.
    Missing(Vec<&'static str>),
}

/// Judges the worktree at `root`.
pub(super) fn judge(root: &Path) -> Verdict {
    let named = named(root);
    if let Some(other) = named.iter().find(|name| *name != "extras") {
        return Verdict::Other(other.clone());
    }
    let owners = root.join(".github/CODEOWNERS").is_file();
    let known = !named.is_empty() || integrations(root) >= ENOUGH;
    if owners && known {
        return Verdict::Extras;
    }
    let mut missing = Vec::new();
    if !owners {
        missing.push(".github/CODEOWNERS");
    }
    if named.is_empty() {
        missing.push("`repo = \"extras\"` in pyproject.toml");
        missing.push("`repo: extras` in .github/workflows/validate.yml");
        if integrations(root) < ENOUGH {
            missing.push("integration folders with a manifest.json or metadata.csv");
        }
    }
    Verdict::Missing(missing)
}

/// The repository's name as its own files give it to ddev, once for each file that does.
fn named(root: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for (file, table) in [("pyproject.toml", true), (".ddev/config.toml", false)] {
        let Some(document) = read(root, file).and_then(|text| text.parse::<toml::Table>().ok())
        else {
            continue;
        };
        let at = if table {
            document.get("tool").and_then(|tool| tool.get("ddev"))
        } else {
            None
        };
        let name = match at {
            Some(ddev) => ddev.get("repo"),
            None if table => None,
            None => document.get("repo"),
        };
        names.extend(name.and_then(toml::Value::as_str).map(str::to_owned));
    }
    if let Some(workflow) = read(root, ".github/workflows/validate.yml") {
        let line = workflow
            .lines()
            .find_map(|line| line.trim().strip_prefix("repo:"));
        names.extend(line.map(|name| name.trim().trim_matches(['"', '\'']).to_owned()));
    }
    names
}

fn read(root: &Path, file: &str) -> Option<String> {
    fs::read_to_string(root.join(file)).ok()
}

fn integrations(root: &Path) -> usize {
    let Ok(entries) = fs::read_dir(root) else {
        return 0;
    };
    entries
        .flatten()
        .filter(|entry| {
            let path = entry.path();
            path.join("manifest.json").is_file() || path.join("metadata.csv").is_file()
        })
        .take(ENOUGH)
        .count()
}
