//! A monitor: one line; where it was chosen its threshold, and all of it where it is focused.

use super::super::parts::{prose, sign};
use super::part;
use crate::core::answers::Monitor;
use crate::core::form::monitor::{PARTS, part_of};
use crate::core::monitors::{Candidate, Spec, number};
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::text::{Line, Span};

/// Cells of the reason, where there is room for it.
const REASON: usize = 14;

/// The blocks of one monitor.
pub fn blocks(
    app: &App,
    candidate: &Candidate,
    monitor: Option<&Monitor>,
    spec: Option<&Spec>,
    width: usize,
) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let focus = part_of(&session.wizard.state.ui.focus);
    let here = focus.is_some_and(|(metric, _)| metric == candidate.metric);
    let id = format!("monitors.{}.on", candidate.metric);
    let mut lines = vec![head(app, candidate, monitor, &id, width)];
    if here && focus.is_some_and(|(_, part)| part == "on") {
        let theme = app.theme;
        let metric = match &candidate.of {
            Some(of) => format!("{} of {of}", candidate.metric),
            None => candidate.metric.clone(),
        };
        lines.extend(prose(&metric, 6, width, theme.dim()));
        lines.extend(prose(candidate.reason.why(), 6, width, theme.dim()));
    }
    let mut out = vec![Block::row(id, lines)];
    if monitor.is_none() {
        return out;
    }
    for name in &PARTS[1..] {
        let shown = here || *name == "threshold";
        // A service check has neither.
        let fits = candidate.unit != "runs in a row"
            || !matches!(*name, "warning" | "comparison" | "window");
        if shown && fits {
            out.push(part(app, spec, &candidate.metric, name, width));
        }
    }
    out
}

fn head(
    app: &App,
    candidate: &Candidate,
    monitor: Option<&Monitor>,
    id: &str,
    width: usize,
) -> Line<'static> {
    let theme = app.theme;
    let (mark, style) = match monitor {
        Some(_) => (Glyph::Mark, theme.accent()),
        None => (Glyph::Todo, theme.dim()),
    };
    let title = monitor.and_then(|m| m.title.as_ref());
    let title = title.unwrap_or(&candidate.title);
    let when = monitor.map_or(String::new(), |m| summary(m, &candidate.unit));
    let reason = if width >= 60 { REASON } else { 0 };
    let room = width.saturating_sub(5 + reason + text::width(&when) + 2);
    let more = theme.glyph(Glyph::More);
    Line::from(vec![
        sign(app, id),
        Span::styled(format!("{} ", theme.glyph(mark)), style),
        Span::raw(text::fit(title, room, more) + " "),
        Span::styled(text::fit(candidate.reason.name(), reason, ""), theme.dim()),
        Span::styled(format!(" {when}"), theme.accent()),
    ])
}

/// `above 100`, or nothing while there is no threshold.
fn summary(monitor: &Monitor, unit: &str) -> String {
    let Some(threshold) = monitor.threshold else {
        return String::new();
    };
    let threshold = number(threshold);
    match unit {
        "runs in a row" => format!("{threshold} in a row"),
        "percent" => format!("{} {threshold} %", monitor.comparison.name()),
        _ => format!("{} {threshold}", monitor.comparison.name()),
    }
}
