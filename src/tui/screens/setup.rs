//! Set up: what this machine has, what each line means, and the key that repairs it.

use super::{hanging, prose, sign};
use crate::core::setup::{Health, Item, Line as Found, Repair};
use crate::tui::app::{App, setup_id};
use crate::tui::keymap::Action;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The lines of Set up.
pub fn blocks(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let Some(report) = &session.wizard.setup else {
        return vec![Block::text(prose(
            "Looking at this machine.",
            2,
            width,
            app.theme.dim(),
        ))];
    };
    report
        .lines
        .iter()
        .map(|line| block(app, line, width))
        .collect()
}

fn block(app: &App, line: &Found, width: usize) -> Block {
    let theme = app.theme;
    let id = setup_id(line.item);
    let focused = app
        .session
        .as_ref()
        .is_some_and(|s| s.wizard.state.ui.focus == id);
    let editing = app
        .session
        .as_ref()
        .and_then(|s| s.view.editor.as_ref())
        .is_some_and(|e| e.field == id);
    let making = line.item == Item::Toolchain
        && app
            .session
            .as_ref()
            .is_some_and(|s| s.wizard.runs("toolchain"));
    let (glyph, word, style) = if making {
        (theme.glyph(Glyph::Progress), "making", theme.accent())
    } else {
        theme.health(line.health)
    };
    let room = width.saturating_sub(25);
    let mut lines = vec![Line::from(vec![
        sign(app, &id),
        Span::styled(format!("{glyph} "), style),
        Span::styled(
            text::fit(line.item.title(), 11, ""),
            if focused {
                theme.selected()
            } else {
                Style::new()
            },
        ),
        Span::styled(text::fit(word, 9, ""), style),
        Span::raw(text::cut(&line.found, room, theme.glyph(Glyph::More))),
    ])];
    let mut slot = None;
    if editing {
        lines.push(Line::from(Span::styled(
            format!("    {}", theme.glyph(Glyph::Cursor)),
            theme.selected(),
        )));
        slot = Some((1, 6, 1));
        let text = app.session.as_ref().and_then(|s| {
            s.view
                .editor
                .as_ref()
                .map(|e| s.problem(&id, &e.draft().text))
        });
        if let Some(Some(problem)) = text {
            lines.extend(prose(
                &format!("{} {problem}", theme.glyph(Glyph::Error)),
                4,
                width,
                theme.bad(),
            ));
        }
        let help = match line.repair {
            Some(Repair::AskIdentity) => {
                "Name and e-mail for your commits, as in Acme Co <dev@acme.example>. Git's configuration is not changed."
            }
            _ => {
                "The folder of your clone of integrations-extras; or your fork's URL, to clone it from."
            }
        };
        lines.extend(prose(help, 4, width, theme.dim()));
    } else if focused || line.health == Health::Bad {
        lines.extend(prose(&line.meaning, 4, width, theme.dim()));
        if let Some(repair) = &line.repair {
            lines.extend(offer(app, repair, focused, width));
        }
    }
    Block {
        id: Some(id),
        lines,
        slot,
    }
}

fn offer(app: &App, repair: &Repair, focused: bool, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let what = match repair {
        Repair::MakeToolchain => "make the toolchain (about 10 s, in the background)".into(),
        Repair::AskIdentity => "type your name and e-mail".into(),
        Repair::AskClone => "type the clone's folder, or a URL to clone from".into(),
        Repair::Fetch { remote } => format!("git fetch {remote}"),
        Repair::Run { command } => {
            return prose(&format!("Run: {command}"), 4, width, theme.accent());
        }
    };
    if !focused {
        return vec![];
    }
    let key = app.key(Action::Repair).unwrap_or_default();
    let mut lines = hanging(&key, &what, 4, width, Style::new());
    if let Some(first) = lines.first_mut() {
        first.spans[0].style = theme.selected();
    }
    lines
}
