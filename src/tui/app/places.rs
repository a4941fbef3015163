//! Going places: pages, steps, and one level back.

use super::App;
use super::layers::Layer;
use super::page::Page;
use super::session::{metric_of, part_of};
use crate::core::event::{Action as Deed, Event};
use crate::core::step::StepId;
use crate::tui::keymap::Context;
use crate::tui::widgets::blocks::Past;

impl App {
    /// The next or previous page of the path.
    pub(super) fn next_page(&mut self, by: isize) {
        if self
            .session
            .as_ref()
            .is_some_and(|s| s.view.editor.is_some())
            && !self.take_typed()
        {
            self.send(Event::LeftField);
        }
        let Some(session) = &self.session else { return };
        let here = (session.wizard.state.ui.step, session.page());
        let all: Vec<(StepId, Page)> = StepId::ALL
            .into_iter()
            .flat_map(|s| Page::within(s).into_iter().map(move |p| (s, p)))
            .collect();
        let at = all.iter().position(|p| *p == here).unwrap_or(0);
        if let Some((step, page)) = at.checked_add_signed(by).and_then(|i| all.get(i)) {
            self.visit(*step, page.section());
        }
    }

    pub(super) fn move_in_rail(&mut self, by: isize) {
        let Some(session) = &self.session else { return };
        let current = session.wizard.state.ui.step;
        let rows: Vec<(StepId, Page)> = StepId::ALL
            .into_iter()
            .flat_map(|s| {
                let pages = Page::within(s);
                let shown = if s == current { pages.len() } else { 1 };
                pages.into_iter().take(shown).map(move |p| (s, p))
            })
            .collect();
        let here = (current, session.page());
        let at = rows.iter().position(|p| *p == here).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(rows.len() - 1);
        let (step, page) = rows[to];
        self.visit(step, page.section());
        if let Some(session) = &mut self.session {
            session.view.rail = true;
        }
    }

    /// Goes to a page.
    pub fn visit(&mut self, step: StepId, section: &str) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.view.filter = None;
        session.view.rail = false;
        session.view.walk.told = false;
        session.view.past = Past::arriving();
        let there = session.wizard.state.ui.step == step;
        if session.view.editor.take().is_some() {
            self.send(Event::LeftField);
        }
        if !there {
            self.send(Event::Visit { step });
        }
        self.send(Event::Section {
            section: section.to_owned(),
        });
        let idle = self
            .session
            .as_ref()
            .is_some_and(|s| s.wizard.jobs.is_empty());
        if idle && matches!(step, StepId::Test | StepId::Commit) && !there {
            self.send(Event::Do(Deed::ReadRepo));
        }
        self.settle_focus();
    }

    /// Goes to a step, to its first page that still needs something.
    pub(super) fn visit_step(&mut self, step: StepId) {
        let open = self.session.as_ref().and_then(|s| {
            let known = &s.view.known;
            if step != StepId::Framework || known.status(step).is_done() {
                return None;
            }
            let open = known.sections.iter().find(|s| s.open > 0);
            let guessed = || known.sections.iter().find(|s| s.guessed > 0);
            let section = open.or_else(guessed).map(|s| s.section.name());
            // With every answer given, what is left is to look at the files.
            Some(section.unwrap_or(Page::Files.section()))
        });
        let first = Page::within(step).first().map_or("", |p| p.section());
        self.visit(step, open.unwrap_or(first));
    }

    /// Esc: one level back, and nothing is lost.
    pub(super) fn back(&mut self) {
        if self.back_in_findings() {
            return;
        }
        if let Some(layer) = self.layers.pop() {
            if layer.context() == Context::Fix {
                self.send(Event::Do(Deed::LeaveFix));
            }
            if layer.context() == Context::Update {
                self.send(Event::Do(Deed::LeaveUpdate));
            }
            match layer {
                Layer::Prompt(_) => self.failure = None,
                Layer::Asked(asked) => self.host.answer(asked.question.id, None),
                _ => {}
            }
            return;
        }
        let Some(session) = &mut self.session else {
            self.failure = None;
            return;
        };
        if session.view.filter.is_some() {
            self.end_filter();
        } else if session.view.editor.is_some() {
            self.leave_field();
        } else if session.view.walk.told && session.finding().is_some() {
            session.view.walk.told = false;
        } else if let Some(name) = part_of(&session.wizard, &session.wizard.state.ui.focus)
            .and_then(|_| metric_of(&session.wizard, &session.wizard.state.ui.focus))
        {
            let focus = format!("metrics.{name}");
            self.focus(focus);
        } else if !session.wizard.state.ui.filter.is_empty() {
            self.send_filter(String::new(), None);
        } else if session.view.rail || self.size.0 < 80 {
            self.close();
        } else {
            session.view.rail = true;
        }
    }
}
