//! What the branch changes beside the integration.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use std::collections::BTreeMap;

pub const RULES: &[Rule] = &[
    Rule {
        name: "other-folders",
        why: "Other integrations have other owners, who are asked for a review of what they know nothing of.",
        source: "changes in other integrations' folders: what reviewers say again and again",
        check: folders,
    },
    Rule {
        name: "other-files",
        why: "The files at the repository's root and its workflows are everybody's: who keeps the repository changes them.",
        source: "an integration changes CODEOWNERS, the workflows that `ci --sync` makes, and on the partner track .ddev/config.toml",
        check: files,
    },
];

fn folders(look: &Look<'_>, out: &mut Findings) {
    let own = look.tree.folder();
    let own_path = |path: &String| path.split_once('/').is_some_and(|(f, _)| f == own);
    // A branch about something else says nothing of this integration.
    if !look.facts.changed.iter().any(own_path) && !look.facts.loose.iter().any(own_path) {
        return;
    }
    let committed = by_folder(&look.facts.changed, own);
    let loose = by_folder(&look.facts.loose, own);
    for (folder, paths) in &committed {
        out.warn(
            &*format!("/{}", paths[0]),
            format!("The branch changes {} of {folder}, beside {own}.", number(paths)),
            format!("Take it back with `git checkout <base> -- {folder}`, or open a pull request of its own."),
        );
    }
    for (folder, paths) in loose.iter().filter(|(f, _)| !committed.contains_key(*f)) {
        let one = paths.len() == 1;
        let (is, it) = if one { ("is", "it") } else { ("are", "them") };
        out.warn(
            &*format!("/{}", paths[0]),
            format!(
                "{} of {folder} {is} changed and not committed, beside {own}.",
                number(paths)
            ),
            format!("Leave {it} out of the commit; `git status {folder}` lists what there is."),
        );
    }
}

fn number(paths: &[&str]) -> String {
    let files = if paths.len() == 1 { "file" } else { "files" };
    format!("{} {files}", paths.len())
}

/// The paths of other integrations, by folder. The repository's own folders, such as .github, have files that belong to
/// an integration.
fn by_folder<'a>(paths: &'a [String], own: &str) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        if let Some((folder, _)) = path.split_once('/')
            && folder != own
            && !folder.starts_with('.')
        {
            out.entry(folder).or_default().push(path);
        }
    }
    out
}

/// Files of the repository that hold something of an integration.
const SHARED: [&str; 4] = [
    ".github/CODEOWNERS",
    ".github/workflows/test-all.yml",
    ".github/workflows/test-all-windows.yml",
    ".ddev/config.toml",
];

fn files(look: &Look<'_>, out: &mut Findings) {
    let own = format!("{}/", look.tree.folder());
    let changed = &look.facts.changed;
    if !changed.iter().any(|path| path.starts_with(&own)) {
        return;
    }
    // What is not committed at the root is the contributor's own affair.
    let shared = |path: &&String| {
        let root = !path.contains('/') || path.starts_with('.');
        root && !SHARED.contains(&path.as_str())
    };
    for path in changed.iter().filter(shared) {
        out.warn(
            &*format!("/{path}"),
            format!("The branch changes {path}, which belongs to the whole repository."),
            format!("Take it back with `git checkout <base> -- {path}`, or open a pull request of its own."),
        );
    }
}
