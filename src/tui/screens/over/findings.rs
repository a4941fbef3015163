//! All findings: one line each, grouped by page, and what the one says below them or beside.

use super::super::parts::message;
use super::super::parts::{below, hanging, prose, put};
use super::said::{titled, told_by};
use super::{nothing, said};
use crate::core::finding::{Severity, Source};
use crate::core::findings::Listed;
use crate::core::place::Place;
use crate::core::wizard::FIX;
use crate::review;
use crate::tui::app::App;
use crate::tui::app::findings::{shown, title};
use crate::tui::app::fix_of;
use crate::tui::app::layers::Layer;
use crate::tui::app::session::Session;
use crate::tui::keymap::Action;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::blocks::{self, Block, Past};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Draws the list; what the finding says in full stands below it where there is no column beside.
pub fn draw(frame: &mut Frame, area: Rect, app: &mut App, beside: bool) {
    let theme = app.theme;
    let Some(session) = &app.session else { return };
    let Some(Layer::Findings(list)) = app.layers.last() else {
        return;
    };
    let shown = shown(session, &list.filter);
    put(frame, area, [head(session, area, theme)]);
    let wrong = wrong(app, usize::from(area.width));
    let area = lowered(frame, area, wrong);
    let filtered = list.editor.is_some() || !list.filter.is_empty();
    if filtered {
        put(
            frame,
            below(area, 1),
            [filter(list.filter.as_str(), shown.len(), theme)],
        );
    }
    let top = if filtered || area.height > 14 { 2 } else { 1 };
    let rest = below(area, top);
    let width = usize::from(area.width);
    if shown.is_empty() {
        let lines = if session.view.known.listed.is_empty() {
            nothing::lines(session, width, theme)
        } else {
            prose("Nothing matches the filter.", 2, width, theme.dim())
        };
        put(frame, rest, lines);
        draw_filter(frame, area, app);
        return;
    }
    let detail = if beside {
        vec![]
    } else {
        app.listed_here().map_or(vec![], |l| lines(app, l, width))
    };
    let room = rest.height.saturating_sub(4).min(rest.height / 2 + 1);
    let below_it = u16::try_from(detail.len() + 1).unwrap_or(u16::MAX);
    let below_it = if beside { 0 } else { below_it.min(room) };
    let body = Rect {
        height: rest.height - below_it,
        ..rest
    };
    let blocks = rows(session, &shown, width, app);
    let at = app.listed_here().map(|l| l.id.clone()).unwrap_or_default();
    if let Some(Layer::Findings(list)) = app.layers.last_mut() {
        blocks::draw(
            frame,
            body,
            &blocks,
            &at,
            &mut list.offset,
            &mut Past::default(),
        );
    }
    if below_it > 0 {
        let under = below(rest, body.height);
        let rule = theme.glyph(Glyph::Rule).repeat(width);
        put(frame, under, [Line::from(Span::styled(rule, theme.dim()))]);
        put(frame, below(under, 1), detail);
    }
    draw_filter(frame, area, app);
}

/// The finding in full, in the column of the guide.
pub fn draw_beside(frame: &mut Frame, area: Rect, app: &App) {
    if let Some(listed) = app.listed_here() {
        put(frame, area, lines(app, listed, usize::from(area.width)));
    }
}

fn draw_filter(frame: &mut Frame, area: Rect, app: &mut App) {
    let theme = app.theme;
    if let Some(Layer::Findings(list)) = app.layers.last_mut()
        && let Some(editor) = &mut list.editor
    {
        let line = Rect {
            x: area.x + 2,
            width: area.width - 2,
            height: 1,
            ..below(area, 1)
        };
        editor.draw(frame, line, theme);
    }
}

/// Why the last fix could not be taken back, above the list.
fn wrong(app: &App, width: usize) -> Vec<Line<'static>> {
    let failure = app.session.as_ref().and_then(|s| s.wizard.failure.as_ref());
    let own = failure.filter(|(name, _)| *name == "undo fix" || *name == FIX);
    own.map_or(vec![], |(_, failure)| {
        message(app, &failure.message, &failure.hint, width)
    })
}

/// Puts lines below the head; the area that is left, which begins with the line before it.
fn lowered(frame: &mut Frame, area: Rect, lines: Vec<Line<'static>>) -> Rect {
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let rows = rows.min(area.height / 3);
    put(
        frame,
        Rect {
            height: rows,
            ..below(area, 1)
        },
        lines,
    );
    below(area, rows)
}

/// `Findings`, and how many there are of each kind.
fn head(session: &Session, area: Rect, theme: Theme) -> Line<'static> {
    said::head(session, area, theme)
}

fn filter(filter: &str, shown: usize, theme: Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled("/ ", theme.accent()),
        Span::raw(filter.to_owned()),
        Span::styled(format!("   {shown} shown"), theme.dim()),
    ])
}

/// The rows, below the name of their page; an empty line stands between errors, warnings and notes.
fn rows(session: &Session, shown: &[usize], width: usize, app: &App) -> Vec<Block> {
    let theme = app.theme;
    let all = &session.view.known.listed;
    let longest = shown.iter().map(|n| text::width(&all[*n].label)).max();
    let label = longest.unwrap_or(0).min(width * 2 / 5);
    let at = app.listed_here().map(|l| l.id.as_str());
    let mut out: Vec<Block> = vec![];
    let mut before: Option<(Severity, String)> = None;
    for n in shown {
        let listed = &all[*n];
        let group = (listed.severity, title(listed));
        if before.as_ref() != Some(&group) {
            let mut lines = vec![];
            if before.as_ref().is_some_and(|(s, _)| *s != group.0) {
                lines.push(Line::default());
            }
            let name = if theme.ascii {
                group.1.replace('›', ">")
            } else {
                group.1.clone()
            };
            lines.push(Line::from(Span::styled(name, theme.dim())));
            out.push(Block::text(lines));
            before = Some(group);
        }
        let here = at == Some(listed.id.as_str());
        let fixes = fix_of(session, listed).is_some();
        out.push(Block::row(
            listed.id.clone(),
            vec![row(listed, here, fixes, (label, width), theme)],
        ));
    }
    out
}

/// One line; `fixes`: whether it has a fix.
fn row(
    listed: &Listed,
    here: bool,
    fixes: bool,
    (label, width): (usize, usize),
    theme: Theme,
) -> Line<'static> {
    let (glyph, _, style) = theme.severity(listed.severity);
    let cursor = theme.glyph(if here { Glyph::Cursor } else { Glyph::Unmarked });
    let more = theme.glyph(Glyph::More);
    let name = if theme.ascii {
        listed.label.replace('·', "-")
    } else {
        listed.label.clone()
    };
    let name = text::fit_end(&name, label, more);
    let mark = if fixes { "  fix" } else { "" };
    let room = width.saturating_sub(label + 6 + mark.len());
    let said = unnamed(listed);
    let (first, second) = if here {
        (theme.selected(), Style::new())
    } else {
        (Style::new(), Style::new())
    };
    Line::from(vec![
        Span::styled(format!("{cursor} "), theme.selected()),
        Span::styled(format!("{glyph} "), style),
        Span::styled(name + "  ", first),
        Span::styled(text::fit(said, room, more), second),
        Span::styled(mark, theme.accent()),
    ])
}

/// The first line of what is said, without the metric's name at its start: it stands before it.
fn unnamed(listed: &Listed) -> &str {
    let said = listed.finding.message.lines().next().unwrap_or_default();
    let focus = listed.place.focus().unwrap_or_default();
    match said.split_once(' ') {
        Some((name, rest)) if name.contains('.') && focus.contains(name.trim_matches('`')) => rest,
        _ => said,
    }
}

/// Everything that is to be said of one finding.
fn lines(app: &App, listed: &Listed, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let finding = &listed.finding;
    let (_, word, _) = theme.severity(listed.severity);
    let mut out = said::of(app, listed, width);
    let (fixed, safe) = fix(app, listed, width);
    if let Some(hint) = listed.fix().filter(|_| !safe) {
        let text = format!("{} {hint}", theme.glyph(Glyph::Arrow));
        out.extend(prose(&text, 0, width, Style::new()));
    }
    out.extend(fixed);
    let dot = theme.glyph(Glyph::Dot);
    let mut by = vec![told_by(finding)];
    for other in &listed.also {
        let name = told_by(other);
        if !by.contains(&name) {
            by.push(name);
        }
    }
    let text = format!("{word} {dot} {}", by.join(", "));
    out.extend(prose(&text, 0, width, theme.dim()));
    if let Some((file, line)) = listed.file() {
        let line = line.map_or(String::new(), |l| format!(":{l}"));
        let file = format!("{file}{line}");
        let room = width.saturating_sub(1).min(text::width(&file));
        let file = text::fit_end(&file, room, theme.glyph(Glyph::More));
        out.push(Line::from(Span::styled(file, theme.dim())));
    }
    out.extend(prose(&leads(app, listed), 0, width, theme.accent()));
    if finding.source == Source::Review
        && let Some(rule) = review::rules().find(|r| r.name == finding.rule)
    {
        out.push(Line::default());
        out.extend(prose(&format!("Why: {}", rule.why), 0, width, theme.dim()));
    }
    out
}

/// The fix that there is, and its key; whether it needs nobody.
fn fix(app: &App, listed: &Listed, width: usize) -> (Vec<Line<'static>>, bool) {
    let theme = app.theme;
    let Some(fix) = app.session.as_ref().and_then(|s| fix_of(s, listed)) else {
        return (vec![], false);
    };
    // While the filter is typed, the key is a letter of it.
    let arrow = || theme.glyph(Glyph::Arrow).to_owned();
    let key = app.key(Action::Fix).unwrap_or_else(arrow);
    let needs = if fix.safe { "" } else { " (needs your eye)" };
    let said = format!("Fix{needs}: {}", titled(&fix.title, theme));
    (hanging(&key, &said, 0, width, theme.accent()), fix.safe)
}

/// What the keys do with it.
fn leads(app: &App, listed: &Listed) -> String {
    let enter = app.theme.glyph(Glyph::Enter);
    let page = title(listed);
    let page = if app.theme.ascii {
        page.replace('›', ">")
    } else {
        page
    };
    match &listed.place {
        Place::Check { .. } => format!("{enter} edits the custom check"),
        Place::File { .. } => format!("{enter} opens the file"),
        Place::Field { .. } | Place::Nowhere => format!("{enter} goes to {page}"),
    }
}
