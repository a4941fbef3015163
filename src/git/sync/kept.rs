//! The references that keep a branch's commit from before an update: `refs/ddint-tui/before/<number>/<branch>`. Each
//! number is used once, so that no update takes the way back of another; and a branch and one below its name cannot
//! stand in each other's way.

use crate::git::problem::Problem;
use git2::{Oid, Repository, Signature};

const ABOVE: &str = "refs/ddint-tui/before/";

/// The reference that keeps `commit` of `branch`: the one that does already, else the next free one.
pub(super) fn name(repo: &Repository, branch: &str, commit: Oid) -> Result<String, Problem> {
    let mut last = 0;
    for reference in repo.references_glob(&format!("{ABOVE}*"))?.flatten() {
        let Ok(name) = reference.name() else { continue };
        let Some((number, of)) = name.strip_prefix(ABOVE).and_then(|n| n.split_once('/')) else {
            continue;
        };
        if of == branch && reference.target() == Some(commit) {
            return Ok(name.to_owned());
        }
        last = last.max(number.parse::<u32>().unwrap_or(0));
    }
    Ok(format!("{ABOVE}{}/{branch}", last + 1))
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
        Ok(_) => {
            return Err(Problem::new(
                format!("{name} was taken by another program just now."),
                "Update again.",
            ));
        }
        Err(_) => {}
    }
    make.set_target(name, commit, Some(who), "ddint-tui: before an update")?;
    Ok(make.commit()?)
}

/// Takes it away, if it still holds `commit`.
pub(super) fn forget(repo: &Repository, name: &str, commit: Oid) {
    if name.starts_with(ABOVE)
        && let Ok(mut reference) = repo.find_reference(name)
        && reference.target() == Some(commit)
    {
        // One that stays is harmless.
        let _ = reference.delete();
    }
}
