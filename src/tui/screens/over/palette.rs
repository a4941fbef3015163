//! The command palette: every action with its key, found by some of its letters.

use super::super::parts::{below, put};
use crate::tui::app::layers::Palette;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Draws the palette.
pub fn draw(frame: &mut Frame, area: Rect, palette: &mut Palette, theme: Theme) {
    let cursor = theme.glyph(Glyph::Cursor);
    let head = [
        Line::from(Span::styled("Commands", theme.title())),
        Line::from(Span::styled(cursor, theme.selected())),
    ];
    put(frame, area, head);
    let input = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width - 2,
        height: 1,
    };
    palette.editor.draw(frame, input, theme);
    let body = below(area, 3);
    if palette.found.is_empty() {
        put(
            frame,
            body,
            [Line::from(Span::styled("  Nothing matches.", theme.dim()))],
        );
        return;
    }
    let height = usize::from(body.height);
    let offset = (palette.at + 1).saturating_sub(height);
    // Where an action belongs is said where there is room for it beside the whole action.
    let width = usize::from(area.width);
    let roomy = width >= 55;
    let label = width
        .saturating_sub(if roomy { 25 } else { 12 })
        .clamp(16, 36);
    let rows = palette.found.iter().enumerate().skip(offset).map(|(n, i)| {
        let entry = &palette.entries[*i];
        let here = n == palette.at;
        let sign = if here {
            cursor
        } else {
            theme.glyph(Glyph::Unmarked)
        };
        let style = match (here, entry.elsewhere) {
            (true, _) => theme.selected(),
            (_, Some(_)) => theme.dim(),
            _ => Style::new(),
        };
        let place = entry
            .elsewhere
            .filter(|_| roomy)
            .map_or(String::new(), |p| format!("in {}", p.name()));
        Line::from(vec![
            Span::styled(format!("{sign} "), theme.selected()),
            Span::styled(
                text::fit(&entry.label, label, theme.glyph(Glyph::More)) + " ",
                style,
            ),
            Span::styled(text::fit(&entry.key, 9, ""), theme.accent()),
            Span::styled(place, theme.dim()),
        ])
    });
    put(frame, body, rows);
}
