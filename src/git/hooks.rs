//! The contributor's own hooks, run as `git commit` runs them.

use super::child;
use super::problem::Problem;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use git2::Repository;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The hook that runs when the commit is made.
pub(super) const AFTER: &str = "post-commit";
/// The hook that runs when it took the place of another.
pub(super) const REWRITTEN: &str = "post-rewrite";
/// The hook that runs when other files are checked out.
pub(super) const MOVED: &str = "post-checkout";
/// The hook that may refuse a rebase.
pub(super) const BEFORE_REPLAY: &str = "pre-rebase";
/// How the line begins that tells which hook runs now.
pub const HOOK: &str = "Running your hook ";

/// Runs hooks and keeps what they print.
pub(super) struct Hooks<'a> {
    folder: PathBuf,
    root: PathBuf,
    env: Vec<(OsString, OsString)>,
    cancel: &'a CancelToken,
    on_line: &'a mut dyn FnMut(&str),
    /// Everything printed so far.
    pub output: String,
}

impl<'a> Hooks<'a> {
    /// `env`: what the hooks see beside this program's environment.
    pub fn new(
        repo: &Repository,
        env: Vec<(OsString, OsString)>,
        cancel: &'a CancelToken,
        on_line: &'a mut dyn FnMut(&str),
    ) -> Self {
        let root = repo.workdir().unwrap_or_else(|| repo.path()).to_path_buf();
        let configured = repo
            .config()
            .and_then(|config| config.get_path("core.hooksPath"));
        let folder = match configured {
            // An empty one leads git to the file system's root, where nobody has hooks.
            Ok(path) if path.as_os_str().is_empty() => PathBuf::from("/"),
            Ok(path) => root.join(path),
            Err(_) => repo.commondir().join("hooks"),
        };
        Self {
            folder,
            root,
            env,
            cancel,
            on_line,
            output: String::new(),
        }
    }

    /// Whether any of these hooks would run.
    pub fn any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.find(name).is_some())
    }

    fn find(&self, name: &str) -> Option<PathBuf> {
        let path = self.folder.join(name);
        let meta = fs::metadata(&path).ok()?;
        (meta.is_file() && executable(&meta)).then_some(path)
    }

    /// Runs one hook when there is one. `index` is what it sees as the index.
    ///
    /// # Errors
    /// The hook said no, could not be started, or was canceled.
    pub fn run(&mut self, name: &str, args: &[OsString], index: &Path) -> Result<(), Problem> {
        self.run_with(name, args, index, None)
    }

    /// The same with something to read.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_with(
        &mut self,
        name: &str,
        args: &[OsString],
        index: &Path,
        input: Option<String>,
    ) -> Result<(), Problem> {
        let Some(path) = self.find(name) else {
            return Ok(());
        };
        let mut spec = if needs_shell(&path) {
            Spec::new(
                "sh",
                std::iter::once(path.into_os_string()).chain(args.iter().cloned()),
            )
        } else {
            Spec::new(path, args.iter().cloned())
        };
        spec = child::here(spec, &self.root)
            .env("GIT_INDEX_FILE", index.as_os_str())
            .env("GIT_EDITOR", ":")
            .env("GIT_PREFIX", "");
        for (key, value) in &self.env {
            spec = spec.env(key, value);
        }
        spec.stdin = input.map(String::into_bytes);
        (self.on_line)(&format!("{HOOK}{name}"));
        let ended = process::run(&spec, self.cancel, self.on_line).map_err(|error| {
            Problem::new(
                format!("The {name} hook could not be started: {error}."),
                format!("Repair or remove it: it lies in {}", self.folder.display()),
            )
        })?;
        self.output.push_str(&ended.output);
        if ended.success() {
            return Ok(());
        }
        if ended.cancelled {
            let (what, hint) = match name {
                AFTER | REWRITTEN => ("the commit stands", ""),
                MOVED => ("the branch is moved", ""),
                BEFORE_REPLAY => ("nothing was changed", "Update again when you are ready."),
                _ => ("nothing was committed", "Commit again when you are ready."),
            };
            return Err(Problem::new(
                format!("The {name} hook was canceled; {what}."),
                hint,
            ));
        }
        let how = match (ended.code, ended.signal) {
            (Some(code), _) => format!("exit status {code}"),
            (None, Some(signal)) => format!("signal {signal}"),
            _ => "no exit status".to_owned(),
        };
        let said = ended.output.trim_end();
        let (what, hint) = match name {
            BEFORE_REPLAY => ("the update", "then update again"),
            _ => ("the commit", "then commit again"),
        };
        Err(Problem::new(
            format!("Your {name} hook refused {what} ({how}):\n{said}"),
            format!("Correct what the hook names, {hint}."),
        ))
    }
}

#[cfg(unix)]
fn executable(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn executable(_: &fs::Metadata) -> bool {
    true
}

/// A script without `#!` line, which the system refuses to start and git hands to the shell.
fn needs_shell(path: &Path) -> bool {
    let mut start = [0; 64];
    let Ok(read) = File::open(path).and_then(|mut file| file.read(&mut start)) else {
        return false;
    };
    let start = &start[..read];
    !start.starts_with(b"#!") && !start.contains(&0)
}
