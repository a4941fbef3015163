//! Pull request: what it says, whether its branch is on the fork, and its text as it will be read.

use super::form;
use super::parts::{hanging, prose};
use crate::core::form::{Section, fields};
use crate::core::pull_request;
use crate::core::wizard::Wizard;
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The page.
pub fn blocks(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let theme = app.theme;
    let mut out = vec![Block::text(facts(app, w, width))];
    if !w.state.answers.maintainer.accepts && w.overwritable().is_none() {
        let said = "The text doesn't say yet that you maintain the integration. Accept that under Maintain (^G 7).";
        let lines = hanging(theme.glyph(Glyph::Warning), said, 2, width, theme.warn());
        out.push(Block::text(lines));
    }
    out.push(Block::gap());
    out.extend(form::blocks(app, &fields(w, Section::Request), width));
    out.push(Block::gap());
    out.push(Block::text(vec![Line::from(Span::styled(
        "Its text, as it stands now",
        theme.title(),
    ))]));
    let body = pull_request::body(w);
    let lines = body.lines().flat_map(|line| {
        let style = if line.starts_with('#') {
            theme.accent()
        } else {
            Style::new()
        };
        prose(line, 2, width, style)
    });
    out.push(Block::text(lines.collect()));
    out
}

/// Branch, fork, and the pull request's own page.
fn facts(app: &App, w: &Wizard, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let fact = |name: &str, value: &str, style: Style| {
        let mut lines = hanging(&text::fit(name, 8, ""), value, 2, width, style);
        if let Some(first) = lines.first_mut() {
            first.spans[0].style = theme.dim();
        }
        lines
    };
    let Some(last) = &w.state.git.last else {
        return fact(
            "branch",
            "There is no commit yet. The pull request is made from the commit on your fork.",
            theme.warn(),
        );
    };
    let short = last.commit.get(..9).unwrap_or(&last.commit);
    let mut out = fact("branch", &format!("{}, {short}", last.branch), Style::new());
    let fork = w.setup.as_ref().and_then(|s| s.fork.as_deref());
    let fork = fork.unwrap_or("none yet");
    let done = theme.glyph(Glyph::Done);
    out.extend(if pull_request::is_pushed(w) {
        fact("fork", &format!("{fork} {done} pushed"), theme.good())
    } else if w.state.git.pushed.is_some() {
        let said = format!("{fork} has an older commit: push again");
        fact("fork", &said, theme.warn())
    } else {
        fact("fork", &format!("{fork}, not pushed yet"), Style::new())
    });
    out.extend(in_the_way(app, w, width));
    if pull_request::is_pushed(w) && pull_request::is_outdated(w) {
        let said = "changed since it was handed over: hand it over again";
        out.extend(fact("text", said, theme.warn()));
    } else if w.state.git.handed.is_some() {
        out.extend(fact("text", &format!("handed over {done}"), theme.good()));
    } else if pull_request::is_pushed(w) {
        out.extend(fact("text", "not handed over yet", Style::new()));
    }
    let page = w.state.git.request.as_ref().or(w.state.git.url.as_ref());
    if let Some(page) = page {
        out.extend(fact("page", page, theme.accent()));
    }
    out
}

/// The commits on the fork that a push would lose.
fn in_the_way(app: &App, w: &Wizard, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let Some(theirs) = w.overwritable() else {
        return vec![];
    };
    let commits = match theirs.commits {
        1 => "1 commit".to_owned(),
        n => format!("{n} commits"),
    };
    let before = w.last_update().map(|done| &done.before);
    let whose = if before == Some(&theirs.commit) {
        "from before you brought it up to date"
    } else {
        "the latest first"
    };
    let said = format!("{commits} there that your branch lacks, {whose}:");
    let mut out = hanging(theme.glyph(Glyph::Warning), &said, 2, width, theme.warn());
    let told = theirs.told.iter();
    out.extend(told.flat_map(|line| prose(line, 4, width, Style::new())));
    out
}
