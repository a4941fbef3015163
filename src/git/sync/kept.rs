//! The references that keep what an update replaces: the branch's commit in `refs/ddint-tui/before/<number>/<branch>`, and
//! beside it, in `refs/ddint-tui/files/<number>/<branch>`, a tree of what was not committed and became part of it. They
//! outlive a kill, and git collects nothing of what they hold. Each number is used once, so that no update takes the way back
//! of another; and a branch and one below its name cannot stand in each other's way.

use crate::git::problem::Problem;
use git2::build::TreeUpdateBuilder;
use git2::{FileMode, ObjectType, Oid, Repository, Signature, Tree, TreeWalkMode};

const ABOVE: &str = "refs/ddint-tui/before/";
const FILES: &str = "refs/ddint-tui/files/";
/// What files held that are made again.
const BEFORE: &str = "before";
const AFTER: &str = "after";
/// Names of files alone.
const STAGED: &str = "staged";
const UNTRACKED: &str = "untracked";

/// What was not committed, in files that an update touches.
#[derive(Default)]
pub(super) struct Files {
    pub made: Vec<Uncommitted>,
    /// Files that were staged as the base has them.
    pub staged: Vec<String>,
    /// Files as the base has them that git did not know.
    pub untracked: Vec<String>,
}

/// A shared file that was made again and is not committed: the blobs of what it held.
pub(super) struct Uncommitted {
    pub path: String,
    pub before: Oid,
    pub after: Oid,
}

/// The reference that keeps `commit` of `branch`, the newest where several do.
pub(super) fn holding(
    repo: &Repository,
    branch: &str,
    commit: Oid,
) -> Result<Option<String>, Problem> {
    let all = numbered(repo)?;
    let holds = |(_, name): &&(u32, String)| {
        name.split_once('/').is_some_and(|(_, of)| of == branch)
            && repo.refname_to_id(&format!("{ABOVE}{name}")).ok() == Some(commit)
    };
    let newest = all.iter().filter(holds).max_by_key(|(number, _)| *number);
    Ok(newest.map(|(_, name)| format!("{ABOVE}{name}")))
}

/// The reference that will keep `commit` of `branch`: one that does already and has no files beside it, else the next free
/// one.
pub(super) fn name(repo: &Repository, branch: &str, commit: Oid) -> Result<String, Problem> {
    if let Some(name) = holding(repo, branch, commit)?
        && repo.find_reference(&beside(&name)).is_err()
    {
        return Ok(name);
    }
    let last = numbered(repo)?.into_iter().map(|(number, _)| number).max();
    Ok(format!("{ABOVE}{}/{branch}", last.unwrap_or(0) + 1))
}

/// All that is kept: numbers, and names without what all have in common.
fn numbered(repo: &Repository) -> Result<Vec<(u32, String)>, Problem> {
    let mut all = vec![];
    for above in [ABOVE, FILES] {
        for reference in repo.references_glob(&format!("{above}*"))?.flatten() {
            let name = reference.name().ok().and_then(|n| n.strip_prefix(above));
            let number = name.and_then(|n| n.split_once('/')?.0.parse().ok());
            all.extend(number.zip(name.map(str::to_owned)));
        }
    }
    Ok(all)
}

fn beside(kept: &str) -> String {
    kept.replacen(ABOVE, FILES, 1)
}

/// Makes it; one that is there and holds another commit is never moved.
pub(super) fn keep(
    repo: &Repository,
    name: &str,
    commit: Oid,
    who: &Signature<'_>,
) -> Result<(), Problem> {
    let mut make = repo.transaction()?;
    make.lock_ref(name)?;
    match repo.refname_to_id(name) {
        Ok(there) if there == commit => return Ok(()),
        Ok(_) => return Err(taken(name)),
        Err(_) => {}
    }
    make.set_target(name, commit, Some(who), "ddint-tui: before an update")?;
    Ok(make.commit()?)
}

fn taken(name: &str) -> Problem {
    Problem::new(
        format!("{name} was taken by another program just now."),
        "Update again.",
    )
}

/// Keeps files beside the commit that `kept` keeps.
pub(super) fn keep_files(repo: &Repository, kept: &str, files: &Files) -> Result<(), Problem> {
    if files.made.is_empty() && files.staged.is_empty() && files.untracked.is_empty() {
        return Ok(());
    }
    let mut update = TreeUpdateBuilder::new();
    for file in &files.made {
        update.upsert(
            format!("{BEFORE}/{}", file.path),
            file.before,
            FileMode::Blob,
        );
        update.upsert(format!("{AFTER}/{}", file.path), file.after, FileMode::Blob);
    }
    let named = repo.blob(&[])?;
    for (part, paths) in [(STAGED, &files.staged), (UNTRACKED, &files.untracked)] {
        for path in paths {
            update.upsert(format!("{part}/{path}"), named, FileMode::Blob);
        }
    }
    let nothing = repo.find_tree(repo.treebuilder(None)?.write()?)?;
    let tree = update.create_updated(repo, &nothing)?;
    let name = beside(kept);
    let made = repo.reference(&name, tree, false, "ddint-tui: before an update");
    made.map(drop).map_err(|error| match error.code() {
        git2::ErrorCode::Exists => taken(&name),
        _ => error.into(),
    })
}

/// The files that are kept beside `kept`.
pub(super) fn files(repo: &Repository, kept: &str) -> Result<Files, Problem> {
    let Ok(reference) = repo.find_reference(&beside(kept)) else {
        return Ok(Files::default());
    };
    let root = reference.peel_to_tree()?;
    let after = part(repo, &root, AFTER)?;
    let paths = |all: Vec<(String, Oid)>| all.into_iter().map(|(path, _)| path).collect();
    let made = part(repo, &root, BEFORE)?.into_iter().zip(after);
    Ok(Files {
        made: made
            .map(|((path, before), (_, after))| Uncommitted {
                path,
                before,
                after,
            })
            .collect(),
        staged: paths(part(repo, &root, STAGED)?),
        untracked: paths(part(repo, &root, UNTRACKED)?),
    })
}

/// The blobs of one part, by their paths in it.
fn part(repo: &Repository, root: &Tree<'_>, name: &str) -> Result<Vec<(String, Oid)>, git2::Error> {
    let Some(entry) = root.get_name(name) else {
        return Ok(vec![]);
    };
    let mut all = vec![];
    repo.find_tree(entry.id())?
        .walk(TreeWalkMode::PreOrder, |above, entry| {
            if entry.kind() == Some(ObjectType::Blob)
                && let Ok(name) = entry.name()
            {
                all.push((format!("{above}{name}"), entry.id()));
            }
            git2::TreeWalkResult::Ok
        })?;
    Ok(all)
}

/// Takes both away, if the first still holds `commit`.
pub(super) fn forget(repo: &Repository, name: &str, commit: Oid) {
    if name.starts_with(ABOVE)
        && let Ok(mut reference) = repo.find_reference(name)
        && reference.target() == Some(commit)
    {
        forget_files(repo, name);
        // One that stays is harmless.
        let _ = reference.delete();
    }
}

/// Takes the files beside `kept` away: they are in their places again.
pub(super) fn forget_files(repo: &Repository, kept: &str) {
    if kept.starts_with(ABOVE)
        && let Ok(mut files) = repo.find_reference(&beside(kept))
    {
        let _ = files.delete();
    }
}
