//! The stages of a review, and what each looks at.

use serde::{Deserialize, Serialize};

/// A stage of the review. The order is the usual one; reviewers may look at several at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    #[default]
    Ci,
    Documentation,
    Engineering,
    Product,
}

impl Stage {
    pub const ALL: [Self; 4] = [
        Self::Ci,
        Self::Documentation,
        Self::Engineering,
        Self::Product,
    ];

    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Ci => "CI",
            Self::Documentation => "Documentation",
            Self::Engineering => "Engineering",
            Self::Product => "Product",
        }
    }

    /// What is looked at in it.
    #[must_use]
    pub fn looks_at(self) -> &'static str {
        match self {
            Self::Ci => "runs the tasks that you have seen green here. Paste a red log above.",
            Self::Documentation => {
                "README, descriptions, manifest; capitals, links, what the product does."
            }
            Self::Engineering => "the check, its tests, metric names and types, the specification.",
            Self::Product => "dashboard, monitors, images, and the tile.",
        }
    }

    /// The one after it, or before it; none at the end.
    #[must_use]
    pub fn beside(self, forward: bool) -> Option<Self> {
        let at = self as usize;
        let to = if forward {
            Some(at + 1)
        } else {
            at.checked_sub(1)
        };
        Self::ALL.get(to?).copied()
    }
}
