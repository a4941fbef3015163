//! `check --fix` and `check --undo`: repairs of one integration, made in a throw-away tree and applied at once.

use super::Checked;
use super::progress::Progress;
use super::validated;
use crate::cli::args::RepairArgs;
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::fix::Fix;
use crate::core::live;
use crate::core::plan::Plan;
use crate::core::testing::Task;
use crate::engine::Context;
use crate::engine::fixing::{self, Bench, Mended, Which, keep};
use crate::engine::review::Neighbors;
use crate::git;
use crate::jobs::cancel::CancelToken;
use crate::scaffold::fix::Stage;
use crate::toolchain::Toolchain;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What repairing one integration came to.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    pub mended: Mended,
    /// Nothing was written: only shown.
    pub dry: bool,
    /// The paths that `--undo` brought back.
    pub restored: Option<Vec<String>>,
}

impl Fixed {
    pub(super) fn plan(&self) -> &Plan {
        &self.mended.plan
    }

    /// Whether nothing is to be looked at again: nothing was written, or all is as it was before.
    pub(super) fn is_all(&self) -> bool {
        self.dry || self.restored.is_some()
    }

    /// The same as what a check would tell: what would be left.
    pub(super) fn checked(self, root: &Path, folder: &str) -> Checked {
        let left = self.mended.left.iter();
        Checked {
            integration: folder.to_owned(),
            root: root.to_owned(),
            findings: left.map(|(finding, _)| finding.clone()).collect(),
            fixed: Some(self),
            ..Checked::default()
        }
    }

    /// The fix that there is for a finding that is left.
    pub(super) fn offer(&self, finding: &Finding) -> Option<&Fix> {
        let left = self.mended.left.iter().find(|(left, _)| left == finding);
        left.and_then(|(_, fix)| fix.as_ref())
    }
}

/// What is asked for.
#[derive(Debug)]
pub(super) enum Ask {
    Fix { which: Which, dry: bool },
    Undo,
}

impl Ask {
    pub(super) fn of(asked: &RepairArgs) -> Option<Self> {
        if asked.undo {
            return Some(Self::Undo);
        }
        let names: BTreeSet<String> = asked.fix.iter().flatten().cloned().collect();
        let has = |name| names.contains(name);
        let which = match () {
            () if asked.fix.is_none() => return None,
            () if has("all") => Which::All,
            () if has("safe") => Which::Safe,
            () => Which::Named(names),
        };
        Some(Self::Fix {
            which,
            dry: asked.dry_run,
        })
    }
}

/// Where and with what.
pub(super) struct Place<'a> {
    pub root: &'a Path,
    pub folder: &'a str,
    pub neighbors: &'a Neighbors,
    pub toolchain: Option<&'a Toolchain>,
    /// Whether ddev's validations belong to it.
    pub ddev: bool,
    pub context: &'a Context,
    pub progress: &'a Progress,
    pub cancel: &'a CancelToken,
}

/// Repairs, or takes repairs back.
pub(super) fn run(place: &Place, ask: &Ask) -> Result<Fixed, Failure> {
    let dir = keep::dir(place.root, place.folder);
    keep::locked(&dir, || match ask {
        Ask::Undo => Ok(Fixed {
            restored: Some(keep::take_back(&dir)?),
            ..Fixed::default()
        }),
        Ask::Fix { which, dry } => {
            let mended = place.mend(which)?;
            if !*dry && !mended.changes.is_empty() && !place.cancel.is_cancelled() {
                keep::write(&dir, place.root, place.folder, &mended.changes)?;
            }
            Ok(Fixed {
                mended,
                dry: *dry,
                restored: None,
            })
        }
    })
}

impl Place<'_> {
    fn mend(&self, which: &Which) -> Result<Mended, Failure> {
        self.progress
            .say(&format!("{}: looking for repairs", self.folder));
        let folder = tempfile::tempdir_in(&self.context.dir)
            .map_err(|e| Failure::saying(FailureKind::Io, &format!("No temporary folder: {e}.")))?;
        let root = folder.path().join("stage");
        let stage = Stage::make(&root, self.root, self.folder).map_err(|e| fixing::failed(&e))?;
        let bench = Bench {
            toolchain: self.toolchain.filter(|_| self.ddev),
            context: self.context,
            owner: owner(self.root),
            cancel: self.cancel,
        };
        let mut known = BTreeMap::new();
        let first = self.judge(&stage, &bench, &mut known, None)?;
        bench.mend(&stage, first, which, &mut |_, changed| {
            self.judge(&stage, &bench, &mut known, Some(changed))
        })
    }

    /// What the tree has: what reads nothing that changed says what it said before.
    fn judge(
        &self,
        stage: &Stage,
        bench: &Bench,
        known: &mut BTreeMap<String, Vec<Finding>>,
        changed: Option<&BTreeSet<String>>,
    ) -> Result<Vec<Finding>, Failure> {
        let of = super::reviewed(
            stage.root(),
            self.folder,
            self.neighbors,
            self.toolchain,
            self.cancel,
        )?;
        let mut out = vec![];
        // What can't be read is repaired first: ddev would only say so once more.
        let first = changed.is_none() && urgent(&bench.offers(stage, &of.findings)?);
        if let Some(toolchain) = bench.toolchain.filter(|_| !first) {
            let ddev = self
                .context
                .ddev_on_shadow(toolchain, stage.root())
                .map_err(|e| Failure::saying(FailureKind::Io, &format!("ddev can't run: {e}.")))?;
            let list = validated::list(stage.root(), self.folder);
            let (mut asked, mut names) = (vec![], vec![]);
            for task in list {
                let Task::Validate(name) = &task else {
                    continue;
                };
                let same = changed
                    .is_some_and(|c| !c.iter().any(|path| live::reads(name, self.folder, path)));
                names.push(name.clone());
                if !same || !known.contains_key(name) {
                    asked.push(task);
                }
            }
            let said = validated::run(
                &asked,
                &ddev,
                self.folder,
                self.context,
                self.progress,
                self.cancel,
            );
            for (name, result) in said {
                let found = validated::explained(&name, result);
                known.insert(name, found);
            }
            let all = names.iter().filter_map(|name| known.get(name));
            out.extend(all.flatten().cloned());
            out.extend(bench.lint(stage)?);
        }
        out.extend(of.findings);
        Ok(out)
    }
}

fn urgent(offers: &[Option<Fix>]) -> bool {
    let mut known = offers.iter().flatten();
    known.any(|fix| fix.safe && fix.rank() <= 1)
}

/// Who the clone's fork belongs to: most often the one who owns the integration. A guess, which is shown.
fn owner(root: &Path) -> Option<String> {
    let repo = git2::Repository::open(root).ok()?;
    let all = git::remotes::read(&repo);
    let fork = all
        .iter()
        .find(|remote| !git::remotes::is_upstream(&remote.url))?;
    git::remotes::github_owner(&fork.url)
}
