//! `check`: the validations of ddev and the rules of the review, on integrations of a clone, made here or not.

mod fixing;
mod linted;
mod progress;
mod silenced;
mod targets;
mod told;
mod validated;

use super::args::{CheckArgs, Common};
use super::headless;
use super::report::{ValidationPart, exit_of};
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::{Finding, Severity};
use crate::core::silence::Silence;
use crate::engine::fixing::judge;
use crate::engine::{Context, review::Neighbors};
use crate::git;
use crate::jobs::cancel::CancelToken;
use crate::toolchain::Toolchain;
use crate::toolchain::ddev::Ddev;
use progress::Progress;
use std::path::{Path, PathBuf};

/// What was found in one integration.
#[derive(Debug, Default)]
struct Checked {
    integration: String,
    /// What holds its folder.
    root: PathBuf,
    findings: Vec<Finding>,
    silenced: Vec<(Silence, Finding)>,
    validations: Vec<ValidationPart>,
    /// Why it could not be checked to the end.
    failure: Option<Failure>,
    /// What was repaired, where that was asked for.
    fixed: Option<fixing::Fixed>,
}

impl Checked {
    fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|f| f.severity == severity)
            .count()
    }

    /// 1 when something of severity error was found; `strict`: or a warning. A failure outweighs both.
    fn exit(&self, strict: bool) -> i32 {
        if let Some(failure) = &self.failure {
            return exit_of(failure.kind);
        }
        let bad = self.count(Severity::Error) > 0 || strict && self.count(Severity::Warning) > 0;
        i32::from(bad)
    }
}

/// Checks what is asked for and prints what was found; the exit status.
pub(super) fn check(common: &Common, asked: &CheckArgs) -> i32 {
    let (cancel, signals) = match headless::cancelled_by_signals() {
        Ok(watched) => watched,
        Err(failure) => return failed(common, asked, &failure),
    };
    let result = all(common, asked, &cancel);
    if let Some(signal) = signals.received() {
        let failure = Failure::new(FailureKind::Cancelled, "The check was canceled.", "");
        told::failure(common, only(asked), &failure, 128 + signal);
        return 128 + signal;
    }
    match result {
        Ok(checked) => told::all(common, asked.strict, asked.all, &checked),
        Err(failure) => failed(common, asked, &failure),
    }
}

/// The target, where one alone was asked for.
fn only(asked: &CheckArgs) -> Option<&PathBuf> {
    asked.targets.first().filter(|_| asked.targets.len() == 1)
}

fn failed(common: &Common, asked: &CheckArgs, failure: &Failure) -> i32 {
    let exit = exit_of(failure.kind);
    told::failure(common, only(asked), failure, exit);
    exit
}

fn all(common: &Common, asked: &CheckArgs, cancel: &CancelToken) -> Result<Vec<Checked>, Failure> {
    let silences = silenced::read(common, asked)?;
    let targets = targets::all(common, asked)?;
    let mut progress = Progress::new(targets.len());
    let scratch = tempfile::tempdir().map_err(|e| {
        Failure::new(
            FailureKind::Io,
            format!("No temporary folder: {e}."),
            "Free space on the disk.",
        )
    })?;
    let context = Context::new(scratch.path().to_owned(), common.engine(None));
    // Taking repairs back validates nothing.
    let ddev = !asked.no_ddev && !asked.repair.undo;
    let toolchain = match context.toolchain() {
        Ok(toolchain) => Some(toolchain),
        Err(_) if !ddev => None,
        Err(failure) => {
            let hint = format!(
                "{} Or leave the validations out with --no-ddev.",
                failure.hint
            );
            return Err(Failure::new(failure.kind, failure.message, hint));
        }
    };
    if let Some(toolchain) = toolchain.as_ref().filter(|_| ddev) {
        // It loads while the files are read.
        context.warm(toolchain).prepare();
    }
    let mut out = vec![];
    let mut near: Option<Near> = None;
    let several = targets.len() > 1;
    for (root, folder) in targets {
        progress.next(&folder);
        if cancel.is_cancelled() {
            break;
        }
        near = near.take().filter(|near| near.root == root);
        let at = At {
            root: &root,
            folder: &folder,
            toolchain: toolchain.as_ref(),
            context: &context,
            progress: &progress,
            cancel,
        };
        let checked = at.check(asked, &mut near).and_then(|mut checked| {
            linted::add(&at, ddev, &mut checked)?;
            Ok(checked)
        });
        match checked {
            Ok(checked) => out.push(checked),
            // The others can be checked all the same.
            Err(failure) if several => out.push(Checked {
                integration: folder,
                root,
                failure: Some(failure),
                ..Checked::default()
            }),
            Err(failure) => return Err(failure),
        }
    }
    silenced::apply(&silences, &mut out);
    Ok(out)
}

/// What is known of the clone of several integrations, for as long as none of it is repaired.
struct Near {
    root: PathBuf,
    neighbors: Neighbors,
    ddev: Option<Ddev>,
}

impl Near {
    fn read(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            neighbors: Neighbors::read(root).with_worktree(),
            ddev: None,
        }
    }

    /// Makes ddev ready for it.
    fn open(&mut self, context: &Context, toolchain: &Toolchain) -> Result<(), Failure> {
        if self.ddev.is_none() {
            self.ddev = Some(context.ddev(toolchain, &self.root)?.remembering());
        }
        Ok(())
    }
}

/// One integration, and what it is checked with.
struct At<'a> {
    root: &'a Path,
    folder: &'a str,
    toolchain: Option<&'a Toolchain>,
    context: &'a Context,
    progress: &'a Progress,
    cancel: &'a CancelToken,
}

impl At<'_> {
    /// Repairs it where that is asked for, and checks it; `near` is what is known of the clone.
    fn check(&self, asked: &CheckArgs, near: &mut Option<Near>) -> Result<Checked, Failure> {
        let (root, folder, ddev) = (self.root, self.folder, !asked.no_ddev);
        let read = || Near::read(root);
        let mut fixed = None;
        if let Some(ask) = fixing::Ask::of(&asked.repair) {
            if ddev {
                recognized(root)?;
            }
            let place = fixing::Place {
                root,
                folder,
                neighbors: &near.get_or_insert_with(read).neighbors,
                toolchain: self.toolchain,
                ddev,
                context: self.context,
                progress: self.progress,
                cancel: self.cancel,
            };
            let done = fixing::run(&place, &ask)?;
            if done.is_all() {
                return Ok(done.checked(root, folder));
            }
            fixed = Some(done);
            // The shared files may be others now.
            *near = None;
        }
        let near = near.get_or_insert_with(read);
        let toolchain = self.toolchain.filter(|_| ddev);
        if let Some(toolchain) = toolchain {
            recognized(root)?;
            near.open(self.context, toolchain)?;
        }
        let (neighbors, ddev) = (&near.neighbors, toolchain.and(near.ddev.as_ref()));
        // Both take their time, and neither waits for the other.
        let (reviewed, said) = std::thread::scope(|scope| {
            let reviewed =
                scope.spawn(|| reviewed(root, folder, neighbors, self.toolchain, self.cancel));
            let said = ddev.map(|ddev| {
                let list = validated::list(root, folder);
                validated::run(
                    &list,
                    ddev,
                    folder,
                    self.context,
                    self.progress,
                    self.cancel,
                )
            });
            (reviewed.join(), said)
        });
        let mut checked = reviewed.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        checked.fixed = fixed;
        validated::add(&mut checked, said.unwrap_or_default());
        Ok(checked)
    }
}

/// ddev wants a git repository that is a clone of integrations-extras.
fn recognized(root: &Path) -> Result<(), Failure> {
    let found = git::clone::recognise(root).map_err(|e| {
        let hint = format!("{} Or leave the validations out with --no-ddev.", e.hint);
        Failure::new(FailureKind::Unavailable, e.message, hint)
    })?;
    let same = |a: &Path, b: &Path| a.canonicalize().ok() == b.canonicalize().ok();
    if same(&found.root, root) {
        return Ok(());
    }
    Err(Failure::new(
        FailureKind::Unavailable,
        format!(
            "{} lies inside of the clone {}.",
            root.display(),
            found.root.display()
        ),
        "Name an integration's folder right below the clone, or leave the validations out with --no-ddev.",
    ))
}

/// What the rules find, and what Python itself says.
fn reviewed(
    root: &Path,
    folder: &str,
    neighbors: &Neighbors,
    toolchain: Option<&Toolchain>,
    cancel: &CancelToken,
) -> Result<Checked, Failure> {
    Ok(Checked {
        integration: folder.to_owned(),
        root: root.to_owned(),
        findings: judge::reviewed(root, folder, neighbors, toolchain, cancel)?,
        ..Checked::default()
    })
}
