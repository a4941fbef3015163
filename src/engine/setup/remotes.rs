//! The remotes' line, and adding the one that is missing.

use super::lines::{line, repaired_by};
use crate::core::event::Outcome;
use crate::core::event::{Failure, FailureKind};
use crate::core::setup::{Health, Item, Line, Repair, SetupReport};
use crate::engine::job::Job;
use crate::git::adding::{self, UPSTREAM_URL};
use crate::git::clone::Clone;
use crate::git::remotes::{Remote, Role, github_owner, is_upstream};

/// Adds the line, and says in the report which remote receives the branch.
pub(super) fn lines(clone: &Clone, report: &mut SetupReport) {
    let upstream = clone.remote(Role::Upstream);
    let fork = clone.remote(Role::Fork);
    report.fork = fork.map(|r| r.name.clone());
    report.lines.push(match (upstream, fork) {
        (Some(u), _) if let Some(owner) = somebody_else(u) => repaired_by(
            line(
                Item::Remotes,
                Health::Note,
                format!("{} is {owner}'s repository, not Datadog's", u.name),
                "The branch would begin from a copy, which may be behind. This remote stays as it is.",
            ),
            add_upstream(clone),
        ),
        (Some(u), Some(f)) => line(
            Item::Remotes,
            Health::Good,
            format!("{} = Datadog's, {} = your fork", u.name, f.name),
            "Your fork receives your branch; Datadog's repository is only read.",
        ),
        (None, Some(f)) => repaired_by(
            line(
                Item::Remotes,
                Health::Note,
                format!("{} only; no remote for Datadog's repository", f.name),
                "Without it the branch begins from your fork, which may be behind.",
            ),
            add_upstream(clone),
        ),
        (Some(u), None) => repaired_by(
            line(
                Item::Remotes,
                Health::Note,
                format!("{} only; no fork to push to", u.name),
                "Fork DataDog/integrations-extras on GitHub before the pull request.",
            ),
            Repair::AskFork {
                name: adding::free_name(&clone.remotes, ["origin", "fork"]),
                config: config(clone),
            },
        ),
        (None, None) => repaired_by(
            line(
                Item::Remotes,
                Health::Note,
                "none",
                "Committing works; the base comes from Datadog's repository, and pushing needs one for your fork.",
            ),
            add_upstream(clone),
        ),
    });
}

/// Who owns a repository on GitHub that is not Datadog's; what is elsewhere may well be a mirror of it.
fn somebody_else(remote: &Remote) -> Option<String> {
    github_owner(&remote.url).filter(|_| !is_upstream(&remote.url))
}

fn add_upstream(clone: &Clone) -> Repair {
    Repair::AddRemote {
        name: adding::free_name(&clone.remotes, ["upstream", "datadog"]),
        url: UPSTREAM_URL.to_owned(),
        config: config(clone),
    }
}

/// The file that changes, as it is shown before it does.
fn config(clone: &Clone) -> String {
    match adding::config_file(&clone.root) {
        // A linked worktree's is its repository's.
        Ok(file) if file != clone.root.join(".git/config") => file.display().to_string(),
        _ => "your clone's .git/config".into(),
    }
}

/// Where the base's line stands while Datadog's remote is known and was never fetched.
pub(super) fn unfetched(clone: &Clone) -> Option<Line> {
    let upstream = clone.remote(Role::Upstream)?;
    let base = clone.base.as_ref()?;
    let fetched = base.split('/').next() == Some(upstream.name.as_str());
    (!fetched).then(|| {
        repaired_by(
            line(
                Item::Base,
                Health::Note,
                format!("{base}; {} was never fetched", upstream.name),
                "Your branch would begin from your fork, which may be behind. Fetch Datadog's repository first.",
            ),
            Repair::Fetch {
                remote: upstream.name.clone(),
            },
        )
    })
}

/// Adds a remote to the clone.
pub(in super::super) fn add(job: &Job, name: &str, url: &str) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    adding::add(&clone, name, url, &job.cancel)
        .map_err(|e| Failure::new(FailureKind::Question, e.message, e.hint))?;
    Ok(Outcome::RemoteAdded {
        url: url.to_owned(),
    })
}
