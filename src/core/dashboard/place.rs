//! Where widgets go: a grid of twelve columns, rows filled to the right edge, nothing over anything.

use super::{Group, Show, Widget};

/// Columns of a dashboard.
pub const COLUMNS: u64 = 12;

/// A rectangle on the grid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
}

/// Lays the widgets out in even rows: numbers and lights four to a row, graphs three, so that no timeseries
/// is narrower than four columns. Small ones come first.
pub fn lay_out(widgets: &mut [Widget]) -> u64 {
    let small = widgets.iter().take_while(|w| is_small(&w.show)).count();
    let (tiles, graphs) = widgets.split_at_mut(small);
    let y = rows(tiles, 4, 2, 0);
    rows(graphs, 3, 3, y)
}

fn is_small(show: &Show) -> bool {
    matches!(show, Show::Status(_) | Show::Value(_))
}

/// Rows of at most `most` widgets, as even as they go; returns where the next row begins.
fn rows(widgets: &mut [Widget], most: usize, height: u64, mut y: u64) -> u64 {
    let mut left = widgets;
    while !left.is_empty() {
        let rows = left.len().div_ceil(most);
        let (row, rest) = left.split_at_mut(left.len().div_ceil(rows));
        let width = COLUMNS / u64::try_from(row.len()).unwrap_or(1);
        for (x, widget) in (0..).zip(row) {
            widget.place = Place {
                x: x * width,
                y,
                width,
                height,
            };
        }
        y += height;
        left = rest;
    }
    y
}

/// Puts the groups one below the other; a group's heading is one row.
pub fn stack(groups: &mut [Group]) {
    let mut y = 0;
    for group in groups {
        let ends = group.widgets.iter().map(|w| w.place.y + w.place.height);
        let height = ends.max().unwrap_or(0) + 1;
        group.place = Place {
            x: 0,
            y,
            width: COLUMNS,
            height,
        };
        y += height;
    }
}
