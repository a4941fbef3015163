//! The commit, like `git commit --only`: the parent's tree plus exactly the scope as it is in the worktree.
//!
//! Order, and why. Objects first: nobody sees them until something names them. Then the branch is created and
//! checked out (possible only when no file changes by it), because hooks judge the branch that they see. Then
//! the hooks, which may refuse: everything so far is undone. Last, with the branch's lock held, the index and then
//! the branch. The index goes first because a kill between the two then leaves the scope staged, which is what
//! `git add` leaves and what the next commit completes; the other way round would show every new file as
//! deleted.

use super::amend::{self, Replaced};
use super::branch::{self, Plan};
use super::cleanup::Cleanup;
pub use super::error::{CommitError, CommitErrorKind};
use super::guard;
pub use super::hooks::HOOK;
use super::hooks::{AFTER, Hooks, REWRITTEN};
use super::identity::{self, People};
use super::index::{self, Temporary};
use super::message;
use super::open;
use super::problem::Problem;
use super::scope::Scope;
use super::sign;
use super::switch::Switch;
use crate::core::repo::{CommitReport, CommitRequest};
use crate::jobs::cancel::CancelToken;
use git2::{Oid, Repository};
use std::fs;
use std::path::Path;

/// Commits the scope of the clone at `clone`; see [`commit_with`].
///
/// # Errors
/// As [`commit_with`].
pub fn commit(clone: &Path, request: &CommitRequest) -> Result<CommitReport, CommitError> {
    commit_with(clone, request, &CancelToken::new(), &mut |_| {})
}

/// Commits the scope; `cancel` ends a running hook, `on_line` gets what hooks print.
///
/// # Errors
/// Why no commit was made. The clone's files, index, branches and configuration are then as they were.
pub fn commit_with(
    clone: &Path,
    request: &CommitRequest,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> Result<CommitReport, CommitError> {
    let repo = open::open(clone)?;
    let scope = Scope::new(&request.folder, &request.root_files)?;
    guard::check(&repo, Some(&scope))?;
    let mut people = identity::people(&repo, request.author.as_ref())
        .map_err(|problem| CommitError::question(problem.message, problem.hint))?;
    let cleanup = Cleanup::of(&repo)?;
    let mut text = written(&people, request, &cleanup)?;
    let plan = branch::plan(&repo, &scope, request)?;
    let replaced = amend::replaced(&repo, request, &plan)?;
    if let Some(replaced) = &replaced {
        text = message::keep_sign_offs(&text, &replaced.message);
        people.author = replaced.author.clone();
    }
    let files = scope.files(&repo)?;
    let temporary = Temporary::make(&repo, plan.parent_tree, &scope, &files)?;
    let tree = temporary.tree(&repo)?;
    branch::taken_back(&repo, &scope, request, &plan, tree)?;
    if let Some(replaced) = &replaced {
        if tree == plan.parent_tree && text == replaced.message {
            return Ok(unchanged(request, &plan));
        }
        replaced.may_become(tree, request)?;
    } else if tree == plan.parent_tree {
        return nothing_to_commit(&repo, &scope, request, &plan);
    } else if plan.foreign {
        return Err(branch::foreign(request));
    }
    let job = Job {
        repo: &repo,
        scope: &scope,
        plan: &plan,
        people: &people,
        cleanup,
        replaced,
        temporary,
        cancel,
    };
    let hooks = Hooks::new(&repo, sign::environment(&people), cancel, on_line);
    let switch = Switch::enter(&repo, &plan, &people.committer)?;
    let made = job
        .finish(hooks, &text)
        .inspect_err(|_| switch.undo(&repo))?;
    Ok(CommitReport {
        branch: request.branch.clone(),
        ..made
    })
}

fn written(people: &People, request: &CommitRequest, cleanup: &Cleanup) -> Result<String, Problem> {
    let text = cleanup.clean(&request.message)?;
    if !request.sign_off {
        return Ok(text);
    }
    let name = String::from_utf8_lossy(people.committer.name_bytes()).into_owned();
    let email = String::from_utf8_lossy(people.committer.email_bytes()).into_owned();
    Ok(message::sign_off(&text, &name, &email))
}

/// The branch holds the scope already. A tip that we do not know is ours too when its branch changed nothing
/// outside of the scope: it was made just before a kill.
fn nothing_to_commit(
    repo: &Repository,
    scope: &Scope,
    request: &CommitRequest,
    plan: &Plan,
) -> Result<CommitReport, CommitError> {
    if plan.foreign {
        let base = super::remotes::commit(repo, &request.base);
        let fork = base.and_then(|base| repo.merge_base(plan.parent, base).ok());
        let alone = match fork {
            Some(fork) => {
                let (from, to) = (
                    repo.find_commit(fork)?.tree()?,
                    repo.find_tree(plan.parent_tree)?,
                );
                branch::differing(repo, &from, &to, |path| !scope.contains(path))?.is_none()
            }
            None => false,
        };
        if !alone {
            return Err(branch::foreign(request));
        }
    }
    Ok(unchanged(request, plan))
}

fn unchanged(request: &CommitRequest, plan: &Plan) -> CommitReport {
    CommitReport {
        branch: request.branch.clone(),
        commit: plan.parent.to_string(),
        made: false,
        files: Vec::new(),
        hooks: String::new(),
    }
}

fn canceled() -> Problem {
    Problem::new(
        "The commit was canceled; nothing was committed.",
        "Commit again when you are ready.",
    )
}

/// The branch's own name.
fn short(refname: &str) -> &str {
    refname.strip_prefix("refs/heads/").unwrap_or(refname)
}

struct Job<'a> {
    repo: &'a Repository,
    scope: &'a Scope,
    plan: &'a Plan,
    people: &'a People,
    cleanup: Cleanup,
    /// The commit whose place the new one takes.
    replaced: Option<Replaced>,
    temporary: Temporary,
    cancel: &'a CancelToken,
}

impl Job<'_> {
    fn finish(&self, mut hooks: Hooks<'_>, text: &str) -> Result<CommitReport, CommitError> {
        let text = self.ask_hooks(&mut hooks, text)?;
        let tree = self.temporary.tree(self.repo)?;
        let files = self.only_scope(tree)?;
        let parents = match &self.replaced {
            Some(replaced) => &replaced.parents[..],
            None => &[self.plan.parent],
        };
        let commit = sign::write(self.repo, self.people, &text, tree, parents, self.cancel)?;
        if self.cancel.is_cancelled() {
            return Err(canceled().into());
        }
        self.publish(commit, message::title(&text))?;
        // Like git, ignore what post-commit thinks of it: the commit stands.
        let real = self.repo.path().join("index");
        let mut after = vec![hooks.run(AFTER, &[], &real)];
        if self.replaced.is_some() {
            let both = format!("{} {commit}\n", self.plan.parent);
            amend::copy_notes(self.repo, &both);
            after.push(hooks.run_with(REWRITTEN, &["amend".into()], &real, Some(both)));
        }
        for problem in after.into_iter().filter_map(Result::err) {
            hooks.output.push_str(&problem.message);
            hooks.output.push('\n');
        }
        Ok(CommitReport {
            branch: String::new(),
            commit: self.stands(commit, parents).to_string(),
            made: true,
            files,
            hooks: hooks.output,
        })
    }

    /// The commit as it stands on the branch: the contributor's post-commit hook may have amended it.
    fn stands(&self, commit: Oid, parents: &[Oid]) -> Oid {
        let tip = self.repo.refname_to_id(&self.plan.refname);
        let tip = tip.and_then(|tip| self.repo.find_commit(tip));
        let amended = tip
            .ok()
            .filter(|tip| tip.parent_ids().eq(parents.iter().copied()));
        amended.map_or(commit, |tip| tip.id())
    }

    /// Runs the hooks that may refuse or change the message; returns the message.
    fn ask_hooks(&self, hooks: &mut Hooks<'_>, text: &str) -> Result<String, CommitError> {
        const MESSAGE: [&str; 2] = ["prepare-commit-msg", "commit-msg"];
        hooks.run("pre-commit", &[], self.temporary.path())?;
        if !hooks.any(&MESSAGE) {
            return Ok(text.to_owned());
        }
        let path = self.temporary.folder().join("COMMIT_EDITMSG");
        let failed = |error: std::io::Error| {
            Problem::io(
                format!("The message for the hooks could not be passed: {error}."),
                "Check free disk space, then try again.",
            )
        };
        fs::write(&path, text).map_err(failed)?;
        let file = path.clone().into_os_string();
        hooks.run(
            MESSAGE[0],
            &[file.clone(), "message".into()],
            self.temporary.path(),
        )?;
        hooks.run(MESSAGE[1], &[file], self.temporary.path())?;
        let text = fs::read(&path).map_err(failed)?;
        Ok(self.cleanup.clean(&String::from_utf8_lossy(&text))?)
    }

    /// The paths that the commit changes: all in scope, whatever a hook has added.
    fn only_scope(&self, tree: Oid) -> Result<Vec<String>, CommitError> {
        let replaced = self.replaced.as_ref();
        let before = replaced.map_or(self.plan.parent_tree, |replaced| replaced.parent_tree);
        let before = self.repo.find_tree(before)?;
        let files = branch::changed(self.repo, &before, &self.repo.find_tree(tree)?)?;
        if files.is_empty() {
            return Err(Problem::new(
                "Your pre-commit hook took every change out of the commit.",
                "Look at what the hook did with git status, then commit again.",
            )
            .into());
        }
        match files.iter().find(|path| !self.scope.contains(path)) {
            None => Ok(files),
            Some(path) => Err(Problem::new(
                format!(
                    "Your pre-commit hook staged {path}, which is not part of the integration."
                ),
                "Commit that file on its own, or change the hook.",
            )
            .into()),
        }
    }

    /// Moves index and branch, the branch's lock held; see the order above.
    fn publish(&self, commit: Oid, title: &str) -> Result<(), CommitError> {
        let refname = &self.plan.refname;
        let mut transaction = self.repo.transaction()?;
        // Nobody checks out another branch meanwhile: the index would then be of that one.
        transaction.lock_ref("HEAD")?;
        if self.repo.head()?.name()? != refname {
            return Err(Problem::new(
                "Another branch was checked out while the commit was being made, by a hook or by another program.",
                format!("Nothing was committed. Commit again, or go back: git switch {}", short(refname)),
            )
            .into());
        }
        transaction.lock_ref(refname)?;
        if self.repo.refname_to_id(refname)? != self.plan.parent {
            return Err(Problem::new(
                "The branch moved while the commit was being made.",
                "Look at it with git log, then commit again.",
            )
            .into());
        }
        let entries = self.temporary.entries(self.scope)?;
        let before = index::replace(self.repo, self.scope, &entries)?;
        let amend = if self.replaced.is_some() {
            " (amend)"
        } else {
            ""
        };
        let log = format!("commit{amend}: {title}");
        let moved = transaction
            .set_target(refname, commit, Some(&self.people.committer), &log)
            .and_then(|()| transaction.commit());
        if let Err(error) = moved {
            index::replace(self.repo, self.scope, &before)?;
            return Err(error.into());
        }
        Ok(())
    }
}
