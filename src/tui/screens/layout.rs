//! Where everything goes at a size.

use crate::tui::app::App;
use crate::tui::app::layers::Layer;
use crate::tui::keymap::Context;
use ratatui::layout::Rect;

/// The smallest size that is drawn.
pub const MIN: (u16, u16) = (50, 15);
const RAIL: u16 = 22;

/// The parts of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    pub header: Rect,
    pub rail: Option<Rect>,
    pub main: Rect,
    pub guide: Option<Rect>,
    /// The lines of a notice and of the running job, those that there are.
    pub status: Option<Rect>,
    pub footer: Rect,
    /// The rows of the two rules.
    pub rules: [u16; 2],
    /// The columns of the vertical rules.
    pub columns: [Option<u16>; 2],
}

impl Areas {
    /// Three columns from 100 wide, two from 80, one below. Home has no steps beside it.
    #[must_use]
    pub fn of(area: Rect, app: &App) -> Self {
        let working = app.session.is_some();
        let status = u16::from(app.busy()) + u16::from(app.notice().is_some());
        let top = area.y + 2;
        let height = area.height - 4 - status;
        let bottom = top + height;
        // Lines that change are read whole; no guide says more than they do.
        let layer = app.layers.last().map(Layer::context);
        let reads = matches!(layer, Some(Context::Fix | Context::Update));
        let guide = match area.width {
            _ if reads => 0,
            0..100 => 0,
            width => (width / 3).clamp(32, 46),
        };
        let rail = if working && area.width >= 80 { RAIL } else { 0 };
        let row = |y, height| Rect::new(area.x, y, area.width, height);
        let left = if rail > 0 { rail + 2 } else { 1 };
        let right = if guide > 0 { guide + 3 } else { 1 };
        Self {
            header: row(area.y, 1),
            rail: (rail > 0).then(|| Rect::new(area.x, top, rail, height)),
            main: Rect::new(
                area.x + left,
                top,
                area.width.saturating_sub(left + right),
                height,
            ),
            guide: (guide > 0)
                .then(|| Rect::new(area.x + area.width - guide, top, guide - 1, height)),
            status: (status > 0).then(|| row(bottom + 1, status)),
            footer: row(area.y + area.height - 1, 1),
            rules: [area.y + 1, bottom],
            columns: [
                (rail > 0).then_some(area.x + rail),
                (guide > 0).then(|| area.x + area.width - guide - 2),
            ],
        }
    }
}
