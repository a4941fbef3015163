//! `check --fix` and `check --undo`: repairs of one integration, made in a throw-away tree and applied at once.

use super::Checked;
use super::progress::Progress;
use crate::cli::args::RepairArgs;
use crate::core::answers::Track;
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::Finding;
use crate::core::fix::Fix;
use crate::core::plan::Plan;
use crate::engine::Context;
use crate::engine::fixing::judge::Inspection;
use crate::engine::fixing::{self, Bench, Mended, Which, keep};
use crate::engine::review::Neighbors;
use crate::jobs::cancel::CancelToken;
use crate::scaffold::fix::Stage;
use crate::toolchain::Toolchain;
use std::collections::BTreeSet;
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
                keep::write(&dir, place.root, place.folder, &mended)?;
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
            owner: fixing::owner(self.root),
            made: BTreeSet::new(),
            cancel: self.cancel,
        };
        let mut tree =
            Inspection::new(&bench, &stage, self.neighbors, self.track(), self.toolchain);
        let mut say = |what: &str| self.progress.say(&format!("{}: {what}", self.folder));
        let first = tree.look(None, &mut say)?;
        bench.mend(&stage, first, which, &mut |_, changed| {
            tree.look(Some(changed), &mut say)
        })
    }

    fn track(&self) -> Track {
        if self.root.join(self.folder).join("manifest.json").is_file() {
            Track::Community
        } else {
            Track::Partner
        }
    }
}
