//! What git or ssh ask, and the line that answers.

use super::super::parts::{below, put};
use crate::tui::app::layers::Asked;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

const HELP: &str =
    "Your answer goes to git alone and is saved nowhere here. Esc ends it without an answer.";

/// The lines of the question; the last ones where there are many, since those ask.
fn said(asked: &Asked, width: usize) -> Vec<String> {
    let mut lines = text::wrap(&asked.question.text, width);
    let extra = lines.len().saturating_sub(8);
    lines.drain(..extra);
    lines
}

/// How many rows the sheet wants.
pub fn height(asked: &Asked, width: usize) -> usize {
    2 + said(asked, width).len() + text::wrap(HELP, width).len()
}

/// Draws it; the line to type in is always there.
pub fn draw(frame: &mut Frame, area: Rect, asked: &mut Asked, theme: Theme) {
    let width = usize::from(area.width);
    let room = area.height.saturating_sub(1);
    let mut question = said(asked, width);
    // What is asked stands at the end: the help goes first, then the beginning.
    let extra = question.len().saturating_sub(usize::from(room));
    question.drain(..extra);
    let mut lines: Vec<Line> = question
        .into_iter()
        .map(|l| Line::from(Span::styled(l, theme.title())))
        .collect();
    let help = text::wrap(HELP, width).into_iter();
    lines.extend(help.map(|l| Line::from(Span::styled(l, theme.dim()))));
    let row = u16::try_from(lines.len()).unwrap_or(room).min(room);
    put(
        frame,
        Rect {
            height: row,
            ..area
        },
        lines,
    );
    let line = below(area, row);
    let cursor = Span::styled(theme.glyph(Glyph::Cursor), theme.selected());
    put(frame, line, [Line::from(cursor)]);
    let input = Rect {
        x: line.x + 2,
        width: line.width.saturating_sub(2),
        height: 1,
        ..line
    };
    asked.editor.draw(frame, input, theme);
}
