//! What it emits: giving a type to what was left out, and the runtime's families as one choice.

use super::super::App;
use crate::core::event::Event;
use crate::core::form;

const TYPES: &str = "source.openmetrics.types";
const RUNTIME: &str = "source.openmetrics.runtime";

impl App {
    /// Name and type of each left-out family that a type would collect and that has none yet: the focused one, or
    /// all of them.
    pub(in super::super) fn offers(&self, all: bool) -> Vec<(String, String)> {
        let Some(session) = &self.session else {
            return vec![];
        };
        let om = session.wizard.state.answers.source.openmetrics.as_ref();
        let open = |give: &&(String, String)| om.is_some_and(|om| !om.types.contains_key(&give.0));
        let known = &session.view.known;
        let focused = known.order.get(session.row_at());
        let rows = known.emitted.iter().enumerate();
        let rows = rows.filter(|(n, _)| all || focused == Some(n));
        rows.filter_map(|(_, row)| row.give.as_ref())
            .filter(open)
            .cloned()
            .collect()
    }

    /// Answers the type of what is focused, or of everything that needs one.
    pub(in super::super) fn give_types(&mut self, all: bool) {
        let offers = self.offers(all);
        let said = match offers.as_slice() {
            [] => return,
            [(name, kind)] => format!("{name} is a {kind}."),
            more => format!("{} families have a type.", more.len()),
        };
        let Some(session) = &self.session else { return };
        let mut text = form::value(&session.wizard, TYPES);
        for (name, kind) in offers {
            let comma = if text.is_empty() { "" } else { ", " };
            text.extend([comma, &name, "=", &kind]);
        }
        self.answer_source(TYPES, text);
        self.refuse(format!("{said} Write the check again, and run it."));
    }

    /// Whether there is something of the runtime to choose about.
    pub(in super::super) fn has_runtime(&self) -> bool {
        self.session.as_ref().is_some_and(|s| {
            let om = s.wizard.state.answers.source.openmetrics.as_ref();
            let out = om.is_some_and(|om| om.runtime == Some(false));
            om.is_some() && (out || !s.wizard.notes.runtime.is_empty())
        })
    }

    /// Leaves the runtime's families out, or takes them in.
    pub(in super::super) fn turn_runtime(&mut self) {
        let Some(session) = self.session.as_ref().filter(|_| self.has_runtime()) else {
            return;
        };
        let out = form::value(&session.wizard, RUNTIME) == "yes";
        let (text, said) = if out {
            ("no", "The families of the runtime are left out.")
        } else {
            ("yes", "The families of the runtime are collected.")
        };
        self.answer_source(RUNTIME, text.into());
        self.refuse(format!("{said} Write the check again, and run it."));
    }

    fn answer_source(&mut self, field: &str, text: String) {
        self.send(Event::Set {
            values: vec![(field.into(), text)],
        });
    }
}
