//! Prototype: what there is to read, the custom check, and stopping with it.

use super::form;
use super::parts::{hanging, prose, sign};
use crate::core::answers::Kind;
use crate::core::form::{Section, fields};
use crate::core::{declared, names};
use crate::tui::app::App;
use crate::tui::app::editing_file;
use crate::tui::app::host::ProtoFile;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::{self, Block, Past};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The source's form, below it what reading it told.
pub fn source(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let theme = app.theme;
    let mut out = vec![];
    out.extend(form::blocks(app, &fields(w, Section::Source), width));
    if w.state.answers.integration.kind.is_none() {
        out.push(kinds(app, width));
    }
    let summary = Some(&w.notes.summary).filter(|s| !s.is_empty());
    let notes: Vec<&String> = summary.into_iter().chain(&w.notes.messages).collect();
    let dropped = w.notes.dropped.len();
    if !notes.is_empty() || dropped > 0 {
        out.push(Block::gap());
        out.push(Block::text(vec![Line::from(Span::styled(
            "What reading it told",
            theme.title(),
        ))]));
        for note in notes {
            out.push(Block::text(prose(note, 2, width, Style::new())));
        }
        if dropped > 0 {
            let text = if w.state.answers.is_declared() {
                let names = text::plural(dropped, "name");
                format!("{names} not listed in metadata.csv; What it tells says why for each.")
            } else {
                let lines = text::plural(dropped, "line");
                format!("{lines} left out; What it emits says why for each.")
            };
            out.push(Block::text(prose(&text, 2, width, theme.dim())));
        }
    }
    out
}

/// What each kind reads, for whoever chooses by themselves.
fn kinds(app: &App, width: usize) -> Block {
    let theme = app.theme;
    let title = Line::from(Span::styled(
        "The kinds, if you choose yourself",
        theme.title(),
    ));
    let mut lines = vec![Line::default(), title];
    // The answer comes first: it is short, and what it stands for may take a second line.
    for (kind, what) in [
        ("openmetrics", "depth{queue=\"a\"} 3"),
        ("http", "JSON over HTTP"),
        ("command", "what a program prints"),
        ("sql", "tables of a database"),
        ("jmx", "beans of a JVM"),
        ("logs", "log files alone"),
        ("blank", "anything else"),
    ] {
        let kind = text::fit(kind, 12, "");
        let mut hint = hanging(&kind, what, 2, width, theme.dim());
        if let Some(first) = hint.first_mut() {
            first.spans[0].style = theme.accent();
        }
        lines.extend(hint);
    }
    Block::text(lines)
}

/// The check's two files as rows.
pub fn files(app: &App) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let state = &session.wizard.state;
    if state.prototype.check.is_none() {
        return vec![];
    }
    let main = declared::main_path(&state.answers);
    let main = main.rsplit('/').next().unwrap_or_default().to_owned();
    let p = &state.prototype;
    let row = |id: &str, path: String, now: &Option<String>, made: &Option<String>| {
        let word = match (now == made, state.drafts.contains_key(id)) {
            (_, true) => ("being edited, not written yet", app.theme.warn()),
            (true, _) => ("as generated", app.theme.dim()),
            _ if p.brought => ("yours", app.theme.dim()),
            _ => ("edited by hand", app.theme.accent()),
        };
        Block::row(
            id,
            vec![Line::from(vec![
                sign(app, id),
                Span::raw(path),
                Span::styled(format!("   {}", word.0), word.1),
            ])],
        )
    };
    vec![
        row("file.check", main, &p.check, &p.generated_check),
        row("file.conf", "conf.yaml".into(), &p.conf, &p.generated_conf),
    ]
}

/// The two files, and the text of the focused one or its editor.
pub fn check(frame: &mut Frame, area: Rect, app: &mut App) {
    let rows = files(app);
    let theme = app.theme;
    if rows.is_empty() {
        let width = usize::from(area.width);
        let kind = app
            .session
            .as_ref()
            .and_then(|s| s.wizard.state.answers.integration.kind);
        let text = match kind {
            Some(Kind::Jmx) => {
                "The rules are not written yet. They name beans and attributes of a JVM; the Agent reads them by \
                 itself, so there is no check and nothing to run here."
            }
            Some(Kind::Logs) => {
                "The configuration is not written yet. The Agent reads log files by itself, so there is no check \
                 and nothing to run here; a sample shows where an entry begins."
            }
            _ => {
                "The custom check is not written yet. It is a small Python file that the Agent can run by itself; \
                 writing it needs the source only."
            }
        };
        for (y, line) in prose(text, 0, width, theme.dim()).into_iter().enumerate() {
            let y = area.y + u16::try_from(y).unwrap_or(0);
            frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
        }
        return;
    }
    let top = Rect {
        height: area.height.min(2),
        ..area
    };
    let focus = app
        .session
        .as_ref()
        .map(|s| s.wizard.state.ui.focus.clone())
        .unwrap_or_default();
    blocks::draw(frame, top, &rows, &focus, &mut 0, &mut Past::default());
    let body = Rect {
        y: area.y + 3,
        height: area.height.saturating_sub(3),
        ..area
    };
    let file = editing_file(&focus).unwrap_or(ProtoFile::Check);
    let text = app.file_text(file).unwrap_or_default();
    let Some(session) = &mut app.session else {
        return;
    };
    if let Some(editor) = &mut session.view.editor {
        editor.draw(frame, body, theme);
        return;
    }
    let width = usize::from(area.width);
    for (y, line) in text.lines().take(usize::from(body.height)).enumerate() {
        let number = Span::styled(format!("{:>4} ", y + 1), theme.dim());
        let line = text::cut(
            &line.replace('\t', "    "),
            width.saturating_sub(5),
            theme.glyph(Glyph::More),
        );
        let y = body.y + u16::try_from(y).unwrap_or(0);
        frame.render_widget(
            Line::from(vec![number, Span::raw(line)]),
            Rect::new(body.x, y, body.width, 1),
        );
    }
}

/// Stopping here: the two files, where they go on an Agent host, and how to try them there.
pub fn end(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let theme = app.theme;
    let w = &session.wizard;
    let kind = w.state.answers.integration.kind;
    let name = names::prototype_name(&w.state.answers.integration.folder());
    let what = if kind.is_some_and(Kind::is_declared) {
        "A configuration for your own Agents is an end of its own. It is the better choice when only you collect \
         this, from a source that hardly anyone else has. It was not run here. Others run this product too? Then \
         go on: an integration is for them."
    } else {
        "A plain custom check is an end of its own. It is the better choice when only you need these numbers, now \
         and then, from a source that hardly anyone else has. Others run this product too? Then go on: an \
         integration is for them."
    };
    let mut out = vec![Block::text(prose(what, 0, width, Style::new()))];
    let here = |path: &str| app.host.path(w, path).display().to_string();
    let mut files = vec![format!("conf.d/{name}.d/conf.yaml")];
    if kind != Some(Kind::Logs) {
        files.insert(0, declared::main_path(&w.state.answers));
    }
    out.push(Block::gap());
    out.push(Block::text(vec![Line::from(Span::styled(
        if files.len() == 1 {
            "Copy one file to the Agent's host (Linux)"
        } else {
            "Copy two files to the Agent's host (Linux)"
        },
        theme.title(),
    ))]));
    for file in &files {
        let mut lines = prose(&here(file), 2, width, Style::new());
        lines.extend(hanging(
            theme.glyph(Glyph::Arrow),
            &format!("/etc/datadog-agent/{file}"),
            2,
            width,
            theme.accent(),
        ));
        out.push(Block::text(lines));
    }
    out.push(Block::gap());
    let (title, first) = match kind {
        Some(Kind::Jmx) => (
            "See there what the rules match, then restart the Agent",
            "sudo -u dd-agent -- datadog-agent jmx list matching".to_owned(),
        ),
        Some(Kind::Logs) => (
            "Let datadog.yaml say this, then restart the Agent",
            "logs_enabled: true".to_owned(),
        ),
        _ => (
            "Try it there, then restart the Agent",
            format!("sudo -u dd-agent -- datadog-agent check {name} --check-rate"),
        ),
    };
    out.push(Block::text(vec![Line::from(Span::styled(
        title,
        theme.title(),
    ))]));
    for command in [first, "sudo systemctl restart datadog-agent".to_owned()] {
        out.push(Block::text(prose(&command, 2, width, theme.accent())));
    }
    out.push(Block::gap());
    let last = if kind == Some(Kind::Logs) {
        "The user dd-agent must be able to read the log files."
    } else {
        "Metrics of custom checks count as custom metrics. Secrets stay in conf.yaml, which only the Agent should read."
    };
    out.push(Block::text(prose(last, 0, width, theme.dim())));
    out
}
