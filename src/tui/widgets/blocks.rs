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

/// How far the text above the first row, or below the last one, is scrolled into sight.
#[derive(Debug, Clone, Copy, Default)]
pub struct Past {
    /// The last line of the page says when text goes on.
    pub told: bool,
    /// Lines above what shows the first row, where both have no room.
    pub back: usize,
    /// The most that `back` may be.
    pub most_back: usize,
    /// Lines beyond what shows the last row.
    pub by: usize,
    /// The most that `by` may be.
    pub most: usize,
    /// Lines that are still out of sight.
    pub hidden: usize,
}

impl Past {
    /// As a page is come to: what is above its first row is read first.
    #[must_use]
    pub fn arriving() -> Self {
        Self {
            back: usize::MAX,
            ..Self::default()
        }
    }

    /// Scrolls above the first row; what is left of `by` is for the rows.
    pub fn rise(&mut self, by: isize) -> isize {
        let back = self.back.min(self.most_back);
        self.back = back.saturating_add_signed(-by).min(self.most_back);
        by - (back.cast_signed() - self.back.cast_signed())
    }

    /// Scrolls below the last row; what is left of `by` is for the rows.
    pub fn scroll(&mut self, by: isize) -> isize {
        let to = self.by.saturating_add_signed(by).min(self.most);
        let done = to.cast_signed() - self.by.cast_signed();
        self.by = to;
        by - done
    }
}

/// Draws `blocks`, scrolled so that the one named `focus` can be seen; returns the editor's place.
/// `offset` is the first line shown, kept between frames; `past` is how far one went beyond the rows.
pub fn draw(
    frame: &mut Frame,
    area: Rect,
    blocks: &[Block],
    focus: &str,
    offset: &mut usize,
    past: &mut Past,
) -> Option<Rect> {
    let height = usize::from(area.height);
    let mut top = 0;
    let mut focused = None;
    for block in blocks {
        if block.id.as_deref() == Some(focus) {
            // The air below it needs no place.
            let air = block.lines.iter().rev();
            let air = air.take_while(|l| l.width() == 0 && block.slot.is_none());
            focused = Some((top, block.lines.len() - air.count()));
        }
        top += block.lines.len();
    }
    let total = top;
    let last = blocks.iter().rposition(|b| b.id.is_some());
    let tail = last.map_or(&[][..], |at| &blocks[at + 1..]);
    let tail: usize = tail.iter().map(|b| b.lines.len()).sum();
    // The last line says that text goes on.
    let sees = height - usize::from(past.told && total > height).min(height);
    let first = blocks.iter().position(|b| b.id.is_some());
    let is_first = first.is_some_and(|at| blocks[at].id.as_deref() == Some(focus));
    if let Some((start, lines)) = focused {
        if is_first {
            // Nothing above the first row should be hidden by merely being there.
            *offset = (start + lines).saturating_sub(sees).min(start);
        } else if start < *offset || lines >= sees {
            *offset = start;
        } else if start + lines > *offset + sees {
            *offset = start + lines - sees;
        }
    }
    *offset = (*offset).min(total.saturating_sub(height));
    let types = blocks.iter().any(|b| b.slot.is_some());
    // Whoever reads from the top sees what comes there, for example that a push arrived.
    let reads = past.most_back > 0 && past.back >= past.most_back;
    past.most_back = if is_first && !types { *offset } else { 0 };
    past.back = if reads {
        past.most_back
    } else {
        past.back.min(past.most_back)
    };
    let is_last = last.is_some_and(|at| blocks[at].id.as_deref() == Some(focus));
    let shows_last = if is_last {
        *offset
    } else {
        (*offset).max((total - tail).saturating_sub(height))
    };
    past.most = total.saturating_sub(height + shows_last);
    past.by = if is_last && !types {
        past.by.min(past.most)
    } else {
        0
    };
    let start = *offset + past.by - past.back;
    past.hidden = total.saturating_sub(start + height);
    let mut slot = None;
    let mut line = 0;
    for block in blocks {
        for (i, text) in block.lines.iter().enumerate() {
            if let Some(y) = line_at(line, start, height) {
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
