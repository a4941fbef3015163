//! Answers that are changed together with files, by one fix: set once the files are written, and taken back with them.

use super::Wizard;
use crate::core::effect::Effect;
use crate::core::event::Event;
use crate::core::fix::answers::label;
use crate::core::fixes::{Changed, FixedAnswers};
use crate::core::form;
use crate::core::state::Change;
use std::fmt::Write;

/// Of how many fixes the answers are remembered.
const FIXES: usize = 50;

impl Wizard {
    /// The files are being written: these answers follow, unless they change meanwhile.
    pub(super) fn set_when_written(&mut self, values: Vec<(String, String)>) {
        let answers = &self.state.answers;
        let one = |(field, after): (String, String)| Changed {
            before: form::answered(answers, &field),
            field,
            after,
        };
        let all = values.into_iter().map(one).collect();
        self.mending.to_set = all;
    }

    /// The files of a fix are written: its answers are set, as one step.
    pub(super) fn set_with_files(&mut self, number: u32) -> Vec<Effect> {
        let wanted = std::mem::take(&mut self.mending.to_set);
        // A folder of another fix had the number before.
        self.state.files.fixed.retain(|f| f.number != number);
        let same = |c: &Changed| form::answered(&self.state.answers, &c.field) == c.before;
        let values: Vec<_> = wanted
            .into_iter()
            .filter(same)
            .map(|c| (c.field, c.after))
            .collect();
        if values.is_empty() {
            return vec![];
        }
        let depth = self.state.undo.last().cloned();
        let effects = self.edit(Event::Set { values });
        let last = self
            .state
            .undo
            .last()
            .filter(|l| Some(*l) != depth.as_ref());
        let Some(change) = last else {
            return effects;
        };
        // Another field may have followed from those that were set.
        let changed = |(field, before): &(String, String)| Changed {
            field: field.clone(),
            before: before.clone(),
            after: form::answered(&self.state.answers, field),
        };
        let answers = change.before.iter().map(changed).collect();
        let fixed = &mut self.state.files.fixed;
        fixed.push(FixedAnswers { number, answers });
        fixed.drain(..fixed.len().saturating_sub(FIXES));
        effects
    }

    /// The files of a fix are as before: so are the answers that it set, but for those that are others by now.
    ///
    /// Returns what is said of them, and what is to be done.
    pub(super) fn give_answers_back(&mut self, number: u32) -> (String, Vec<Effect>) {
        let fixed = &mut self.state.files.fixed;
        let Some(at) = fixed.iter().position(|f| f.number == number) else {
            return (String::new(), vec![]);
        };
        let all = fixed.remove(at).answers;
        let (mut back, mut stay) = (vec![], vec![]);
        for changed in all {
            let now = form::answered(&self.state.answers, &changed.field);
            if now == changed.after {
                back.push((changed.field, changed.before));
            } else if now != changed.before {
                stay.push(label(self, &changed.field));
            }
        }
        let mut said = String::new();
        if !back.is_empty() {
            said.push_str(" So are the answers.");
            let before = self.restore(back);
            // What was taken back can come again, like any answer.
            self.state.undo.push(Change { before }.into());
            self.state.redo.clear();
        }
        if !stay.is_empty() {
            let stay = stay.join(", ");
            let _ = write!(said, " You changed {stay} since: that stays.");
        }
        self.state.ui.touched = self.now;
        (said, vec![Effect::Save])
    }

    /// Whether taking the last fix back takes answers back, too.
    #[must_use]
    pub fn fix_has_answers(&self) -> bool {
        let last = self.mending.last.as_ref();
        let mut all = self.state.files.fixed.iter();
        last.is_some_and(|last| all.any(|f| f.number == last.number))
    }
}
