//! What the base holds.

use git2::{ObjectType, Repository};
use std::path::Path;

/// Whether the base's tree has the folder. Unknown counts as no: ddev and git say more later.
#[must_use]
pub fn has(clone: &Path, base: &str, folder: &str) -> bool {
    like(clone, base, folder).is_some()
}

/// The folder of the base whose name an index or a file system takes for the same as `folder`: case, `-`,
/// `.` and `_` do not count.
#[must_use]
pub fn like(clone: &Path, base: &str, folder: &str) -> Option<String> {
    let look = || -> Result<Option<String>, git2::Error> {
        let repo = Repository::open(clone)?;
        let tree = repo.revparse_single(base)?.peel_to_commit()?.tree()?;
        let wanted = same(folder);
        Ok(tree
            .iter()
            .filter(|entry| entry.kind() == Some(ObjectType::Tree))
            .filter_map(|entry| entry.name().map(str::to_owned).ok())
            .find(|name| same(name) == wanted))
    };
    look().ok().flatten()
}

fn same(name: &str) -> String {
    let name = name.trim_matches(['-', '.', '_']).to_lowercase();
    let words = name.split(['-', '.', '_']).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("_")
}
