//! A column of blocks, some of which can be focused; the focused one is kept on the screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// A few lines that belong together.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// What focusing it means; text that only informs has none.
    pub id: Option<String>,
    pub lines: Vec<Line<'static>>,
    /// Where the editor goes: the line's index, the column, and the height it needs.
    pub slot: Option<(u16, u16, u16)>,
}

impl Block {
    /// Lines that only inform.
    #[must_use]
    pub fn text(lines: Vec<Line<'static>>) -> Self {
        Self {
            lines,
            ..Self::default()
        }
    }

    /// One line that can be focused.
    #[must_use]
    pub fn row(id: impl Into<String>, lines: Vec<Line<'static>>) -> Self {
        Self {
            id: Some(id.into()),
            lines,
            slot: None,
        }
    }

    /// An empty line.
    #[must_use]
    pub fn gap() -> Self {
        Self::text(vec![Line::default()])
    }
}

/// Draws `blocks`, scrolled so that the one named `focus` can be seen; returns the editor's place.
/// `offset` is the first line shown, kept between frames.
pub fn draw(
    frame: &mut Frame,
    area: Rect,
    blocks: &[Block],
    focus: &str,
    offset: &mut usize,
) -> Option<Rect> {
    let height = usize::from(area.height);
    let mut top = 0;
    let mut focused = None;
    for block in blocks {
        if block.id.as_deref() == Some(focus) {
            focused = Some((top, block.lines.len()));
        }
        top += block.lines.len();
    }
    let total = top;
    if let Some((start, lines)) = focused {
        // Nothing above the first focusable row should be hidden by merely being there.
        let first = blocks.iter().position(|b| b.id.is_some());
        let is_first = first.is_some_and(|i| blocks[i].id.as_deref() == Some(focus));
        if is_first && start + lines <= height {
            *offset = 0;
        } else if start < *offset || lines >= height {
            *offset = start;
        } else if start + lines > *offset + height {
            *offset = start + lines - height;
        }
    }
    *offset = (*offset).min(total.saturating_sub(height));
    let mut slot = None;
    let mut line = 0;
    for block in blocks {
        for (i, text) in block.lines.iter().enumerate() {
            if let Some(y) = line_at(line, *offset, height) {
                let row = Rect::new(area.x, area.y + y, area.width, 1);
                frame.render_widget(text, row);
                if let Some((at, x, rows)) = block.slot
                    && usize::from(at) == i
                {
                    let x = x.min(area.width);
                    slot = Some(Rect::new(
                        area.x + x,
                        row.y,
                        area.width - x,
                        rows.min(area.height - y),
                    ));
                }
            }
            line += 1;
        }
    }
    slot
}

fn line_at(line: usize, offset: usize, height: usize) -> Option<u16> {
    let y = line.checked_sub(offset)?;
    if y < height {
        u16::try_from(y).ok()
    } else {
        None
    }
}

/// The ids that can be focused, in order.
#[must_use]
pub fn ids(blocks: &[Block]) -> Vec<String> {
    blocks.iter().filter_map(|b| b.id.clone()).collect()
}
