//! Repairs of pyproject.toml, hatch.toml, the changelog, and what the package is made from.

use super::{Clues, Edit, Fix, between};
use crate::core::finding::Finding;

const PROJECT: &str = "pyproject.toml";
/// The oldest base that works on Python 3.13.
const BASE: &str = "37.42.0";
/// Where the version is said to be.
const VERSION: &[&str] = &["tool", "hatch", "version", "path"];

/// Of what `ddev validate package` says.
pub(super) fn ddev(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let said = finding.message.as_str();
    let toml = |name, path, value: &str| {
        let value = value.to_owned();
        let title = format!("Write {value:?} in pyproject.toml");
        Fix::edit(name, title, clues.path(PROJECT), Edit::Toml { path, value })
    };
    if said.contains("The name in") {
        let name = between(said, "must be: `", "`")?;
        return Some(toml("package-name", &["project", "name"], name));
    }
    if let Some((_, path)) = said.split_once("must be set to: ") {
        let path = path.trim();
        // A path to nothing would make it worse.
        clues.own(path)?;
        return Some(toml("version-path", VERSION, path));
    }
    None
}

/// Of what the rules of the review say.
pub(super) fn review(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let said = finding.message.as_str();
    let path = finding.file.clone()?;
    let fix = |name, title: &str, edit| Some(Fix::edit(name, title, path.clone(), edit));
    match finding.rule.as_str() {
        "base-version" => {
            let title = format!("Require datadog-checks-base>={BASE}");
            fix("base-version", &title, Edit::Requirement(BASE))
        }
        "package-files" => {
            let entry = between(said, "lists ", ",")?.to_owned();
            let title = format!("Take {entry} out of what the package is made from");
            fix("package-files", &title, Edit::Unlist(entry))
        }
        "package-namespace" => {
            let text = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)  # type: ignore\n";
            fix(
                "package-namespace",
                &format!("Add {path}"),
                Edit::Create(text.into()),
            )
        }
        "hatch" if said.contains("collector") => {
            let head = "[env.collectors.datadog-checks]";
            let title = format!("Begin hatch.toml with {head}");
            fix(
                "hatch-collector",
                &title,
                Edit::Prepend(format!("{head}\n\n")),
            )
        }
        "changelog" if said.starts_with("The newest version here is ") => {
            let version = between(said, "version here is ", ",")?.to_owned();
            let about = said.split(", and ").nth(1)?.split(" says ").next()?;
            let title = format!("Write {version} in {about}");
            let edit = Edit::Version(version);
            Some(Fix::edit("version", title, clues.path(about), edit).asks())
        }
        _ => None,
    }
}
