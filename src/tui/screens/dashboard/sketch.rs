//! A group drawn: its widgets where they will stand, each with its title and a chart of the last run.

use super::super::parts::sign;
use super::chart;
use crate::core::dashboard::{Group, Show, Widget};
use crate::tui::app::App;
use crate::tui::app::dashboard::Shown;
use crate::tui::app::emitted::number;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Columns of a dashboard.
const COLUMNS: usize = 12;

/// The group's lines: its heading, and where it is open two lines for each row of widgets.
pub fn group(
    app: &App,
    shown: &Shown,
    group: &Group,
    id: &str,
    open: bool,
    width: usize,
) -> Vec<Line<'static>> {
    let theme = app.theme;
    let focused = app
        .session
        .as_ref()
        .is_some_and(|s| s.wizard.state.ui.focus == id && !s.view.rail);
    let count = match group.widgets.len() {
        1 => "1 widget".to_owned(),
        n => format!("{n} widgets"),
    };
    let style = if focused {
        theme.selected()
    } else {
        theme.title()
    };
    let mut out = vec![Line::from(vec![
        sign(app, id),
        Span::styled(group.title.clone(), style),
        Span::styled(format!("  {count}"), theme.dim()),
    ])];
    if !open {
        return out;
    }
    let mut rows: Vec<Vec<&Widget>> = vec![];
    for widget in &group.widgets {
        match rows.last_mut() {
            Some(row) if row[0].place.y == widget.place.y => row.push(widget),
            _ => rows.push(vec![widget]),
        }
    }
    for row in rows {
        if matches!(row[0].show, Show::About) {
            let words = "What the product is, how to use this, where to read more.";
            let cut = text::cut(words, width.saturating_sub(5), theme.glyph(Glyph::More));
            out.push(Line::from(Span::styled(format!("    {cut}"), theme.dim())));
            continue;
        }
        let mut titles = vec![Span::raw("    ")];
        let mut charts = vec![Span::raw("    ")];
        for widget in row {
            let share = usize::try_from(widget.place.width).unwrap_or(COLUMNS);
            let cells = (width.saturating_sub(4) * share / COLUMNS).max(4);
            let more = theme.glyph(Glyph::More);
            let title = short(&widget.title, cells - 2);
            titles.push(Span::raw(text::fit(title, cells - 2, more) + "  "));
            let (drawn, style) = draw(shown, widget, cells - 2, theme);
            charts.push(Span::styled(
                text::fit(&drawn, cells - 2, more) + "  ",
                style,
            ));
        }
        out.push(Line::from(titles));
        out.push(Line::from(charts));
    }
    out
}

/// The title, without what stands in parentheses where there is no room for it.
fn short(title: &str, cells: usize) -> &str {
    let bare = title.split(" (").next().unwrap_or(title);
    if text::width(title) > cells {
        bare
    } else {
        title
    }
}

/// What a widget would look like.
fn draw(shown: &Shown, widget: &Widget, cells: usize, theme: Theme) -> (String, Style) {
    match &widget.show {
        Show::About => (String::new(), theme.dim()),
        Show::Status(check) => status(shown.statuses.get(check).copied(), theme),
        Show::Value(graph) => {
            let value = graph.series.first().and_then(|s| shown.number(s));
            match value {
                Some(value) => (number(value), theme.accent()),
                None => ("no value in the run".into(), theme.dim()),
            }
        }
        Show::Lines(graph) => (
            chart::line(shown.points(graph), cells, theme),
            theme.accent(),
        ),
        Show::Bars(graph) => (
            chart::bars(shown.points(graph), cells, theme),
            theme.accent(),
        ),
        Show::Top(graph) => (
            chart::top(shown.points(graph), cells, theme),
            theme.accent(),
        ),
    }
}

fn status(status: Option<u8>, theme: Theme) -> (String, Style) {
    let (glyph, word, style) = match status {
        Some(0) => (Glyph::Done, "OK", theme.good()),
        Some(1) => (Glyph::Warning, "WARNING", theme.warn()),
        Some(2) => (Glyph::Error, "CRITICAL", theme.bad()),
        Some(_) => (Glyph::Guess, "UNKNOWN", theme.dim()),
        None => (Glyph::Todo, "not in the run", theme.dim()),
    };
    (format!("{} {word}", theme.glyph(glyph)), style)
}
