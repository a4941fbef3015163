//! Cloning and fetching by the `git` program: credential helpers, ssh configuration and proxies then work as
//! the contributor set them up.

use super::child;
use super::problem::Problem;
use super::refused::{self, Cause};
use super::remotes;
use crate::jobs::cancel::CancelToken;
use crate::jobs::desk::Desk;
use crate::jobs::door::{self, Door};
use crate::jobs::process::{self, Spec};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Datadog's repository on GitHub.
pub const UPSTREAM: &str = "DataDog/integrations-extras";

/// How a run of git can be ended, and whom it may ask.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    pub cancel: &'a CancelToken,
    pub desk: Option<&'a Arc<Desk>>,
}

impl<'a> From<&'a CancelToken> for Run<'a> {
    fn from(cancel: &'a CancelToken) -> Self {
        Self { cancel, desk: None }
    }
}

/// Clones `url` into `dest`, which must not exist or be empty. A clone that fails or is canceled leaves
/// nothing behind.
///
/// # Errors
/// Names the address and what git said last.
pub fn clone_from<'a>(
    url: &str,
    dest: &Path,
    run: impl Into<Run<'a>>,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Failed> {
    let existed = dest.exists();
    if existed && fs::read_dir(dest).is_ok_and(|mut entries| entries.next().is_some()) {
        let problem = Problem::new(
            format!("{} exists and is not empty.", dest.display()),
            "If it is your clone, type that path; else move it away.",
        );
        return Err(problem.into());
    }
    if !existed && fs::symlink_metadata(dest).is_ok() {
        let problem = Problem::new(
            format!(
                "{} is a symbolic link, and nothing is where it leads.",
                dest.display()
            ),
            "Mount or make what it leads to, or choose another folder.",
        );
        return Err(problem.into());
    }
    if existed && !dest.is_dir() {
        let problem = Problem::new(
            format!("{} is a file.", dest.display()),
            "Choose a folder that does not exist yet.",
        );
        return Err(problem.into());
    }
    let parent = dest
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or_else(|| Path::new("."));
    let missing: Vec<&Path> = parent.ancestors().take_while(|p| !p.exists()).collect();
    let made = fs::create_dir_all(parent);
    // Made here, so that what another program puts there meanwhile is never taken for what git left.
    let made = made.and_then(|()| {
        if existed {
            Ok(())
        } else {
            fs::create_dir(dest)
        }
    });
    made.map_err(|error| {
        Problem::io(
            format!("{} could not be made: {error}.", dest.display()),
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
    let what = format!("Cloning {url}");
    let done = finish(&spec, run.into(), on_line, &what, url);
    if done.is_err() && !existed {
        // git tidies up itself unless it was killed.
        let _ = fs::remove_dir_all(dest);
        // Only what was made here, and only while it is empty.
        for made in missing {
            let _ = fs::remove_dir(made);
        }
    }
    done.map(drop)
}

/// Without it, git also moves what the remote's configuration says, and that may be a branch of the contributor's.
pub(super) const ONLY_THIS: &str = "--refmap=";

/// Fetches `remote`'s branches into the clone. No branch of the contributor's moves.
///
/// # Errors
/// Names the remote and what git said last.
pub fn fetch<'a>(
    clone: &Path,
    remote: &str,
    run: impl Into<Run<'a>>,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Failed> {
    only_copies(clone, remote)?;
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
    let what = format!("Fetching {remote}");
    finish(&spec, run.into(), on_line, &what, remote).map(drop)
}

/// Refuses a remote whose configuration has fetches overwrite the contributor's own branches, as a mirror's does.
fn only_copies(clone: &Path, remote: &str) -> Result<(), Problem> {
    let key = format!("remote.{remote}.fetch");
    let told = child::told(clone, ["config", "--get-all", &key]).unwrap_or_default();
    let told = String::from_utf8_lossy(&told).into_owned();
    let into_own = |line: &&str| {
        let to = line.split_once(':').map_or("", |(_, to)| to.trim());
        let copies = ["refs/remotes/", "refs/tags/"]
            .iter()
            .any(|at| to.starts_with(at));
        !to.is_empty()
            && !copies
            && ("refs/heads/".starts_with(to.trim_end_matches('*'))
                || to.starts_with("refs/heads/")
                || !to.starts_with("refs/"))
    };
    let Some(line) = told.lines().find(into_own) else {
        return Ok(());
    };
    Err(Problem::new(
        format!(
            "A fetch from {remote} would overwrite your own branches ({key} is {line}), so nothing was fetched."
        ),
        format!(
            "Have it fetch copies: git config --replace-all {key} \"+refs/heads/*:refs/remotes/{remote}/*\""
        ),
    ))
}

/// Fetches the base alone, for example `upstream/master`. No branch of the contributor's moves.
///
/// # Errors
/// Names the remote and what git said last; that the base is not there any more.
pub fn fetch_base<'a>(
    clone: &Path,
    base: &str,
    run: impl Into<Run<'a>>,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Failed> {
    let Some((remote, branch)) = base.split_once('/') else {
        return Ok(()); // A branch of the clone itself.
    };
    let reference = format!("+refs/heads/{branch}:refs/remotes/{base}");
    let args = [
        "fetch",
        "--progress",
        "--no-recurse-submodules",
        ONLY_THIS,
        "--",
        remote,
        &reference,
    ];
    let what = format!("Fetching {base}");
    let done = finish(&child::git(clone, args), run.into(), on_line, &what, remote);
    done.map(drop).map_err(|failed| {
        if !failed.problem.message.contains("couldn't find remote ref") {
            return failed;
        }
        let problem = Problem::new(
            format!("{remote} has no branch {branch} any more, so {base} can't be brought up to date."),
            format!("See what it has: git ls-remote --heads {remote}. Name another base in the answers: git: {{ base: {remote}/main }}"),
        );
        problem.into()
    })
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

/// A remote that could not be reached or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub cause: Cause,
    pub problem: Problem,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for Failed {}

/// Runs git against `remote` and returns what it printed.
pub(super) fn finish(
    spec: &Spec,
    run: Run<'_>,
    on_line: &mut dyn FnMut(&str),
    what: &str,
    remote: &str,
) -> Result<String, Failed> {
    let spec = Spec {
        supervised: true,
        ..spec.clone()
    };
    // The causes are told from the texts, which other languages say otherwise.
    let spec = spec.env("LC_ALL", "C");
    // Where no door can be opened, git fails with a text that says what it wanted to know.
    let open = run.desk.and_then(|desk| Door::open(desk, run.cancel).ok());
    let spec = match &open {
        Some(open) => open.of(spec),
        None => door::without(spec),
    };
    let ended = process::run(&spec, run.cancel, on_line).map_err(|error| {
        Problem::io(
            format!("git could not be started: {error}."),
            "Install git and make sure that it is on the PATH.",
        )
    })?;
    if ended.success() {
        return Ok(ended.output);
    }
    if ended.cancelled {
        let problem = Problem::new(
            format!("{what} was canceled."),
            "Try again when you are ready.",
        );
        return Err(problem.into());
    }
    let cause = Cause::of(&ended.output);
    let problem = refused::problem(what, remote, cause, &ended.output);
    Err(Failed { cause, problem })
}
