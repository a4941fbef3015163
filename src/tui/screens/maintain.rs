//! Maintain: where the review is, what was promised, and where to get help.

use super::form;
use super::parts::{hanging, prose};
use crate::core::form::{Section, fields};
use crate::core::stage::Stage;
use crate::core::stale_clock;
use crate::core::wizard::Wizard;
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

/// What goes on beside the stages, and where to ask.
const BESIDE: [(&str, &[&str]); 2] = [
    (
        "What to do meanwhile",
        &[
            "Remarks come as comments. Paste them above, repair, test, commit, and push again: the same branch updates the pull request.",
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

/// What CI and reviewers say, where the review is, what was promised, and where to get help. What was not accepted
/// yet comes first: nobody accepts what they can't read.
pub fn blocks(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let theme = app.theme;
    let w = &session.wizard;
    let accepts = w.state.answers.maintainer.accepts;
    let mut out = vec![];
    if let Some(how) = &w.state.git.finished {
        let text = format!("{} The pull request is {how}.", theme.glyph(Glyph::Done));
        out.push(Block::text(prose(&text, 0, width, theme.good())));
        out.push(Block::gap());
    } else if let Some(active) = w.state.git.active {
        out.push(Block::text(clock(app, active, width)));
        out.push(Block::gap());
    }
    if !accepts {
        out.extend(promise(app, accepts, width));
    }
    out.extend(form::blocks(app, &fields(w, Section::Remarks), width));
    out.push(Block::gap());
    out.extend(stages(app, w, width));
    if accepts {
        out.extend(promise(app, accepts, width));
    }
    for (heading, points) in BESIDE {
        out.push(title(app, heading));
        for point in points {
            let dot = theme.glyph(Glyph::Dot);
            out.push(Block::text(hanging(dot, point, 2, width, Style::new())));
        }
        out.push(Block::gap());
    }
    out
}

/// What a maintainer takes on, and whether it was accepted.
fn promise(app: &App, accepts: bool, width: usize) -> Vec<Block> {
    let theme = app.theme;
    let mut out = vec![title(app, "What a maintainer takes on")];
    let (sign, style, said) = if accepts {
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
    let sign = theme.glyph(sign);
    out.push(Block::text(hanging(sign, said, 2, width, style)));
    out.push(Block::gap());
    out
}

/// The stages of the review with what each looks at; the one that is reached is marked once something was pushed.
fn stages(app: &App, w: &Wizard, width: usize) -> Vec<Block> {
    let theme = app.theme;
    let mut out = vec![title(app, "The stages of the review")];
    let git = &w.state.git;
    let merged = git.finished.as_deref() == Some("merged");
    let reached = git.pushed.as_ref().map(|_| git.stage.unwrap_or_default());
    for stage in Stage::ALL {
        let (glyph, style) = match reached {
            _ if merged => (Glyph::Done, theme.good()),
            Some(at) if stage < at => (Glyph::Done, theme.good()),
            Some(at) if stage == at => (Glyph::Progress, theme.accent()),
            _ => (Glyph::Todo, Style::new()),
        };
        let here = if reached == Some(stage) && git.finished.is_none() {
            " (it is here)"
        } else {
            ""
        };
        let said = format!("{}{here}: {}", stage.title(), stage.looks_at());
        let sign = theme.glyph(glyph);
        out.push(Block::text(hanging(sign, &said, 2, width, style)));
    }
    out.push(Block::gap());
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
