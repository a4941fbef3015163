//! Where a push would arrive. Only git knows: a remote may have several addresses, others for pushes, and rules that
//! write them anew, from every place that its configuration comes from.

use super::address::{self, Address};
use super::child;
use super::problem::Problem;
use super::remotes::{self, Role};
use git2::Repository;
use std::path::{Path, PathBuf};

/// How the address of Datadog's repository ends on every host: the name of GitHub may be an alias of ssh's.
const DATADOG: &str = "/datadog/integrations-extras";

/// Refuses every remote whose pushes would arrive at Datadog's repository.
///
/// # Errors
/// Which address leads there; there is no such remote.
pub(super) fn may_receive(clone: &Path, name: &str) -> Result<(), Problem> {
    let repo = Repository::open(clone)?;
    let root = repo.workdir().unwrap_or(clone);
    let all = remotes::read(&repo);
    let known = all.iter().find(|r| r.name == name).ok_or_else(|| {
        Problem::new(
            format!("The clone has no remote named {name}."),
            "Add your fork under Set up, or run: git remote add origin URL",
        )
    })?;
    if known.role == Role::Upstream || is_datadog(&known.url) {
        return Err(datadog(name, ""));
    }
    let to = addresses(root, name, "--push")?;
    if let Some(url) = to.iter().find(|url| is_datadog(url)) {
        return Err(datadog(name, &format!(" A push goes to {}.", shown(url))));
    }
    for upstream in all.iter().filter(|r| r.role == Role::Upstream) {
        let read: Vec<Place> = addresses(root, &upstream.name, "--no-push")?
            .iter()
            .map(|url| place(root, url))
            .collect();
        if let Some(url) = to.iter().find(|url| read.contains(&place(root, url))) {
            let what = format!(
                "{} leads to the same repository as {}",
                shown(url),
                upstream.name
            );
            return Err(Problem::new(
                format!(
                    "A push to {name} goes to Datadog's own repository, and nothing is ever pushed there: {what}."
                ),
                way_out(name),
            ));
        }
    }
    Ok(())
}

fn datadog(name: &str, what: &str) -> Problem {
    Problem::new(
        format!("{name} is Datadog's own repository, and nothing is ever pushed there.{what}"),
        way_out(name),
    )
}

fn way_out(name: &str) -> String {
    format!(
        "Add your fork under Set up, or run: git remote add fork URL. See where {name} leads: git remote get-url --push --all {name}"
    )
}

fn is_datadog(url: &str) -> bool {
    matches!(address::of(url), Address::Elsewhere(at) if at.ends_with(DATADOG) && at.matches('/').count() == 2)
}

/// The address without what may be a password in it.
fn shown(url: &str) -> String {
    match address::of(url) {
        Address::Elsewhere(at) | Address::Here(at) => at,
    }
}

/// The addresses of a remote as git uses them.
fn addresses(root: &Path, name: &str, which: &str) -> Result<Vec<String>, Problem> {
    let said = child::told(root, ["remote", "get-url", which, "--all", "--", name]);
    let said = said.map(|said| String::from_utf8_lossy(&said).into_owned());
    let said = said.filter(|said| !said.trim().is_empty());
    let said = said.ok_or_else(|| {
        Problem::new(
            format!("git does not say where {name} leads, so nothing was pushed."),
            format!("See: git remote get-url --push --all {name}"),
        )
    })?;
    Ok(said.lines().map(str::to_owned).collect())
}

/// One repository, however its address is written.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    Elsewhere(String),
    Here(PathBuf),
}

fn place(root: &Path, url: &str) -> Place {
    let path = match address::of(url) {
        Address::Elsewhere(at) => return Place::Elsewhere(at),
        Address::Here(path) => path,
    };
    // git looks for these in turn.
    let tries = ["/.git", "", ".git/.git", ".git"].map(|end| root.join(format!("{path}{end}")));
    let found = tries
        .iter()
        .find(|at| at.join("HEAD").exists() || at.is_file());
    let at = found.map_or_else(|| root.join(&path), |at| common(at));
    Place::Here(at.canonicalize().unwrap_or(at))
}

/// The repository that several worktrees share.
fn common(at: &Path) -> PathBuf {
    Repository::open(at).map_or_else(|_| at.to_owned(), |repo| repo.commondir().to_owned())
}

#[cfg(test)]
mod tests {
    use super::is_datadog;

    #[test]
    fn an_alias_of_the_host_leads_to_datadog_too() {
        for url in [
            "gh:DataDog/integrations-extras.git",
            "https://140.82.121.4/DataDog/integrations-extras",
            "https://github.com/DataDog/integrations%2Dextras.GIT",
        ] {
            assert!(is_datadog(url), "{url}");
        }
        for url in [
            "git@github.com:acmeco/integrations-extras.git",
            "https://mirror.acme.example/github.com/DataDog/integrations-extras",
            "/srv/DataDog/integrations-extras",
            "",
        ] {
            assert!(!is_datadog(url), "{url}");
        }
    }
}
