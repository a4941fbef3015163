//! Lines of Set up, and what is known before there is a clone.

use crate::core::event::Facts;
use crate::core::setup::{Health, Item, Line, Repair};
use crate::core::templates::Catalog;

/// A line without a repair.
pub(super) fn line(item: Item, health: Health, found: impl Into<String>, meaning: &str) -> Line {
    Line {
        item,
        health,
        found: found.into(),
        meaning: meaning.into(),
        repair: None,
    }
}

/// The same with what repairs it.
pub(super) fn repaired_by(mut line: Line, repair: Repair) -> Line {
    line.repair = Some(repair);
    line
}

/// Nothing of a clone is known.
pub(super) fn no_facts(units: Vec<String>, templates: Catalog) -> Facts {
    Facts {
        units,
        categories: vec![],
        integrations: vec![],
        templates,
    }
}
