//! Dashboard: a sketch of it, group by group, and below it the monitors on offer.

mod chart;
mod monitors;
mod next;
mod sketch;

pub use next::next;

use super::{form, prose};
use crate::core::answers::Track;
use crate::core::form::monitor_field;
use crate::tui::app::App;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::text::{Line, Span};

/// Groups from which on only the focused one is drawn in full.
const FOLD: usize = 6;

/// The page's blocks.
pub fn blocks(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let theme = app.theme;
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
        out.extend(monitors::blocks(app, candidate, monitor, width));
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

/// A part of a monitor as a field.
fn part(app: &App, metric: &str, part: &str, width: usize) -> Block {
    let Some(session) = &app.session else {
        return Block::default();
    };
    let field = monitor_field(&session.wizard, metric, part);
    let mut block = form::block(app, &field, 17, width.saturating_sub(2));
    for line in &mut block.lines {
        line.spans.insert(0, Span::raw("  "));
    }
    if let Some((_, column, _)) = &mut block.slot {
        *column += 2;
    }
    block
}
