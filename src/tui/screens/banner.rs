//! What is wrong on this page: why the last action did not work, or the finding that one stands on.

use super::over::{titled, told_by};
use super::parts::{message, prose, wrapped};
use crate::core::event::FailureKind;
use crate::core::findings::Listed;
use crate::tui::app::host::Saving;
use crate::tui::app::{App, fix_of};
use crate::tui::keymap::Action;
use crate::tui::theme::Glyph;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The failure of the last action, else the finding that F8 stands on. Of a failure that needs more than `most` lines,
/// the way out stays whole.
pub fn lines(app: &App, width: usize, most: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let Some(session) = &app.session else {
        return vec![];
    };
    if let Saving::Failed(why) = app.host.saving() {
        let text = format!("Not saved: {why} Nothing is lost while this stays open.");
        return message(app, &text, "", width);
    }
    if let Some((_, failure)) = &session.wizard.failure {
        if failure.kind == FailureKind::Cancelled {
            let text = format!(
                "{} {} {}",
                theme.glyph(Glyph::Warning),
                failure.message,
                failure.hint
            );
            return wrapped(text.trim_end(), width, theme.warn());
        }
        let mut said = message(app, &failure.message, "", width);
        let way = message(app, "", &failure.hint, width);
        let room = most.saturating_sub(way.len()).max(1);
        if said.len() > room {
            // A column stays free for the sign that more was said.
            said = message(app, &failure.message, "", width.saturating_sub(1));
            said.truncate(room);
            if let Some(last) = said.last_mut() {
                last.push_span(Span::styled(theme.glyph(Glyph::More), theme.bad()));
            }
        }
        said.extend(way);
        return said;
    }
    let told = session.finding().filter(|_| session.view.walk.told);
    let Some((at, listed)) = told else {
        return interrupted(app, width);
    };
    finding(app, at, listed, width)
}

/// The finding that one was led to: what it says, where it stands among all, and what to do.
fn finding(app: &App, at: usize, listed: &Listed, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let total = app
        .session
        .as_ref()
        .map_or(0, |s| s.view.known.listed.len());
    let finding = &listed.finding;
    let (glyph, word, style) = theme.severity(listed.severity);
    let mut out: Vec<Line> = wrapped(&format!("{glyph} {}", finding.message), width, style);
    // The list is where a fix is looked at.
    let key = app.key(Action::Findings).unwrap_or_default();
    let fix = app.session.as_ref().and_then(|s| fix_of(s, listed));
    if let Some(fix) = fix {
        let text = format!(
            "{} Fix: {} ({key} leads to it)",
            theme.glyph(Glyph::Arrow),
            titled(&fix.title, theme)
        );
        out.extend(wrapped(&text, width, Style::new()));
    } else if let Some(fix) = listed.fix() {
        let text = format!("{} {fix}", theme.glyph(Glyph::Arrow));
        out.extend(wrapped(&text, width, Style::new()));
    }
    let dot = theme.glyph(Glyph::Dot);
    let file = listed.file().map_or(String::new(), |(file, line)| {
        let line = line.map_or(String::new(), |l| format!(":{l}"));
        format!(" {dot} {file}{line}")
    });
    let by = told_by(finding);
    let rest = format!("{} of {total} {dot} {word} {dot} {by}{file}", at + 1);
    out.extend(prose(&rest, 2, width, theme.dim()));
    out
}

fn interrupted(app: &App, width: usize) -> Vec<Line<'static>> {
    let names = app
        .session
        .as_ref()
        .map_or(&[][..], |s| &s.wizard.interrupted);
    if names.is_empty() {
        return vec![];
    }
    let text = format!(
        "{} Interrupted when the program ended: {}. Run it again.",
        app.theme.glyph(Glyph::Warning),
        names.join(", ")
    );
    wrapped(&text, width, app.theme.warn())
}
