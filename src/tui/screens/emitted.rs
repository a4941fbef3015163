//! What it emits: the last run as a table, beside the run before.

use super::parts::{hanging, prose, put};
use crate::tui::app::App;
use crate::tui::app::emitted::Emitted;
use crate::tui::app::page::Page;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::table::{self, Column, Table};
use crate::tui::widgets::text as words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use std::time::Duration;

const COLUMNS: [Column; 5] = [
    Column::of("name", 0, 0).tail(),
    Column::of("type", 8, 0),
    Column::of("value", 16, 0),
    Column::of("tag keys", 18, 84),
    Column::of("change", 10, 74),
];

/// Draws the table and, below it, the error or the focused row in full.
pub fn draw(frame: &mut Frame, area: Rect, app: &mut App) {
    let theme = app.theme;
    let width = usize::from(area.width);
    let top = overview(app, width);
    let below = detail(app, width);
    let rows = |n: usize| u16::try_from(n).unwrap_or(0);
    let top_rows = rows(top.len()).min(area.height);
    let below_rows = rows(below.len()).min(area.height.saturating_sub(top_rows + 4));
    put(
        frame,
        Rect {
            height: top_rows,
            ..area
        },
        top,
    );
    let Some(session) = &mut app.session else {
        return;
    };
    if session.view.known.order.is_empty() {
        return;
    }
    let place = Rect {
        y: area.y + top_rows,
        height: area.height.saturating_sub(top_rows + below_rows),
        ..area
    };
    let at = session.row_at();
    let known = &session.view.known;
    let row = |i: usize| cells(&known.emitted[known.order[i]], theme);
    let table = Table {
        columns: &COLUMNS,
        rows: known.order.len(),
        at,
        row: &row,
        marked: &|_| false,
        focused: !session.view.rail,
    };
    let mut offset = session
        .view
        .offsets
        .get(&Page::Emitted)
        .copied()
        .unwrap_or(0);
    table::draw(frame, place, &table, &mut offset, theme);
    session.view.offsets.insert(Page::Emitted, offset);
    let rest = Rect {
        y: place.y + place.height,
        height: below_rows,
        ..area
    };
    put(frame, rest, below);
}

/// The last run in a line, its error with the frames that lead to it.
fn overview(app: &App, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let declared = w.state.answers.is_declared();
    let Some(run) = w.state.runs.last() else {
        if declared {
            let text = "There is nothing to run here. What the Agent would collect is read from the files.";
            return prose(text, 0, width, theme.dim());
        }
        return prose(
            "Not run yet. A run loads the check on the Agent's own base class and runs it twice, so that rates \
             and increases exist; nothing is sent to Datadog.",
            0,
            width,
            theme.dim(),
        );
    };
    let n = w.state.runs.len();
    let ms = words::duration(Duration::from_secs_f64(run.ms.clamp(0.0, 1e9) / 1_000.0));
    let (sign, style) = if run.ok {
        (theme.glyph(Glyph::Done), theme.good())
    } else {
        (theme.glyph(Glyph::Error), theme.bad())
    };
    let left_out = w.left_out().len();
    let ago = words::ago(run.at, app.host.now());
    let text = match &run.declared {
        Some(told) if left_out == 0 => format!("not run; read {ago}: {told}"),
        Some(told) => format!("not run; read {ago}: {told}, {left_out} not listed"),
        None => format!(
            "run {n}, {ago}, {ms}: {}, {}, {left_out} left out",
            words::plural(run.metrics, "metric"),
            words::plural(run.service_checks, "service check"),
        ),
    };
    let mut out = hanging(sign, &text, 0, width, Style::new());
    if let Some(first) = out.first_mut() {
        first.spans[0].style = style;
    }
    if let Some(error) = w.capture.as_ref().and_then(|c| c.error.as_ref()) {
        out.extend(prose(
            &format!("{}: {}", error.kind, error.message),
            2,
            width,
            theme.bad(),
        ));
        for frame in error.frames.iter().rev().take(3) {
            let text = format!("{}:{}  {}", frame.file, frame.line, frame.text.trim());
            out.extend(prose(&text, 4, width, theme.dim()));
        }
    }
    out.push(Line::default());
    out
}

fn cells(row: &Emitted, theme: Theme) -> Vec<(String, Style)> {
    let style = match (row.what, row.value.as_str()) {
        ("left out" | "log", _) => theme.dim(),
        ("warning", _) | (_, "WARNING") => theme.warn(),
        (_, "CRITICAL") => theme.bad(),
        _ => Style::new(),
    };
    let spark = spark(&row.series, theme);
    let value = if spark.is_empty() {
        row.value.clone()
    } else {
        format!("{} {spark}", row.value)
    };
    vec![
        (row.name.clone(), style),
        (row.kind.clone(), theme.dim()),
        (value, style),
        (row.tags.clone(), theme.dim()),
        (row.change.clone(), theme.accent()),
    ]
}

/// A small chart, only where there are several values to look at.
fn spark(series: &[Option<f64>], theme: Theme) -> String {
    const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let values: Vec<f64> = series.iter().flatten().copied().collect();
    let most = values.iter().copied().fold(f64::MIN, f64::max);
    let least = values.iter().copied().fold(f64::MAX, f64::min);
    if theme.ascii || values.len() < 2 || (most - least).abs() < f64::EPSILON {
        return String::new();
    }
    let step = (most - least) / 7.0;
    let bar = |v: &f64| {
        // The nearest of eight heights.
        let above = (1..BARS.len()).rev();
        let at = above
            .zip((0..7).rev())
            .find(|(_, n)| *v >= least + step * (f64::from(*n) + 0.5));
        BARS[at.map_or(0, |(i, _)| i)]
    };
    values.iter().map(bar).collect()
}

fn detail(app: &App, width: usize) -> Vec<Line<'static>> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let known = &session.view.known;
    let Some(row) = known
        .order
        .get(session.row_at())
        .and_then(|i| known.emitted.get(*i))
    else {
        return vec![];
    };
    let mut out = vec![Line::default()];
    out.extend(prose(&row.name, 0, width, app.theme.title()));
    let more = if row.tags.is_empty() {
        row.detail.clone()
    } else {
        format!("{}\ntag keys {}", row.detail, row.tags)
    };
    out.extend(prose(&more, 0, width, app.theme.dim()).into_iter().take(3));
    out
}
