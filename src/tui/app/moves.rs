//! Moving: rows, fields, pages, steps, findings.

use super::App;
use super::layers::{Layer, Pager};
use super::session::{metric_of, part_of};
use crate::core::event::Event;
use crate::tui::widgets::blocks::Past;
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
        (self.laid_out)(self)
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
            let arrives = !focus.is_empty() && session.arrives();
            let ids = self.ids();
            if ids.contains(&focus) || arrives {
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

    pub(super) fn focus(&mut self, focus: String) {
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
        let last = ids.len() - 1;
        let (at, by) = match (at, &mut self.session) {
            // Above the first row, and below the last one, the text goes on.
            (Some(at), Some(session)) => (at, beyond(&mut session.view.past, at, last, by)),
            (at, _) => (at.unwrap_or(0), if at.is_some() { by } else { 0 }),
        };
        let to = at.saturating_add_signed(by).min(last);
        let rest = by - (to.cast_signed() - at.cast_signed());
        if let Some(session) = &mut self.session
            && to != at
        {
            let past = &mut session.view.past;
            (past.by, past.back) = (0, 0);
            if to == last {
                past.scroll(rest.max(0));
            }
            if to == 0 && rest < 0 {
                past.back = rest.unsigned_abs();
            }
        }
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
        if self.end_filter() {
            self.step_rows(if keep_typing { 0 } else { by });
            return;
        }
        let Some(session) = &self.session else { return };
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

    /// Left and right inside a text, or between the columns.
    pub(super) fn cursor(&mut self, edit: Edit) {
        self.edit(edit);
    }
}

/// Scrolls beyond the rows where one stands on the outermost; what is left is for the rows.
fn beyond(past: &mut Past, at: usize, last: usize, by: isize) -> isize {
    let mut by = by;
    // What was scrolled to comes back before the other end is gone to.
    for below in [by < 0, by > 0] {
        by = match (below, at == last, at == 0) {
            (true, true, _) => past.scroll(by),
            (false, _, true) => past.rise(by),
            _ => by,
        };
    }
    by
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
    if session.page() == super::page::Page::Setup {
        let report = session.wizard.setup.as_ref();
        let bad = report
            .into_iter()
            .flat_map(crate::core::setup::SetupReport::bad);
        return bad.map(|l| setup_id(l.item)).collect();
    }
    let form = session.page().form();
    let mut open = form.map_or(vec![], |s| {
        crate::core::status::open_fields(&session.wizard, s)
    });
    // What can be shown answers more than the kind alone.
    if open.iter().any(|id| id == "integration.kind") {
        open.push(crate::core::propose::FIELD.to_owned());
    }
    open
}

/// The id of a line of Set up.
#[must_use]
pub fn setup_id(item: crate::core::setup::Item) -> String {
    format!("setup.{}", format!("{item:?}").to_lowercase())
}
