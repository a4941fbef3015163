//! The clone's lines: the clone, who commits, its remotes, its base.

use super::{Facts, Health, Item, Job, Repair, SetupReport, line, no_facts, repaired_by};
use crate::git;
use crate::git::clone::Clone;
use crate::git::remotes::Role;
use std::collections::BTreeSet;
use std::path::Path;

/// Adds the lines and returns what the clone offers to choose from.
pub(super) fn lines(
    job: &Job,
    named: Option<&Path>,
    folder: &str,
    report: &mut SetupReport,
) -> Facts {
    let units = job.context.toolchain().map(|t| t.units).unwrap_or_default();
    let found = match named {
        Some(path) => git::clone::recognise(path).map_err(|e| (e.message, e.hint)),
        None => git::clone::candidates(None)
            .iter()
            .find_map(|path| git::clone::recognise(path).ok())
            .ok_or_else(|| {
                (
                    "none found".to_owned(),
                    "Type its path, or a URL to clone your fork from. The prototype works without it."
                        .to_owned(),
                )
            }),
    };
    let clone = match found {
        Ok(clone) => clone,
        Err((message, hint)) => {
            report.lines.push(repaired_by(
                line(Item::Clone, Health::Bad, message, &hint),
                Repair::AskClone,
            ));
            identity(job, None, report);
            return no_facts(units);
        }
    };
    report.clone = Some(clone.root.display().to_string());
    report.lines.push(line(
        Item::Clone,
        Health::Good,
        clone.root.display().to_string(),
        "Your copy of integrations-extras on this machine.",
    ));
    identity(job, Some(&clone.root), report);
    remotes(&clone, report);
    base(&clone, folder, report);
    Facts {
        units,
        categories: categories(&clone.root),
        integrations: integrations(&clone.root),
    }
}

fn identity(job: &Job, clone: Option<&Path>, report: &mut SetupReport) {
    report.identity = git::identity::of(clone);
    let typed = job
        .wizard
        .state
        .git
        .author
        .as_ref()
        .map(|(n, e)| format!("{n} <{e}>"));
    let meaning = "Commits carry this name and address.";
    report.lines.push(match report.identity.clone().or(typed) {
        Some(who) => line(Item::Identity, Health::Good, who, meaning),
        None => repaired_by(
            line(
                Item::Identity,
                Health::Bad,
                "git knows no name and e-mail",
                "Type them here for these commits only, or run: git config --global user.name \"Your Name\"; \
                 git config --global user.email you@your.domain",
            ),
            Repair::AskIdentity,
        ),
    });
}

fn remotes(clone: &Clone, report: &mut SetupReport) {
    let upstream = clone.remote(Role::Upstream);
    let fork = clone.remote(Role::Fork);
    report.fork = fork.map(|r| r.name.clone());
    let meaning = "Your fork receives your branch; Datadog's repository is only read.";
    let text = |r: &git::remotes::Remote| r.name.clone();
    report.lines.push(match (upstream, fork) {
        (Some(u), Some(f)) => line(
            Item::Remotes,
            Health::Good,
            format!("{} = Datadog's, {} = your fork", text(u), text(f)),
            meaning,
        ),
        (None, Some(f)) => repaired_by(
            line(
                Item::Remotes,
                Health::Note,
                format!("{} only; no remote for Datadog's repository", text(f)),
                "Without it the branch begins from your fork, which may be behind.",
            ),
            Repair::Run {
                command:
                    "git remote add upstream https://github.com/DataDog/integrations-extras.git"
                        .into(),
            },
        ),
        (Some(u), None) => repaired_by(
            line(
                Item::Remotes,
                Health::Note,
                format!("{} only; no fork to push to", text(u)),
                "Fork DataDog/integrations-extras on GitHub before the pull request.",
            ),
            Repair::Run {
                command: "git remote add origin <your fork's URL>".into(),
            },
        ),
        (None, None) => repaired_by(
            line(
                Item::Remotes,
                Health::Note,
                "none",
                "Committing works; pushing needs a remote for your fork.",
            ),
            Repair::Run {
                command: "git remote add origin <your fork's URL>".into(),
            },
        ),
    });
}

fn base(clone: &Clone, folder: &str, report: &mut SetupReport) {
    report.base.clone_from(&clone.base);
    let remote = clone
        .base
        .as_deref()
        .and_then(|b| b.split('/').next())
        .unwrap_or("upstream");
    let fetch = Repair::Fetch {
        remote: remote.to_owned(),
    };
    let Some(base) = &clone.base else {
        report.lines.push(repaired_by(
            line(
                Item::Base,
                Health::Bad,
                "no upstream/master or origin/master",
                "The branch begins from it. Fetch it first.",
            ),
            fetch,
        ));
        return;
    };
    let state = git::state::read(&clone.root, folder, &[], Some(base));
    let behind = state.map_or(0, |s| s.behind);
    report.lines.push(repaired_by(
        if behind == 0 {
            line(Item::Base, Health::Good, base, "Your branch begins from it.")
        } else {
            line(
                Item::Base,
                Health::Note,
                format!("{base}, {behind} commits ahead of your clone"),
                "Update your clone before the branch is made: git switch master; git merge --ff-only upstream/master",
            )
        },
        fetch,
    ));
}

/// Values of `Category::` in the clone's manifests: the documented list is behind.
fn categories(root: &Path) -> Vec<String> {
    let mut out = BTreeSet::new();
    for folder in integrations(root) {
        let Ok(text) = std::fs::read_to_string(root.join(&folder).join("manifest.json")) else {
            continue;
        };
        let Ok(manifest) = serde_json::from_str::<serde_json::Value>(&text) else {
            continue;
        };
        let tags = manifest["tile"]["classifier_tags"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        out.extend(
            tags.iter()
                .filter_map(|t| t.as_str()?.strip_prefix("Category::"))
                .map(|c| c.trim().to_owned()),
        );
    }
    out.into_iter().collect()
}

/// The clone's top-level folders: names that are taken.
fn integrations(root: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root) else {
        return vec![];
    };
    let mut out: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| !n.starts_with('.'))
        .collect();
    out.sort();
    out
}
