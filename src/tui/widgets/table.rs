//! Rows and columns. Only the rows on the screen are laid out, so ten thousand cost what twenty do.

use super::text;
use crate::tui::theme::{Glyph, Theme};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub title: &'static str,
    /// Cells; the one column with 0 takes what is left.
    pub width: u16,
    /// Hidden when the table is narrower than this.
    pub from: u16,
    /// Cut at its start, since its end tells more: paths.
    pub tail: bool,
}

impl Column {
    /// A column that is cut at its end.
    #[must_use]
    pub const fn of(title: &'static str, width: u16, from: u16) -> Self {
        Self {
            title,
            width,
            from,
            tail: false,
        }
    }

    /// The same, cut at its start.
    #[must_use]
    pub const fn tail(mut self) -> Self {
        self.tail = true;
        self
    }
}

/// A cell and its style.
pub type Cell = (String, Style);

/// What to draw.
pub struct Table<'a> {
    pub columns: &'a [Column],
    /// How many rows there are.
    pub rows: usize,
    /// The row that the next key acts on.
    pub at: usize,
    /// The cells of a row, one for each column, asked for only when it is on the screen.
    pub row: &'a dyn Fn(usize) -> Vec<Cell>,
    pub marked: &'a dyn Fn(usize) -> bool,
    /// The table has the keys.
    pub focused: bool,
}

/// Draws the rows around the focused one; `offset` is the first row shown, kept between frames.
pub fn draw(frame: &mut Frame, area: Rect, table: &Table, offset: &mut usize, theme: Theme) {
    if area.height == 0 {
        return;
    }
    let shown: Vec<usize> = (0..table.columns.len())
        .filter(|c| table.columns[*c].from <= area.width)
        .collect();
    let fixed: u16 = shown
        .iter()
        .map(|c| table.columns[*c].width + 1)
        .sum::<u16>()
        + 3;
    let rest = area.width.saturating_sub(fixed);
    let width = |c: usize| {
        let w = table.columns[c].width;
        usize::from(if w == 0 { rest } else { w })
    };
    let more = theme.glyph(Glyph::More);
    let mut spans = vec![Span::raw("   ")];
    for c in &shown {
        spans.push(Span::styled(
            text::fit(table.columns[*c].title, width(*c), more) + " ",
            theme.dim(),
        ));
    }
    frame.render_widget(Line::from(spans), Rect { height: 1, ..area });

    let height = usize::from(area.height - 1);
    if table.at < *offset {
        *offset = table.at;
    } else if table.at >= *offset + height {
        *offset = table.at + 1 - height;
    }
    *offset = (*offset).min(table.rows.saturating_sub(height));
    for (y, i) in (*offset..table.rows).take(height).enumerate() {
        let here = table.focused && i == table.at;
        let sign = if i == table.at {
            Glyph::Cursor
        } else {
            Glyph::Unmarked
        };
        let mark = if (table.marked)(i) {
            Glyph::Mark
        } else {
            Glyph::Unmarked
        };
        let mut spans = vec![
            Span::styled(text::fit(theme.glyph(sign), 1, ""), theme.selected()),
            Span::styled(text::fit(theme.glyph(mark), 1, "") + " ", theme.accent()),
        ];
        let cells = (table.row)(i);
        for c in &shown {
            let (value, mut style) = cells.get(*c).cloned().unwrap_or_default();
            if here && *c == shown[0] {
                style = theme.selected();
            }
            let shown = if table.columns[*c].tail {
                text::fit_end(&value, width(*c), more)
            } else {
                text::fit(&value, width(*c), more)
            };
            spans.push(Span::styled(shown + " ", style));
        }
        let y = area.y + 1 + u16::try_from(y).unwrap_or(0);
        frame.render_widget(Line::from(spans), Rect::new(area.x, y, area.width, 1));
    }
}
