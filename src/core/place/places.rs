//! The places there are, and what finding one needs to look up.

use super::texts::Texts;
use crate::core::finding::Finding;
use crate::core::form::{self, Section};
use crate::core::step::StepId;
use crate::core::wizard::Wizard;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where a finding leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A field or row; an empty focus is the page as a whole.
    Field {
        step: StepId,
        section: &'static str,
        focus: String,
    },
    /// The custom check: the integration's own is made from it. `text` is the line as the integration has it.
    Check {
        text: Option<String>,
    },
    /// A file, relative to the repository's root, at a line.
    File {
        path: String,
        line: Option<u32>,
    },
    Nowhere,
}

impl Place {
    /// The field or row, where it is one.
    #[must_use]
    pub fn focus(&self) -> Option<&str> {
        match self {
            Self::Field { focus, .. } if !focus.is_empty() => Some(focus),
            _ => None,
        }
    }

    pub(super) fn framework(section: Section, focus: impl Into<String>) -> Self {
        Self::Field {
            step: StepId::Framework,
            section: section.name(),
            focus: focus.into(),
        }
    }

    pub(super) fn file(finding: &Finding) -> Self {
        match &finding.file {
            Some(path) => Self::File {
                path: path.clone(),
                line: finding.line,
            },
            None => Self::Nowhere,
        }
    }
}

/// The fields of a section, by id, each with its label.
type Fields = Rc<Vec<(String, String)>>;

/// Finds places; what it looks up for one finding it keeps for the next.
pub struct Places<'a> {
    pub(super) w: &'a Wizard,
    pub(super) folder: String,
    fields: RefCell<BTreeMap<Section, Fields>>,
    pub(super) texts: Texts<'a>,
}

impl<'a> Places<'a> {
    #[must_use]
    pub fn new(w: &'a Wizard) -> Self {
        Self {
            w,
            folder: w.state.answers.integration.folder(),
            fields: RefCell::default(),
            texts: Texts::new(w),
        }
    }

    pub(super) fn existing(&self) -> bool {
        self.w.state.files.existing
    }

    /// A field, where the form has it.
    pub(super) fn field(&self, section: Section, id: &str) -> Option<Place> {
        let fields = self.fields(section);
        let there = fields.iter().any(|(known, _)| known == id);
        there.then(|| Place::framework(section, id))
    }

    /// The fields of a section, in the order shown.
    #[must_use]
    pub fn fields(&self, section: Section) -> Fields {
        let mut all = self.fields.borrow_mut();
        let fields = all.entry(section).or_insert_with(|| {
            let fields = form::fields(self.w, section).into_iter();
            fields.map(|f| (f.id, f.label)).collect::<Vec<_>>().into()
        });
        Rc::clone(fields)
    }
}

/// The words of a message that may be names: `acme_queue.depth` in any quotes, without what ends a sentence.
pub(super) fn words(message: &str) -> impl Iterator<Item = &str> {
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
    message
        .split(move |c| !name(c))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
}
