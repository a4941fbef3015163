//! What a build remembers, so that the next one does only what changed.

use super::{Failed, Shadow, dir};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What one stage made of its inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Hash of the inputs.
    pub key: String,
    pub files: BTreeMap<String, String>,
    pub failed: Vec<Failed>,
}

/// The state of the shadow tree. It exists only while the tree is complete.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hash of everything the tree was made from; empty while it is being made.
    pub key: String,
    pub shadow: Shadow,
    pub stages: BTreeMap<String, Stage>,
}

impl State {
    /// In the throw-away repository's own folder: it goes when the shadow goes.
    fn path(shadow: &Path) -> PathBuf {
        shadow.join(".git").join("ddint-tui.json")
    }

    /// The state of a complete tree.
    pub fn load(shadow: &Path) -> Option<Self> {
        Self::remembered(shadow).filter(|s| !s.key.is_empty())
    }

    /// The state, even of a tree that was left half made: its stages are right by their keys.
    pub fn remembered(shadow: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(Self::path(shadow)).ok()?).ok()
    }

    pub fn save(&self, shadow: &Path) -> io::Result<()> {
        let path = Self::path(shadow);
        let new = path.with_extension("json.new");
        fs::write(&new, serde_json::to_vec(self).map_err(io::Error::other)?)?;
        fs::rename(new, path)
    }
}

/// What the last complete build made.
#[must_use]
pub fn load(workspace: &Path) -> Option<Shadow> {
    State::load(&dir(workspace)).map(|s| s.shadow)
}
