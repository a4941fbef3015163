//! Values as a row of blocks.

use crate::tui::theme::Theme;

const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const SIGNS: [&str; 8] = ["_", ".", ",", "-", "=", "+", "*", "#"];

/// The most cells that a chart takes: a few values need no long row.
const MOST: usize = 24;

/// Values in the order of time, stretched to the cells.
pub fn line(values: &[f64], cells: usize, theme: Theme) -> String {
    stretched(values, cells.min(MOST), theme).concat()
}

/// The same as single bars.
pub fn bars(values: &[f64], cells: usize, theme: Theme) -> String {
    stretched(values, cells.min(MOST).div_ceil(2), theme).join(" ")
}

/// The highest first.
pub fn top(values: &[f64], cells: usize, theme: Theme) -> String {
    let mut values = values.to_vec();
    values.sort_by(|a, b| b.total_cmp(a));
    stretched(&values, cells.min(MOST), theme).concat()
}

fn stretched(values: &[f64], cells: usize, theme: Theme) -> Vec<&'static str> {
    let n = values.len();
    if n == 0 {
        return vec![];
    }
    let all = if theme.ascii { &SIGNS } else { &BLOCKS };
    let low = values.iter().copied().fold(0.0, f64::min);
    let high = values.iter().copied().fold(f64::MIN, f64::max);
    (0..cells)
        .map(|i| {
            let value = values[i * n / cells];
            all[level(value, low, high)]
        })
        .collect()
}

/// From 0 to 7; half-way up where nothing changes.
fn level(value: f64, low: f64, high: f64) -> usize {
    let share = (value - low) / (high - low);
    if !share.is_finite() {
        return 3;
    }
    [0.9, 0.78, 0.64, 0.5, 0.36, 0.22, 0.08]
        .iter()
        .position(|least| share >= *least)
        .map_or(0, |at| 7 - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Theme = Theme {
        ascii: false,
        color: true,
    };

    #[test]
    fn charts_fit_and_follow_their_values() {
        assert_eq!(line(&[0.0, 10.0], 4, LOOK), "▁▁██");
        assert_eq!(bars(&[5.0, 10.0], 7, LOOK), "▅ ▅ █ █");
        assert_eq!(top(&[1.0, 10.0, 5.0], 3, LOOK), "█▅▂");
        assert_eq!(line(&[], 4, LOOK), "");
        assert_eq!(line(&[0.0], 2, LOOK), "▄▄");
        assert_eq!(line(&[f64::MAX, f64::MIN], 2, LOOK).chars().count(), 2);
    }
}
