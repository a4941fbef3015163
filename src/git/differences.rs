//! What is about to be committed, file by file, against what the commit follows. Nothing is written into the clone.

use super::branch;
use super::config;
use super::index::Temporary;
use super::open;
use super::problem::Problem;
use super::scope::Scope;
use crate::core::repo::{CommitRequest, Difference, Side};
use git2::{DiffFile, DiffOptions, Oid, Repository};

/// A larger file is told by its size.
const SHOWN: usize = 1 << 20;
/// Before git's own stores, so that every new object goes there.
const FIRST: i32 = 1_000;

/// The files in scope that differ from the parent of the commit that `request` makes, in order of path.
///
/// # Errors
/// git's data or a file in scope can't be read.
pub fn read(clone: &std::path::Path, request: &CommitRequest) -> Result<Vec<Difference>, Problem> {
    let repo = open::open(clone)?;
    let scope = Scope::new(&request.folder, &request.root_files)?;
    let root = repo.workdir().unwrap_or_else(|| repo.path());
    // What a commit would hold goes through git's conversions, so it is made as a commit is: in memory.
    let own = config::as_git(Repository::open(root)?);
    own.odb()?.add_new_mempack_backend(FIRST)?;
    // Where the commit would be refused, what is checked out is what one compares with.
    let parent = match branch::plan(&repo, &scope, request) {
        Ok(plan) => plan.parent_tree,
        Err(_) => repo.head()?.peel_to_tree()?.id(),
    };
    let files = scope.files(&repo)?;
    let temporary = Temporary::make_in(&own, &repo, parent, &scope, &files)?;
    let tree = temporary.tree(&own)?;
    between(&own, parent, tree)
}

fn between(repo: &Repository, old: Oid, new: Oid) -> Result<Vec<Difference>, Problem> {
    let mut options = DiffOptions::new();
    options.include_typechange(true);
    let (old, new) = (repo.find_tree(old)?, repo.find_tree(new)?);
    let diff = repo.diff_tree_to_tree(Some(&old), Some(&new), Some(&mut options))?;
    let mut all = Vec::new();
    for delta in diff.deltas() {
        let path = delta
            .new_file()
            .path_bytes()
            .or(delta.old_file().path_bytes());
        all.push(Difference {
            path: String::from_utf8_lossy(path.unwrap_or_default()).into_owned(),
            old: side(repo, &delta.old_file())?,
            new: side(repo, &delta.new_file())?,
        });
    }
    Ok(all)
}

fn side(repo: &Repository, file: &DiffFile<'_>) -> Result<Option<Side>, Problem> {
    if !file.exists() {
        return Ok(None);
    }
    let blob = repo.find_blob(file.id())?;
    let text = std::str::from_utf8(blob.content());
    let text = text
        .ok()
        .filter(|_| !blob.is_binary() && blob.size() <= SHOWN);
    Ok(Some(Side {
        mode: u32::from(file.mode()),
        bytes: blob.size(),
        text: text.map(str::to_owned),
    }))
}
