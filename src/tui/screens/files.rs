//! Files: what applying would do to each file of the clone.

use super::metrics::filter;
use super::parts::{below, prose, put};
use crate::core::plan::{Choice, FileState, Plan, PlannedFile};
use crate::core::state::Files;
use crate::core::wizard::Wizard;
use crate::tui::app::App;
use crate::tui::app::page::Page;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::table::{self, Column, Table};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

const COLUMNS: [Column; 3] = [
    Column::of("file", 0, 0).tail(),
    Column::of("state", 12, 0),
    Column::of("what happens", 26, 62),
];

/// Draws the preview.
pub fn draw(frame: &mut Frame, area: Rect, app: &mut App) {
    let theme = app.theme;
    let width = usize::from(area.width);
    let Some(session) = &app.session else { return };
    let head = head(&session.wizard, width, theme);
    let place = below(area, u16::try_from(head.len()).unwrap_or(u16::MAX));
    put(frame, area, head);
    let place = filter(frame, place, app);
    let Some(session) = &mut app.session else {
        return;
    };
    let w = &session.wizard;
    let Some(plan) = &w.plan else { return };
    let applied = is_applied(w, plan);
    let at = session.row_at();
    let known = &session.view.known;
    let folder = format!("{}/", w.state.answers.integration.folder());
    let row = |i: usize| {
        let file = &plan.files[known.order[i]];
        cells(file, &folder, &w.state.files, applied, theme)
    };
    let table = Table {
        columns: &COLUMNS,
        rows: known.order.len(),
        at,
        row: &row,
        marked: &|_| false,
        focused: !session.view.rail,
    };
    let mut offset = session.view.offsets.get(&Page::Files).copied().unwrap_or(0);
    table::draw(frame, place, &table, &mut offset, theme);
    session.view.offsets.insert(Page::Files, offset);
}

fn head(w: &Wizard, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let Some(plan) = &w.plan else {
        return prose(
            "A preview makes every file beside your clone, lets ddev write its own files there, and compares. \
             Nothing is written into your clone before you have seen it.",
            0,
            width,
            theme.dim(),
        );
    };
    let mut counts: Vec<(FileState, usize)> = vec![];
    for file in &plan.files {
        match counts.iter_mut().find(|(s, _)| *s == file.state) {
            Some((_, n)) => *n += 1,
            None => counts.push((file.state, 1)),
        }
    }
    let mut spans = vec![];
    if is_applied(w, plan) {
        let sign = theme.glyph(Glyph::Done);
        let n = text::plural(plan.files.len(), "file");
        let text = format!("{sign} applied: {n} in your clone are as shown");
        spans.push(Span::styled(text, theme.good()));
        counts.clear();
    }
    let mut out = vec![];
    let mut used = 0;
    for (state, n) in counts {
        let (_, style) = theme.file(state);
        let part = format!("{n} {}", state.name());
        let size = text::width(&part);
        // Half of the last one would tell nothing.
        if used > 0 && used + 2 + size > width {
            out.push(Line::from(std::mem::take(&mut spans)));
            used = 0;
        }
        let lead = if used == 0 { "" } else { "  " };
        used += lead.len() + size;
        spans.push(Span::styled(format!("{lead}{part}"), style));
    }
    out.push(Line::from(spans));
    if !w.is_made_from(&w.plan_inputs) {
        out.extend(prose(
            "Answers changed since this preview.",
            0,
            width,
            theme.warn(),
        ));
    }
    if !plan.foreign_ci.is_empty() {
        let text = format!(
            "ci --sync would also change {}: {}.",
            text::plural(plan.foreign_ci.len(), "other job"),
            plan.foreign_ci.join(", ")
        );
        out.extend(prose(&text, 0, width, theme.warn()));
    }
    out.push(Line::default());
    out
}

/// Whether the clone holds this very plan.
fn is_applied(w: &Wizard, plan: &Plan) -> bool {
    let applied = w.state.files.applied.as_ref();
    !plan.hash.is_empty() && applied.is_some_and(|a| a.plan == plan.hash)
}

fn cells(
    file: &PlannedFile,
    folder: &str,
    chosen: &Files,
    applied: bool,
    theme: Theme,
) -> Vec<(String, Style)> {
    let (glyph, style) = theme.file(file.state);
    let choice = chosen.choices.get(&file.path).copied();
    let picks = chosen.hunks.get(&file.path).map(|p| &p.picks);
    let open = picks.map_or(0, |p| p.iter().filter(|c| c.is_none()).count());
    let elsewhere = !file.path.starts_with(folder);
    let what = match (file.needs_choice(), choice, file.state) {
        (true, None, _) if picks.is_some() && open == 0 => "chosen place by place",
        (true, None, _) if picks.is_some() => "not all places chosen",
        (true, Some(Choice::Both), _) => "both are kept",
        (true, Some(Choice::Ours), _) if file.is_folder() => "moves to the new name",
        (true, None, _) if file.is_folder() => "in the base too: move it?",
        (true, Some(Choice::Ours), _) if elsewhere && file.new.is_empty() => "will be removed",
        (true, Some(Choice::Ours), _) => "the wizard's is taken",
        (true, Some(Choice::Yours), _) => "yours is kept",
        (true, None, FileState::Conflict) => "needs a choice",
        (true, None, _) => "replaces your edit?",
        (_, _, FileState::New) => "will be made",
        (_, _, FileState::Changed) => "will be replaced",
        (_, _, FileState::Unchanged) if applied => "is in your clone",
        (_, _, FileState::Unchanged) => "stays as it is",
        (_, _, FileState::Yours) => "your edit stays",
        (_, _, FileState::Moved) => "from the earlier name",
        (_, _, FileState::Removed) if elsewhere => "has a new name",
        (_, _, FileState::Removed) => "no longer made: removed",
        (_, _, FileState::Merged) => "both edits fit",
        (_, _, _) => "written by ddev",
    };
    let warn = file.needs_choice() && choice.is_none() && (picks.is_none() || open > 0);
    vec![
        (file.path.clone(), Style::new()),
        (format!("{glyph} {}", file.state.name()), style),
        (what.into(), if warn { theme.bad() } else { theme.dim() }),
    ]
}
