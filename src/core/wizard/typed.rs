//! The text that is still being typed: where it may become the answer, verdicts are about it already. It becomes
//! none by that; only taking it does.

use super::Wizard;
use super::live::Watched;
use crate::core::effect::Effect;
use crate::core::form::{self, Many};
use crate::core::step::StepId;

/// What every file is named by: on the way to a name one types past those of others.
const NAMES: [&str; 2] = ["integration.display_name", "integration.name"];

/// A field, and what is typed into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    field: String,
    text: String,
}

impl Wizard {
    /// What is typed in Framework, where it says something else than the answer and might become it. A field that was
    /// emptied is on the way to another text.
    pub(super) fn typed(&self) -> Option<Typed> {
        let ui = &self.state.ui;
        if !ui.editing || ui.step != StepId::Framework || NAMES.contains(&ui.focus.as_str()) {
            return None;
        }
        let (field, draft) = self.state.drafts.get_key_value(&ui.focus)?;
        let text = &draft.text;
        let counts = !text.trim().is_empty()
            && *text != form::value(self, field)
            && form::check(self, field, text).is_ok();
        counts.then(|| Typed {
            field: field.clone(),
            text: text.clone(),
        })
    }

    /// A snapshot in which what is being typed was taken: what the verdicts while editing are about.
    #[must_use]
    pub fn as_typed(mut self) -> Self {
        if let Some(typed) = self.typed() {
            self.take(&typed.field);
        }
        self
    }

    /// A key was typed. Nothing else than the text can have changed: only that is compared.
    pub(super) fn look_at_typed(&mut self) -> Vec<Effect> {
        let typed = self.typed();
        match &mut self.watched {
            Some(watched) if watched.typed != typed => watched.typed = typed,
            _ => return vec![],
        }
        self.rest()
    }
}

impl Watched {
    /// Whether what was typed then is what is answered now: nothing is to be looked at anew.
    pub(super) fn was_typed(&self, now: &Self) -> bool {
        let Some(Typed { field, text }) = &self.typed else {
            return false;
        };
        let mut taken = self.clone();
        taken.typed = None;
        let answers = taken.inputs.answers_mut();
        Many::of(answers, 1).set(field, text);
        taken == *now
    }
}
