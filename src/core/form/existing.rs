//! Fields that only an integration has that was there before: its next version.

use super::{Field, Input};
use crate::core::answers::Release;
use crate::core::version;
use crate::core::wizard::Wizard;

/// Version, kind of change, and the changelog's bullets.
pub(super) fn release(wizard: &Wizard) -> Vec<Field> {
    let current = wizard.existing.as_ref().map_or("", |e| e.version.as_str());
    let help = match version::bumped(current) {
        Some(next) => format!(
            "It is {current}. A new feature gives {next}; empty leaves the version and the changelog alone."
        ),
        None => "Three numbers, for example 1.1.0. Empty leaves the changelog alone.".into(),
    };
    let changes = Release::CHANGES.iter().map(|c| (*c).to_owned()).collect();
    vec![
        Field::new("release.version", "Next version", &help, Input::Line),
        Field::new(
            "release.change",
            "Kind of change",
            "What the changelog's entry is headed by. Added when empty.",
            Input::Choice(changes),
        ),
        Field::new(
            "release.notes",
            "What changed",
            "One line for each bullet of the changelog, as users read it.",
            Input::Text,
        ),
    ]
}
