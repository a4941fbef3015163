//! What an update does to which branch, from what is in the clone.

use super::kept::{self, Files};
use super::moving::Move;
use super::own::{self, Own, Part};
use super::replay::{self, Ground, Replay};
use super::survey::Site;
use super::{Remake, moved};
use crate::core::sync::{How, SyncPlan, SyncRequest, Synced, Told};
use crate::git::branch;
use crate::git::guard;
use crate::git::hooks::{BEFORE_REPLAY, Hooks, MOVED, REWRITTEN};
use crate::git::identity::People;
use crate::git::problem::Problem;
use crate::git::scope::Scope;
use crate::git::{amend, remotes, sign};
use crate::jobs::cancel::CancelToken;
use git2::{ErrorCode, Oid, Repository};

/// What an update works on.
pub(super) struct Work<'a> {
    repo: &'a Repository,
    request: &'a SyncRequest,
    branch: String,
    refname: String,
    ours: bool,
    checked_out: bool,
    pub tip: Oid,
    onto: Oid,
    nothing: Files,
}

impl<'a> Work<'a> {
    pub fn begin(repo: &'a Repository, request: &'a SyncRequest) -> Result<Self, Problem> {
        let scope = Scope::new(&request.folder, &request.root_files)?;
        guard::check(repo, Some(&scope))?;
        let Some(onto) = remotes::commit(repo, &request.base) else {
            return Err(Problem::new(
                format!("The base {} is not in this clone.", request.base),
                format!(
                    "Fetch it: git fetch {}",
                    request.base.split('/').next().unwrap_or("upstream")
                ),
            ));
        };
        let head = repo.head()?;
        let refname = format!("refs/heads/{}", request.branch);
        let (tip, refname, ours) = match repo.find_reference(&refname) {
            Ok(branch) => (branch.peel_to_commit()?.id(), refname, true),
            Err(error) if error.code() == ErrorCode::NotFound => {
                (head.peel_to_commit()?.id(), head.name()?.to_owned(), false)
            }
            Err(error) => return Err(error.into()),
        };
        let checked_out = head.name().ok() == Some(refname.as_str());
        let branch = refname
            .strip_prefix("refs/heads/")
            .unwrap_or(&refname)
            .to_owned();
        if !checked_out {
            branch::checked_out_elsewhere(repo, &branch, &refname)?;
        }
        Ok(Self {
            repo,
            request,
            branch,
            refname,
            ours,
            checked_out,
            tip,
            onto,
            nothing: Files::default(),
        })
    }

    pub fn plan(
        &self,
        remake: Remake<'_>,
        cancel: &CancelToken,
    ) -> Result<(SyncPlan, Replay), Problem> {
        let (repo, request) = (self.repo, self.request);
        let part = Part {
            folder: &request.folder,
            roots: &request.root_files,
        };
        let own = own::of(repo, self.tip, &request.base, self.onto, part)?;
        self.only_ours(&own)?;
        let all = own.gone.iter().chain(&own.merged).chain(&own.commits);
        let oldest = all.clone().next().copied();
        let how = match (own.new, oldest) {
            (0, _) if own.gone.is_empty() => How::Nothing,
            (_, None) => How::Forward,
            _ => How::Replay,
        };
        let ground = self.ground(remake, cancel);
        let replay = match how {
            How::Nothing => Replay::default(),
            _ => ground.replay(&own.commits)?,
        };
        let published = match oldest.filter(|_| how == How::Replay) {
            Some(oldest) => amend::published(repo, &repo.find_commit(oldest)?)?,
            None => None,
        };
        let merged = own.merged.iter().chain(&replay.dropped);
        let plan = SyncPlan {
            branch: self.branch.clone(),
            ours: self.ours,
            checked_out: self.checked_out,
            base: request.base.clone(),
            from: self.tip.to_string(),
            onto: self.onto.to_string(),
            how,
            new: own.new,
            replayed: told(repo, replay.picks.iter().map(|(id, _)| id))?,
            merged: told(repo, merged)?,
            gone: told(repo, own.gone.iter())?,
            remade: replay.remade.iter().cloned().collect(),
            files: 0,
            kept: kept::name(repo, &self.branch, self.tip)?,
            published,
        };
        Ok((plan, replay))
    }

    /// Before the integration's branch exists, nobody's commits are made again.
    fn only_ours(&self, own: &Own) -> Result<(), Problem> {
        let commits = own.commits.len() + own.merged.len() + own.gone.len();
        if self.ours || commits == 0 {
            return Ok(());
        }
        let commits = match commits {
            1 => "1 commit".to_owned(),
            n => format!("{n} commits"),
        };
        let SyncRequest { branch, base, .. } = self.request;
        Err(Problem::new(
            format!(
                "{} is checked out and has {commits} of its own that {base} lacks; {branch} does not exist yet, and \
                 begins from {base}.",
                self.branch
            ),
            format!(
                "Begin it there, with your changes: git switch --merge --no-track -c {branch} {base}"
            ),
        ))
    }

    fn ground<'g>(&'g self, remake: Remake<'g>, cancel: &'g CancelToken) -> Ground<'g> {
        Ground {
            repo: self.repo,
            branch: &self.branch,
            base: &self.request.base,
            onto: self.onto,
            roots: &self.request.root_files,
            remake,
            cancel,
        }
    }

    pub fn site<'s>(&'s self, remake: Remake<'s>) -> Site<'s> {
        Site {
            repo: self.repo,
            by: &self.request.base,
            command: format!("git rebase {} {}", self.request.base, self.branch),
            folder: &self.request.folder,
            roots: &self.request.root_files,
            remake,
            found: &self.nothing,
        }
    }

    pub fn carry_out(
        &self,
        plan: &SyncPlan,
        replay: &Replay,
        people: &People,
        remake: Remake<'_>,
        cancel: &CancelToken,
        on_line: &mut dyn FnMut(&str),
    ) -> Result<Synced, Problem> {
        let repo = self.repo;
        let index = repo.path().join("index");
        let env = sign::environment(people);
        let mut printed = String::new();
        if plan.how == How::Replay {
            let mut hooks = Hooks::new(repo, env.clone(), cancel, on_line);
            let args = [self.request.base.clone().into(), self.branch.clone().into()];
            hooks.run(BEFORE_REPLAY, &args, &index)?;
            printed = std::mem::take(&mut hooks.output);
        }
        let made = replay::write(&self.ground(remake, cancel), replay, people, on_line)?;
        let new = made.last().map_or(self.onto, |(_, new)| *new);
        let kept_before = repo.refname_to_id(&plan.kept).is_ok();
        kept::keep(repo, &plan.kept, self.tip, &people.committer)?;
        on_line(&format!("The branch's commit is kept as {}", plan.kept));
        let moves = Move {
            repo,
            refname: &self.refname,
            old: self.tip,
            new,
            log: match plan.how {
                How::Forward => format!("merge {}: Fast-forward", plan.base),
                _ => format!("rebase (finish): {} onto {}", self.refname, self.onto),
            },
            who: &people.committer,
            kept: Some(&plan.kept),
        };
        let done = if self.checked_out {
            moves.all(&self.site(remake), cancel, on_line)
        } else {
            moves.alone().map(|()| vec![])
        };
        let made_again = done.inspect_err(|_| {
            // Once the branch moved, there is something to go back to.
            if repo.refname_to_id(&self.refname).ok() == Some(self.tip) {
                if kept_before {
                    kept::forget_files(repo, &plan.kept);
                } else {
                    kept::forget(repo, &plan.kept, self.tip);
                }
            }
        })?;
        let mut hooks = Hooks::new(repo, env, cancel, on_line);
        let mut after = vec![];
        if self.checked_out {
            after.push(hooks.run(MOVED, &moved(self.tip, new), &index));
        }
        if !made.is_empty() {
            let lines = made.iter().map(|(old, new)| format!("{old} {new}"));
            let lines = lines.collect::<Vec<_>>().join("\n") + "\n";
            after.push(hooks.run_with(REWRITTEN, &["rebase".into()], &index, Some(lines)));
        }
        printed.push_str(&hooks.output);
        for problem in after.into_iter().filter_map(Result::err) {
            printed.push_str(&problem.message);
            printed.push('\n');
        }
        let mut shared = replay.remade.clone();
        shared.extend(made_again);
        let became = |last: &String| {
            let pair = made.iter().find(|(old, _)| old.to_string() == *last);
            pair.map(|(_, new)| new.to_string())
        };
        Ok(Synced {
            branch: self.branch.clone(),
            base: plan.base.clone(),
            before: self.tip.to_string(),
            after: new.to_string(),
            kept: plan.kept.clone(),
            replayed: made.len(),
            remade: shared.into_iter().collect(),
            last: self.request.last_commit.clone(),
            became: self.request.last_commit.as_ref().and_then(became),
            hooks: printed,
        })
    }
}

fn told<'i>(
    repo: &Repository,
    ids: impl Iterator<Item = &'i Oid>,
) -> Result<Vec<Told>, git2::Error> {
    ids.map(|id| {
        let commit = repo.find_commit(*id)?;
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Told {
            commit: id.to_string(),
            title: lossy(commit.summary_bytes().unwrap_or_default()),
            author: lossy(commit.author().name_bytes()),
        })
    })
    .collect()
}
