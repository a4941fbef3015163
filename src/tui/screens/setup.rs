//! Set up: what this machine has, what each line means, and the key that repairs it.

use super::parts::{hanging, prose, sign};
use crate::core::event::FailureKind;
use crate::core::setup::{Health, Item, Line as Found, Repair};
use crate::core::wizard::{Job, Wizard};
use crate::jobs::text::plain;
use crate::tui::app::{App, setup_id};
use crate::tui::keymap::Action;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::{progress, text};
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
    let Some(session) = &app.session else {
        return Block::default();
    };
    let focused = session.wizard.state.ui.focus == id && !session.view.rail;
    let editor = session.view.editor.as_ref().filter(|e| e.field == id);
    let job = job(&session.wizard, line.item);
    let (glyph, word, style) = state(app, line);
    let found = match job {
        Some(job) => progress::elapsed(job, app.host.now()),
        None => line.found.clone(),
    };
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
    ])];
    // What does not fit beside its state goes below it, whole.
    if text::width(&found) <= width.saturating_sub(COLUMN) {
        lines[0].push_span(found);
    } else {
        lines.extend(prose(&found, 4, width, Style::new()));
    }
    let mut slot = None;
    if let Some(editor) = editor {
        slot = Some((u16::try_from(lines.len()).unwrap_or(1), 6, 1));
        lines.push(Line::from(Span::styled(
            format!("    {}", theme.glyph(Glyph::Cursor)),
            theme.selected(),
        )));
        let typed = editor.draft().text;
        let said = session.problem(&id, &typed);
        if let Some(problem) = said.filter(|_| editor.tried || !typed.is_empty()) {
            let text = format!("{} {problem}", theme.glyph(Glyph::Error));
            lines.extend(prose(&text, 4, width, theme.bad()));
        }
        lines.extend(prose(help(line.item), 4, width, theme.dim()));
    } else if let Some(job) = job {
        let last = plain(&job.progress.line);
        let last = text::cut(&last, width.saturating_sub(5), theme.glyph(Glyph::More));
        lines.extend(prose(&last, 4, width, theme.accent()));
        let key = app.key(Action::Leave).unwrap_or_default();
        let text = format!("Goes on in the background. {key} cancels.");
        lines.extend(prose(&text, 4, width, theme.dim()));
    } else {
        if focused || line.health != Health::Good {
            lines.extend(prose(&line.meaning, 4, width, theme.dim()));
        }
        if let Some(draft) = session.wizard.state.drafts.get(&id) {
            let text = format!("Typed, not in use: {}", draft.text);
            lines.extend(prose(&text, 4, width, theme.warn()));
        }
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

/// Where what was found begins.
const COLUMN: usize = 2 + 2 + 11 + 9 + 1;

/// The job that works on a line now.
pub fn job(w: &Wizard, item: Item) -> Option<&Job> {
    let name = item.job()?;
    w.jobs.iter().find(|j| j.name == name)
}

/// Sign, word, and style of how a line stands.
fn state(app: &App, line: &Found) -> (&'static str, &'static str, Style) {
    let theme = app.theme;
    let Some(w) = app.session.as_ref().map(|s| &s.wizard) else {
        return theme.health(line.health);
    };
    if job(w, line.item).is_some() {
        let word = match line.item {
            Item::Toolchain => "making",
            Item::Clone => "cloning",
            Item::Remotes => "adding",
            _ => "fetching",
        };
        return (theme.glyph(Glyph::Progress), word, theme.accent());
    }
    match &w.failure {
        Some((name, failure)) if line.health != Health::Good && line.item.job() == Some(name) => {
            if failure.kind == FailureKind::Cancelled {
                (theme.glyph(Glyph::Warning), "canceled", theme.warn())
            } else {
                (theme.glyph(Glyph::Error), "failed", theme.bad())
            }
        }
        _ => theme.health(line.health),
    }
}

/// What to type into a line.
fn help(item: Item) -> &'static str {
    match item {
        Item::Identity => {
            "Name and e-mail for your commits, as in Acme Co <dev@acme.example>. Git's configuration is not changed."
        }
        Item::Remotes => {
            "Your fork's URL on GitHub. What it adds to your clone's configuration is shown before it does."
        }
        _ => {
            "The folder of your clone of integrations-extras; or your fork's URL, to clone it from."
        }
    }
}

/// What the key does about a line, in a few words.
pub fn deed(repair: &Repair) -> String {
    match repair {
        Repair::MakeToolchain => "make the toolchain, in the background".into(),
        Repair::AskIdentity => "type your name and e-mail".into(),
        Repair::AskClone => "type the clone's folder, or a URL to clone from".into(),
        Repair::AddRemote { name, .. } => format!("add Datadog's repository as {name}"),
        Repair::AskFork { .. } => "type your fork's URL".into(),
        Repair::Fetch { remote } => format!("fetch {remote}"),
        Repair::Run { .. } => "show the command to run".into(),
    }
}

/// The key that repairs a line; on the lines it does not act on, only what must be run elsewhere.
fn offer(app: &App, repair: &Repair, focused: bool, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    if let Repair::Run { command } = repair {
        return prose(&format!("Run: {command}"), 4, width, theme.accent());
    }
    if !focused {
        return vec![];
    }
    let key = app.key(Action::Repair).unwrap_or_default() + " ";
    let mut lines = hanging(&key, &deed(repair), 4, width, Style::new());
    if let Some(first) = lines.first_mut() {
        first.spans[0].style = theme.selected();
    }
    lines
}
