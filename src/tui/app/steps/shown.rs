//! What can you show? Looking at it, and taking what follows.

use super::super::App;
use super::super::page::Page;
use crate::core::event::{Action as Deed, Event};
use crate::core::form::Section;
use crate::core::propose::FIELD;
use crate::core::status;
use crate::core::step::StepId;

impl App {
    /// What was typed is looked at; it stays a draft until something that follows from it is taken.
    pub(in super::super) fn show(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.send(Event::DraftDropped {
                field: FIELD.into(),
            });
            return;
        }
        self.send(Event::LeftField);
        self.send(Event::Do(Deed::Show {
            field: FIELD.into(),
            text: text.trim().to_owned(),
            agreed: false,
        }));
    }

    /// Takes what was proposed, and goes to what is still to answer.
    pub(in super::super) fn take_shown(&mut self) {
        self.send(Event::Do(Deed::TakeShown));
        if self.page() != Some(Page::Source) {
            self.visit(StepId::Prototype, "source");
        }
        let open = self.session.as_ref().and_then(|s| {
            status::open_fields(&s.wizard, Section::Source)
                .into_iter()
                .next()
        });
        self.send(Event::Focus {
            focus: open.unwrap_or_else(|| FIELD.to_owned()),
        });
    }

    /// Whether a proposal can be taken.
    pub(in super::super) fn proposes(&self) -> bool {
        let session = self.session.as_ref();
        session.is_some_and(|s| s.wizard.proposed().is_some())
    }

    /// Whether Enter takes the proposal: it stands below the focused field.
    pub(in super::super) fn takes_on_enter(&self) -> bool {
        self.session.as_ref().is_some_and(|session| {
            let shown = session.wizard.proposed();
            let here = session.page() == Page::Source;
            here && shown.is_some_and(|s| s.field == session.wizard.state.ui.focus)
        })
    }

    /// Writing the check failed, and what was read is another kind's: goes where that is told.
    pub(in super::super) fn go_to_shown(&mut self) {
        let Some(session) = &self.session else { return };
        let typing = session.view.editor.is_some() || !self.layers.is_empty();
        let shown = session.wizard.proposed().filter(|s| s.field != FIELD);
        let Some(field) = shown.map(|s| s.field.clone()) else {
            return;
        };
        if !typing && self.page() == Some(Page::Check) {
            self.visit(StepId::Prototype, "source");
            self.send(Event::Focus { focus: field });
        }
    }

    /// Whether the check on the disk, or a command, still has to be agreed to.
    #[must_use]
    pub fn needs_trust(&self) -> bool {
        let failure = self
            .session
            .as_ref()
            .and_then(|s| s.wizard.failure.as_ref());
        failure.is_some_and(|(_, f)| f.asks_to_run())
    }
}
