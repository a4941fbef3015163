//! An integration that was there before, in the shadow tree: its own files as they shall be, and nothing that
//! was not asked for.

use super::build::Maker;
use super::{BuildError, Kept};
use crate::scaffold::tree::Held;
use crate::scaffold::{decision, eol, safety};
use std::collections::BTreeMap;

impl Maker<'_> {
    /// The files of `rendered`, and ddev's own ones as the clone has them unless they are made again.
    pub(super) fn keep(
        &mut self,
        how: Kept,
        kept: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), BuildError> {
        let folder = self.input.folder;
        let (shared, own): (Vec<_>, Vec<_>) = self
            .input
            .rendered
            .iter()
            .partition(|(path, _)| safety::ROOT_FILES.contains(&path.as_str()));
        for (path, text) in own {
            self.out.files.insert(path.clone(), eol::to_lf(text));
        }
        // Without a specification ddev makes nothing, and what it does not make it would seem to remove.
        let spec = |path: &String| path.ends_with("/assets/configuration/spec.yaml");
        let makes = how.sync && self.out.files.keys().any(spec);
        for (path, bytes) in kept {
            let generated = decision::is_generated(path, folder);
            // What was applied before and is not among our files would seem to be gone.
            let applied = self.base.contains_key(path) && !self.out.files.contains_key(path);
            if (!generated && applied || generated && !makes)
                && let Held::Text(text) = Held::of(bytes.clone())
            {
                if generated {
                    self.out.generated.insert(path.clone());
                }
                self.out.files.insert(path.clone(), eol::to_lf(&text));
            }
        }
        self.own_tree(kept)?;
        for (path, text) in shared {
            self.share(path, text.clone())?;
        }
        Ok(())
    }
}
