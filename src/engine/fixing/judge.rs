//! Looking at a throw-away tree as a check of the clone would: the rules of the review, the validations that the clone's
//! CI runs, and ruff. What reads nothing that changed says what it said before.

use super::Bench;
use crate::core::answers::Track;
use crate::core::event::Failure;
use crate::core::finding::{Finding, Severity, Source};
use crate::core::fix::Fix;
use crate::core::live;
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::engine::review::{self, Neighbors};
use crate::jobs::cancel::CancelToken;
use crate::review::tree::extension;
use crate::scaffold::fix::Stage;
use crate::toolchain::{Toolchain, syntax, tasks};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One who looks again after each round.
pub struct Inspection<'a> {
    pub bench: &'a Bench<'a>,
    pub stage: &'a Stage,
    /// What the rules know of the other integrations.
    pub neighbors: &'a Neighbors,
    pub track: Track,
    /// Parses Python even where ddev is left out.
    pub toolchain: Option<&'a Toolchain>,
    known: BTreeMap<String, Vec<Finding>>,
}

impl<'a> Inspection<'a> {
    #[must_use]
    pub fn new(
        bench: &'a Bench<'a>,
        stage: &'a Stage,
        neighbors: &'a Neighbors,
        track: Track,
        toolchain: Option<&'a Toolchain>,
    ) -> Self {
        Self {
            bench,
            stage,
            neighbors,
            track,
            toolchain,
            known: BTreeMap::new(),
        }
    }

    /// What the tree has.
    ///
    /// # Arguments
    /// `changed`: the files that changed since it was looked at last, `None` the first time; `say` hears what runs.
    ///
    /// # Errors
    /// The tree can't be read, or ddev can't run.
    pub fn look(
        &mut self,
        changed: Option<&BTreeSet<String>>,
        say: &mut dyn FnMut(&str),
    ) -> Result<Vec<Finding>, Failure> {
        let (bench, stage) = (self.bench, self.stage);
        let (root, folder) = (stage.root(), stage.folder());
        let said = reviewed(root, folder, self.neighbors, self.toolchain, bench.cancel)?;
        let mut out = vec![];
        // What can't be read is repaired first: ddev would only say so once more.
        let first = changed.is_none() && urgent(&bench.offers(stage, &said)?);
        if let Some(toolchain) = bench.toolchain.filter(|_| !first) {
            let ddev = bench.context.ddev_on_shadow(toolchain, root);
            let ddev = ddev.map_err(|e| super::super::io("Can't run ddev in", root, &e))?;
            for task in tasks::tasks(root, folder, self.track, false) {
                let Task::Validate(name) = &task else {
                    continue;
                };
                if bench.cancel.is_cancelled() {
                    break;
                }
                let same =
                    changed.is_some_and(|c| !c.iter().any(|path| live::reads(name, folder, path)));
                if !same || !self.known.contains_key(name) {
                    say(&format!("ddev validate {name}"));
                    let log = bench.context.log(&format!("fix {name}"));
                    let cancel = bench.cancel;
                    let result = tasks::run_task(&task, &ddev, folder, log, cancel, &mut |_| {});
                    self.known.insert(name.clone(), explained(name, result));
                }
                out.extend(self.known.get(name).into_iter().flatten().cloned());
            }
            say("ruff");
            out.extend(bench.lint(stage)?);
        }
        out.extend(said);
        Ok(out)
    }
}

fn urgent(offers: &[Option<Fix>]) -> bool {
    let mut known = offers.iter().flatten();
    known.any(|fix| fix.safe && fix.rank() <= 1)
}

/// What the rules find, and what Python itself says.
///
/// # Errors
/// A file can't be read.
pub fn reviewed(
    root: &Path,
    folder: &str,
    neighbors: &Neighbors,
    toolchain: Option<&Toolchain>,
    cancel: &CancelToken,
) -> Result<Vec<Finding>, Failure> {
    let tree = review::tree(root, folder)?;
    let mut findings = vec![];
    if let Some(toolchain) = toolchain {
        let python = tree.files().filter(|(path, _)| extension(path) == "py");
        let files: Vec<String> = python.map(|(path, _)| format!("{folder}/{path}")).collect();
        findings.extend(syntax::check(toolchain, root, &files, cancel));
    }
    findings.extend(crate::review::review(&tree, &neighbors.of(folder)));
    Ok(findings)
}

/// The findings of a validation; a failure that names none is a finding itself.
#[must_use]
pub fn explained(name: &str, result: TaskResult) -> Vec<Finding> {
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
