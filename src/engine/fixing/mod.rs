//! Repairing an integration in a throw-away tree: a round of fixes, a look at what is left, and the next round,
//! until nothing more changes. The clone is written at the end alone, by `scaffold::fix::write`.

pub(super) mod jobs;
pub mod judge;
pub mod keep;
mod lint;

pub use lint::lint;

pub use crate::core::fixes::{Done, Mended, Refused};

use super::tools::RealTools;
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::fix::{self, Clues, Fix, What};
use crate::git;
use crate::jobs::cancel::CancelToken;
use crate::scaffold::fix::{Made, Stage, StageError, plan};
use crate::toolchain::Toolchain;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// More rounds than there are ranks of fixes: what still changes then goes round in circles.
const ROUNDS: usize = 24;

/// Which fixes are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those that lose nothing and decide nothing.
    Safe,
    All,
    /// These by their names, safe or not.
    Named(BTreeSet<String>),
}

impl Which {
    fn wants(&self, fix: &Fix) -> bool {
        match self {
            Self::Safe => fix.safe,
            Self::All => true,
            Self::Named(names) => names.contains(fix.name),
        }
    }
}

/// What repairs need to know and to run.
pub struct Bench<'a> {
    /// Without one, ddev's own commands are left out.
    pub toolchain: Option<&'a Toolchain>,
    pub context: &'a super::Context,
    /// Who owns the integration on GitHub, where that is known.
    pub owner: Option<String>,
    pub cancel: &'a CancelToken,
    /// Files that are made from answers and were not edited since, by path: a repair of one is an edit by hand.
    pub made: BTreeSet<String>,
}

/// What looks at the tree again, given the files that changed since it looked last.
pub type Judge<'a> = dyn FnMut(&Path, &BTreeSet<String>) -> Result<Vec<Finding>, Failure> + 'a;

impl Bench<'_> {
    /// The fixes that there are for these findings, in the order of the findings.
    ///
    /// # Errors
    /// The tree can't be read.
    pub fn offers(&self, stage: &Stage, findings: &[Finding]) -> Result<Vec<Option<Fix>>, Failure> {
        let files = stage.texts().map_err(|e| failed(&e))?;
        Ok(self.offers_in(stage.folder(), &files, findings))
    }

    /// The same, for an integration whose files are at hand.
    #[must_use]
    pub fn offers_in(
        &self,
        folder: &str,
        files: &BTreeMap<String, String>,
        findings: &[Finding],
    ) -> Vec<Option<Fix>> {
        let none = vec![];
        let facts = self.toolchain.map(|t| &t.facts);
        let clues = Clues {
            folder,
            files,
            units: facts.map_or(&none, |f| &f.units),
            columns: facts.map_or(&none, |f| &f.header),
            owner: self.owner.as_deref(),
        };
        let offer = |finding: &Finding| {
            let mut fix = fix::of(finding, &clues)?;
            fix.safe &= !fix.path().is_some_and(|path| self.made.contains(path));
            let possible = self.toolchain.is_some() || !matches!(fix.what, What::Tool(_));
            possible.then_some(fix)
        };
        findings.iter().map(offer).collect()
    }

    /// Makes one fix in the tree; whether it changed something, or why it does not fit.
    ///
    /// # Errors
    /// The tree can't be read or written.
    pub fn make(
        &self,
        stage: &Stage,
        fix: &Fix,
        lose: bool,
    ) -> Result<Result<(), String>, Failure> {
        Ok(match &fix.what {
            What::Edit { path, edit } => stage.edit(path, edit),
            What::Set(_) => Err("The answers say it: change it there.".into()),
            What::Tool(tool) => match self.toolchain {
                None => Err("It needs ddev.".into()),
                Some(toolchain) => {
                    let mut tools = self.tools(toolchain);
                    match stage.run(*tool, &mut tools, lose).map_err(|e| failed(&e))? {
                        Made::Changed => Ok(()),
                        Made::Nothing => Err("It changes nothing of this integration.".into()),
                        Made::Failed(said) => Err(said),
                        Made::Loses(names) => Err(format!(
                            "{} is written in ddev's own files alone and would be gone. Say it in spec.yaml first.",
                            names.join(", ")
                        )),
                    }
                }
            },
        })
    }

    fn tools<'t>(&'t self, toolchain: &'t Toolchain) -> RealTools<'t> {
        RealTools {
            context: self.context,
            toolchain,
            cancel: self.cancel.clone(),
        }
    }

    /// What ruff says of the Python files, as `ddev test --lint` asks it.
    ///
    /// # Errors
    /// It can't be started.
    pub fn lint(&self, stage: &Stage) -> Result<Vec<Finding>, Failure> {
        let Some(toolchain) = self.toolchain else {
            return Ok(vec![]);
        };
        lint(toolchain, stage.root(), stage.folder(), self.cancel)
    }

    /// Repairs in rounds.
    ///
    /// # Arguments
    /// `first`: what is wrong now; `which`: the fixes to make; `judge`: looks again after each round.
    ///
    /// # Errors
    /// The tree can't be read or written, or the judge can't look.
    pub fn mend(
        &self,
        stage: &Stage,
        first: Vec<Finding>,
        which: &Which,
        judge: &mut Judge,
    ) -> Result<Mended, Failure> {
        let mut out = Mended::default();
        let mut findings = first;
        // What did not fit may fit once its file is another.
        let mut tried: Vec<What> = vec![];
        for _ in 0..ROUNDS {
            if self.cancel.is_cancelled() {
                break;
            }
            let batch = batch(self.proposed(stage, &findings, which, &tried)?);
            if batch.is_empty() {
                break;
            }
            let before = stage.texts().map_err(|e| failed(&e))?;
            let lose = *which != Which::Safe;
            // Of an edit the file is known; a text that becomes readable is none that was read before.
            let mut changed = BTreeSet::new();
            let mut moved = false;
            for done in batch {
                match self.make(stage, &done.fix, lose)? {
                    Ok(()) => {
                        moved = true;
                        changed.extend(done.fix.path().map(str::to_owned));
                        out.done.push(done);
                    }
                    Err(why) => {
                        tried.push(done.fix.what.clone());
                        out.refused.push(Refused { fix: done.fix, why });
                    }
                }
            }
            if moved {
                let after = stage.texts().map_err(|e| failed(&e))?;
                let paths = before.keys().chain(after.keys()).cloned();
                changed.extend(paths.filter(|path| before.get(path) != after.get(path)));
                tried.retain(|what| match what {
                    What::Edit { path, .. } => !changed.contains(path),
                    _ => false,
                });
                findings = judge(stage.root(), &changed)?;
            }
        }
        let offers = self.offers(stage, &findings)?;
        out.left = findings.into_iter().zip(offers).collect();
        // Only what is still to be done was refused, and the last reason counts.
        let mut told: Vec<Refused> = vec![];
        for refused in out.refused.drain(..).rev() {
            let open = out.left.iter().flat_map(|(_, fix)| fix);
            let open = open.into_iter().any(|fix| fix.what == refused.fix.what);
            if open && told.iter().all(|t| t.fix.what != refused.fix.what) {
                told.push(refused);
            }
        }
        out.refused = told;
        self.end(stage, &mut out)?;
        Ok(out)
    }

    /// Makes the first fix that there is for one problem, as each source that sees it says it.
    ///
    /// # Errors
    /// There is no fix, or it does not fit; the tree can't be read or written.
    pub fn mend_one(&self, stage: &Stage, findings: &[Finding]) -> Result<Mended, Failure> {
        let question = |said: String| {
            let hint = "Go to the finding, and put it right there.";
            Failure::new(FailureKind::Question, said, hint)
        };
        let offers = self.offers(stage, findings)?;
        let Some(fix) = offers.into_iter().flatten().next() else {
            let about = findings.iter().find_map(|f| f.file.as_deref());
            let about = about.map_or("The files".to_owned(), str::to_owned);
            return Err(question(format!(
                "{about}: there is no fix for this as it stands now. Nothing was changed."
            )));
        };
        self.make(stage, &fix, false)?.map_err(|why| {
            let about = fix.path().map_or("It", |path| path);
            question(format!(
                "{about}: the fix does not fit. {why} Nothing was changed."
            ))
        })?;
        let mut out = Mended::default();
        let findings = findings.to_vec();
        out.done.push(Done { fix, findings });
        self.end(stage, &mut out)?;
        Ok(out)
    }

    /// What the tree holds at the end.
    fn end(&self, stage: &Stage, out: &mut Mended) -> Result<(), Failure> {
        out.changes = stage.changes().map_err(|e| failed(&e))?;
        out.plan = plan(&out.changes);
        out.seen = stage.seen();
        let paths = out.changes.iter().map(|c| c.path.clone());
        out.by_hand = paths.filter(|path| self.made.contains(path)).collect();
        // A fix that a later one took back is none.
        if out.changes.is_empty() {
            out.done.clear();
        }
        Ok(())
    }

    /// The fixes that are wanted and were not refused, each once, with all that it is for.
    fn proposed(
        &self,
        stage: &Stage,
        findings: &[Finding],
        which: &Which,
        tried: &[What],
    ) -> Result<Vec<Done>, Failure> {
        let mut out: Vec<Done> = vec![];
        for (finding, fix) in findings.iter().zip(self.offers(stage, findings)?) {
            let wanted = |fix: &Fix| which.wants(fix) && !tried.contains(&fix.what);
            let Some(fix) = fix.filter(wanted) else {
                continue;
            };
            match out.iter_mut().find(|done| done.fix.what == fix.what) {
                Some(known) => known.findings.push(finding.clone()),
                None => out.push(Done {
                    fix,
                    findings: vec![finding.clone()],
                }),
            }
        }
        Ok(out)
    }
}

/// Who the clone's fork belongs to: most often the one who owns the integration. A guess, which is shown.
#[must_use]
pub fn owner(root: &Path) -> Option<String> {
    let repo = git2::Repository::open(root).ok()?;
    let all = git::remotes::read(&repo);
    let fork = all
        .iter()
        .find(|remote| !git::remotes::is_upstream(&remote.url))?;
    git::remotes::github_owner(&fork.url)
}

/// What goes together in one round: of each file the edits of the lowest rank; a tool only by itself, when no file
/// is to be edited any more.
fn batch(mut proposed: Vec<Done>) -> Vec<Done> {
    proposed.sort_by_key(|done| done.fix.rank());
    let edits = proposed.iter().filter(|done| done.fix.path().is_some());
    let lowest = |path: &str| {
        let of = edits.clone().filter(|d| d.fix.path() == Some(path));
        of.map(|d| d.fix.rank()).min()
    };
    let ranks: Vec<bool> = proposed
        .iter()
        .map(|done| match done.fix.path() {
            Some(path) => lowest(path) == Some(done.fix.rank()),
            None => false,
        })
        .collect();
    if !ranks.contains(&true) {
        proposed.truncate(1);
        return proposed;
    }
    let mut keep = ranks.into_iter();
    proposed.retain(|_| keep.next() == Some(true));
    proposed
}

/// The tree itself failed.
#[must_use]
pub fn failed(error: &StageError) -> Failure {
    Failure::new(
        FailureKind::Io,
        format!("{error}."),
        "Check the disk and the permissions.",
    )
}
