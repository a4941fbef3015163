//! What Framework still needs: fields without an answer, and guesses that nobody looked at.

use crate::core::form::{self, Section};
use crate::core::wizard::Wizard;

/// How many required fields of Framework are empty or invalid.
#[must_use]
pub fn unanswered(w: &Wizard) -> usize {
    let open = |section: &Section| open_fields(w, *section).len();
    Section::FRAMEWORK.iter().map(open).sum()
}

/// What is said of a section in the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionStatus {
    pub section: Section,
    /// Required fields that are empty or invalid.
    pub open: usize,
    /// Guesses not looked at yet.
    pub guessed: usize,
}

/// The sections of Framework and what each still needs.
#[must_use]
pub fn sections(w: &Wizard) -> Vec<SectionStatus> {
    Section::FRAMEWORK
        .iter()
        .map(|section| SectionStatus {
            section: *section,
            open: open_fields(w, *section).len(),
            guessed: if *section == Section::Metrics {
                guessed(w)
            } else {
                0
            },
        })
        .collect()
}

/// The fields of a section that still need an answer, by id.
#[must_use]
pub fn open_fields(w: &Wizard, section: Section) -> Vec<String> {
    form::fields(w, section)
        .into_iter()
        .filter(|f| !w.as_read(&f.id))
        .filter(|f| {
            let value = form::value(w, &f.id);
            if value.is_empty() {
                f.required
            } else {
                form::check(w, &f.id, &value).is_err()
            }
        })
        .map(|f| f.id)
        .collect()
}

/// How many metric rows hold a guess that nobody looked at.
#[must_use]
pub fn guessed(w: &Wizard) -> usize {
    // Both stand in order of name, so one walk along both tells: ten thousand are not looked up one by one.
    let seen = &w.state.files.seen;
    let mut seen = seen.iter().filter_map(|key| key.strip_prefix("metrics."));
    let mut next = seen.next();
    let mut unseen = |name: &str| {
        while next.is_some_and(|key| key < name) {
            next = seen.next();
        }
        next != Some(name)
    };
    w.derived
        .metrics
        .iter()
        .filter(|m| !m.guessed.is_empty() && unseen(&m.name))
        .count()
}
