//! What the contributor types, takes, marks and looks at.

use super::Wizard;
use crate::core::effect::{Effect, Work};
use crate::core::event::Event;
use crate::core::form;
use crate::core::plan::Choice;
use crate::core::propose::FIELD;
use crate::core::shared::Keys;
use crate::core::state::{COMMANDS, Change, Draft, Pick, Places};

/// How many taken values undo remembers.
const UNDO: usize = 200;

impl Wizard {
    pub(super) fn edit(&mut self, event: Event) -> Vec<Effect> {
        let takes = matches!(
            event,
            Event::Taken { .. } | Event::Set { .. } | Event::Undo | Event::Redo
        );
        let pasted = takes.then(|| self.state.answers.maintainer.remarks.clone());
        match event {
            Event::DraftEdited {
                field,
                text,
                cursor,
            } => {
                self.forget_shown(&field);
                self.state
                    .drafts
                    .insert(field.clone(), Draft { text, cursor });
                self.state.ui.focus = field;
                self.state.ui.editing = true;
            }
            Event::Taken { field } => self.take(&field),
            Event::LeftField => self.leave(),
            Event::DraftDropped { field } => {
                self.state.drafts.remove(&field);
                self.state.picks.remove(&field);
                self.state.ui.editing = false;
            }
            Event::Set { values } => {
                for (field, _) in &values {
                    self.state.picks.remove(field);
                    self.state.ui.lists.retain(|list| list != field);
                    self.forget_shown(field);
                }
                self.change(values);
            }
            Event::Lists { open } => self.lists(open),
            Event::AddOption => self.add_option(),
            Event::RemoveOption { index } => self.remove_option(index),
            Event::AddMetric { name, kind } => {
                if self.state.files.existing && self.check_new_metric(&name, &kind).is_ok() {
                    self.state.answers.metric_mut(&name).kind = Some(kind);
                    self.derive();
                }
            }
            Event::RemoveMetric { name } => {
                if self.is_typed_metric(&name) {
                    self.state.answers.metrics.retain(|m| m.name != name);
                    self.derive();
                } else if self.is_removable_metric(&name) {
                    self.change(vec![(format!("metrics.{name}.remove"), "yes".into())]);
                }
            }
            Event::Seen { keys } => self.see(keys),
            Event::Undo => self.undo(),
            Event::Redo => self.redo(),
            Event::Visit { step } => {
                self.leave_step(step);
                self.notice = None;
                self.state.ui.step = step;
                self.state.ui.editing = false;
                self.forget_rows();
            }
            Event::Section { section } => {
                self.state.ui.section = section;
                self.state.ui.focus.clear();
                self.forget_rows();
            }
            Event::Focus { focus } => self.state.ui.focus = focus,
            Event::Filter { text, cursor } => {
                self.state.ui.filter = text;
                self.state.ui.filtering = cursor;
            }
            Event::Mark { keys, on } => {
                let marked = &mut *self.state.ui.marked;
                for key in keys {
                    if on {
                        marked.insert(key.into());
                    } else {
                        marked.remove(key.as_str());
                    }
                }
            }
            Event::Choose { path, choice } => {
                self.state.files.hunks.remove(&path);
                self.state.files.choices.insert(path, choice);
            }
            Event::ChooseHunk { path, at, choice } => self.pick(&path, at, choice),
            _ => return vec![],
        }
        self.state.ui.touched = self.now;
        let mut effects = vec![Effect::Save];
        if pasted.is_some_and(|before| before != self.state.answers.maintainer.remarks) {
            effects.extend(self.start(Work::ReadRemarks));
        }
        effects
    }

    /// Settles one place of a conflict; a choice for the whole file before stands for the others.
    fn pick(&mut self, path: &str, at: usize, choice: Choice) {
        let files = self.plan.iter().flat_map(|p| &p.files);
        let Some(file) = files.into_iter().find(|f| f.path == path) else {
            return;
        };
        let n = file.conflicts();
        if at >= n {
            return;
        }
        let whole = self.state.files.choices.remove(path);
        let picks = self.state.files.hunks.entry(path.to_owned());
        let picks = picks.or_insert_with(|| Places {
            of: file.conflict_id(),
            picks: vec![whole; n],
        });
        if let Some(pick) = picks.picks.get_mut(at) {
            *pick = Some(choice);
        }
    }

    /// A draft that says what the answer says already is none.
    fn leave(&mut self) {
        self.state.ui.editing = false;
        let field = self.state.ui.focus.clone();
        let same = |draft: &Draft| {
            draft.text == form::value(self, &field)
                || self.is_derived(&field, &draft.text)
                || field == FIELD && draft.text.is_empty()
        };
        if self.state.drafts.get(&field).is_some_and(same) {
            self.state.drafts.remove(&field);
        }
    }

    /// Another page has other rows.
    fn forget_rows(&mut self) {
        self.state.ui.filter.clear();
        self.state.ui.filtering = None;
        self.state.ui.marked = Keys::default();
    }

    /// Keeps what is open, and of what was closed only what says more than the answer does.
    fn lists(&mut self, open: Vec<(String, Pick)>) {
        let before = std::mem::take(&mut self.state.ui.lists);
        for (field, pick) in open {
            self.state.ui.lists.push(field.clone());
            self.state.picks.insert(field, pick);
        }
        for field in before {
            let closed = !self.state.ui.lists.contains(&field);
            let says = |pick: &Pick| {
                let answer = || form::list(&form::value(self, &field)).into_iter().collect();
                let ticks = pick.ticked.as_ref().is_some_and(|t| *t != answer());
                field != COMMANDS && (ticks || !pick.filter.text.is_empty())
            };
            if closed && !self.state.picks.get(&field).is_some_and(says) {
                self.state.picks.remove(&field);
            }
        }
    }

    /// Whether a text is what a monitor says anyway: as an answer it would no longer follow the threshold.
    fn is_derived(&self, field: &str, text: &str) -> bool {
        form::monitor::part_of(field)
            .and_then(|(metric, part)| form::monitor::proposed(self, metric, part))
            .is_some_and(|derived| derived == text)
    }

    /// The draft becomes the answer when it is valid; otherwise it stays a draft.
    pub(super) fn take(&mut self, field: &str) {
        let Some(draft) = self.state.drafts.get(field) else {
            self.state.ui.editing = false;
            return;
        };
        let text = draft.text.clone();
        if self.is_derived(field, &text) {
            self.state.drafts.remove(field);
            self.state.ui.editing = false;
        } else if form::check(self, field, &text).is_ok() {
            self.state.drafts.remove(field);
            self.state.ui.editing = false;
            self.change(vec![(field.to_owned(), text)]);
        }
    }

    /// Sets values together, so that one undo takes them back together.
    pub(super) fn change(&mut self, values: Vec<(String, String)>) {
        let values = form::monitor::together(self, values);
        let fields: Vec<String> = values.iter().map(|(id, _)| id.clone()).collect();
        let before = self.write(values);
        self.derive_for(&fields);
        if !before.is_empty() {
            self.state.undo.push(Change { before }.into());
            let extra = self.state.undo.len().saturating_sub(UNDO);
            self.state.undo.drain(..extra);
            self.state.redo.clear();
        }
    }

    /// Writes values and returns what they replaced.
    fn write(&mut self, values: Vec<(String, String)>) -> Vec<(String, String)> {
        let mut answers = form::Many::of(&mut self.state.answers, values.len());
        // All of them first: writing one part of a monitor makes or drops the whole of it.
        let old: Vec<String> = values.iter().map(|(id, _)| answers.answered(id)).collect();
        for (id, text) in &values {
            answers.set(id, text);
        }
        let mut before = vec![];
        let mut seen = vec![];
        for ((id, _), old) in values.into_iter().zip(old) {
            if answers.answered(&id) != old {
                before.push((id.clone(), old));
            }
            seen.push(id);
        }
        self.see(seen);
        before
    }

    /// Somebody looked at these.
    fn see(&mut self, keys: Vec<String>) {
        let seen = &mut self.state.files.seen;
        for key in keys {
            if !seen.contains(key.as_str()) {
                seen.insert(key.into());
            }
        }
    }

    fn undo(&mut self) {
        if let Some(change) = self.state.undo.pop() {
            let before = self.restore(change.take().before);
            self.state.redo.push(Change { before }.into());
        }
    }

    /// Writes earlier values back; an empty one of a metric means *not answered*.
    pub(super) fn restore(&mut self, values: Vec<(String, String)>) -> Vec<(String, String)> {
        let fields: Vec<String> = values.iter().map(|(id, _)| id.clone()).collect();
        let (unset, rest): (Vec<_>, Vec<_>) = values
            .into_iter()
            .partition(|(id, text)| id.starts_with("metrics.") && text.is_empty());
        let answers = form::Many::of(&mut self.state.answers, unset.len());
        let mut before: Vec<_> = unset
            .into_iter()
            .map(|(id, _)| {
                let old = answers.answered(&id);
                (id, old)
            })
            .collect();
        answers.unset(before.iter().map(|(id, _)| id.as_str()));
        before.extend(self.write(rest));
        self.derive_for(&fields);
        before
    }

    fn redo(&mut self) {
        if let Some(change) = self.state.redo.pop() {
            let before = self.restore(change.take().before);
            self.state.undo.push(Change { before }.into());
        }
    }
}
