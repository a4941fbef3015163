//! Checking out the branch when no file changes by it, and back again when the commit is refused.

use super::branch::Plan;
use super::problem::Problem;
use git2::{Oid, Repository, Signature};
use std::fs::{self, OpenOptions};
use std::path::PathBuf;

/// What was done, so that it can be undone.
#[derive(Debug)]
pub(super) struct Switch {
    refname: String,
    /// The branch begins here and was created by us.
    created_at: Option<Oid>,
    /// HEAD's branch before.
    from: Option<String>,
    /// HEAD's log and its length before.
    log: Option<(PathBuf, u64)>,
}

impl Switch {
    /// Creates the branch where `plan` says and points HEAD at it. Hooks then see the branch that they judge.
    /// Transactions, because only they let `who` stand in the logs when git's configuration names nobody.
    pub fn enter(repo: &Repository, plan: &Plan, who: &Signature<'_>) -> Result<Self, Problem> {
        let mut done = Self {
            refname: plan.refname.clone(),
            created_at: None,
            from: None,
            log: None,
        };
        if let Some(name) = &plan.create_from {
            let mut create = repo.transaction()?;
            create.lock_ref(&plan.refname)?;
            if repo.find_reference(&plan.refname).is_ok() {
                return Err(Problem::new(
                    "The branch was created by another program just now.",
                    "Look at it with git log, then commit again.",
                ));
            }
            let log = format!("branch: Created from {name}");
            create.set_target(&plan.refname, plan.parent, Some(who), &log)?;
            create.commit()?;
            done.created_at = Some(plan.parent);
        }
        if plan.switch {
            let from = repo.head()?.name()?.to_owned();
            let path = repo.path().join("logs/HEAD");
            let length = fs::metadata(&path).map(|meta| meta.len()).ok();
            done.log = length.map(|length| (path, length));
            if let Err(error) = point_head(repo, &from, &plan.refname, Some(who)) {
                done.undo(repo);
                return Err(error.into());
            }
            done.from = Some(from);
        }
        Ok(done)
    }

    /// Puts HEAD back and removes the branch if we made it and nobody moved either since.
    pub fn undo(&self, repo: &Repository) {
        if let Some(from) = &self.from {
            let ours = repo.find_reference("HEAD").is_ok_and(|head| {
                head.symbolic_target().ok().flatten() == Some(self.refname.as_str())
            });
            if !ours || point_head(repo, &self.refname, from, None).is_err() {
                return;
            }
            self.forget();
        }
        if let Some(start) = self.created_at
            && let Ok(mut branch) = repo.find_reference(&self.refname)
            && branch.target() == Some(start)
        {
            // A branch that stays is harmless: it holds nothing of its own.
            let _ = branch.delete();
        }
    }

    /// Takes the two lines of going there and back out of HEAD's log, if they are the last ones.
    fn forget(&self) {
        let Some((path, length)) = &self.log else {
            return;
        };
        let Ok(bytes) = fs::read(path) else { return };
        let Some(new) = usize::try_from(*length)
            .ok()
            .and_then(|length| bytes.get(length..))
        else {
            return;
        };
        let lines: Vec<_> = String::from_utf8_lossy(new)
            .lines()
            .map(|line| line.contains("\tcheckout: moving from "))
            .collect();
        if lines == [true, true]
            && let Ok(file) = OpenOptions::new().write(true).open(path)
        {
            let _ = file.set_len(*length);
        }
    }
}

fn point_head(
    repo: &Repository,
    from: &str,
    to: &str,
    who: Option<&Signature<'_>>,
) -> Result<(), git2::Error> {
    let short = |name: &str| name.strip_prefix("refs/heads/").unwrap_or(name).to_owned();
    let log = format!("checkout: moving from {} to {}", short(from), short(to));
    let mut head = repo.transaction()?;
    head.lock_ref("HEAD")?;
    head.set_symbolic_target("HEAD", to, who, &log)?;
    head.commit()
}
