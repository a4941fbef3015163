//! Metrics: the rows of metadata.csv as a table, the focused one in full below it.

use super::form;
use super::parts::{below, prose};
use crate::core::drift::Drift;
use crate::core::findings::Listed;
use crate::core::form::metric_field;
use crate::core::metadata::MetricRow;
use crate::tui::app::App;
use crate::tui::app::PARTS;
use crate::tui::app::order::Sort;
use crate::tui::app::page::Page;
use crate::tui::app::session::{Session, metric_of, part_of};
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::blocks::{self, Past};
use crate::tui::widgets::table::{self, Column, Table};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

const COLUMNS: [Column; 6] = [
    Column::of("metric", 0, 0).tail(),
    Column::of("type", 5, 0),
    Column::of("unit", 12, 0),
    Column::of("per", 7, 70),
    Column::of("+-", 3, 0),
    Column::of("description", 40, 100),
];

/// Draws the table, the filter, and the focused metric.
pub fn draw(frame: &mut Frame, area: Rect, app: &mut App) {
    let theme = app.theme;
    let width = usize::from(area.width);
    let Some(session) = &app.session else { return };
    if session.wizard.derived.metrics.is_empty() {
        let text =
            "No rows yet. They come from a run of the custom check: go to Prototype and run it.";
        for (y, line) in prose(text, 0, width, theme.dim()).into_iter().enumerate() {
            let y = area.y + u16::try_from(y).unwrap_or(0);
            frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
        }
        return;
    }
    let inside = part_of(&session.wizard, &session.wizard.state.ui.focus).is_some();
    let panel = match (area.height, inside) {
        (0..10, true) => area.height,
        // A panel that says nothing of the row is none.
        (0..10, false) => Some(wanted(app, session, area))
            .filter(|h| *h > 2)
            .unwrap_or(0),
        (h, true) => (h * 2 / 3).min(13),
        (10..16, false) => 4,
        (h, false) => (h / 3).min(7).max(wanted(app, session, area)),
    };
    let place = Rect {
        height: area.height - panel,
        ..area
    };
    let place = filter(frame, place, app);
    draw_table(frame, place, app);
    if panel > 0 {
        let place = Rect {
            y: area.y + area.height - panel,
            height: panel,
            ..area
        };
        draw_panel(frame, place, app, inside);
    }
}

/// The lines that everything there is to say of the row takes, as far as the table can spare them.
fn wanted(app: &App, session: &Session, area: Rect) -> u16 {
    let row = session.view.known.order.get(session.row_at());
    let row = row.and_then(|i| session.wizard.derived.metrics.get(*i));
    let lines = row.map_or(0, |row| {
        said(app.theme, session, row, usize::from(area.width)).len()
    });
    let spare = area.height.saturating_sub(
        u16::try_from(session.view.known.order.len())
            .unwrap_or(u16::MAX)
            .saturating_add(1),
    );
    // A line of air, and one with the name.
    let lines = u16::try_from(lines + 2).unwrap_or(u16::MAX);
    let least = if area.height < 10 { 0 } else { area.height / 3 };
    lines.min(spare.max(least))
}

/// Draws a table's filter, if it has one, and returns what is left for the rows.
pub fn filter(frame: &mut Frame, area: Rect, app: &mut App) -> Rect {
    let theme = app.theme;
    let Some(session) = &mut app.session else {
        return area;
    };
    let filters = session.view.filter.is_some() || !session.wizard.state.ui.filter.is_empty();
    if !filters || area.height <= 2 {
        return area;
    }
    let n = session.view.known.order.len();
    let label = Line::from(vec![
        Span::styled("/ ", theme.accent()),
        Span::raw(session.wizard.state.ui.filter.clone()),
        Span::styled(format!("   {n} shown"), theme.dim()),
    ]);
    frame.render_widget(label, Rect { height: 1, ..area });
    if let Some(editor) = &mut session.view.filter {
        let size = u16::try_from(editor.draft().text.chars().count() + 1).unwrap_or(1);
        let input = Rect {
            x: area.x + 2,
            width: size.min(area.width.saturating_sub(2)),
            height: 1,
            ..area
        };
        editor.draw(frame, input, theme);
    }
    below(area, 1)
}

fn draw_table(frame: &mut Frame, area: Rect, app: &mut App) {
    let theme = app.theme;
    let Some(session) = &mut app.session else {
        return;
    };
    let at = session.row_at();
    let known = &session.view.known;
    let w = &session.wizard;
    let rows = &w.derived.metrics;
    let seen = |row: &MetricRow| {
        w.state
            .files
            .seen
            .contains(format!("metrics.{}", row.name).as_str())
    };
    let row = |i: usize| {
        let row = &rows[known.order[i]];
        let mut cells = cells(row, seen(row), theme);
        if let Some(word) = drifted(&w.drift, &row.name) {
            let style = if w.undecided().contains(&row.name) {
                theme.warn()
            } else {
                theme.dim()
            };
            cells[1] = (word.to_owned(), style);
        }
        cells
    };
    let marked = |i: usize| {
        !w.state.ui.marked.is_empty()
            && w.state
                .ui
                .marked
                .contains(format!("metrics.{}", rows[known.order[i]].name).as_str())
    };
    let table = Table {
        columns: &COLUMNS,
        rows: known.order.len(),
        at,
        row: &row,
        marked: &marked,
        focused: !session.view.rail,
    };
    let mut offset = session
        .view
        .offsets
        .get(&Page::Metrics)
        .copied()
        .unwrap_or(0);
    table::draw(frame, area, &table, &mut offset, theme);
    session.view.offsets.insert(Page::Metrics, offset);
}

/// What the last run says of a row that was applied, in place of its type: the panel shows that.
fn drifted(drift: &Drift, name: &str) -> Option<&'static str> {
    if drift.open.contains(name) {
        Some("gone?")
    } else if drift.vanished.contains(name) {
        Some("kept")
    } else {
        drift.appeared.contains(name).then_some("new")
    }
}

/// What there is to decide about it.
fn told(drift: &Drift, row: &MetricRow) -> Option<String> {
    let kind = &row.metric_type;
    let said = match drifted(drift, &row.name)? {
        "gone?" => format!(
            "A {kind} that was applied, and that the last run does not emit. x takes its row out, k keeps it."
        ),
        "kept" => format!("A {kind} that the last run does not emit. Its row is kept."),
        _ => format!("A {kind} that was not applied yet."),
    };
    Some(said)
}

/// A guess carries a question mark until it was looked at.
fn cells(row: &MetricRow, seen: bool, theme: Theme) -> Vec<(String, Style)> {
    let guessed = |part: &str| !seen && row.guessed.iter().any(|g| g == part);
    let cell = |text: &str, part: &str| {
        if guessed(part) {
            let shown = if text.is_empty() { "" } else { text };
            (
                format!("{shown}{}", theme.glyph(Glyph::Guess)),
                theme.warn(),
            )
        } else if text.is_empty() {
            ("-".to_owned(), theme.dim())
        } else {
            (text.to_owned(), Style::new())
        }
    };
    let orientation = match row.orientation {
        1 => "+",
        -1 => "-",
        _ => "0",
    };
    vec![
        (row.name.clone(), Style::new()),
        (row.metric_type.clone(), theme.dim()),
        cell(&row.unit, "unit"),
        cell(&row.per_unit, "per_unit"),
        cell(orientation, "orientation"),
        cell(&row.description, "description"),
    ]
}

/// The focused metric: its raw name, its parts as fields.
fn draw_panel(frame: &mut Frame, area: Rect, app: &mut App, inside: bool) {
    let theme = app.theme;
    let width = usize::from(area.width);
    let Some(session) = &app.session else { return };
    let w = &session.wizard;
    let focus = w.state.ui.focus.clone();
    let known = &session.view.known;
    let here = known
        .order
        .get(session.row_at())
        .and_then(|i| w.derived.metrics.get(*i));
    let Some(row) = metric_of(w, &focus)
        .and_then(|n| w.derived.metrics.iter().find(|m| m.name == n))
        .or(here)
    else {
        return;
    };
    let sort = match session.view.sort {
        Sort::Name => "by name",
        Sort::Open => "open ones first",
        Sort::Unit => "by unit",
    };
    let raw = w.notes.help.get(&row.name).map_or(String::new(), |h| {
        let raw = &h.raw;
        format!("  {} {raw}", if theme.ascii { "<-" } else { "←" })
    });
    let mut head = vec![
        Span::styled(row.name.clone(), theme.title()),
        Span::styled(raw, theme.dim()),
    ];
    let sorted = format!("   sorted {sort}");
    let used: usize = head.iter().map(|s| text::width(&s.content)).sum();
    if !inside && used + text::width(&sorted) <= width {
        head.push(Span::styled(sorted, theme.dim()));
    }
    let mut y = area.y + u16::from(area.height > 3);
    let bottom = area.y + area.height;
    frame.render_widget(Line::from(head), Rect::new(area.x, y, area.width, 1));
    y += 1;
    if inside {
        let blocks: Vec<_> = PARTS
            .iter()
            .map(|part| form::block(app, &metric_field(w, &row.name, part), 12, width))
            .collect();
        let place = Rect {
            y,
            height: bottom.saturating_sub(y),
            ..area
        };
        let slot = blocks::draw(frame, place, &blocks, &focus, &mut 0, &mut Past::default());
        let Some(session) = &mut app.session else {
            return;
        };
        if let (Some(slot), Some(editor)) = (slot, &mut session.view.editor) {
            editor.draw(frame, slot, theme);
        }
        return;
    }
    for line in said(theme, session, row, width) {
        if y >= bottom {
            break;
        }
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
        y += 1;
    }
}

/// What there is to decide about a row and what was found in it, then what it says.
fn said(theme: Theme, session: &Session, row: &MetricRow, width: usize) -> Vec<Line<'static>> {
    let w = &session.wizard;
    let mut lines = match told(&w.drift, row) {
        Some(said) => prose(&said, 0, width, theme.warn()),
        None => vec![],
    };
    let own = |l: &&Listed| {
        l.place
            .focus()
            .is_some_and(|f| metric_of(w, f) == Some(&row.name))
    };
    for listed in session.view.known.listed.iter().filter(own) {
        let (glyph, _, style) = theme.severity(listed.severity);
        let text = format!("{glyph} {}", listed.finding.message);
        lines.extend(prose(&text, 0, width, style));
    }
    if row.description.is_empty() {
        lines.extend(prose("No description yet.", 0, width, theme.warn()));
    } else {
        lines.extend(prose(&row.description, 0, width, Style::new()));
    }
    let help = w.notes.help.get(&row.name).map(|h| &h.text);
    if let Some(help) = help.filter(|h| !h.is_empty() && **h != row.description) {
        let text = format!("HELP on the page: {help}");
        lines.extend(prose(&text, 0, width, theme.dim()));
    }
    lines
}
