//! What applying would do to each file of the clone.

use serde::{Deserialize, Serialize};

/// A file's state before applying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileState {
    /// Not in the clone yet.
    New,
    /// As last applied in the clone; ours changed.
    Changed,
    /// The clone holds exactly ours.
    Unchanged,
    /// Edited by hand; ours did not change, so the edit stays.
    Yours,
    /// Edited by hand and changed by us; both fit.
    Merged,
    /// Edited by hand and changed by us in the same place: a choice is needed.
    Conflict,
    /// ddev's own file: written by ddev, never merged.
    Generated,
    /// Held under the integration's earlier name: applying moves it, with its edits.
    Moved,
    /// No longer made, and not edited, or moved to its new name: applying removes it.
    Removed,
}

impl FileState {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Yours => "yours",
            Self::Merged => "merged",
            Self::Conflict => "conflict",
            Self::Generated => "generated",
            Self::Moved => "moved",
            Self::Removed => "removed",
        }
    }

    /// Whether applying writes the file.
    #[must_use]
    pub fn writes(self) -> bool {
        matches!(
            self,
            Self::New
                | Self::Changed
                | Self::Merged
                | Self::Conflict
                | Self::Generated
                | Self::Moved
                | Self::Removed
        )
    }
}

/// What the contributor chose for a conflict (or for a generated file that holds an edit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// Keep the clone's version.
    Yours,
    /// Take the rendered version.
    Ours,
    /// Take both, the clone's first: within a file, where the two sides meet.
    Both,
}

/// One stretch of a merged text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Hunk {
    /// Nobody disagrees.
    Settled(String),
    /// Changed on both sides in the same place.
    Conflict { yours: String, ours: String },
}

/// One file of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedFile {
    /// Relative to the repository's root, with `/`.
    pub path: String,
    pub state: FileState,
    /// A generated file whose hand edit would be replaced: needs a yes, like a conflict.
    #[serde(default)]
    pub replaces_edit: bool,
    /// Where the clone holds it, when that is under the integration's earlier name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The clone's text now; `None` when absent.
    #[serde(default, skip_serializing)]
    pub old: Option<String>,
    /// The text that applying writes (with conflict markers for a conflict; empty for a removal).
    #[serde(default, skip_serializing)]
    pub new: String,
    /// The merge of a conflict, stretch by stretch; empty where the file can only be chosen whole.
    #[serde(skip)]
    pub hunks: Vec<Hunk>,
}

impl PlannedFile {
    /// Whether a choice must be made before applying.
    #[must_use]
    pub fn needs_choice(&self) -> bool {
        self.state == FileState::Conflict || self.replaces_edit
    }

    /// How many places need a choice of their own.
    #[must_use]
    pub fn conflicts(&self) -> usize {
        let conflict = |h: &&Hunk| matches!(h, Hunk::Conflict { .. });
        self.hunks.iter().filter(conflict).count()
    }

    /// Names the conflict: choices within it count only while it is the same.
    #[must_use]
    pub fn conflict_id(&self) -> String {
        super::hash::value(&self.hunks)
    }

    /// Whether this asks about a whole folder, which the base has too.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        self.path.ends_with('/')
    }
}

/// The whole plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub files: Vec<PlannedFile>,
    /// Hash of everything rendered: equal hashes mean equal files.
    pub hash: String,
    /// Jobs of other integrations that `ci --sync` would change; a yes is needed.
    pub foreign_ci: Vec<String>,
}

impl Plan {
    /// Whether applying would write anything.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.files.iter().any(|f| {
            f.state == FileState::Removed
                || f.from.is_some()
                || (f.state.writes() && f.old.as_deref() != Some(f.new.as_str()))
        })
    }

    /// The files that need a choice.
    pub fn choices(&self) -> impl Iterator<Item = &PlannedFile> {
        self.files.iter().filter(|f| f.needs_choice())
    }
}
