//! Home: the saved workflows, and where to begin.

use super::parts::message;
use super::parts::{below, hanging, put};
use crate::tui::app::App;
use crate::tui::app::host::Saved;
use crate::tui::keymap::Action;
use crate::tui::theme::Theme;
use crate::tui::widgets::table::{self, Column, Table};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

const COLUMNS: [Column; 5] = [
    Column::of("name", 18, 0),
    Column::of("kind", 11, 90),
    Column::of("step", 12, 0),
    Column::of("what is left", 0, 60),
    Column::of("changed", 12, 50),
];

/// What this is for, and what makes it easy.
const PURPOSE: &str = "Nothing here yet. ddint-tui takes your product's numbers from a small Python check to a Datadog \
                       integration that passes every check of its repository on the first push.";
const COMFORT: &str = "Each step is explained, and everything is saved as you go.";

/// Draws Home.
pub fn draw(frame: &mut Frame, area: Rect, app: &mut App) {
    let theme = app.theme;
    let width = usize::from(area.width);
    let title = Line::from(Span::styled("Your workflows", theme.title()));
    put(frame, area, [title]);
    let body = below(area, 2);
    if app.home.is_empty() {
        let lines = welcome(app, width, body.height)
            .into_iter()
            .chain(failure(app, width));
        put(frame, body, lines);
        return;
    }
    let failed = failure(app, width);
    let failed_rows = u16::try_from(failed.len()).unwrap_or(0);
    let next = next(app, width);
    let next_rows = u16::try_from(next.len()).unwrap_or(1).min(area.height / 2);
    let rows = area.height.saturating_sub(4 + next_rows + failed_rows);
    let now = app.host.now();
    let row = |i: usize| cells(&app.home[i], now, theme);
    let table = Table {
        columns: &COLUMNS,
        rows: app.home.len(),
        at: app.home_at,
        row: &row,
        marked: &|_| false,
        focused: true,
    };
    let mut offset = (app.home_at + 2).saturating_sub(usize::from(rows));
    let place = Rect {
        y: area.y + 2,
        height: rows,
        ..area
    };
    table::draw(frame, place, &table, &mut offset, theme);
    put(
        frame,
        below(
            area,
            area.height.saturating_sub(1 + next_rows + failed_rows),
        ),
        failed,
    );
    put(frame, below(area, area.height - next_rows), next);
}

/// What opening the workflow under the cursor leads to, whole: its row may have no room for it.
fn next(app: &App, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let saved = &app.home[app.home_at];
    let text = match &saved.problem {
        Some(problem) => format!("{}: {problem}", saved.name),
        None => format!("Go on with {}: {}", saved.name, saved.left),
    };
    let key = format!(" {} ", app.key(Action::Open).unwrap_or_default());
    let mut lines = hanging(&format!("Next {key}"), &text, 0, width, Style::new());
    if let Some(first) = lines.first_mut() {
        first.spans[0] = Span::styled("Next ", theme.dim());
        first.spans.insert(1, Span::styled(key, theme.selected()));
        first.spans.insert(2, Span::raw(" "));
    }
    lines
}

fn cells(saved: &Saved, now: u64, theme: Theme) -> Vec<(String, Style)> {
    let left = match &saved.problem {
        Some(problem) => (problem.clone(), theme.bad()),
        None => (saved.left.clone(), Style::new()),
    };
    vec![
        (saved.name.clone(), Style::new()),
        (saved.kind.clone(), theme.dim()),
        (saved.step.clone(), theme.accent()),
        left,
        (text::ago(saved.touched, now), theme.dim()),
    ]
}

fn failure(app: &App, width: usize) -> Vec<Line<'static>> {
    app.failure
        .as_ref()
        .map_or(vec![], |f| message(app, &f.message, &f.hint, width))
}

/// For someone new: what this does, and the ways to begin.
fn welcome(app: &App, width: usize, height: u16) -> Vec<Line<'static>> {
    let theme = app.theme;
    let ways = [
        (Action::New, "Begin with a product's name"),
        (Action::Bring, "Bring along a custom check that you have"),
        (Action::About, "Read first: custom check or integration?"),
        (
            Action::OpenExisting,
            "Open an integration that is in your clone",
        ),
    ];
    let mut said = text::wrap(&format!("{PURPOSE} {COMFORT}"), width);
    // The ways to begin matter more than the comfort.
    if said.len() + 1 + ways.len() > usize::from(height) {
        said = text::wrap(PURPOSE, width);
    }
    let mut out: Vec<Line> = said.into_iter().map(Line::raw).collect();
    out.push(Line::default());
    for (action, label) in ways {
        let key = app.key(action).unwrap_or_default();
        out.push(Line::from(vec![
            Span::styled(format!("  {key}  "), theme.selected()),
            Span::raw(label),
        ]));
    }
    out.push(Line::default());
    out
}
