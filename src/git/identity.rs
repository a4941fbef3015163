//! Who authors and commits: git's environment and configuration first, then what was asked.

use super::config;
use super::problem::Problem;
use super::settings;
use git2::{Repository, Signature};
use std::env;
use std::path::Path;

/// Author and committer of one commit.
pub struct People {
    pub author: Signature<'static>,
    pub committer: Signature<'static>,
}

/// `Name <email>` as git would author now; `None` when git has no name or no address.
#[must_use]
pub fn configured(repo: &Repository) -> Option<String> {
    let (name, email) = person(repo, "AUTHOR")?;
    Some(format!("{name} <{email}>"))
}

/// As [`configured`], for a clone; without one, from the user's own configuration alone.
#[must_use]
pub fn of(clone: Option<&Path>) -> Option<String> {
    if let Some(repo) = clone.and_then(|path| Repository::open(path).ok()) {
        return configured(&config::as_git(repo));
    }
    let config = config::user().ok()?;
    let name = config.get_string("user.name").ok()?;
    let email = config.get_string("user.email").ok()?;
    Some(format!("{name} <{email}>"))
}

/// Author and committer; `asked` (name, address) fills in where git has none.
///
/// # Errors
/// When neither git nor `asked` names someone, or the name cannot stand in a commit.
pub fn people(repo: &Repository, asked: Option<&(String, String)>) -> Result<People, Problem> {
    let one = |role| -> Result<Signature<'static>, Problem> {
        let (name, email) = person(repo, role)
            .or_else(|| asked.cloned())
            .filter(|(name, email)| !name.trim().is_empty() && !email.trim().is_empty())
            .ok_or_else(|| {
                Problem::new(
                    "git has no name and e-mail address for you, and a commit needs both.",
                    "Run: git config --global user.name \"Your Name\" and: \
                     git config --global user.email you@example.com",
                )
            })?;
        // A line of its own would end the commit's header.
        if format!("{name}{email}").contains(['\n', '\0']) {
            return Err(Problem::new(
                format!("{name:?} <{email:?}> cannot author a commit: it has more than one line."),
                "Correct it with git config --global user.name and user.email.",
            ));
        }
        let signature = match dated(repo, role) {
            Some(time) => Signature::new(&name, &email, &time),
            None => Signature::now(&name, &email),
        };
        signature.map_err(|error| {
            Problem::new(
                format!(
                    "{name:?} <{email}> cannot author a commit: {}.",
                    error.message()
                ),
                "Correct it with git config --global user.name and user.email.",
            )
        })
    };
    Ok(People {
        author: one("AUTHOR")?,
        committer: one("COMMITTER")?,
    })
}

/// Name and address, in git's order: environment, `author.*`/`committer.*`, `user.*`, `EMAIL`.
fn person(repo: &Repository, role: &str) -> Option<(String, String)> {
    let section = role.to_lowercase();
    let set = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let value = |what: &str| {
        set(&format!("GIT_{role}_{}", what.to_uppercase()))
            .or_else(|| settings::text(repo, &format!("{section}.{what}")))
            .or_else(|| settings::text(repo, &format!("user.{what}")))
    };
    let email = value("email").or_else(|| set("EMAIL"))?;
    Some((value("name")?, email))
}

/// The time that `GIT_AUTHOR_DATE` or `GIT_COMMITTER_DATE` sets, read by libgit2.
fn dated(repo: &Repository, role: &str) -> Option<git2::Time> {
    env::var_os(format!("GIT_{role}_DATE"))?;
    let signature = if role == "AUTHOR" {
        repo.author_from_env()
    } else {
        repo.committer_from_env()
    };
    signature.ok().map(|signature| signature.when())
}
