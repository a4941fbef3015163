//! Merge drivers of the contributor's own (`merge=<name>` in attributes, `merge.<name>.driver` in configuration): programs
//! that git runs for files that both sides changed, and libgit2 does not.

use crate::git::problem::Problem;
use crate::git::{guard, settings};
use git2::{Repository, Tree};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The first file that both sides changed and that such a driver would merge, with the driver's name.
///
/// # Errors
/// Git's data can't be read.
pub(super) fn needed(
    repo: &Repository,
    before: &Tree<'_>,
    ours: &Tree<'_>,
    theirs: &Tree<'_>,
) -> Result<Option<(String, String)>, Problem> {
    let here = changed(repo, before, theirs)?;
    for path in changed(repo, before, ours)?.intersection(&here) {
        let Some(path) = path.to_str() else { continue };
        let named = guard::attribute(repo, path, "merge")?;
        let driver = named.or_else(|| settings::text(repo, "merge.default"));
        let runs = |name: &String| settings::text(repo, &format!("merge.{name}.driver")).is_some();
        if let Some(driver) = driver.filter(runs) {
            return Ok(Some((path.to_owned(), driver)));
        }
    }
    Ok(None)
}

fn changed(
    repo: &Repository,
    from: &Tree<'_>,
    to: &Tree<'_>,
) -> Result<BTreeSet<PathBuf>, git2::Error> {
    let diff = repo.diff_tree_to_tree(Some(from), Some(to), None)?;
    let paths = diff.deltas().filter_map(|delta| {
        let file = delta.old_file();
        file.path().map(PathBuf::from)
    });
    Ok(paths.collect())
}
