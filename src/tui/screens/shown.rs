//! What follows from what was shown, below the field where it was typed: the evidence, and what taking it does.

use super::next::said::{Next, say};
use super::parts::{hanging, prose};
use crate::core::propose::FIELD;
use crate::core::wizard::{Consequence, What, Wizard};
use crate::tui::app::App;
use crate::tui::app::page::Page;
use crate::tui::keymap::Action;
use crate::tui::theme::Glyph;
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// What is said below a field instead of its help; empty when nothing follows from it.
pub fn lines(app: &App, field: &str, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    if field == FIELD && w.runs("show") && session.view.editor.is_none() {
        return vec![Line::from(Span::styled("    Looking at it.", theme.dim()))];
    }
    let Some(shown) = w.shown.as_ref().filter(|s| s.field == field) else {
        return vec![];
    };
    let proposal = &shown.proposal;
    let (glyph, style) = match proposal.kind {
        Some(_) => (Glyph::Done, theme.good()),
        None => (Glyph::Warning, theme.warn()),
    };
    let mut out = hanging(theme.glyph(glyph), &proposal.sentence, 4, width, style);
    if let Some(first) = out.first_mut() {
        first.spans[0].style = style;
    }
    let consequences = w.consequences(proposal);
    let column = consequences.iter().map(|c| text::width(&c.label)).max();
    let column = column.unwrap_or(0).min(width / 3);
    for one in &consequences {
        out.extend(consequence(app, one, column, width));
    }
    if !proposal.note.is_empty() {
        out.extend(prose(&proposal.note, 6, width, theme.dim()));
    }
    out.push(Line::default());
    out
}

/// What to do about something shown, or about a command that may not run yet.
pub fn next(app: &App, w: &Wizard, page: Page) -> Next {
    if !matches!(page, Page::Source | Page::Check | Page::Emitted) {
        return None;
    }
    if app.needs_trust() {
        return say(
            Action::Trust,
            "Read what would run here, and agree to run it.",
        );
    }
    if w.runs("show") {
        return Some((None, "Looking at it. The line below says at what.".into()));
    }
    if let Some(kind) = w.proposed().and_then(|s| s.proposal.kind) {
        let keep = app.key(Action::KeepKind).unwrap_or_default();
        let other = match w.state.answers.integration.kind {
            Some(now) if now != kind => format!("{keep} keeps {}.", now.name()),
            Some(_) => format!("{keep} keeps what is there."),
            None => format!("{keep} drops it."),
        };
        let sentence = format!("Take it: {}. {other}", kind.name());
        return say(Action::TakeShown, sentence);
    }
    if page != Page::Source || w.state.answers.integration.kind.is_some() {
        return None;
    }
    if w.shown.is_some() {
        return say(Action::Down, "Choose a kind, or show something else.");
    }
    match w.state.ui.focus.as_str() {
        FIELD => say(
            Action::Open,
            "Show what you have: a URL, a file, a command.",
        ),
        "integration.kind" => say(Action::Open, "Choose it, or go up and show something."),
        _ => None,
    }
}

/// At most two lines of an answer: where it leads is enough.
fn consequence(app: &App, one: &Consequence, column: usize, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let more = theme.glyph(Glyph::More);
    let label = text::fit(&one.label, column + 1, more);
    let (said, style) = match one.what {
        What::Fills => (one.text.clone(), Style::new()),
        What::Replaces => (format!("instead of {}", one.text), theme.dim()),
        What::Unused => (format!("kept, not used: {}", one.text), theme.dim()),
        What::Drops => (format!("dropped: {}", one.text), theme.warn()),
    };
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let room = width.saturating_sub(6 + column + 4);
    let mut lines = hanging(&label, &text::cut(&said, room * 2, more), 6, width, style);
    lines.truncate(2);
    lines
}
