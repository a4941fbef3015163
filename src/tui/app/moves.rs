//! Moving: rows, fields, pages, steps, findings.

use super::App;
use super::layers::{Layer, Pager};
use super::page::{self, Page, Place};
use super::session::{metric_of, part_of};
use crate::core::event::{Action as Deed, Event};
use crate::core::step::StepId;
use crate::tui::screens;
use crate::tui::widgets::editor::Edit;

/// The parts of a metric, in the order of the panel below the table.
pub const PARTS: [&str; 6] = [
    "unit",
    "per_unit",
    "orientation",
    "description",
    "short_name",
    "curated",
];

impl App {
    /// The ids that can be focused on the page, in order.
    pub(super) fn ids(&mut self) -> Vec<String> {
        screens::ids(self)
    }

    /// Whether the page has rows to act on.
    pub(super) fn has_rows(&self) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        if session.page().is_table() {
            !session.view.known.order.is_empty()
        } else {
            !session.wizard.state.ui.focus.is_empty()
        }
    }

    /// The focus stays on something that exists.
    pub(super) fn settle_focus(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.refresh();
        if session.view.editor.is_some() {
            return;
        }
        let focus = session.wizard.state.ui.focus.clone();
        let first = if session.page().is_table() {
            let at = session.row_at();
            match session.row_id(at) {
                Some(id) if id != focus && metric_of(&session.wizard, &focus).is_none() => id,
                Some(id) if metric_of(&session.wizard, &focus).is_some() && at == 0 => {
                    // The filter may hide the focused row: then the first one takes its place.
                    let shown = id.strip_prefix("metrics.") == metric_of(&session.wizard, &focus);
                    if shown {
                        return;
                    }
                    id
                }
                _ => return,
            }
        } else {
            let ids = self.ids();
            if ids.contains(&focus) {
                return;
            }
            let open = still_open(self);
            ids.iter()
                .find(|id| open.contains(id))
                .or(ids.first())
                .cloned()
                .unwrap_or_default()
        };
        if first != focus {
            self.send(Event::Focus { focus: first });
        }
    }

    fn focus(&mut self, focus: String) {
        self.send(Event::Focus { focus });
    }

    /// Moves the focus by rows.
    pub(super) fn step_rows(&mut self, by: isize) {
        let Some(session) = &self.session else {
            let last = self.home.len().saturating_sub(1);
            self.home_at = self.home_at.saturating_add_signed(by).min(last);
            return;
        };
        let ui = &session.wizard.state.ui;
        if let Some(part) = part_of(&session.wizard, &ui.focus) {
            let at = PARTS.iter().position(|p| *p == part).unwrap_or(0);
            let to = at.saturating_add_signed(by).min(PARTS.len() - 1);
            if let Some(name) = metric_of(&session.wizard, &ui.focus) {
                let focus = format!("metrics.{name}.{}", PARTS[to]);
                self.focus(focus);
            }
            return;
        }
        if session.page().is_table() {
            let last = session.view.known.order.len().saturating_sub(1);
            let to = session.row_at().saturating_add_signed(by).min(last);
            if let Some(id) = session.row_id(to) {
                self.focus(id);
            }
            return;
        }
        let focus = ui.focus.clone();
        let ids = self.ids();
        if ids.is_empty() {
            self.scroll_page(by);
            return;
        }
        let at = ids.iter().position(|i| *i == focus);
        let to = at.map_or(0, |at| at.saturating_add_signed(by).min(ids.len() - 1));
        self.focus(ids[to].clone());
    }

    /// Pages that only inform scroll.
    fn scroll_page(&mut self, by: isize) {
        if let Some(session) = &mut self.session {
            let page = session.page();
            let offset = session.view.offsets.entry(page).or_default();
            *offset = offset.saturating_add_signed(by);
        }
    }

    /// How many rows a page key moves.
    pub(super) fn page_height(&self) -> isize {
        isize::from(
            i16::try_from(self.size.1)
                .unwrap_or(24)
                .saturating_sub(8)
                .max(1),
        )
    }

    /// Up and down wherever they are.
    pub(super) fn move_by(&mut self, by: isize) {
        match self.layers.last_mut() {
            Some(Layer::Palette(p)) => p.at = moved(p.at, by, p.found.len()),
            Some(Layer::Picker(p)) => p.at = moved(p.at, by, p.found.len()),
            Some(Layer::Help { offset } | Layer::About { offset }) => {
                *offset = offset.saturating_add_signed(by);
            }
            Some(Layer::Pager(pager)) => scroll(pager, by),
            Some(_) => {}
            None => {
                let rail = self.session.as_ref().is_some_and(|s| s.view.rail);
                if rail {
                    self.move_in_rail(by);
                } else {
                    self.step_rows(by);
                }
            }
        }
    }

    pub(super) fn go_to_end(&mut self, last: bool) {
        let far = isize::MAX / 2;
        if let Some(Layer::Pager(pager)) = self.layers.last_mut() {
            pager.offset = if last { None } else { Some(0) };
        } else {
            self.move_by(if last { far } else { -far });
        }
    }

    /// The next or previous field; while typing, typing goes on there.
    pub(super) fn next_field(&mut self, by: isize, keep_typing: bool) {
        let Some(session) = &mut self.session else {
            return;
        };
        if let Some(filter) = session.view.filter.take() {
            drop(filter);
            self.step_rows(if keep_typing { 0 } else { by });
            return;
        }
        let typing = session.view.editor.is_some();
        if typing && !self.take_typed() {
            // Not valid: the draft stays, and so does the reason below the field.
            self.stop_typing();
            self.send(Event::LeftField);
        }
        let before = self.focused();
        self.step_rows(by);
        let after = self.focused();
        if before == after {
            if !typing {
                self.next_page(by);
            }
            return;
        }
        if typing && keep_typing {
            let types = self
                .session
                .as_ref()
                .and_then(|s| s.field(&after))
                .is_some_and(|f| {
                    matches!(
                        f.input,
                        crate::core::form::Input::Line | crate::core::form::Input::Text
                    )
                });
            if types {
                self.begin(&after);
            }
        }
    }

    pub(super) fn focused(&self) -> String {
        self.session
            .as_ref()
            .map(|s| s.wizard.state.ui.focus.clone())
            .unwrap_or_default()
    }

    /// The next or previous page of the path.
    fn next_page(&mut self, by: isize) {
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

    fn move_in_rail(&mut self, by: isize) {
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
        session.view.editor = None;
        session.view.filter = None;
        session.view.rail = false;
        let there = session.wizard.state.ui.step == step;
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
            if step != StepId::Framework {
                return None;
            }
            let open = s.view.known.sections.iter().find(|s| s.open > 0)?;
            Some(open.section.name())
        });
        let first = Page::within(step).first().map_or("", |p| p.section());
        self.visit(step, open.unwrap_or(first));
    }

    /// The next or previous finding, and where it leads.
    pub(super) fn find(&mut self, by: isize) {
        let Some(session) = &mut self.session else {
            return;
        };
        let n = session.view.known.findings.len();
        if n == 0 {
            return;
        }
        let at = match session.view.finding {
            None if by < 0 => n - 1,
            None => 0,
            Some(at) if by < 0 => at.min(n).checked_sub(1).unwrap_or(n - 1),
            Some(at) => (at + 1) % n,
        };
        session.view.finding = Some(at);
        self.go_to_finding(at, false);
    }

    /// Goes to a finding's field; its file is opened only when `open`.
    pub(super) fn go_to_finding(&mut self, at: usize, open: bool) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.view.finding = Some(at);
        let Some(finding) = session.view.known.findings.get(at) else {
            return;
        };
        match page::place(&session.wizard, finding) {
            Place::Field {
                step,
                section,
                focus,
            } => {
                self.visit(step, section);
                if !focus.is_empty() {
                    self.focus(focus);
                    self.settle_focus();
                }
            }
            Place::File { path, line } if open => {
                self.send(Event::Do(Deed::OpenFile { path, line }));
            }
            Place::File { .. } | Place::Nowhere => {
                self.visit(StepId::Test, "");
                self.focus(format!("finding.{at}"));
                self.settle_focus();
            }
        }
    }

    /// Esc: one level back, and nothing is lost.
    pub(super) fn back(&mut self) {
        if let Some(layer) = self.layers.pop() {
            if let Layer::Prompt(_) = layer {
                self.failure = None;
            }
            return;
        }
        let Some(session) = &mut self.session else {
            self.failure = None;
            return;
        };
        if session.view.filter.take().is_some() {
            self.settle_focus();
        } else if session.view.editor.is_some() {
            self.leave_field();
        } else if session.view.finding.take().is_some() {
        } else if let Some(name) = part_of(&session.wizard, &session.wizard.state.ui.focus)
            .and_then(|_| metric_of(&session.wizard, &session.wizard.state.ui.focus))
        {
            let focus = format!("metrics.{name}");
            self.focus(focus);
        } else if !session.wizard.state.ui.filter.is_empty() {
            self.send(Event::Filter {
                text: String::new(),
            });
            self.settle_focus();
        } else if session.view.rail || self.size.0 < 80 {
            self.close();
        } else {
            session.view.rail = true;
        }
    }

    /// Left and right inside a text, or between the columns.
    pub(super) fn cursor(&mut self, edit: Edit) {
        self.edit(edit);
    }
}

fn moved(at: usize, by: isize, len: usize) -> usize {
    at.saturating_add_signed(by).min(len.saturating_sub(1))
}

fn scroll(pager: &mut Pager, by: isize) {
    let last = pager.total.saturating_sub(pager.height);
    let at = pager.offset.unwrap_or(last).saturating_add_signed(by);
    pager.offset = if at >= last && by > 0 && pager.follows() {
        None
    } else {
        Some(at.min(last))
    };
}

/// The fields of the page's form that still need an answer.
fn still_open(app: &App) -> Vec<String> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let form = session.page().form();
    form.map_or(vec![], |s| {
        crate::core::status::open_fields(&session.wizard, s)
    })
}
