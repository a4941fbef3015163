//! Adding a remote to the clone: one section at the end of its configuration, and nothing else in it changes.

use super::problem::Problem;
use super::remotes::{Remote, is_upstream};
use super::{child, open};
use crate::jobs::cancel::CancelToken;
use crate::jobs::process;
use std::path::{Path, PathBuf};

/// Datadog's repository, which anybody can read without an account.
pub const UPSTREAM_URL: &str = "https://github.com/DataDog/integrations-extras.git";

/// The first of the names that no remote has; the last with a number when all are taken.
#[must_use]
pub fn free_name(remotes: &[Remote], names: [&str; 2]) -> String {
    let last = names[1];
    let numbered = (2..).map(|n| format!("{last}-{n}"));
    let mut all = names.iter().map(|n| (*n).to_owned()).chain(numbered);
    let free = |name: &String| remotes.iter().all(|r| !r.name.eq_ignore_ascii_case(name));
    all.find(free).unwrap_or_else(|| last.to_owned())
}

/// The file in which the clone at `root` keeps its remotes; that of a linked worktree is its repository's.
///
/// # Errors
/// The clone can't be opened.
pub fn config_file(root: &Path) -> Result<PathBuf, Problem> {
    let file = open::open(root)?.commondir().join("config");
    Ok(file.components().collect())
}

/// Whether a text can be the address of the contributor's fork.
///
/// # Errors
/// One sentence that names the problem, and the way out.
pub fn check_fork(url: &str) -> Result<(), String> {
    let url = url.trim();
    let example = "Type it as GitHub shows it: https://github.com/<you>/integrations-extras.git.";
    let slash = url.find('/').unwrap_or(url.len());
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let scp = scheme.is_empty() && url[..slash].contains(':');
    let path = url.starts_with('/');
    let hidden = |c: char| c.is_control() || c.is_whitespace() && !path;
    let whole = !rest.is_empty() && (scp || path || !scheme.is_empty());
    if !whole || url.starts_with('-') || url.contains(hidden) {
        return Err(format!("This is no URL of a repository. {example}"));
    }
    if is_upstream(url) {
        return Err(format!(
            "This is Datadog's own repository, which you can't push to; your fork is a copy of it. {example}"
        ));
    }
    let authority = rest.split('/').next().unwrap_or_default();
    if scheme.to_lowercase().starts_with("http") && authority.contains('@') {
        return Err(
            "The URL holds a name or a password before the @. Leave it out: git asks for both."
                .into(),
        );
    }
    Ok(())
}

/// Adds the remote to the clone at `root`. One that is there already with this address is left as it is.
///
/// # Errors
/// A remote of this name has another address, or git refused; the configuration is then as it was.
pub fn add(root: &Path, name: &str, url: &str, cancel: &CancelToken) -> Result<(), Problem> {
    let repo = open::open(root)?;
    if let Ok(remote) = repo.find_remote(name) {
        if remote.url().is_ok_and(|known| known == url) {
            return Ok(());
        }
        // Its address is not named: it may hold a password.
        return Err(Problem::new(
            format!("The remote {name} exists, with another address. It was not changed."),
            "Look at it with: git remote -v",
        ));
    }
    let spec = child::git(root, ["remote", "add", "--", name, url]);
    let ended = process::run(&spec, cancel, &mut |_| {}).map_err(|error| {
        Problem::io(
            format!("git could not be started: {error}."),
            "Install git and make sure that it is on the PATH.",
        )
    })?;
    if ended.success() {
        return Ok(());
    }
    let said = ended.output.lines().rev().find(|l| !l.trim().is_empty());
    Err(Problem::new(
        format!(
            "The remote {name} was not added: {}",
            said.unwrap_or("git said nothing.")
        ),
        "Make sure that you may write to .git/config, and that no other git works there.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::remotes::Role;

    #[test]
    fn what_can_be_a_fork() {
        for url in [
            "https://github.com/acmeco/integrations-extras.git",
            "git@github.com:acmeco/integrations-extras.git",
            "github.com:acmeco/integrations-extras",
            "ssh://git@github.com/acmeco/integrations-extras",
            "file:///srv/a fork.git".trim_end_matches(" fork.git"),
            "/srv/a fork.git",
        ] {
            assert_eq!(check_fork(url), Ok(()), "{url}");
        }
        for (url, why) in [
            ("", "no URL"),
            ("acmeco", "no URL"),
            ("https://", "no URL"),
            ("--upload-pack=x:y", "no URL"),
            ("https://github.com/a b", "no URL"),
            (
                "git@github.com:DataDog/integrations-extras.git",
                "Datadog's own",
            ),
            (UPSTREAM_URL, "Datadog's own"),
            (
                "https://dev:t0ken@github.com/dev/integrations-extras",
                "password",
            ),
            (
                "https://t0ken@github.com/dev/integrations-extras",
                "password",
            ),
        ] {
            let said = check_fork(url).unwrap_err();
            assert!(said.contains(why), "{url}: {said}");
        }
    }

    #[test]
    fn a_name_that_is_taken_is_never_used() {
        let remote = |name: &str| Remote {
            name: name.to_owned(),
            url: String::new(),
            role: Role::Other,
        };
        let names = ["upstream", "datadog"];
        let free = |taken: &[&str]| {
            let taken: Vec<Remote> = taken.iter().map(|n| remote(n)).collect();
            free_name(&taken, names)
        };
        assert_eq!(free(&["origin"]), "upstream");
        assert_eq!(free(&["Upstream"]), "datadog");
        assert_eq!(free(&["upstream", "datadog", "datadog-2"]), "datadog-3");
    }
}
