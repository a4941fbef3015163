//! Running the real ddev on a clone, so that its verdict is about that clone and can be believed.

use super::environment::{self, Variables};
use super::output::{self, Context};
use super::warm::Warm;
use super::whole::{Files, Whole};
use super::{Toolchain, installer};
use crate::core::finding::{Finding, Source};
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Ended, Spec};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

const LAUNCHER: &str = include_str!("../../assets/ddev_color.py");
/// Of a test run, this much output is kept for reading.
const KEEP: usize = 8 << 20;
/// A validation that takes longer hangs.
const VALIDATION_LIMIT: Duration = Duration::from_secs(300);
/// A test run that takes longer hangs; making its environment is part of it.
const TEST_LIMIT: Duration = Duration::from_secs(3600);

/// ddev, ready to run on one clone.
#[derive(Debug, Clone)]
pub struct Ddev {
    toolchain: Toolchain,
    repo: PathBuf,
    scratch: PathBuf,
    variables: Variables,
    index: OnceLock<Vec<(OsString, OsString)>>,
    columns: u16,
    folder: Option<String>,
    warm: Option<Arc<Warm>>,
    whole: Option<Arc<Whole>>,
}

/// What one ddev command did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// ddev's own exit status; `None` when it was ended or could not start.
    pub exit: Option<i32>,
    /// The end of what it printed, colors kept.
    pub text: String,
    /// Its traceback's last line, when ddev itself failed.
    pub crashed: Option<String>,
    pub findings: Vec<Finding>,
    /// Errors that are about other integrations.
    pub foreign: usize,
    pub cancelled: bool,
    pub timed_out: bool,
    pub ms: u64,
}

impl Ddev {
    /// ddev for the clone `repo`; `scratch` is a folder of ours for its configuration.
    ///
    /// # Errors
    /// When `repo` is no folder, or `scratch` or the toolchain's state cannot be written.
    pub fn new(toolchain: &Toolchain, repo: &Path, scratch: &Path) -> io::Result<Self> {
        // ddev resolves links as well, and names files by the result.
        let repo = repo.canonicalize().map_err(|e| {
            io::Error::new(
                e.kind(),
                format!("there is no clone at {}: {e}", repo.display()),
            )
        })?;
        let scratch = std::path::absolute(scratch)?;
        let config = environment::configure(&repo, &scratch)?;
        environment::prepare(toolchain)?;
        Ok(Self {
            variables: environment::variables(toolchain, &config, &scratch),
            toolchain: toolchain.clone(),
            repo,
            scratch,
            index: OnceLock::new(),
            columns: 120,
            folder: None,
            warm: None,
            whole: None,
        })
    }

    /// The same, for output `columns` wide (tests only; validations are never wrapped).
    #[must_use]
    pub fn columns(mut self, columns: u16) -> Self {
        self.columns = columns.max(40);
        self
    }

    /// The same, for an integration: what `ci` and `codeowners` (which take no name) say of others is
    /// only counted.
    #[must_use]
    pub fn about(&self, folder: &str) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            ..self.clone()
        }
    }

    /// The same, with validations run by a ddev that stays loaded, where that is possible.
    #[must_use]
    pub fn warm(mut self, warm: Arc<Warm>) -> Self {
        self.warm = Some(warm);
        self
    }

    /// The same, for several integrations of a clone in which nothing changes meanwhile: a validation that takes no
    /// name runs once for all of them.
    #[must_use]
    pub fn remembering(mut self) -> Self {
        self.whole = Some(Arc::default());
        self
    }

    /// The same ddev for another tree, which is not remembered.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn on(&self, repo: &Path, scratch: &Path) -> io::Result<Self> {
        let other = Self::new(&self.toolchain, repo, scratch)?;
        Ok(Self {
            warm: self.warm.clone(),
            ..other
        })
    }

    /// The jobs of all integrations as `ask` finds them, remembered as well.
    pub(crate) fn jobs(&self, ask: impl FnOnce() -> Option<Files>) -> Option<Files> {
        match &self.whole {
            Some(whole) => whole.jobs(ask),
            None => ask(),
        }
    }

    /// What keeps validations from the ddev that stays loaded: each thing is told once.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        self.warm.as_ref()?.complaint()
    }

    /// Gives another program the surroundings that ddev has.
    pub(super) fn clone_variables(&self, spec: &mut Spec) {
        spec.env.clone_from(&self.variables);
    }

    /// The clone, links resolved.
    #[must_use]
    pub fn repo(&self) -> &Path {
        &self.repo
    }

    /// The process of a ddev command, for example `["validate", "metadata", "acme_queue"]`.
    #[must_use]
    pub fn spec(&self, args: &[&str]) -> Spec {
        let validates = validates(args);
        let mut spec = if validates {
            let launcher = ["-P", "-s", "-c", LAUNCHER];
            Spec::new(&self.toolchain.python, launcher.iter().chain(args))
        } else {
            Spec::new(&self.toolchain.ddev, args)
        };
        spec.cwd.clone_from(&self.scratch);
        spec.env.clone_from(&self.variables);
        let columns = if validates {
            environment::VALIDATION_COLUMNS
        } else {
            self.columns
        };
        spec = spec.env("COLUMNS", columns.to_string());
        spec.keep = KEEP;
        spec.supervised = true;
        spec.time_limit = Some(if validates {
            VALIDATION_LIMIT
        } else {
            TEST_LIMIT
        });
        if !validates {
            for (name, value) in self.index() {
                spec = spec.env(name, value);
            }
        }
        spec
    }

    /// Runs a ddev command. Never fails: what keeps it from running is a finding.
    pub fn run(
        &self,
        args: &[&str],
        cancel: &CancelToken,
        on_line: &mut dyn FnMut(&str),
    ) -> Output {
        self.run_logged(args, None, cancel, on_line)
    }

    /// As [`Self::run`], with the complete output in a file.
    pub fn run_logged(
        &self,
        args: &[&str],
        log: Option<PathBuf>,
        cancel: &CancelToken,
        on_line: &mut dyn FnMut(&str),
    ) -> Output {
        let rule = rule(args);
        if let Some(problem) = self.unbelievable(args) {
            return Output::refused(&rule, problem);
        }
        let whole = self.whole.as_ref();
        let whole = whole.filter(|_| matches!(args, ["validate", _]));
        if let Some(ended) = whole.and_then(|whole| whole.known(args)) {
            return self.read(args, &rule, ended);
        }
        let mut spec = self.spec(args);
        spec.log = log;
        let warm = self.warm.as_ref().filter(|_| validates(args));
        let ended = match warm.and_then(|warm| warm.run(args, &spec, cancel, on_line)) {
            Some(ended) => ended,
            None => match process::run(&spec, cancel, on_line) {
                Ok(ended) => ended,
                Err(error) => return Output::refused(&rule, format!("ddev can't run: {error}.")),
            },
        };
        if let Some(whole) = whole {
            whole.learn(args, &ended);
        }
        self.read(args, &rule, ended)
    }

    fn read(&self, args: &[&str], rule: &str, ended: Ended) -> Output {
        let mut out = Output {
            exit: ended.code,
            text: ended.output,
            cancelled: ended.cancelled,
            timed_out: ended.timed_out,
            ms: ended.ms,
            ..Output::default()
        };
        if out.cancelled {
            return out;
        }
        if out.timed_out {
            let message = format!("ddev {} took too long and was ended.", args.join(" "));
            out.findings = vec![Finding::error(Source::Ddev, rule, message)];
            return out;
        }
        if let Some(signal) = ended.signal {
            return Output {
                crashed: Some(format!("signal {signal}")),
                findings: vec![killed(args, rule, signal)],
                ..out
            };
        }
        if validates(args) {
            let root = self.repo.to_string_lossy();
            let context = Context {
                folder: integration(args)
                    .or(self.folder.as_deref())
                    .unwrap_or_default(),
                root: &root,
            };
            let read = output::validation(rule, &out.text, out.exit, &context);
            out.findings = read.findings;
            out.crashed = read.crashed;
            out.foreign = read.foreign;
        } else if out.exit != Some(0) {
            out.crashed = output::crash(&out.text);
        }
        out
    }

    /// ddev passes an unknown integration, and some commands fall back to another folder when the clone
    /// is gone: such a green means nothing.
    fn unbelievable(&self, args: &[&str]) -> Option<String> {
        if !self.repo.is_dir() {
            return Some(format!("The clone {} is gone.", self.repo.display()));
        }
        let name = integration(args)?;
        let folder = self.repo.join(name);
        (!folder.is_dir())
            .then(|| format!("There is no integration {name} in {}.", self.repo.display()))
    }

    /// Indexes that only pip's configuration knows, for the environments that hatch makes with uv.
    fn index(&self) -> &[(OsString, OsString)] {
        self.index
            .get_or_init(|| installer::index_variables(&self.toolchain.python))
    }
}

impl Output {
    fn refused(rule: &str, message: String) -> Self {
        Self {
            findings: vec![Finding::error(Source::Ddev, rule, message)],
            ..Self::default()
        }
    }

    /// Whether ddev passed, or found faults of other integrations alone.
    #[must_use]
    pub fn is_green(&self) -> bool {
        let blocks = |f: &Finding| f.severity == crate::core::finding::Severity::Error;
        let own = self.findings.iter().any(blocks);
        !own && (self.exit == Some(0) || (self.exit == Some(1) && self.foreign > 0))
    }
}

fn validates(args: &[&str]) -> bool {
    args.first() == Some(&"validate")
}

/// What ended by a signal has no verdict.
fn killed(args: &[&str], rule: &str, signal: i32) -> Finding {
    let message = format!(
        "ddev {} was ended by signal {signal} before its verdict.",
        args.join(" ")
    );
    Finding::error(Source::Ddev, rule, message)
        .fix("Run it again. Too little memory does this, and so does whoever ends the process.")
}

/// The name of the validation, or the command.
fn rule(args: &[&str]) -> String {
    match args {
        ["validate", name, ..] => (*name).to_owned(),
        [command, ..] => (*command).to_owned(),
        [] => "ddev".into(),
    }
}

/// The integration that a command names.
fn integration<'a>(args: &[&'a str]) -> Option<&'a str> {
    let (["validate", _, rest @ ..] | ["test", rest @ ..]) = args else {
        return None;
    };
    let own = rest.iter().take_while(|arg| **arg != "--");
    let name = own.copied().find(|arg| !arg.starts_with('-'))?;
    Some(name.split_once(':').map_or(name, |(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integration_is_told_from_options() {
        assert_eq!(integration(&["validate", "ci"]), None);
        assert_eq!(
            integration(&["validate", "config", "--sync", "a"]),
            Some("a")
        );
        assert_eq!(integration(&["test", "--lint", "a"]), Some("a"));
        assert_eq!(
            integration(&["test", "a:py3.13", "--", "-k", "b"]),
            Some("a")
        );
        assert_eq!(integration(&["config", "show"]), None);
    }

    #[test]
    fn errors_of_others_alone_are_green_and_our_own_never_are() {
        let mut out = Output {
            exit: Some(1),
            foreign: 2,
            ..Output::default()
        };
        assert!(out.is_green());
        out.findings = vec![Finding::error(Source::Ddev, "readmes", "x").warning()];
        assert!(out.is_green());
        out.findings = vec![Finding::error(Source::Ddev, "readmes", "x")];
        assert!(!out.is_green());
        let failed = Output {
            exit: Some(1),
            ..Output::default()
        };
        assert!(!failed.is_green());
        assert!(!Output::default().is_green());
    }
}
