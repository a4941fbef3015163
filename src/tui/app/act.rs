//! What each action does, wherever it comes from: a key or the palette.

use super::layers::{Confirm, Entry, Layer, Palette, Yes};
use super::{App, Ask};
use crate::core::event::{Action as Deed, Event};
use crate::core::state::Pick;
use crate::core::step::StepId;
use crate::core::{form, names};
use crate::tui::keymap::{Action, Context};
use crate::tui::widgets::editor::Edit;

/// The exit status after leaving on purpose.
const LEFT: i32 = 0;

impl App {
    /// Does an action.
    pub fn act(&mut self, action: Action) {
        use Action as A;
        if self.act_in_findings(action) {
            return;
        }
        match action {
            A::Help => self.help(),
            A::Palette if matches!(self.layers.last(), Some(Layer::Palette(_))) => {
                self.layers.pop();
            }
            A::Palette => self.palette(&Pick::default()),
            A::Leave => self.leave(),
            A::Suspend => self.ask = Some(Ask::Suspend),
            A::Back => self.back(),
            A::Home => self.close(),
            A::Save => self.save(),
            A::Undo => self.undo(true),
            A::Redo => self.undo(false),
            A::Editor => self.editor(),
            A::Findings => self.show_findings(),
            A::NextFinding => self.find(1),
            A::PreviousFinding => self.find(-1),
            A::Step(n) => {
                if let Some(step) = StepId::from_number(usize::from(n)) {
                    self.layers.clear();
                    self.visit_step(step);
                }
            }
            A::Up => self.move_by(-1),
            A::Down => self.move_by(1),
            A::PageUp => self.move_by(-self.page_height()),
            A::PageDown => self.move_by(self.page_height()),
            A::First => self.go_to_end(false),
            A::Last => self.go_to_end(true),
            A::Next => self.next_field(1, true),
            A::Previous => self.next_field(-1, true),
            A::NextPage => self.next_page(1),
            A::PreviousPage => self.next_page(-1),
            A::Rail => self.rail(true),
            A::Main => self.rail(false),
            A::Open => self.open(),
            A::Take => self.take(),
            A::TakeText => {
                if !self.take_typed() {
                    self.leave_field();
                }
            }
            A::DropDraft => self.drop_draft(),
            A::CursorLeft => self.cursor(Edit::Left),
            A::CursorRight => self.cursor(Edit::Right),
            A::CursorUp => self.cursor(Edit::Up),
            A::CursorDown => self.cursor(Edit::Down),
            A::WordLeft => self.cursor(Edit::WordLeft),
            A::WordRight => self.cursor(Edit::WordRight),
            A::LineStart => self.cursor(Edit::Start),
            A::LineEnd => self.cursor(Edit::End),
            A::DeleteWord => self.edit(Edit::DeleteWord),
            A::Yes => self.answer(true),
            A::No => self.answer(false),
            other => self.act_in_step(other),
        }
    }

    fn rail(&mut self, on: bool) {
        if let Some(session) = &mut self.session {
            session.view.rail = on;
        }
    }

    fn help(&mut self) {
        if matches!(self.layers.last(), Some(Layer::Help { .. })) {
            self.layers.pop();
        } else {
            self.layers.push(Layer::Help { offset: 0 });
        }
    }

    fn save(&mut self) {
        let Some(session) = &self.session else { return };
        self.host.save(&session.wizard);
        let file = session
            .view
            .editor
            .as_ref()
            .map(|e| e.field.clone())
            .filter(|f| f.starts_with("file."));
        if let Some(field) = file {
            self.take_typed();
            self.begin(&field);
        }
    }

    fn undo(&mut self, back: bool) {
        let typing = self
            .session
            .as_ref()
            .is_some_and(|s| s.view.editor.is_some());
        if typing {
            self.edit(if back { Edit::Undo } else { Edit::Redo });
        } else {
            self.send(if back { Event::Undo } else { Event::Redo });
            self.settle_focus();
        }
    }

    /// Ctrl+C: what runs is canceled; when nothing runs, leaving is asked for.
    fn leave(&mut self) {
        if self.busy() {
            let before = self.cancelling();
            self.send(Event::Do(Deed::Cancel));
            if self.cancelling() > before {
                return;
            }
        }
        let asked = self
            .layers
            .iter()
            .any(|l| matches!(l, Layer::Confirm(c) if c.yes == Yes::Leave));
        if asked {
            self.quit = Some(LEFT);
            return;
        }
        self.confirm(
            "Leave ddint-tui?",
            vec!["Everything is saved. The next start brings you back to this place.".into()],
            Yes::Leave,
        );
    }

    fn cancelling(&self) -> usize {
        self.session
            .as_ref()
            .map_or(0, |s| s.wizard.jobs.iter().filter(|j| j.cancelling).count())
    }

    /// Asks a question.
    pub(super) fn confirm(&mut self, question: &str, detail: Vec<String>, yes: Yes) {
        self.layers.push(Layer::Confirm(Confirm {
            question: question.to_owned(),
            detail,
            yes,
        }));
    }

    fn answer(&mut self, yes: bool) {
        let Some(Layer::Confirm(confirm)) = self.layers.pop() else {
            return;
        };
        if !yes {
            return;
        }
        match confirm.yes {
            Yes::Leave => self.quit = Some(LEFT),
            Yes::Delete(folder) => {
                if let Err(failure) = self.host.delete(&folder) {
                    self.fail(failure);
                }
                self.list();
            }
            Yes::Restore(folder) => {
                if let Err(failure) = self.host.restore(&folder) {
                    self.fail(failure);
                }
                self.list();
            }
            Yes::Do(deed) => {
                let name = matches!(deed, Deed::UseName { .. });
                self.send(Event::Do(deed));
                let typing = self
                    .session
                    .as_ref()
                    .is_some_and(|s| s.view.editor.is_some());
                if name && typing {
                    self.take();
                }
            }
        }
    }

    /// Asks before a name of one of the Agent's own integrations is taken. Whether it asked.
    fn ask_about_name(&mut self) -> bool {
        let typed = self.session.as_ref().and_then(|session| {
            let editor = session.view.editor.as_ref()?;
            form::agents_own(&session.wizard, &editor.field, &editor.draft().text)
        });
        let Some((folder, own)) = typed else {
            return false;
        };
        self.ask_name(&folder, own);
        true
    }

    /// The same of a workflow that was just made.
    pub(super) fn ask_about_new(&mut self) {
        let asked = self.session.as_ref().and_then(|s| {
            let folder = s.wizard.state.answers.integration.folder();
            Some((s.wizard.agents_own(&folder)?, folder))
        });
        if let Some((own, folder)) = asked {
            self.ask_name(&folder, own);
        }
    }

    /// Asks whether a name of one of the Agent's own integrations is meant.
    fn ask_name(&mut self, folder: &str, own: &str) {
        self.confirm(
            &format!("Use the name {folder} all the same?"),
            vec![
                names::why_agents_own(folder, own),
                "Say yes only when yours is about something else. Reviewers will ask.".into(),
            ],
            Yes::Do(Deed::UseName { own: own.into() }),
        );
    }

    /// Enter where something is chosen or typed.
    fn take(&mut self) {
        match self.layers.last() {
            Some(Layer::Palette(palette)) => {
                let entry = palette
                    .found
                    .get(palette.at)
                    .map(|i| palette.entries[*i].clone());
                if let Some(entry) = entry {
                    self.layers.pop();
                    if let Some(place) = entry.elsewhere {
                        self.layers.clear();
                        self.go_where(place);
                    }
                    self.act(entry.action);
                }
            }
            Some(Layer::Asked(_)) => self.answer_question(),
            Some(Layer::Picker(_)) => self.take_choice(),
            Some(Layer::Prompt(_)) => {
                self.take_prompt();
                self.ask_about_new();
            }
            Some(_) => {}
            None => {
                if self.session.is_none() || self.end_filter() {
                    return;
                }
                let was = self.focused();
                if self.ask_about_name() {
                    return;
                }
                if self.take_typed() {
                    self.settle_focus();
                    let setup = was.starts_with("setup.");
                    if super::session::part_of_focus(self, &was).is_some() {
                        self.leave_field();
                    } else if !setup && was != crate::core::propose::FIELD {
                        self.step_rows(1);
                    }
                }
            }
        }
    }

    /// Goes to the page that a context belongs to.
    fn go_where(&mut self, context: Context) {
        let (step, section) = match context {
            Context::Home => return self.close(),
            Context::Setup => (StepId::Setup, ""),
            Context::Prototype | Context::Emitted => (StepId::Prototype, "emitted"),
            Context::Check => (StepId::Prototype, "check"),
            Context::Form | Context::Framework => (StepId::Framework, "identity"),
            Context::Options => (StepId::Framework, "options"),
            Context::Dashboard => (StepId::Framework, "dashboard"),
            Context::Metrics => (StepId::Framework, "metrics"),
            Context::Files => (StepId::Framework, "files"),
            Context::Test => (StepId::Test, ""),
            Context::Commit => (StepId::Commit, ""),
            Context::PullRequest => (StepId::PullRequest, ""),
            Context::Maintain => (StepId::Maintain, ""),
            _ => return,
        };
        self.visit(step, section);
    }

    /// Every action, those that work here first.
    pub(super) fn palette(&mut self, kept: &Pick) {
        let mut entries: Vec<Entry> = vec![];
        let contexts = self.contexts();
        let active = self.keymap.active(&contexts, &|when| self.holds(when));
        for bound in active {
            entries.push(Entry {
                action: bound.row.action,
                label: self.label(bound.row).to_owned(),
                key: bound.show(self.theme).unwrap_or_default(),
                elsewhere: None,
            });
        }
        for bound in self.keymap.rows() {
            let layer = matches!(
                bound.row.context,
                Context::Steps
                    | Context::Picker
                    | Context::Palette
                    | Context::Help
                    | Context::Confirm
                    | Context::Pager
                    | Context::Findings
                    | Context::Fix
                    | Context::Update
                    | Context::About
                    | Context::Line
                    | Context::Text
            );
            let known = entries.iter().any(|e| e.action == bound.row.action);
            if !layer && !known && self.session.is_some() {
                entries.push(Entry {
                    action: bound.row.action,
                    label: self.label(bound.row).to_owned(),
                    key: bound.show(self.theme).unwrap_or_default(),
                    elsewhere: Some(bound.row.context),
                });
            }
        }
        entries.retain(|e| e.action != Action::Palette);
        self.layers
            .push(Layer::Palette(Palette::new(entries, kept)));
    }
}
