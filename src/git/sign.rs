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
    parents: &[Oid],
    cancel: &CancelToken,
) -> Result<Oid, Problem> {
    if settings::flag(repo, "commit.gpgsign", false) {
        return signed(repo, people, message, tree, parents, cancel);
    }
    let parents =
        (parents.iter().map(|id| repo.find_commit(*id))).collect::<Result<Vec<_>, _>>()?;
    let tree = repo.find_tree(tree)?;
    Ok(repo.commit(
        None,
        &people.author,
        &people.committer,
        message,
        &tree,
        &parents.iter().collect::<Vec<_>>(),
    )?)
}

fn signed(
    repo: &Repository,
    people: &People,
    message: &str,
    tree: Oid,
    parents: &[Oid],
    cancel: &CancelToken,
) -> Result<Oid, Problem> {
    let root = repo.workdir().unwrap_or_else(|| repo.path());
    // The message is UTF-8, whatever i18n.commitEncoding would have it called.
    let utf8 = ["-c".to_owned(), "i18n.commitEncoding=UTF-8".into()];
    let mut args = utf8.to_vec();
    args.extend(["commit-tree".into(), "-S".into(), tree.to_string()]);
    args.extend(parents.iter().flat_map(|id| ["-p".into(), id.to_string()]));
    args.extend(["-F".into(), "-".into()]);
    let mut spec = child::git(root, args);
    for (key, value) in environment(people) {
        spec = spec.env(key, value);
    }
    // A pinentry that draws on the terminal would draw over the screens; one with a window still asks. gpg's agent
    // has no terminal of its own, so this one fails at once; /dev/null makes it wait for a minute, and no value
    // takes the terminal that the agent was started on.
    spec = spec.env("GPG_TTY", "/dev/tty");
    spec.stdin = Some(message.as_bytes().to_vec());
    let ended = process::run(&spec, cancel, &mut |_| {}).map_err(|error| {
        Problem::new(
            format!("git could not be started to sign the commit: {error}."),
            UNSIGNED,
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
            format!("The commit could not be signed, so nothing was committed:\n{said}"),
            way_out(repo, said),
        )),
    }
}

/// The way out that is always there.
const UNSIGNED: &str = "Or commit unsigned in this clone: git config commit.gpgsign false";

/// What unlocks the key, or names one, by what git and its helpers said.
fn way_out(repo: &Repository, said: &str) -> String {
    let format = settings::text(repo, "gpg.format").unwrap_or_else(|| "openpgp".into());
    let key = settings::text(repo, "user.signingkey");
    let said = said.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let missing = has(&[
        "no secret key",
        "no such file",
        "couldn't load public key",
        "no private key found",
        "user.signingkey",
        "unusable secret key",
    ]);
    let first = match (format.as_str(), key) {
        (_, None) => "Name your signing key: git config --global user.signingkey KEY".to_owned(),
        (_, Some(key)) if missing => format!(
            "The key {key} can't be used here. Name one that is: git config --global user.signingkey KEY"
        ),
        ("ssh", Some(key)) => {
            let path = key.trim_end_matches(".pub");
            format!("Unlock your key in another terminal (ssh-add {path}), then commit again.")
        }
        (_, Some(key)) => format!(
            "Unlock your key in another terminal (echo | gpg --sign --local-user {key} --output /dev/null --yes), \
             then commit again."
        ),
    };
    format!("{first} {UNSIGNED}")
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
