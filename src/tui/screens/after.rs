//! Maintain: what was promised, what happens now, and where to get help.

use super::{hanging, prose};
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The maintainer's responsibilities.
const TAKES_ON: [&str; 2] = [
    "You are the active maintainer: you answer issues and review changes to your folder. There is no fixed time for it.",
    "Datadog supports integrations-extras on a best-effort basis.",
];

fn title(app: &App, text: &str) -> Block {
    Block::text(vec![Line::from(Span::styled(
        text.to_owned(),
        app.theme.title(),
    ))])
}

/// What was promised, what happens now, and where to get help.
pub fn maintain(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let theme = app.theme;
    let mut out = vec![];
    if let Some(how) = &session.wizard.state.git.finished {
        let text = format!("{} The pull request is {how}.", theme.glyph(Glyph::Done));
        out.push(Block::text(prose(&text, 0, width, theme.good())));
        out.push(Block::gap());
    }
    out.push(title(app, "What a maintainer takes on"));
    let (sign, style, said) = if session.wizard.state.answers.maintainer.accepts {
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
    for (heading, points) in [
        (
            "What happens now",
            &[
                "CI runs the tasks that you have seen green here.",
                "A documentation reviewer reads the README and the descriptions; an engineer reads the check.",
                "Remarks come as comments. Repair them in the step they belong to, test, and commit again: the same branch updates the pull request.",
            ][..],
        ),
        (
            "The clock",
            &[
                "After 21 days of silence the pull request is marked stale; 7 days later it is closed. A comment from you stops the clock.",
            ][..],
        ),
        (
            "Where to get help",
            &[
                "Questions are welcome in the pull request itself.",
                "Community Office Hours: see Datadog's documentation for times.",
            ][..],
        ),
    ] {
        out.push(title(app, heading));
        for point in points {
            let dot = theme.glyph(Glyph::Dot);
            out.push(Block::text(hanging(dot, point, 2, width, Style::new())));
        }
        out.push(Block::gap());
    }
    out
}
