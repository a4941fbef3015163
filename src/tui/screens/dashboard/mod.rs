//! Dashboard: a sketch of it, group by group, and below it the monitors on offer.

mod chart;
mod monitors;
mod next;
mod sketch;

pub use next::next;

use super::form;
use super::parts::prose;
use crate::core::answers::Track;
use crate::core::form::monitor::said_of;
use crate::core::form::monitor_field;
use crate::core::monitors::Spec;
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::text::{Line, Span};

/// Groups from which on only the focused one is drawn in full.
const FOLD: usize = 6;

/// Cells of the labels of a monitor's parts.
const LABEL: usize = 17;

/// The page's blocks.
pub fn blocks(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let theme = app.theme;
    if w.state.files.existing {
        let text = "The dashboards and monitors of an integration that exists stay as they are: edit the files in \
                    its assets/dashboards and assets/monitors.";
        return vec![Block::text(prose(text, 0, width, theme.dim()))];
    }
    let Some((_, shown)) = &session.view.known.dashboard else {
        return vec![];
    };
    if w.derived.metrics.is_empty() && w.derived.service_checks.is_empty() {
        let text = "Run the custom check first: the dashboard and the monitors follow from what it emitted.";
        return vec![Block::text(prose(text, 0, width, theme.dim()))];
    }
    let answers = &w.state.answers;
    let make = crate::core::form::fields(w, crate::core::form::Section::Dashboard);
    let make = make.into_iter().find(|f| f.id == "dashboard.make");
    let mut out: Vec<Block> = vec![];
    if answers.track == Track::Partner {
        let text = "Partner track: a preview saves dashboard and monitors in the workspace's folder upload/, for \
                    the Developer Platform; the pull request has none.";
        out.push(Block::text(prose(text, 2, width, theme.dim())));
    }
    if answers.dashboard.make {
        let fold = shown.board.groups.len() > FOLD;
        for (i, group) in shown.board.groups.iter().enumerate() {
            let id = format!("board.{i}");
            let open = !fold || w.state.ui.focus == id;
            let lines = sketch::group(app, shown, group, &id, open, width);
            out.push(Block::row(id, lines));
        }
    }
    // Below the groups, so that Enter on arriving looks at something and switches nothing off.
    let label = "Make the dashboard".len();
    out.extend(make.iter().map(|f| form::block(app, f, label, width)));
    out.push(Block::gap());
    let chosen = answers.monitors.len();
    let heading = format!(
        "{chosen} chosen, {} offered",
        shown.monitors.len() + shown.left_out
    );
    let dot = if theme.ascii { "-" } else { "·" };
    out.push(Block::text(vec![Line::from(vec![
        Span::styled("  Monitors ", theme.title()),
        Span::styled(format!("{dot} {heading}"), theme.dim()),
    ])]));
    for candidate in &shown.monitors {
        let monitor = answers.monitor(&candidate.metric);
        let spec = shown.specs.get(&candidate.metric);
        out.extend(monitors::blocks(app, candidate, monitor, spec, width));
    }
    if shown.monitors.is_empty() {
        let text = "Nothing here is worth an alert by its name, unit, or orientation. Say under Metrics which ones \
                    are worse when there is more of them.";
        out.push(Block::text(prose(text, 2, width, theme.dim())));
    }
    if shown.left_out > 0 {
        let more = text::plural(shown.left_out, "more metric");
        let text = format!("{more} could have one; name it in an answers file under monitors.");
        out.push(Block::text(prose(&text, 2, width, theme.dim())));
    }
    out
}

/// A part of a monitor as a field; what it will be where nothing was said.
fn part(app: &App, spec: Option<&Spec>, metric: &str, part: &str, width: usize) -> Block {
    let Some(session) = &app.session else {
        return Block::default();
    };
    let w = &session.wizard;
    let field = monitor_field(w, metric, part);
    let mut block = form::block(app, &field, LABEL, width.saturating_sub(2));
    for line in &mut block.lines {
        line.spans.insert(0, Span::raw("  "));
    }
    if let Some((_, column, _)) = &mut block.slot {
        *column += 2;
    }
    let derived = matches!(part, "by" | "title" | "message");
    let untouched = block.slot.is_none() && !w.state.drafts.contains_key(&field.id);
    if let Some(spec) = spec.filter(|_| derived && untouched)
        && crate::core::form::value(w, &field.id).is_empty()
        && let (Some(head), more) = (block.lines.first_mut(), app.theme.glyph(Glyph::More))
    {
        let text = said_of(spec, part);
        let first = text
            .lines()
            .find(|l| !l.starts_with("{{"))
            .unwrap_or_default();
        let room = width.saturating_sub(LABEL + 6);
        head.spans.pop();
        let shown = text::cut(first, room, more);
        head.spans.push(Span::styled(shown, app.theme.dim()));
    }
    block
}
