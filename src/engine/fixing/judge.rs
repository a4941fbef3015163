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
use crate::engine::tests::{Report, side_by_side};
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
            let ddev = ddev.about(folder);
            let mut list = tasks::tasks(root, folder, self.track, false);
            let is_known = |name: &str| {
                let reads = |c: &BTreeSet<String>| c.iter().any(|p| live::reads(name, folder, p));
                changed.is_some_and(|c| !reads(c)) && self.known.contains_key(name)
            };
            list.retain(|task| matches!(task, Task::Validate(_)));
            let names: Vec<String> = live::validations(&list).map(str::to_owned).collect();
            list.retain(|task| matches!(task, Task::Validate(name) if !is_known(name)));
            let logged = (list.as_slice(), "fix ");
            let known = &mut self.known;
            side_by_side(
                bench.context,
                &ddev,
                folder,
                logged,
                bench.cancel,
                &mut |r| match r {
                    Report::Began(task) => say(&format!("ddev {}", task.label())),
                    Report::Ended(result) => {
                        if let Task::Validate(name) = &result.task {
                            known.insert(name.clone(), explained(&name.clone(), result));
                        }
                    }
                },
            );
            let all = names.iter().filter_map(|name| self.known.get(name));
            out.extend(all.flatten().cloned());
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
