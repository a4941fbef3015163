//! What was typed and left without taking it: nothing that goes out may lack it unnoticed.

use super::super::App;
use crate::core::form::{Section, fields};

impl App {
    /// Whether a field of the section holds such a text; says so.
    pub(super) fn holds_left(&mut self, section: Section) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let w = &session.wizard;
        let mut all = fields(w, section).into_iter();
        let Some(field) = all.find(|field| w.is_left(&field.id)) else {
            return false;
        };
        self.refuse(format!(
            "{}: what you typed is not taken yet. Open it, then take or drop it.",
            field.label
        ));
        true
    }
}
