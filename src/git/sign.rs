//! Commit objects: libgit2 writes them, unless they are to be signed. Then git does, because only it knows how the
//! contributor signs: with `OpenPGP`, X.509 or SSH.

use super::child;
use super::identity::People;
use super::problem::Problem;
use super::settings;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process;
use git2::{Oid, Repository, Signature};
use std::ffi::OsString;

/// Writes the commit object; no branch moves.
pub(super) fn write(
    repo: &Repository,
    people: &People,
    message: &str,
    tree: Oid,
    parent: Oid,
    cancel: &CancelToken,
) -> Result<Oid, Problem> {
    if settings::flag(repo, "commit.gpgsign", false) {
        return signed(repo, people, message, tree, parent, cancel);
    }
    let parent = repo.find_commit(parent)?;
    let tree = repo.find_tree(tree)?;
    Ok(repo.commit(
        None,
        &people.author,
        &people.committer,
        message,
        &tree,
        &[&parent],
    )?)
}

fn signed(
    repo: &Repository,
    people: &People,
    message: &str,
    tree: Oid,
    parent: Oid,
    cancel: &CancelToken,
) -> Result<Oid, Problem> {
    const HINT: &str = "Unlock your key and try again, or commit unsigned here: \
                        git config commit.gpgsign false";
    let root = repo.workdir().unwrap_or_else(|| repo.path());
    let (tree, parent) = (tree.to_string(), parent.to_string());
    let args = ["commit-tree", "-S", &tree, "-p", &parent, "-F", "-"];
    let mut spec = child::git(root, args);
    for (key, value) in environment(people) {
        spec = spec.env(key, value);
    }
    spec.stdin = Some(message.as_bytes().to_vec());
    let ended = process::run(&spec, cancel, &mut |_| {}).map_err(|error| {
        Problem::new(
            format!("git could not be started to sign the commit: {error}."),
            HINT,
        )
    })?;
    if ended.cancelled {
        return Err(Problem::new(
            "Signing was canceled; nothing was committed.",
            "Commit again when you are ready.",
        ));
    }
    let said = ended.output.trim_end();
    let name = said
        .lines()
        .rev()
        .find_map(|line| Oid::from_str(line.trim()).ok());
    match name {
        Some(id) if ended.success() && repo.find_commit(id).is_ok() => Ok(id),
        _ => Err(Problem::new(
            format!("The commit could not be signed:\n{said}"),
            HINT,
        )),
    }
}

/// Author and committer as git reads them from the environment.
pub(super) fn environment(people: &People) -> Vec<(OsString, OsString)> {
    let mut env = Vec::new();
    for (role, who) in [("AUTHOR", &people.author), ("COMMITTER", &people.committer)] {
        let lossy = |bytes: &[u8]| OsString::from(String::from_utf8_lossy(bytes).into_owned());
        env.push((format!("GIT_{role}_NAME").into(), lossy(who.name_bytes())));
        env.push((format!("GIT_{role}_EMAIL").into(), lossy(who.email_bytes())));
        env.push((format!("GIT_{role}_DATE").into(), date(who).into()));
    }
    env
}

fn date(who: &Signature<'_>) -> String {
    let when = who.when();
    let minutes = when.offset_minutes().abs();
    format!(
        "@{} {}{:02}{:02}",
        when.seconds(),
        when.sign(),
        minutes / 60,
        minutes % 60
    )
}
