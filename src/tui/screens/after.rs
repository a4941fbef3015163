//! Maintain: what was promised, what happens now, and where to get help.

use super::form;
use super::parts::{hanging, prose};
use crate::core::form::{Section, fields};
use crate::core::stale_clock;
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The maintainer's responsibilities.
const TAKES_ON: [&str; 2] = [
    "You are the active maintainer: you answer issues and review changes to your folder. There is no fixed time for it.",
    "Datadog supports integrations-extras on a best-effort basis.",
];

/// What happens from now on, and where to ask.
const STAGES: [(&str, &[&str]); 3] = [
    (
        "What happens now",
        &[
            "CI runs the tasks that you have seen green here. Paste a red log above.",
            "Documentation: README, descriptions, manifest; capitals, links, what the product does.",
            "Engineering: the check, its tests, metric names and types, the specification.",
            "Product: dashboard, monitors, images, and the tile.",
            "Remarks come as comments. Paste them above, repair, test, commit, and push again: the same branch updates the pull request.",
        ],
    ),
    (
        "The clock",
        &[
            "After 21 days of silence the pull request is marked stale; 7 days later it is closed. A comment from you stops the clock: t says that you wrote one.",
        ],
    ),
    (
        "Where to get help",
        &[
            "Questions are welcome in the pull request itself.",
            "Community Office Hours: see Datadog's documentation for times.",
        ],
    ),
];

fn title(app: &App, text: &str) -> Block {
    Block::text(vec![Line::from(Span::styled(
        text.to_owned(),
        app.theme.title(),
    ))])
}

/// What CI and reviewers say, what was promised, what happens now, and where to get help.
pub fn maintain(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let theme = app.theme;
    let w = &session.wizard;
    let mut out = vec![];
    if let Some(how) = &w.state.git.finished {
        let text = format!("{} The pull request is {how}.", theme.glyph(Glyph::Done));
        out.push(Block::text(prose(&text, 0, width, theme.good())));
        out.push(Block::gap());
    } else if let Some(active) = w.state.git.active {
        out.push(Block::text(clock(app, active, width)));
        out.push(Block::gap());
    }
    out.extend(form::blocks(app, &fields(w, Section::Remarks), width));
    out.push(Block::gap());
    out.push(title(app, "What a maintainer takes on"));
    let (sign, style, said) = if w.state.answers.maintainer.accepts {
        let said = "You accepted this. The pull request says that you maintain the integration.";
        (Glyph::Done, theme.good(), said)
    } else {
        let said =
            "Not accepted yet. Only for those who can take care of it for the foreseeable future.";
        (Glyph::Todo, theme.warn(), said)
    };
    for point in TAKES_ON {
        let dot = theme.glyph(Glyph::Dot);
        out.push(Block::text(hanging(dot, point, 2, width, Style::new())));
    }
    out.push(Block::text(hanging(
        theme.glyph(sign),
        said,
        2,
        width,
        style,
    )));
    out.push(Block::gap());
    for (heading, points) in STAGES {
        out.push(title(app, heading));
        for point in points {
            let dot = theme.glyph(Glyph::Dot);
            out.push(Block::text(hanging(dot, point, 2, width, Style::new())));
        }
        out.push(Block::gap());
    }
    out
}

/// Since when nobody wrote, and what follows.
fn clock(app: &App, active: u64, width: usize) -> Vec<Line<'static>> {
    let now = app.host.now();
    let clock = stale_clock::clock(active, now);
    let style = if clock.is_pressing() {
        app.theme.warn()
    } else {
        Style::new()
    };
    let said = format!("{}, last word {}", clock.short(), text::ago(active, now));
    let mut lines = hanging(&text::fit("clock", 8, ""), &said, 2, width, style);
    if let Some(first) = lines.first_mut() {
        first.spans[0].style = app.theme.dim();
    }
    lines
}
