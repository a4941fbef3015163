//! The template that GitHub offers for a pull request: the base's own, where GitHub looks for it.

use git2::{Commit, ObjectType, Repository, Tree};

/// A file that is longer is no template.
const LONGEST: usize = 64 * 1024;

/// The template's text in the commit; `None` where there is none, or several to choose from. See
/// <https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests>.
pub(super) fn of(repo: &Repository, commit: &Commit) -> Option<String> {
    let root = commit.tree().ok()?;
    [".github", "", "docs"].iter().find_map(|folder| {
        let tree = if folder.is_empty() {
            root.clone()
        } else {
            root.get_name(folder)?
                .to_object(repo)
                .ok()?
                .into_tree()
                .ok()?
        };
        file(repo, &tree)
    })
}

fn file(repo: &Repository, tree: &Tree) -> Option<String> {
    let entry = tree.iter().find(|entry| {
        let name = entry.name().unwrap_or_default().to_lowercase();
        let stem = name.strip_suffix(".md").or(name.strip_suffix(".txt"));
        entry.kind() == Some(ObjectType::Blob) && stem.unwrap_or(&name) == "pull_request_template"
    })?;
    let blob = entry.to_object(repo).ok()?.into_blob().ok()?;
    let text = std::str::from_utf8(blob.content()).ok()?;
    (text.len() <= LONGEST).then(|| text.to_owned())
}
