//! Which commit the new one follows, and whether the branch can be checked out with no file changed.

use super::config;
use super::error::CommitError;
use super::problem::Problem;
use super::remotes;
use super::scope::Scope;
use crate::core::repo::CommitRequest;
use git2::{Branch, ErrorCode, Oid, Repository, Tree};
use std::path::Path;

/// Where the commit goes.
#[derive(Debug)]
pub(super) struct Plan {
    pub refname: String,
    /// The branch's tip, or where the branch begins: what the new commit follows, or replaces.
    pub parent: Oid,
    pub parent_tree: Oid,
    /// What the branch is created from; `None` when it exists.
    pub create_from: Option<String>,
    /// The branch is not the one checked out.
    pub switch: bool,
    /// The tip is neither our last commit nor the base's: fine only when there is nothing to add to it.
    pub foreign: bool,
}

/// Decides where the commit goes. Writes nothing.
pub(super) fn plan(
    repo: &Repository,
    scope: &Scope,
    request: &CommitRequest,
) -> Result<Plan, CommitError> {
    let branch = &request.branch;
    if !Branch::name_is_valid(branch).unwrap_or(false) || branch.starts_with('-') {
        return Err(CommitError::question(
            format!("{branch:?} cannot be a branch's name."),
            "Use letters, digits, '-', '_' and '/', as in acmeco/acme_queue.",
        ));
    }
    let Some(base) = remotes::commit(repo, &request.base) else {
        return Err(CommitError::question(
            format!("The base {} is not in this clone.", request.base),
            format!(
                "Fetch it: git fetch {}",
                request.base.split('/').next().unwrap_or("upstream")
            ),
        ));
    };
    let refname = format!("refs/heads/{branch}");
    let head_ref = repo.head()?;
    let head = head_ref.peel_to_commit()?;
    let on_it = head_ref.name().ok() == Some(refname.as_str());
    let site = Site {
        repo,
        scope,
        request,
        head: head.id(),
        base,
    };
    let (parent, create_from, foreign) = match repo.find_reference(&refname) {
        Ok(existing) => {
            if let Ok(Some(other)) = existing.symbolic_target() {
                return Err(alias(request, other));
            }
            let tip = existing.peel_to_commit()?.id();
            (tip, None, !site.known(tip)?)
        }
        Err(error) if error.code() == ErrorCode::NotFound => {
            room_for(repo, branch)?;
            let (start, name) = site.start()?;
            (start, Some(name), false)
        }
        Err(error) => return Err(error.into()),
    };
    if !on_it && config::includes(repo, "onbranch:") {
        return Err(by_branch(request, create_from.is_some()));
    }
    if !on_it && create_from.is_none() {
        checked_out_elsewhere(repo, branch, &refname)?;
        site.can_switch(parent)?;
    }
    Ok(Plan {
        parent,
        parent_tree: repo.find_commit(parent)?.tree_id(),
        refname,
        create_from,
        switch: !on_it,
        foreign,
    })
}

/// A branch that is not checked out holds files that the worktree never had, or has as the checked-out branch does: in a
/// commit that takes the worktree as it is, they would be gone, or as before. `tree` is what would be committed.
pub(super) fn taken_back(
    repo: &Repository,
    scope: &Scope,
    request: &CommitRequest,
    plan: &Plan,
    tree: Oid,
) -> Result<(), CommitError> {
    if !plan.switch || plan.create_from.is_some() {
        return Ok(());
    }
    let head = repo.head()?.peel_to_tree()?;
    let (tip, tree) = (repo.find_tree(plan.parent_tree)?, repo.find_tree(tree)?);
    let at = |tree: &Tree, path: &str| {
        let entry = tree.get_path(Path::new(path)).ok();
        entry.map(|entry| (entry.id(), entry.filemode()))
    };
    let same = |path: &str| at(&tree, path) == at(&head, path);
    match differing(repo, &head, &tip, |path| scope.contains(path) && same(path))? {
        None => Ok(()),
        Some(path) => Err(CommitError::question(
            format!(
                "The branch {} has another {path} than the checked-out one, which a commit now would take back.",
                request.branch
            ),
            format!(
                "Check it out with your changes, then commit: git switch --merge {}",
                request.branch
            ),
        )),
    }
}

struct Site<'a> {
    repo: &'a Repository,
    scope: &'a Scope,
    request: &'a CommitRequest,
    head: Oid,
    base: Oid,
}

impl<'a> Site<'a> {
    fn tree(&self, commit: Oid) -> Result<Tree<'a>, git2::Error> {
        self.repo.find_commit(commit)?.tree()
    }

    /// Our last commit, or a commit of the base's own history.
    fn known(&self, tip: Oid) -> Result<bool, git2::Error> {
        let last = self.request.last_commit.as_deref();
        Ok(last.is_some_and(|last| last == tip.to_string())
            || tip == self.base
            || self.repo.graph_descendant_of(self.base, tip)?)
    }

    /// Where a new branch begins: at the base, or at HEAD when that is merely an older commit of the base. Being
    /// behind is no reason to stop; moving the worktree to the base would change files outside of the scope.
    fn start(&self) -> Result<(Oid, String), CommitError> {
        let (head, base) = (self.tree(self.head)?, self.tree(self.base)?);
        self.base_left_scope_alone(&head, &base)?;
        if differing(self.repo, &head, &base, |path| !self.scope.contains(path))?.is_none() {
            return Ok((self.base, self.request.base.clone()));
        }
        if self.repo.graph_descendant_of(self.base, self.head)? {
            return Ok((self.head, "HEAD".to_owned()));
        }
        let path = differing(self.repo, &head, &base, |path| !self.scope.contains(path))?;
        Err(self.elsewhere(&path.unwrap_or_default()))
    }

    /// Root files must be the same in HEAD and in the base, or other lines than ours would go into the
    /// commit. The folder must not have changed in the base since HEAD's branch left it.
    fn base_left_scope_alone(&self, head: &Tree, base: &Tree) -> Result<(), CommitError> {
        let root = |path: &str| self.scope.contains(path) && !self.scope.in_folder(path);
        let mut path = differing(self.repo, head, base, root)?;
        if path.is_none()
            && let Ok(fork) = self.repo.merge_base(self.head, self.base)
        {
            let fork = self.tree(fork)?;
            path = differing(self.repo, &fork, base, |path| self.scope.in_folder(path))?;
        }
        let Some(path) = path else { return Ok(()) };
        Err(CommitError::question(
            format!(
                "{path} in {} is not the version that your checked-out branch has, and it is in scope.",
                self.request.base
            ),
            format!(
                "Bring it up to date first, on the Commit page. Or move to the base by git: git switch --merge --no-track -c {} {}",
                self.request.branch, self.request.base
            ),
        ))
    }

    /// Checking out the branch must not change a file outside of the scope.
    fn can_switch(&self, tip: Oid) -> Result<(), CommitError> {
        let (head, tree) = (self.tree(self.head)?, self.tree(tip)?);
        let outside = differing(self.repo, &head, &tree, |path| !self.scope.contains(path))?;
        if let Some(path) = outside {
            return Err(self.elsewhere_existing(&path));
        }
        // The worktree's root files must come from where the branch began.
        let Ok(fork) = self.repo.merge_base(tip, self.base) else {
            return Ok(());
        };
        let root = |path: &str| self.scope.contains(path) && !self.scope.in_folder(path);
        match differing(self.repo, &head, &self.tree(fork)?, root)? {
            Some(path) => Err(self.elsewhere_existing(&path)),
            None => Ok(()),
        }
    }

    fn elsewhere(&self, path: &str) -> CommitError {
        let Self { request, .. } = self;
        CommitError::question(
            format!(
                "The checked-out branch has other content than {} (for example {path}), and changing to it \
                 would change files outside of {}.",
                request.base, request.folder
            ),
            format!(
                "Move to the base with your changes: git switch --merge --no-track -c {} {}",
                request.branch, request.base
            ),
        )
    }

    fn elsewhere_existing(&self, path: &str) -> CommitError {
        let branch = &self.request.branch;
        CommitError::question(
            format!(
                "The branch {branch} has another {path} than the checked-out one, so changing to it would \
                 change that file."
            ),
            format!("Check it out with your changes: git switch --merge {branch}"),
        )
    }
}

/// The first path that differs between two trees and for which `counts` holds.
pub(super) fn differing(
    repo: &Repository,
    a: &Tree,
    b: &Tree,
    counts: impl Fn(&str) -> bool,
) -> Result<Option<String>, git2::Error> {
    Ok(changed(repo, a, b)?.into_iter().find(|path| counts(path)))
}

/// The paths that differ between two trees.
pub(super) fn changed(repo: &Repository, a: &Tree, b: &Tree) -> Result<Vec<String>, git2::Error> {
    if a.id() == b.id() {
        return Ok(Vec::new());
    }
    let diff = repo.diff_tree_to_tree(Some(a), Some(b), None)?;
    Ok(diff
        .deltas()
        .filter_map(|delta| {
            let bytes = (delta.new_file().path_bytes()).or(delta.old_file().path_bytes())?;
            Some(String::from_utf8_lossy(bytes).into_owned())
        })
        .collect())
}

/// What to say about a branch that holds something we did not put there.
pub(super) fn foreign(request: &CommitRequest) -> CommitError {
    CommitError::question(
        format!(
            "The branch {} exists already and ends with a commit that was not made here.",
            request.branch
        ),
        format!(
            "See what it holds: git log {}..{}. Then choose another branch name, or remove it: git branch -D {}",
            request.base, request.branch, request.branch
        ),
    )
}

/// A commit would move the other branch, or make two of one.
fn alias(request: &CommitRequest, other: &str) -> CommitError {
    let other = other.strip_prefix("refs/heads/").unwrap_or(other);
    CommitError::question(
        format!(
            "The branch {} is a symbolic reference: another name of {other}.",
            request.branch
        ),
        "Choose another branch name.",
    )
}

/// Who commits, how it is signed, and which hooks run, follows from the branch: what was shown is not what would be.
fn by_branch(request: &CommitRequest, new: bool) -> CommitError {
    let CommitRequest { branch, base, .. } = request;
    let how = if new {
        format!("--no-track -c {branch} {base}")
    } else {
        branch.clone()
    };
    CommitError::question(
        format!(
            "Your git configuration depends on the branch (includeIf onbranch), and {branch} is not checked out."
        ),
        format!("Check it out with your changes, then commit: git switch --merge {how}"),
    )
}

/// `refs/heads/a` and `refs/heads/a/b` cannot both exist.
fn room_for(repo: &Repository, branch: &str) -> Result<(), CommitError> {
    let mut taken = None;
    for (at, _) in branch.match_indices('/') {
        let above = &branch[..at];
        if repo.find_reference(&format!("refs/heads/{above}")).is_ok() {
            taken = Some(above.to_owned());
        }
    }
    if taken.is_none() {
        let below = repo.references_glob(&format!("refs/heads/{branch}/*"))?;
        taken = (below.flatten().next())
            .and_then(|reference| reference.shorthand().ok().map(str::to_owned));
    }
    taken.map_or(Ok(()), |other| {
        Err(CommitError::question(
            format!("The branch {branch} cannot be created beside the branch {other}."),
            "Choose another branch name.",
        ))
    })
}

/// git checks a branch out in one worktree only.
pub(super) fn checked_out_elsewhere(
    repo: &Repository,
    branch: &str,
    refname: &str,
) -> Result<(), Problem> {
    let mut others = Vec::new();
    if repo.is_worktree() {
        others.extend(Repository::open(repo.commondir()).ok());
    }
    for name in repo.worktrees()?.iter().flatten().flatten() {
        let worktree = repo.find_worktree(name)?;
        others.extend(Repository::open_from_worktree(&worktree).ok());
    }
    let holder = others.iter().find(|other| {
        other.path() != repo.path()
            && !other.is_bare()
            && (other
                .find_reference("HEAD")
                .is_ok_and(|head| head.symbolic_target().ok().flatten() == Some(refname))
                || is_worked_on(other.path(), branch, refname))
    });
    holder.map_or(Ok(()), |other| {
        let at = other.workdir().unwrap_or_else(|| other.path());
        Err(Problem::new(
            format!(
                "The branch {branch} is checked out in another worktree, {}.",
                at.display()
            ),
            "Work in that worktree, or choose another branch name.",
        ))
    })
}

/// Whether a rebase or a bisection that goes on in a worktree will come back to the branch.
fn is_worked_on(git: &std::path::Path, branch: &str, refname: &str) -> bool {
    let says = |file: &str, name: &str| {
        std::fs::read_to_string(git.join(file)).is_ok_and(|text| text.trim_end() == name)
    };
    says("rebase-merge/head-name", refname)
        || says("rebase-apply/head-name", refname)
        || says("BISECT_START", branch)
}
