//! `check`: the validations of ddev and the rules of the review, on integrations of a clone, made here or not.

mod fixing;
mod told;

use super::args::{CheckArgs, Common};
use super::report::{ValidationPart, exit_of};
use super::{headless, print};
use crate::core::answers::Track;
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::{Finding, Severity, Source};
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::engine::{self, Context, existing, review::Neighbors};
use crate::git;
use crate::jobs::cancel::CancelToken;
use crate::review::tree::extension;
use crate::toolchain::ddev::Ddev;
use crate::toolchain::{Toolchain, syntax, tasks};
use std::path::{Path, PathBuf};

/// What was found in one integration.
#[derive(Debug, Default)]
struct Checked {
    integration: String,
    findings: Vec<Finding>,
    validations: Vec<ValidationPart>,
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

    /// 1 when something of severity error was found; `strict`: or a warning.
    fn exit(&self, strict: bool) -> i32 {
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
        told::failure(common, asked.targets.first(), &failure, 128 + signal);
        return 128 + signal;
    }
    match result {
        Ok(checked) => told::all(common, asked.strict, asked.all, &checked),
        Err(failure) => failed(common, asked, &failure),
    }
}

fn failed(common: &Common, asked: &CheckArgs, failure: &Failure) -> i32 {
    let exit = exit_of(failure.kind);
    told::failure(common, asked.targets.first(), failure, exit);
    exit
}

fn all(common: &Common, asked: &CheckArgs, cancel: &CancelToken) -> Result<Vec<Checked>, Failure> {
    let targets = targets(common, asked)?;
    let scratch = tempfile::tempdir().map_err(|e| {
        Failure::new(
            FailureKind::Io,
            format!("No temporary folder: {e}."),
            "Free space on the disk.",
        )
    })?;
    let context = Context::new(scratch.path().to_owned(), common.engine(None));
    let toolchain = match context.toolchain() {
        Ok(toolchain) => Some(toolchain),
        Err(_) if asked.no_ddev => None,
        Err(failure) => {
            let hint = format!(
                "{} Or leave the validations out with --no-ddev.",
                failure.hint
            );
            return Err(Failure::new(failure.kind, failure.message, hint));
        }
    };
    let mut out = vec![];
    let mut near: Option<(PathBuf, Neighbors)> = None;
    for (root, folder) in targets {
        if cancel.is_cancelled() {
            break;
        }
        if near.as_ref().is_none_or(|(of, _)| *of != root) {
            near = Some((root.clone(), Neighbors::read(&root)));
        }
        let Some((_, neighbors)) = &near else {
            continue;
        };
        let ddev = !asked.no_ddev;
        let mut fixed = None;
        if let Some(ask) = fixing::Ask::of(&asked.repair) {
            if ddev {
                recognized(&root)?;
            }
            let place = fixing::Place {
                root: &root,
                folder: &folder,
                neighbors,
                toolchain: toolchain.as_ref(),
                ddev,
                context: &context,
                cancel,
            };
            let done = fixing::run(&place, &ask)?;
            if done.is_all() {
                out.push(done.checked(folder));
                continue;
            }
            fixed = Some(done);
            // The shared files may be others now.
            near = None;
        }
        let known = near.get_or_insert_with(|| (root.clone(), Neighbors::read(&root)));
        let mut checked = reviewed(&root, &folder, &known.1, toolchain.as_ref(), cancel)?;
        checked.fixed = fixed;
        if let (true, Some(toolchain)) = (ddev, &toolchain) {
            recognized(&root)?;
            let ddev = context.ddev(toolchain, &root)?;
            validated(&mut checked, &ddev, scratch.path(), cancel);
        }
        out.push(checked);
    }
    Ok(out)
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
    let tree = engine::review::tree(root, folder)?;
    let mut findings = vec![];
    if let Some(toolchain) = toolchain {
        let python = tree.files().filter(|(path, _)| extension(path) == "py");
        let files: Vec<String> = python.map(|(path, _)| format!("{folder}/{path}")).collect();
        findings.extend(syntax::check(toolchain, root, &files, cancel));
    }
    findings.extend(crate::review::review(&tree, &neighbors.of(folder)));
    Ok(Checked {
        integration: folder.to_owned(),
        findings,
        validations: vec![],
        fixed: None,
    })
}

/// The validations that the clone's CI runs, one after the other.
fn validated(checked: &mut Checked, ddev: &Ddev, scratch: &Path, cancel: &CancelToken) {
    let folder = checked.integration.clone();
    let track = if ddev.repo().join(&folder).join("manifest.json").is_file() {
        Track::Community
    } else {
        Track::Partner
    };
    let mut found = vec![];
    for task in tasks::tasks(ddev.repo(), &folder, track, false) {
        let Task::Validate(name) = &task else {
            continue;
        };
        if cancel.is_cancelled() {
            return;
        }
        print::progress(&format!("{folder}: ddev validate {name}"));
        let log = scratch.join(format!("{name}.log"));
        let result = tasks::run_task(&task, ddev, &folder, log, cancel, &mut |_| {});
        if let Some(why) = ddev.complaint() {
            print::progress(&why);
        }
        checked.validations.push(ValidationPart {
            name: name.clone(),
            exit: result.exit,
            ms: result.ms,
            crashed: result.state == TaskState::Crashed,
        });
        found.extend(explained(name, result));
    }
    // What ddev says is the authority: it comes first.
    found.append(&mut checked.findings);
    checked.findings = found;
}

/// The findings of a validation; a failure that names none is a finding itself.
fn explained(name: &str, result: TaskResult) -> Vec<Finding> {
    let mut findings = result.findings;
    let is_error = |f: &Finding| f.severity == Severity::Error;
    let failed = matches!(result.state, TaskState::Failed | TaskState::Crashed);
    if failed && !findings.iter().any(is_error) {
        let message = format!("`{}` failed and names no reason.", result.command);
        let fix = "Run the command by hand and read what it prints.";
        findings.push(Finding::error(Source::Ddev, name, message).fix(fix));
    }
    findings
}

/// The clone and the folder of each integration that is asked for.
fn targets(common: &Common, asked: &CheckArgs) -> Result<Vec<(PathBuf, String)>, Failure> {
    let repo = asked.repo.as_deref().map(root).transpose()?;
    if asked.all {
        let root = repo.map_or_else(|| usual(common), Ok)?;
        let folders = existing::integrations(&root);
        if folders.is_empty() {
            return Err(Failure::new(
                FailureKind::Unavailable,
                format!("{} holds no integration.", root.display()),
                "Name a clone of integrations-extras with --repo.",
            ));
        }
        return Ok(folders
            .into_iter()
            .map(|folder| (root.clone(), folder))
            .collect());
    }
    let mut out = vec![];
    for target in &asked.targets {
        let name = target.to_string_lossy();
        let is_path = name.contains('/') || name == "." || name == "..";
        // A name is of the clone; a folder of the current one where no clone is named.
        let found = match &repo {
            Some(root) if !is_path => (root.clone(), existing::folder(root, &name)?),
            None if !is_path && !looks_like_one(target) => {
                let root = usual(common)?;
                let folder = existing::folder(&root, &name)?;
                (root, folder)
            }
            _ => beside(target)?,
        };
        if !out.contains(&found) {
            out.push(found);
        }
    }
    Ok(out)
}

fn looks_like_one(path: &Path) -> bool {
    ["manifest.json", "pyproject.toml", "metadata.csv"]
        .iter()
        .any(|file| path.join(file).is_file())
}

/// An existing folder, without links.
fn root(path: &Path) -> Result<PathBuf, Failure> {
    let found = path.canonicalize().ok().filter(|p| p.is_dir());
    found.ok_or_else(|| {
        Failure::new(
            FailureKind::Unavailable,
            format!("{} is no folder.", path.display()),
            "Name a clone of integrations-extras with --repo.",
        )
    })
}

/// The folder that holds an integration, and its name there.
fn beside(path: &Path) -> Result<(PathBuf, String), Failure> {
    let no_such = || {
        Failure::new(
            FailureKind::Answers,
            format!("{} holds no integration.", path.display()),
            "Name the folder of one: it has a README.md, a manifest.json, or a pyproject.toml.",
        )
    };
    let real = path.canonicalize().map_err(|_| no_such())?;
    let (Some(parent), Some(name)) = (real.parent(), real.file_name().and_then(|n| n.to_str()))
    else {
        return Err(no_such());
    };
    if !looks_like_one(&real) && !real.join("README.md").is_file() {
        return Err(no_such());
    }
    Ok((parent.to_owned(), name.to_owned()))
}

/// The clone that the configuration names, or the usual one.
fn usual(common: &Common) -> Result<PathBuf, Failure> {
    let configured = common.config.repository.as_deref();
    // The clone that one stands in is meant before any other.
    let here = std::env::current_dir().ok();
    let here = here.and_then(|dir| git::clone::recognise(&dir).ok());
    let mut others = git::clone::candidates(configured).into_iter();
    let found = here.or_else(|| others.find_map(|path| git::clone::recognise(&path).ok()));
    found.map(|clone| clone.root).ok_or_else(|| {
        Failure::new(
            FailureKind::Unavailable,
            "There is no clone of integrations-extras here.",
            "Name it with --repo, or name an integration by its folder.",
        )
    })
}
