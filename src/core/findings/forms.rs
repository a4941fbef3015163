//! What the forms say of themselves: answers that are wrong, and those that are required and still missing. They are
//! the ones that the list of steps counts.

use crate::core::finding::{Finding, Source};
use crate::core::form::{self, Section};
use crate::core::required;
use crate::core::status;
use crate::core::wizard::Wizard;

/// A wrong answer is an error; one that is only missing is a warning, since it was not given yet.
#[must_use]
pub fn of_forms(w: &Wizard) -> Vec<Finding> {
    let missing = required::missing(&w.state.answers, true);
    let mut out = vec![];
    for section in Section::FRAMEWORK {
        for id in status::open_fields(w, section) {
            let value = form::value(w, &id);
            out.push(match form::check(w, &id, &value) {
                Err(message) if !value.is_empty() => Finding::error(Source::Form, id, message),
                _ => {
                    let said = missing.iter().find(|f| f.rule == id);
                    let message = said.map_or("Not answered yet.", |f| &f.message);
                    Finding::error(Source::Form, id, message).warning()
                }
            });
        }
    }
    out
}
