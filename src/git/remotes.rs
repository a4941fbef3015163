//! The clone's remotes, what each is for, and the base to branch from.

use super::address::{self, Address};
use git2::{Oid, Repository};

/// Datadog's repository, as every form of its address ends.
const UPSTREAM: &str = "datadog/integrations-extras";
/// The names a default branch goes by, the likelier first.
const TRUNKS: [&str; 2] = ["master", "main"];

/// What a remote is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Datadog's own: read, never pushed to.
    Upstream,
    /// The contributor's copy, which receives the branch.
    Fork,
    Other,
}

/// One remote of the clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    pub name: String,
    pub url: String,
    pub role: Role,
}

/// The remotes with their roles, in git's order.
///
/// The upstream is the remote whose address is Datadog's integrations-extras, else the one named
/// `upstream`. The fork is `origin` unless that is the upstream, else another copy of integrations-extras, else
/// whatever other remote there is.
#[must_use]
pub fn read(repo: &Repository) -> Vec<Remote> {
    let mut all: Vec<Remote> = Vec::new();
    if let Ok(names) = repo.remotes() {
        for name in names.iter().flatten().flatten() {
            let url = repo
                .find_remote(name)
                .ok()
                .and_then(|remote| remote.url().ok().map(str::to_owned))
                .unwrap_or_default();
            all.push(Remote {
                name: name.to_owned(),
                url,
                role: Role::Other,
            });
        }
    }
    let upstream = (all
        .iter()
        .position(|r| r.name == "upstream" && is_upstream(&r.url)))
    .or_else(|| all.iter().position(|r| is_upstream(&r.url)))
    .or_else(|| all.iter().position(|r| r.name == "upstream"));
    if let Some(at) = upstream {
        all[at].role = Role::Upstream;
    }
    let free = |r: &&mut Remote| r.role == Role::Other && !is_upstream(&r.url);
    let rank = |r: &Remote| match r.name.as_str() {
        "origin" => 0,
        "fork" => 1,
        _ if address(&r.url).ends_with("/integrations-extras") => 2,
        _ => 3,
    };
    if let Some(fork) = all.iter_mut().filter(free).min_by_key(|r| rank(r)) {
        fork.role = Role::Fork;
    }
    all
}

/// Whether `url` is an address of Datadog's integrations-extras on GitHub.
#[must_use]
pub fn is_upstream(url: &str) -> bool {
    let address = address(url);
    address
        .strip_suffix(UPSTREAM)
        .is_some_and(|host| ["github.com/", "ssh.github.com/"].contains(&host))
}

/// The owner of a repository on GitHub, by its address.
#[must_use]
pub fn github_owner(url: &str) -> Option<String> {
    let address = address(url);
    let path = address
        .strip_prefix("github.com/")
        .or_else(|| address.strip_prefix("ssh.github.com/"))?;
    path.split('/')
        .next()
        .filter(|owner| !owner.is_empty())
        .map(str::to_owned)
}

/// `host/owner/name` where the address leads to a host, else the path.
fn address(url: &str) -> String {
    match address::of(url) {
        Address::Elsewhere(at) => at,
        Address::Here(path) => path.trim_end_matches('/').trim_end_matches(".git").into(),
    }
}

/// The base to branch from: the upstream's trunk, else `origin`'s; for example `upstream/master`.
#[must_use]
pub fn base(repo: &Repository, remotes: &[Remote]) -> Option<String> {
    let upstream = remotes.iter().find(|r| r.role == Role::Upstream);
    let names = upstream
        .map(|r| r.name.as_str())
        .into_iter()
        .chain(["origin"]);
    names
        .flat_map(|name| TRUNKS.map(|trunk| format!("{name}/{trunk}")))
        .find(|name| commit(repo, name).is_some())
}

/// The commit that a base such as `upstream/master` names, as last fetched.
#[must_use]
pub fn commit(repo: &Repository, base: &str) -> Option<Oid> {
    [format!("refs/remotes/{base}"), format!("refs/heads/{base}")]
        .iter()
        .find_map(|name| {
            let reference = repo.find_reference(name).ok()?;
            Some(reference.peel_to_commit().ok()?.id())
        })
}

#[cfg(test)]
mod tests {
    use super::is_upstream;

    #[test]
    fn every_form_of_datadogs_address() {
        for url in [
            "https://github.com/DataDog/integrations-extras.git",
            "https://github.com/datadog/integrations-extras",
            "https://dev:token@github.com/DataDog/integrations-extras/",
            "git@github.com:DataDog/integrations-extras.git",
            "github.com:DataDog/integrations-extras",
            "ssh://git@github.com/DataDog/integrations-extras.git",
            "ssh://git@ssh.github.com:443/DataDog/integrations-extras.git",
            "git://github.com/DataDog/integrations-extras",
        ] {
            assert!(is_upstream(url), "{url}");
        }
    }

    #[test]
    fn what_only_looks_like_it() {
        for url in [
            "https://github.com/acmeco/integrations-extras.git",
            "git@github.com:acmeco/integrations-extras.git",
            "https://github.com/DataDog/integrations-core.git",
            "https://evil.example/github.com/DataDog/integrations-extras",
            "https://notgithub.com/DataDog/integrations-extras",
            "/srv/github.com/DataDog/integrations-extras",
            "https://github.com/x/DataDog/integrations-extras",
            "",
        ] {
            assert!(!is_upstream(url), "{url}");
        }
    }
}
