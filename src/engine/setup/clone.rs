//! The clone's lines: the clone, who commits, its remotes, its base.

use super::lines::{line, no_facts, repaired_by};
use super::remotes;
use crate::core::event::Facts;
use crate::core::setup::{Health, Item, Repair, SetupReport};
use crate::engine::job::Job;
use crate::git;
use crate::git::clone::Clone;
use crate::git::remotes::Role;
use std::collections::BTreeSet;
use std::path::Path;

/// What to do where a folder is no clone.
const WAY_OUT: &str =
    "Type the folder of your clone of integrations-extras; or your fork's URL, to clone it from.";

/// Adds the lines and returns what the clone offers to choose from.
pub(super) fn lines(
    job: &Job,
    named: Option<&Path>,
    folder: &str,
    report: &mut SetupReport,
) -> Facts {
    let told = job.context.toolchain().map(|t| t.facts).unwrap_or_default();
    let (units, templates) = (told.units, told.templates);
    let found = match named {
        Some(path) => git::clone::recognise(path).map_err(|e| {
            use git::clone::CloneErrorKind as K;
            let hint = match e.kind {
                K::Missing | K::NotGit | K::NotExtras => WAY_OUT.to_owned(),
                K::Bare | K::Submodule | K::Unsupported => e.hint,
            };
            (e.message, hint)
        }),
        None => git::clone::candidates(None)
            .iter()
            .find_map(|path| git::clone::recognise(path).ok())
            .ok_or_else(|| {
                (
                    "none found".to_owned(),
                    format!(
                        "{WAY_OUT} No fork yet? Make one of DataDog/integrations-extras on GitHub. The prototype \
                         works without a clone."
                    ),
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
            return no_facts(units, templates);
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
    remotes::lines(&clone, report);
    base(&clone, folder, report);
    Facts {
        units,
        categories: categories(&clone.root),
        integrations: integrations(&clone.root),
        templates,
    }
}

fn identity(job: &Job, clone: Option<&Path>, report: &mut SetupReport) {
    report.identity = git::identity::of(clone);
    let typed = job.wizard.state.git.typed_author();
    report.lines.push(match (report.identity.clone(), typed) {
        (Some(who), _) => line(
            Item::Identity,
            Health::Good,
            who,
            "From git's configuration. Commits carry this name and address.",
        ),
        (None, Some(who)) => repaired_by(
            line(
                Item::Identity,
                Health::Good,
                who,
                "Typed here. This workflow's commits carry it; git's configuration is not changed.",
            ),
            Repair::AskIdentity,
        ),
        (None, None) => repaired_by(
            line(
                Item::Identity,
                Health::Bad,
                "not set",
                "Git has no name and e-mail for your commits. Type them here for this workflow; or, for \
                 everything you commit, run: git config --global user.name \"Your Name\"; \
                 git config --global user.email you@your.domain",
            ),
            Repair::AskIdentity,
        ),
    });
}

fn base(clone: &Clone, folder: &str, report: &mut SetupReport) {
    report.base.clone_from(&clone.base);
    let remote = clone
        .base
        .as_deref()
        .and_then(|b| b.split('/').next())
        .or_else(|| {
            let first = clone.remote(Role::Upstream).or(clone.remotes.first());
            first.map(|r| r.name.as_str())
        })
        .unwrap_or("upstream");
    let fetch = Repair::Fetch {
        remote: remote.to_owned(),
    };
    if clone.remotes.is_empty() {
        report.lines.push(line(
            Item::Base,
            Health::Bad,
            "none: there is no remote to fetch it from",
            "Your branch begins from Datadog's master. Add the remote first; the line above says how.",
        ));
        return;
    }
    let Some(base) = &clone.base else {
        report.lines.push(repaired_by(
            line(
                Item::Base,
                Health::Bad,
                "no upstream/master or origin/master",
                "Your branch begins from it. Fetch it first.",
            ),
            fetch,
        ));
        return;
    };
    if let Some(line) = remotes::unfetched(clone) {
        report.lines.push(line);
        return;
    }
    let state = git::state::read(&clone.root, folder, &[], Some(base));
    let behind = state.map_or(0, |s| s.behind);
    report.lines.push(repaired_by(
        if behind == 0 {
            line(
                Item::Base,
                Health::Good,
                base,
                "Your branch begins from it. As of the last fetch; the network is not asked before you do.",
            )
        } else {
            line(
                Item::Base,
                Health::Note,
                format!("{base}; your clone is {} behind", plural(behind)),
                &format!(
                    "Nothing is blocked: your branch begins from {base} all the same. To catch up yourself, run: \
                     git merge --ff-only {base}"
                ),
            )
        },
        fetch,
    ));
}

fn plural(commits: usize) -> String {
    if commits == 1 {
        "1 commit".into()
    } else {
        format!("{commits} commits")
    }
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
