//! Fields one below the other: label, value, and for the focused one its help and what is wrong with it.

use super::parts::{hanging, prose, sign};
use crate::core::form::{self, Field, Input, Section};
use crate::tui::app::App;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

const NO_OPTION: &str = "No options of your own. The template's options (endpoint, TLS, proxy, authentication, time \
                         limits, tags) are there already; add one only when your check reads another key.";

/// A section of Framework.
pub fn section(app: &App, section: Section, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let fields = form::fields(&session.wizard, section);
    if section == Section::Options && session.wizard.state.answers.options.is_empty() {
        let mut out = vec![Block::text(prose(NO_OPTION, 0, width, app.theme.dim()))];
        if !fields.is_empty() {
            out.push(Block::gap());
            out.extend(blocks(app, &fields, width));
        }
        return out;
    }
    if fields.is_empty() {
        let text = match section {
            Section::Checks => {
                "Run the custom check first: service checks are taken from what it emitted."
            }
            Section::Tests => {
                let why = crate::core::e2e::impossible(&session.wizard.state.answers);
                &why.unwrap_or_else(|| "The integration keeps the tests that it has.".into())
            }
            _ => "Nothing to fill in.",
        };
        return vec![Block::text(prose(text, 0, width, app.theme.dim()))];
    }
    blocks(app, &fields, width)
}

/// Fields, those that hardly anybody needs folded away.
pub fn blocks(app: &App, fields: &[Field], width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let fields = &under_names(fields)[..];
    let label = fields
        .iter()
        .map(|(_, field)| field)
        .filter(|f| !is_question(f))
        .map(|f| text::width(&f.label))
        .max()
        .unwrap_or(0)
        .clamp(10, width / 2);
    let (plain, more): (Vec<_>, Vec<_>) = fields.iter().partition(|(_, f)| !f.more);
    let more: Vec<&Field> = more.into_iter().map(|(_, f)| f).collect();
    let mut out = vec![];
    for (name, field) in plain {
        out.extend(name.iter().map(|name| {
            let title = Span::styled(name.clone(), app.theme.title());
            Block::text(vec![Line::from(title)])
        }));
        out.push(block(app, field, label, width));
    }
    if more.is_empty() {
        return out;
    }
    // What was answered, or is being looked at, is never hidden.
    let w = &session.wizard;
    let needed = more
        .iter()
        .any(|f| f.id == w.state.ui.focus || w.is_left(&f.id));
    let open = session.view.more || needed;
    let theme = app.theme;
    let word = if open { "less" } else { "more" };
    out.push(Block::gap());
    let mut labels: Vec<&str> = vec![];
    for field in &more {
        // Each option has the same parts.
        let part = field
            .label
            .rsplit(" · ")
            .next()
            .filter(|_| field.id.starts_with("options."));
        let label = part.unwrap_or(&field.label);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let mut lines = hanging(
        &format!("{word}:"),
        &labels.join(", "),
        2,
        width,
        theme.dim(),
    );
    if let Some(first) = lines.first_mut() {
        first.spans[0] = Span::styled(format!("{word}: "), theme.accent());
        first.spans.insert(0, sign(app, "more"));
    }
    out.push(Block::row("more", lines));
    if open {
        out.extend(more.iter().map(|f| block(app, f, label, width)));
    }
    out
}

/// The fields, those of a service check below its name: twice before its parts, it leaves no room for them.
fn under_names(fields: &[Field]) -> Vec<(Option<String>, Field)> {
    let mut last = "";
    let mut out = vec![];
    for field in fields {
        let parts = field.label.rsplit_once(" · ");
        let Some((name, part)) = parts.filter(|_| field.id.starts_with("service_checks.")) else {
            out.push((None, field.clone()));
            continue;
        };
        let new = std::mem::replace(&mut last, name) != name;
        let label = part[..1].to_uppercase() + &part[1..];
        let field = field.clone();
        out.push((new.then(|| name.to_owned()), Field { label, ..field }));
    }
    out
}

/// A label that asks is longer than a name, and does not widen the column of names.
fn is_question(field: &Field) -> bool {
    field.label.ends_with('?')
}

/// A label in its column. Of `name · part`, the part tells the fields of one name apart.
fn name(label: &str, cells: usize, theme: Theme) -> String {
    let more = theme.glyph(Glyph::More);
    match label.rfind(" · ") {
        Some(at) if text::width(label) > cells => {
            let (name, part) = label.split_at(at);
            let room = cells.saturating_sub(text::width(part)).max(4);
            text::fit(&(text::cut(name, room, more) + part), cells, more)
        }
        _ => text::fit(label, cells, more),
    }
}

/// One field.
pub fn block(app: &App, field: &Field, label: usize, width: usize) -> Block {
    let theme = app.theme;
    let Some(session) = &app.session else {
        return Block::default();
    };
    let id = &field.id;
    let w = &session.wizard;
    let focused = w.state.ui.focus == *id && !session.view.rail;
    let editor = session.view.editor.as_ref().filter(|e| e.field == *id);
    let editing = editor.is_some();
    let draft = w.state.drafts.get(id).map(|d| d.text.clone());
    let value = draft.clone().unwrap_or_else(|| form::value(w, id));
    let problem = if value.is_empty() && !field.required {
        None
    } else if value.is_empty() {
        let tried = editor.is_some_and(|e| e.tried);
        tried.then(|| format!("{} is required.", field.label))
    } else {
        form::check(w, id, &value).err()
    };
    let mut head = vec![
        sign(app, id),
        Span::styled(
            if is_question(field) {
                format!("{}  ", field.label)
            } else {
                name(&field.label, label, theme) + "  "
            },
            if focused {
                theme.selected()
            } else {
                Style::new()
            },
        ),
    ];
    let mut lines = vec![];
    let mut column = label + 4;
    // What answers a question may be long: it has a line of its own.
    if is_question(field) && (editing || !value.is_empty()) {
        let asked = std::mem::replace(&mut head, vec![Span::raw("    ")]);
        lines.push(Line::from(asked));
        column = 4;
    }
    let room = width.saturating_sub(column);
    let above = u16::try_from(lines.len()).unwrap_or(0);
    let mut slot = None;
    if editing && field.input == Input::Text {
        lines.push(Line::from(head));
        let rows = session
            .view
            .editor
            .as_ref()
            .map_or(3, |e| e.lines() + 2)
            .clamp(4, 10);
        lines.extend(std::iter::repeat_n(Line::default(), rows));
        slot = Some((above + 1, 2, u16::try_from(rows).unwrap_or(4)));
    } else if editing {
        let x = u16::try_from(column).unwrap_or(0);
        slot = Some((above, x, 1));
        lines.push(Line::from(head));
    } else {
        let shown = text::wrap(&value, room.max(8));
        let first = shown.first().cloned().unwrap_or_default();
        head.push(shown_value(app, field, first, draft.is_some()));
        lines.push(Line::from(head));
        lines.extend(further(&shown, column, focused, theme));
    }
    if let Some(problem) = problem {
        lines.extend(prose(
            &format!("{} {problem}", theme.glyph(Glyph::Error)),
            4,
            width,
            theme.bad(),
        ));
    }
    let found = super::shown::lines(app, id, width);
    let left = w.is_left_pick(id);
    if left || draft.is_some() && !editing && found.is_empty() {
        let told = if left { "chosen" } else { "typed" };
        lines.extend(prose(
            &format!("{told}, not taken yet"),
            4,
            width,
            theme.warn(),
        ));
    }
    if !found.is_empty() {
        lines.extend(found);
    } else if focused {
        lines.extend(counter(field, &value, app));
        lines.extend(prose(&field.help, 4, width, theme.dim()));
        lines.push(Line::default());
    }
    Block {
        id: Some(id.clone()),
        lines,
        slot,
    }
}

/// What follows the first line of a value, as much as there is room for.
fn further(shown: &[String], column: usize, focused: bool, theme: Theme) -> Vec<Line<'static>> {
    let most = if focused { 5 } else { 2 };
    let indent = " ".repeat(column);
    let line = |l: &String| Line::from(vec![Span::raw(indent.clone()), Span::raw(l.clone())]);
    let mut lines: Vec<Line<'static>> = shown.iter().take(most).skip(1).map(line).collect();
    if shown.len() > most {
        let rest = text::plural(shown.len() - most, "line");
        let rest = format!("{indent}{} {rest} more", theme.glyph(Glyph::More));
        lines.push(Line::from(Span::styled(rest, theme.dim())));
    }
    lines
}

fn shown_value(app: &App, field: &Field, first: String, draft: bool) -> Span<'static> {
    let theme = app.theme;
    if first.is_empty() && field.required {
        return Span::styled(
            format!("{} to answer", theme.glyph(Glyph::Under).repeat(6)),
            theme.warn(),
        );
    }
    if first.is_empty() {
        return Span::styled(if theme.ascii { "-" } else { "–" }, theme.dim());
    }
    if draft {
        return Span::styled(first, theme.warn());
    }
    Span::raw(first)
}

/// How long the text is, where its length matters.
fn counter(field: &Field, value: &str, app: &App) -> Vec<Line<'static>> {
    let most = match field.id.as_str() {
        "integration.description" => 80,
        "git.title" | "git.further_title" => 72,
        _ => return vec![],
    };
    let n = value.chars().count();
    let style = if n > most {
        app.theme.bad()
    } else {
        app.theme.dim()
    };
    vec![Line::from(Span::styled(
        format!("    {n} of {most} characters"),
        style,
    ))]
}
