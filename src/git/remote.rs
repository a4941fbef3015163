//! Cloning, fetching and pushing, by the `git` program: credential helpers, ssh configuration and proxies then work as
//! the contributor set them up.

use super::child;
use super::problem::Problem;
use super::remotes::{self, Role};
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Ended, Spec};
use std::fs;
use std::path::Path;

/// Datadog's repository on GitHub.
pub const UPSTREAM: &str = "DataDog/integrations-extras";

/// Clones `url` into `dest`, which must not exist or be empty. A clone that fails or is canceled leaves
/// nothing behind.
///
/// # Errors
/// Names the address and what git said last.
pub fn clone_from(
    url: &str,
    dest: &Path,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Problem> {
    let existed = dest.exists();
    if existed && fs::read_dir(dest).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Problem::new(
            format!("{} exists and is not empty.", dest.display()),
            "If it is your clone, type that path; else move it away.",
        ));
    }
    if existed && !dest.is_dir() {
        return Err(Problem::new(
            format!("{} is a file.", dest.display()),
            "Choose a folder that does not exist yet.",
        ));
    }
    let parent = dest
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or_else(|| Path::new("."));
    let missing: Vec<&Path> = parent.ancestors().take_while(|p| !p.exists()).collect();
    fs::create_dir_all(parent).map_err(|error| {
        Problem::io(
            format!("{} could not be made: {error}.", parent.display()),
            "Choose a folder that you may write to.",
        )
    })?;
    let args: [std::ffi::OsString; 5] = [
        "clone".into(),
        "--progress".into(),
        "--".into(),
        url.into(),
        dest.into(),
    ];
    // No other working directory: `dest` and a local `url` may be relative to this one.
    let spec = child::git(Path::new(""), args);
    let done = finish(&spec, cancel, on_line, &format!("Cloning {url}"));
    if done.is_err() && !existed {
        // git tidies up itself unless it was killed.
        let _ = fs::remove_dir_all(dest);
        // Only what was made here, and only while it is empty.
        for made in missing {
            let _ = fs::remove_dir(made);
        }
    }
    done
}

/// Fetches `remote`'s branches into the clone. No branch of the contributor's moves.
///
/// # Errors
/// Names the remote and what git said last.
pub fn fetch(
    clone: &Path,
    remote: &str,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Problem> {
    let spec = child::git(
        clone,
        [
            "fetch",
            "--progress",
            "--no-recurse-submodules",
            "--",
            remote,
        ],
    );
    finish(&spec, cancel, on_line, &format!("Fetching {remote}"))
}

/// Pushes `branch` to the fork and sets it up to track there. Never forced, never to Datadog's repository.
///
/// # Errors
/// The remote is Datadog's; or what git said last.
pub fn push(
    clone: &Path,
    remote: &str,
    branch: &str,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Problem> {
    let repo = git2::Repository::open(clone)?;
    let all = remotes::read(&repo);
    let known = all.iter().find(|r| r.name == remote).ok_or_else(|| {
        Problem::new(
            format!("The clone has no remote named {remote}."),
            "Add your fork under Set up, or run: git remote add origin URL",
        )
    })?;
    if known.role == Role::Upstream {
        return Err(Problem::new(
            format!("{remote} is Datadog's own repository, and nothing is ever pushed there."),
            "Add your fork under Set up, or run: git remote add origin URL",
        ));
    }
    let reference = format!("refs/heads/{branch}:refs/heads/{branch}");
    let args = [
        "push",
        "--progress",
        "--set-upstream",
        "--",
        remote,
        reference.as_str(),
    ];
    let spec = child::git(clone, args);
    finish(
        &spec,
        cancel,
        on_line,
        &format!("Pushing {branch} to {remote}"),
    )
}

/// The page that opens a pull request for a pushed branch; `None` when the fork is not on GitHub.
#[must_use]
pub fn compare_url(clone: &Path, remote: &str, base: &str, branch: &str) -> Option<String> {
    let repo = git2::Repository::open(clone).ok()?;
    let fork = remotes::read(&repo)
        .into_iter()
        .find(|r| r.name == remote)?;
    let owner = remotes::github_owner(&fork.url)?;
    let trunk = base.rsplit('/').next().unwrap_or("master");
    Some(format!(
        "https://github.com/{UPSTREAM}/compare/{trunk}...{owner}:{branch}?expand=1"
    ))
}

fn finish(
    spec: &Spec,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
    what: &str,
) -> Result<(), Problem> {
    let spec = Spec {
        supervised: true,
        ..spec.clone()
    };
    let ended = process::run(&spec, cancel, on_line).map_err(|error| {
        Problem::io(
            format!("git could not be started: {error}."),
            "Install git and make sure that it is on the PATH.",
        )
    })?;
    if ended.success() {
        return Ok(());
    }
    if ended.cancelled {
        return Err(Problem::new(
            format!("{what} was canceled."),
            "Try again when you are ready.",
        ));
    }
    Err(Problem::new(
        format!("{what} failed: {}", reason(&ended)),
        "Check the address, the network and your access, then try again.",
    ))
}

/// git's own last word: its `fatal:` or `error:` lines, else the last line.
fn reason(ended: &Ended) -> String {
    let marked: Vec<&str> = ended
        .output
        .lines()
        .filter(|line| line.starts_with("fatal:") || line.starts_with("error:"))
        .collect();
    if marked.is_empty() {
        let last = ended
            .output
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty());
        last.unwrap_or("git said nothing.").to_owned()
    } else {
        marked.join(" ")
    }
}
