//! What ddev says of a clone as a whole, kept while several of its integrations are checked and nothing in it changes.

use crate::jobs::process::Ended;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Generated files, by path.
pub(super) type Files = BTreeMap<&'static str, String>;

#[derive(Debug, Default)]
pub(super) struct Whole {
    said: Mutex<HashMap<String, Ended>>,
    jobs: OnceLock<Option<Files>>,
}

impl Whole {
    /// What a command said.
    pub(super) fn known(&self, args: &[&str]) -> Option<Ended> {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.get(&args.join(" ")).cloned()
    }

    /// Keeps what a command said, where it came to its end.
    pub(super) fn learn(&self, args: &[&str], ended: &Ended) {
        if ended.code.is_some() && !ended.cancelled && !ended.timed_out {
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            said.insert(args.join(" "), ended.clone());
        }
    }

    /// The jobs of all integrations, asked for once.
    pub(super) fn jobs(&self, ask: impl FnOnce() -> Option<Files>) -> Option<Files> {
        self.jobs.get_or_init(ask).clone()
    }
}
