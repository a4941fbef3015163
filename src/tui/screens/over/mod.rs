//! Layers: those that take the whole middle of the screen, and sheets that rise from its lower edge.
//! Nothing here belongs to one step.

mod asked;
mod findings;
mod fix;
mod help;
mod nothing;
mod pager;
mod palette;
mod said;
mod sheet;
mod update;

pub use findings::draw_beside;
pub use said::{titled, told_by};
pub use sheet::sheet;

use super::guide;
use crate::tui::app::App;
use crate::tui::app::layers::Layer;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Whether the top layer hides the page.
pub fn covers(app: &App) -> bool {
    matches!(
        app.layers.last(),
        Some(
            Layer::Help { .. }
                | Layer::About { .. }
                | Layer::Palette(_)
                | Layer::Pager(_)
                | Layer::Findings(_)
        )
    )
}

/// Draws a layer that hides the page; `beside` when the guide has a column of its own.
pub fn draw_whole(frame: &mut Frame, area: Rect, app: &mut App, beside: bool) {
    let width = usize::from(area.width);
    let theme = app.theme;
    match app.layers.last() {
        Some(Layer::Pager(pager)) => {
            let source = pager.source.clone();
            pager::draw(frame, area, app, &source);
        }
        Some(Layer::Findings(_)) => findings::draw(frame, area, app, beside),
        Some(Layer::Help { .. }) => {
            let lines = help::lines(app, width);
            scrolled(frame, area, app, lines);
        }
        Some(Layer::About { .. }) => {
            let lines = guide::lines(guide::ABOUT, width, theme);
            scrolled(frame, area, app, lines);
        }
        _ => {
            if let Some(Layer::Palette(palette)) = app.layers.last_mut() {
                palette::draw(frame, area, palette, theme);
            }
        }
    }
}

fn scrolled(
    frame: &mut Frame,
    area: Rect,
    app: &mut App,
    lines: Vec<ratatui::text::Line<'static>>,
) {
    if let Some(Layer::Help { offset } | Layer::About { offset }) = app.layers.last_mut() {
        *offset = (*offset).min(lines.len().saturating_sub(usize::from(area.height)));
        let hidden = lines
            .len()
            .saturating_sub(*offset + usize::from(area.height));
        super::parts::put(frame, area, lines.into_iter().skip(*offset));
        super::more(frame, area, app.theme, hidden);
    }
}
