//! What the branch changes beside the integration.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use std::collections::BTreeMap;

pub const RULES: &[Rule] = &[Rule {
    name: "other-folders",
    why: "Other integrations have other owners, who are asked for a review of what they know nothing of.",
    source: "changes in other integrations' folders: what reviewers say again and again",
    check: folders,
}];

fn folders(look: &Look<'_>, out: &mut Findings) {
    let own = look.tree.folder();
    let mut by_folder: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in &look.facts.changed {
        if let Some((folder, _)) = path.split_once('/') {
            by_folder.entry(folder).or_default().push(path);
        }
    }
    // A branch about something else says nothing of this integration.
    if by_folder.remove(own).is_none() {
        return;
    }
    // The repository's own folders, such as .github, have files that belong to an integration.
    by_folder.retain(|folder, _| !folder.starts_with('.'));
    for (folder, paths) in by_folder {
        let files = if paths.len() == 1 { "file" } else { "files" };
        out.warn(
            &*format!("/{}", paths[0]),
            format!("The branch changes {} {files} of {folder}, beside {own}.", paths.len()),
            format!("Take it back with `git checkout <base> -- {folder}`, or open a pull request of its own."),
        );
    }
}
