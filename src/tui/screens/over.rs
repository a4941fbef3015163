//! Layers: those that take the whole middle of the screen, and sheets that rise from its lower edge.

use super::guide;
use crate::tui::app::App;
use crate::tui::app::layers::{Layer, Pager, PagerSource, Palette, Picker, PromptKind};
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::{diff, log, text};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Whether the top layer hides the page.
pub fn covers(app: &App) -> bool {
    matches!(
        app.layers.last(),
        Some(Layer::Help { .. } | Layer::About { .. } | Layer::Palette(_) | Layer::Pager(_))
    )
}

fn put(frame: &mut Frame, area: Rect, y: usize, line: Line) {
    if y < usize::from(area.height) {
        let y = area.y + u16::try_from(y).unwrap_or(0);
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
}

/// Draws a layer that hides the page.
pub fn draw_whole(frame: &mut Frame, area: Rect, app: &mut App) {
    let theme = app.theme;
    let lines = match app.layers.last() {
        Some(Layer::Help { .. }) => Some(help(app, usize::from(area.width))),
        Some(Layer::About { .. }) => {
            Some(guide::lines(guide::ABOUT, usize::from(area.width), theme))
        }
        _ => None,
    };
    if let Some(lines) = lines {
        if let Some(Layer::Help { offset } | Layer::About { offset }) = app.layers.last_mut() {
            *offset = (*offset).min(lines.len().saturating_sub(usize::from(area.height)));
            for (y, line) in lines.into_iter().skip(*offset).enumerate() {
                put(frame, area, y, line);
            }
        }
        return;
    }
    let source = match app.layers.last() {
        Some(Layer::Pager(pager)) => Some(pager.source.clone()),
        _ => None,
    };
    if let Some(source) = source {
        let lines = pager_lines(app, &source);
        let choice = app.planned().and_then(|f| {
            let chosen = app
                .session
                .as_ref()?
                .wizard
                .state
                .files
                .choices
                .get(&f.path);
            f.needs_choice().then(|| match chosen {
                Some(crate::core::plan::Choice::Ours) => "the wizard's version is taken",
                Some(crate::core::plan::Choice::Yours) => "your version is kept",
                None => "needs a choice",
            })
        });
        if let Some(Layer::Pager(pager)) = app.layers.last_mut() {
            draw_pager(frame, area, pager, &lines, choice, theme);
        }
        return;
    }
    if let Some(Layer::Palette(palette)) = app.layers.last_mut() {
        draw_palette(frame, area, palette, theme);
    }
}

fn pager_lines(app: &App, source: &PagerSource) -> Vec<Line<'static>> {
    match source {
        PagerSource::Text(lines) => lines.iter().map(|l| Line::raw(l.clone())).collect(),
        PagerSource::Log(name) => {
            let lines = app.host.output(name, 2_000);
            if lines.is_empty() {
                return vec![Line::from(Span::styled("No output yet.", app.theme.dim()))];
            }
            lines
                .iter()
                .map(|l| log::line(l, app.theme.color))
                .collect()
        }
        PagerSource::File(_) => app
            .planned()
            .map(|f| diff::lines(f.old.as_deref(), &f.new, app.theme))
            .unwrap_or_default(),
    }
}

fn draw_pager(
    frame: &mut Frame,
    area: Rect,
    pager: &mut Pager,
    lines: &[Line<'static>],
    choice: Option<&str>,
    theme: Theme,
) {
    pager.height = usize::from(area.height.saturating_sub(2));
    pager.total = lines.len();
    let last = pager.total.saturating_sub(pager.height);
    let offset = pager.offset.unwrap_or(last).min(last);
    let mut title = vec![Span::styled(pager.title.clone(), theme.title())];
    if let Some(choice) = choice {
        title.push(Span::styled(format!("   {choice}"), theme.warn()));
    }
    let place = format!(
        "   {} to {} of {}",
        (offset + 1).min(pager.total),
        (offset + pager.height).min(pager.total),
        text::plural(pager.total, "line")
    );
    title.push(Span::styled(place, theme.dim()));
    put(frame, area, 0, Line::from(title));
    for (y, line) in lines.iter().skip(offset).take(pager.height).enumerate() {
        put(frame, area, y + 2, line.clone());
    }
}

fn draw_palette(frame: &mut Frame, area: Rect, palette: &mut Palette, theme: Theme) {
    put(
        frame,
        area,
        0,
        Line::from(Span::styled("Commands", theme.title())),
    );
    let input = Rect {
        y: area.y + 1,
        height: 1,
        x: area.x + 2,
        width: area.width - 2,
    };
    put(
        frame,
        area,
        1,
        Line::from(Span::styled(theme.glyph(Glyph::Cursor), theme.selected())),
    );
    palette.editor.draw(frame, input, theme);
    let height = usize::from(area.height.saturating_sub(3));
    let offset = (palette.at + 1).saturating_sub(height);
    let room = usize::from(area.width);
    for (y, i) in palette.found.iter().skip(offset).take(height).enumerate() {
        let entry = &palette.entries[*i];
        let here = offset + y == palette.at;
        let sign = if here { Glyph::Cursor } else { Glyph::Unmarked };
        let style = match (here, entry.elsewhere) {
            (true, _) => theme.selected(),
            (_, Some(_)) => theme.dim(),
            _ => Style::new(),
        };
        let place = entry
            .elsewhere
            .map_or(String::new(), |p| format!("in {}", p.name()));
        let label = text::fit(
            &entry.label,
            room.saturating_sub(34).max(16),
            theme.glyph(Glyph::More),
        );
        put(
            frame,
            area,
            y + 3,
            Line::from(vec![
                Span::styled(format!("{} ", theme.glyph(sign)), theme.selected()),
                Span::styled(label, style),
                Span::styled(text::fit(&entry.key, 12, ""), theme.accent()),
                Span::styled(place, theme.dim()),
            ]),
        );
    }
    if palette.found.is_empty() {
        put(
            frame,
            area,
            3,
            Line::from(Span::styled("  Nothing matches.", theme.dim())),
        );
    }
}

/// The guide of the page, then every key that works on it.
fn help(app: &App, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut out = vec![];
    if app.size.0 < 100 {
        out.extend(guide::lines(guide::source(app.page()), width, theme));
        out.push(Line::default());
    }
    let mut group = |title: &str, contexts: &[crate::tui::keymap::Context]| {
        let rows = app.keymap.active(contexts, &|_| true);
        if rows.is_empty() {
            return;
        }
        out.push(Line::from(Span::styled(title.to_owned(), theme.title())));
        for row in rows {
            let keys: Vec<String> = row.chords.iter().map(|c| c.show(theme)).collect();
            out.push(Line::from(vec![
                Span::styled(
                    format!("  {}", text::fit(&keys.join(", "), 20, "")),
                    theme.accent(),
                ),
                Span::raw(row.row.label),
            ]));
        }
        out.push(Line::default());
    };
    use crate::tui::keymap::Context as C;
    let beneath = app.beneath();
    let own: Vec<C> = beneath
        .iter()
        .copied()
        .filter(|c| !matches!(c, C::Global | C::Workflow | C::Plain | C::List))
        .collect();
    group("Keys on this page", &own);
    if app.session.is_some() {
        group("Keys in every workflow", &[C::Workflow]);
        group("Keys while typing", &[C::Line]);
    }
    group("Keys everywhere", &[C::List, C::Plain, C::Global]);
    out
}

/// Draws the sheet of the top layer, if it has one, and returns what is left for the page.
pub fn sheet(frame: &mut Frame, area: Rect, app: &mut App) -> Rect {
    let theme = app.theme;
    let width = usize::from(area.width);
    let wanted = match app.layers.last() {
        Some(Layer::Confirm(c)) => {
            3 + c
                .detail
                .iter()
                .map(|d| text::wrap(d, width).len())
                .sum::<usize>()
        }
        Some(Layer::Picker(_)) => 12,
        Some(Layer::Prompt(_)) => 8,
        _ => return area,
    };
    let height = u16::try_from(wanted)
        .unwrap_or(u16::MAX)
        .min(area.height.saturating_sub(3));
    let rest = Rect {
        height: area.height - height,
        ..area
    };
    let sheet = Rect {
        y: area.y + rest.height,
        height,
        ..area
    };
    let rule = theme.glyph(Glyph::Rule).repeat(width);
    put(
        frame,
        sheet,
        0,
        Line::from(Span::styled(rule, theme.accent())),
    );
    let inner = Rect {
        y: sheet.y + 1,
        height: sheet.height - 1,
        ..sheet
    };
    match app.layers.last_mut() {
        Some(Layer::Confirm(confirm)) => {
            put(
                frame,
                inner,
                0,
                Line::from(Span::styled(confirm.question.clone(), theme.title())),
            );
            let mut y = 1;
            for line in confirm.detail.iter().flat_map(|d| text::wrap(d, width)) {
                put(frame, inner, y, Line::raw(line));
                y += 1;
            }
        }
        Some(Layer::Picker(picker)) => draw_picker(frame, inner, picker, theme),
        Some(Layer::Prompt(prompt)) => {
            let (title, help) = match prompt.kind {
                PromptKind::New => (
                    "What is your product called?",
                    "Its name as its makers write it, for example Acme Queue. Check and metric names follow from it.",
                ),
                PromptKind::Bring => (
                    "Where is your custom check?",
                    "The path of its .py file, for example ~/checks.d/custom_acme.py. It is copied; yours stays as it is.",
                ),
            };
            put(
                frame,
                inner,
                0,
                Line::from(Span::styled(title, theme.title())),
            );
            let mut y = 1;
            for line in text::wrap(help, width) {
                put(frame, inner, y, Line::from(Span::styled(line, theme.dim())));
                y += 1;
            }
            put(
                frame,
                inner,
                y,
                Line::from(Span::styled(theme.glyph(Glyph::Cursor), theme.selected())),
            );
            let input = Rect::new(
                inner.x + 2,
                inner.y + u16::try_from(y).unwrap_or(0),
                inner.width - 2,
                1,
            );
            prompt.editor.draw(frame, input, theme);
            let typed = prompt.editor.draft().text;
            let lines = match &prompt.problem {
                Some(problem) => {
                    text::wrap(&format!("{} {problem}", theme.glyph(Glyph::Error)), width)
                        .into_iter()
                        .map(|l| Line::from(Span::styled(l, theme.bad())))
                        .collect()
                }
                None if prompt.kind == PromptKind::New && !typed.is_empty() => {
                    let folder = crate::core::names::folder_name(&typed);
                    vec![Line::from(Span::styled(
                        format!(
                            "{} folder {folder}/, metrics {folder}.*",
                            theme.glyph(Glyph::Done)
                        ),
                        theme.good(),
                    ))]
                }
                None => vec![],
            };
            for line in lines {
                y += 1;
                put(frame, inner, y, line);
            }
        }
        _ => {}
    }
    rest
}

fn draw_picker(frame: &mut Frame, area: Rect, picker: &mut Picker, theme: Theme) {
    let width = usize::from(area.width);
    let title = text::fit(
        &picker.title,
        (width / 3).max(text::width(&picker.title).min(width / 2)),
        "",
    );
    let x = u16::try_from(text::width(&title) + 2)
        .unwrap_or(0)
        .min(area.width);
    put(
        frame,
        area,
        0,
        Line::from(Span::styled(title, theme.title())),
    );
    let input = Rect::new(area.x + x, area.y, area.width - x, 1);
    picker.editor.draw(frame, input, theme);
    let help = text::cut(&picker.help, width, theme.glyph(Glyph::More));
    put(frame, area, 1, Line::from(Span::styled(help, theme.dim())));
    let height = usize::from(area.height.saturating_sub(2));
    let offset = (picker.at + 1).saturating_sub(height);
    for (y, i) in picker.found.iter().skip(offset).take(height).enumerate() {
        let option = &picker.options[*i];
        let here = offset + y == picker.at;
        let sign = if here { Glyph::Cursor } else { Glyph::Unmarked };
        let mark = if picker.chosen.contains(option) {
            Glyph::Mark
        } else {
            Glyph::Unmarked
        };
        let shown = if option.is_empty() {
            "(none)"
        } else {
            option.as_str()
        };
        let style = if here { theme.selected() } else { Style::new() };
        put(
            frame,
            area,
            y + 2,
            Line::from(vec![
                Span::styled(format!("{} ", theme.glyph(sign)), theme.selected()),
                Span::styled(format!("{} ", theme.glyph(mark)), theme.accent()),
                Span::styled(text::cut(shown, width - 4, theme.glyph(Glyph::More)), style),
            ]),
        );
    }
    if picker.found.is_empty() {
        put(
            frame,
            area,
            2,
            Line::from(Span::styled("  Nothing matches.", theme.dim())),
        );
    }
}
