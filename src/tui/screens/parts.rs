//! Pieces that most pages are put together from.

use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The sign before a row: the cursor where the next key acts.
pub(super) fn sign(app: &App, id: &str) -> Span<'static> {
    let here = app
        .session
        .as_ref()
        .is_some_and(|s| s.wizard.state.ui.focus == id && !s.view.rail);
    if here {
        Span::styled(
            format!("{} ", app.theme.glyph(Glyph::Cursor)),
            app.theme.selected(),
        )
    } else {
        Span::raw("  ")
    }
}

/// Draws lines one below the other, as many as fit.
pub(super) fn put(frame: &mut Frame, area: Rect, lines: impl IntoIterator<Item = Line<'static>>) {
    for (y, line) in (area.y..area.y + area.height).zip(lines) {
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
}

/// What is left of an area below its first rows.
pub(super) fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}

/// Wrapped text behind a sign, its further lines below the first.
pub(super) fn hanging(
    sign: &str,
    words: &str,
    indent: usize,
    width: usize,
    style: Style,
) -> Vec<Line<'static>> {
    let lead = text::width(sign) + 1;
    let mut lines = prose(words, indent + lead, width, style);
    if let Some(first) = lines.first_mut() {
        first.spans[0] = Span::raw(format!("{}{sign} ", " ".repeat(indent)));
    }
    lines
}

/// Wrapped text in a style, indented.
pub(super) fn prose(words: &str, indent: usize, width: usize, style: Style) -> Vec<Line<'static>> {
    text::wrap(words, width.saturating_sub(indent + 1))
        .into_iter()
        .map(|l| Line::from(vec![Span::raw(" ".repeat(indent)), Span::styled(l, style)]))
        .collect()
}

/// A failure: what went wrong, and the way on.
pub(super) fn message(app: &App, said: &str, hint: &str, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut out = vec![];
    if !said.is_empty() {
        let text = format!("{} {said}", theme.glyph(Glyph::Error));
        out.extend(wrapped(&text, width, theme.bad()));
    }
    if !hint.is_empty() {
        let text = format!("{} {hint}", theme.glyph(Glyph::Arrow));
        out.extend(wrapped(&text, width, Style::new()));
    }
    out
}

/// Wrapped text in a style.
pub(super) fn wrapped(words: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    text::wrap(words, width)
        .into_iter()
        .map(|l| Line::from(Span::styled(l, style)))
        .collect()
}
