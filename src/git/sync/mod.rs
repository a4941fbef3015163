//! Bringing a branch up to date with its base, as `git rebase` and `git merge --ff-only` do it, with a way back: the commit
//! before is kept under a name of its own. Commits are made again in memory first, so that a conflict changes nothing;
//! shared files that are generated are made again instead of conflicting.
//!
//! The branch that moves is the integration's. Where that does not exist yet, it is the one that is checked out, and only
//! forward, since the integration's will begin there.

mod aside;
mod carry;
mod drivers;
mod journal;
mod kept;
mod lying;
mod moving;
mod own;
mod recover;
mod replay;
mod stage;
mod survey;
mod twin;
mod way;
mod work;

pub use aside::set_aside;
pub use twin::{became, last_update};

use super::branch;
use super::config;
use super::guard;
use super::hooks::{Hooks, MOVED};
use super::identity;
use super::open;
use super::problem::Problem;
use super::scope::Scope;
use super::sign;
use crate::core::sync::{How, SyncPlan, SyncRequest, Synced};
use crate::jobs::cancel::CancelToken;
use fd_lock::RwLock;
use git2::{IndexEntry, IndexTime, Oid, Repository};
use moving::Move;
use std::fs::File;
use std::path::Path;
use survey::Site;
use work::Work;

/// Makes a shared file again: its path, its text where the branch began, in the branch, and in the base. `None` where the
/// two don't differ by the integration's part alone.
pub type Remake<'a> = &'a dyn Fn(&str, &str, &str, &str) -> Option<String>;

/// Before git's own stores, so that every new object goes there.
const FIRST: i32 = 1_000;
/// How many paths are told by name.
const TOLD: usize = 5;

/// What an update would do. Nothing is written into the clone, unless an earlier one was cut off and is put in order.
///
/// # Errors
/// What forbids it, with the way out.
pub fn look(
    clone: &Path,
    request: &SyncRequest,
    remake: Remake<'_>,
    cancel: &CancelToken,
) -> Result<SyncPlan, Problem> {
    recover(clone)?;
    let repo = open::open(clone)?;
    let root = repo.workdir().unwrap_or_else(|| repo.path());
    // What would be written stays in memory.
    let own = config::as_git(Repository::open(root)?);
    own.odb()?.add_new_mempack_backend(FIRST)?;
    let work = Work::begin(&own, request)?;
    let (plan, replay) = work.plan(remake, cancel)?;
    let Some(tree) = replay.tree.filter(|_| plan.checked_out) else {
        return Ok(plan);
    };
    let from = own.find_commit(work.tip)?.tree()?;
    let steps = work.site(remake).steps(&from, &own.find_tree(tree)?)?;
    let mut plan = plan;
    let counts = |step: &&survey::Step| step.put != survey::Put::Keep;
    plan.files = steps.iter().filter(counts).count();
    let again = steps.iter().filter(|s| s.put == survey::Put::Remake);
    plan.remade.extend(again.map(|step| step.path.clone()));
    plan.remade.sort();
    plan.remade.dedup();
    Ok(plan)
}

/// Does what was looked at.
///
/// # Errors
/// Why nothing was changed: what forbids it, or the clone is not as it was when it was looked at.
pub fn update(
    clone: &Path,
    request: &SyncRequest,
    seen: &SyncPlan,
    remake: Remake<'_>,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> Result<Synced, Problem> {
    let repo = open::open(clone)?;
    alone(&repo, || {
        recover::recover(&repo)?;
        let work = Work::begin(&repo, request)?;
        let people = identity::people(&repo, request.author.as_ref())?;
        let (plan, replay) = work.plan(remake, cancel)?;
        if (&plan.from, &plan.onto, &plan.branch) != (&seen.from, &seen.onto, &seen.branch) {
            return Err(Problem::new(
                "The branch or the base moved since this was shown. Nothing was changed.",
                "Look at it again.",
            ));
        }
        if plan.how == How::Nothing {
            return Err(Problem::new("There is nothing to bring up to date.", ""));
        }
        work.carry_out(&plan, &replay, &people, remake, cancel, on_line)
    })?
}

/// Puts the branch, the index, and the worktree back to before an update.
///
/// # Errors
/// The branch moved since, the way back is gone, or files are in the way.
pub fn back(
    clone: &Path,
    request: &SyncRequest,
    done: &Synced,
    remake: Remake<'_>,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Problem> {
    let repo = open::open(clone)?;
    alone(&repo, || {
        recover::recover(&repo)?;
        let scope = Scope::new(&request.folder, &request.root_files)?;
        guard::check(&repo, Some(&scope))?;
        let people = identity::people(&repo, request.author.as_ref())?;
        let refname = format!("refs/heads/{}", done.branch);
        let tip = repo.refname_to_id(&refname).ok();
        let (before, after) = (Oid::from_str(&done.before)?, Oid::from_str(&done.after)?);
        if tip != Some(after) {
            return Err(Problem::new(
                format!(
                    "{} moved since the update, so going back would lose what came then. Nothing was changed.",
                    done.branch
                ),
                format!("See it: git log {}..{}", done.kept, done.branch),
            ));
        }
        if repo.refname_to_id(&done.kept).ok() != Some(before) {
            return Err(Problem::new(
                format!(
                    "{} does not hold the commit before the update any more.",
                    done.kept
                ),
                format!("Find it with: git reflog {}", done.branch),
            ));
        }
        let moves = Move {
            repo: &repo,
            refname: &refname,
            old: after,
            new: before,
            log: format!("reset: moving to {}", done.kept),
            who: &people.committer,
            kept: None,
        };
        let found = kept::files(&repo, &done.kept)?;
        let site = Site {
            repo: &repo,
            by: &done.kept,
            command: format!("git reset --keep {}", done.kept),
            folder: &request.folder,
            roots: &request.root_files,
            remake,
            found: &found,
        };
        if repo.head()?.name().ok() == Some(refname.as_str()) {
            moves.all(&site, cancel, on_line)?;
            let mut hooks = Hooks::new(&repo, sign::environment(&people), cancel, on_line);
            let _ = hooks.run(MOVED, &moved(after, before), &repo.path().join("index"));
        } else {
            branch::checked_out_elsewhere(&repo, &done.branch, &refname)?;
            moves.alone()?;
        }
        kept::forget(&repo, &done.kept, before);
        Ok(())
    })?
}

/// Puts in order what an update left that was cut off; says what was done. Nothing where another program is at it.
///
/// # Errors
/// What a person has to look at.
pub fn recover(clone: &Path) -> Result<Option<String>, Problem> {
    let Ok(repo) = open::open(clone) else {
        return Ok(None);
    };
    if !recover::is_cut_off(&repo) {
        return Ok(None);
    }
    alone(&repo, || recover::recover(&repo)).unwrap_or(Ok(None))
}

/// One update at a time: a lock on the repository's folder, which leaves nothing behind.
fn alone<R>(repo: &Repository, work: impl FnOnce() -> R) -> Result<R, Problem> {
    let path = repo.path();
    let opened = File::open(path).map_err(|error| journal::failed("Opening", path, &error))?;
    let mut lock = RwLock::new(opened);
    match lock.try_write() {
        Ok(_held) => Ok(work()),
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Err(Problem::new(
            "Another ddint-tui is bringing this clone up to date.",
            "Let it finish, then try again.",
        )),
        Err(error) => Err(journal::failed("Locking", path, &error)),
    }
}

/// The arguments of `post-checkout`.
fn moved(from: Oid, to: Oid) -> [std::ffi::OsString; 3] {
    [from.to_string().into(), to.to_string().into(), "1".into()]
}

/// `a, b, and 7 more`.
fn some(paths: &[String]) -> String {
    let named = paths[..paths.len().min(TOLD)].join(", ");
    match paths.len().saturating_sub(TOLD) {
        0 => named,
        more => format!("{named}, and {more} more"),
    }
}

/// An index entry that git has not seen the file of.
fn entry(path: &str, mode: u32, id: Oid) -> IndexEntry {
    IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

fn going_on(cancel: &CancelToken) -> Result<(), Problem> {
    if cancel.is_cancelled() {
        return Err(Problem::new(
            "The update was canceled; nothing was changed.",
            "Update again when you are ready.",
        ));
    }
    Ok(())
}
