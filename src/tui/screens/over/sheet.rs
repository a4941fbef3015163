//! Sheets: a question, a choice, a line to type. The page stays in sight above them.

use super::super::parts::{below, put};
use super::asked;
use crate::core::names;
use crate::tui::app::App;
use crate::tui::app::layers::{Confirm, Layer, NONE, Picker, Prompt, PromptKind};
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Draws the sheet of the top layer, if it has one, and returns what is left for the page.
pub fn sheet(frame: &mut Frame, area: Rect, app: &mut App) -> Rect {
    let theme = app.theme;
    let width = usize::from(area.width);
    let wanted = match app.layers.last() {
        Some(Layer::Confirm(confirm)) => {
            let said = confirm.detail.iter().chain([&confirm.question]);
            2 + said.map(|d| text::wrap(d, width).len()).sum::<usize>()
        }
        Some(Layer::Picker(_)) => 12,
        Some(Layer::Prompt(_)) => 8,
        Some(Layer::Asked(asked)) => asked::height(asked, width),
        _ => return area,
    };
    // What a yes does is read whole, before the page that it is about.
    let least = match app.layers.last() {
        Some(Layer::Confirm(_)) => 1,
        _ => 3,
    };
    let height = u16::try_from(wanted)
        .unwrap_or(u16::MAX)
        .min(area.height.saturating_sub(least));
    let rest = Rect {
        height: area.height - height,
        ..area
    };
    let sheet = below(area, rest.height);
    let rule = theme.glyph(Glyph::Rule).repeat(width);
    put(
        frame,
        sheet,
        [Line::from(Span::styled(rule, theme.accent()))],
    );
    let inner = below(sheet, 1);
    let lost = lost(app);
    match app.layers.last_mut() {
        Some(Layer::Confirm(confirm)) => draw_confirm(frame, inner, confirm, theme),
        Some(Layer::Picker(picker)) => draw_picker(frame, inner, picker, theme),
        Some(Layer::Prompt(prompt)) => draw_prompt(frame, inner, prompt, &lost, theme),
        Some(Layer::Asked(asked)) => asked::draw(frame, inner, asked, theme),
        _ => {}
    }
    rest
}

fn wrapped(text: &str, area: Rect, style: Style) -> impl Iterator<Item = Line<'static>> + use<> {
    text::wrap(text, usize::from(area.width))
        .into_iter()
        .map(move |l| Line::from(Span::styled(l, style)))
}

fn draw_confirm(frame: &mut Frame, area: Rect, confirm: &Confirm, theme: Theme) {
    let question = wrapped(&confirm.question, area, theme.title());
    let detail = confirm.detail.iter();
    let lines = detail.flat_map(|d| wrapped(d, area, Style::new()));
    put(frame, area, question.chain(lines));
}

/// What overwriting the fork's branch takes from it.
fn lost(app: &App) -> String {
    let session = app.session.as_ref();
    let theirs = session.and_then(|s| s.wizard.overwritable());
    let first = theirs.and_then(|t| t.told.first());
    let more = match theirs.map_or(0, |t| t.commits) {
        0 | 1 => String::new(),
        n => format!(" and {} before it", n - 1),
    };
    let first = first.map(|f| format!(" This leaves the branch on your fork: {f}{more}."));
    // The page that shows it may be covered.
    let branch = theirs.map_or(String::new(), |t| format!(", {}", t.branch));
    format!(
        "Type the branch's whole name{branch}.{} When somebody pushed since, nothing is overwritten.",
        first.unwrap_or_default()
    )
}

fn draw_prompt(frame: &mut Frame, area: Rect, prompt: &mut Prompt, lost: &str, theme: Theme) {
    let (title, help) = match prompt.kind {
        PromptKind::New => (
            "What is your product called?",
            "Its name as its makers write it, for example Acme Queue. Check and metric names follow from it.",
        ),
        PromptKind::Bring => (
            "Where is your custom check?",
            "The path of its .py file, for example ~/checks.d/custom_acme.py. It is copied; yours stays as it is.",
        ),
        PromptKind::Existing => (
            "Which integration?",
            "The name of its folder in your clone, for example acme_queue. Its files stay as they are until you \
             apply a change.",
        ),
        PromptKind::Metric => (
            "Which metric?",
            "Its whole name and its type (gauge, count, or rate), for example acme_queue.depth gauge.",
        ),
        PromptKind::ServiceCheck => (
            "Which service check?",
            "Its whole name and what it can return, for example acme_queue.can_connect ok critical.",
        ),
        PromptKind::Silence => (
            "Why does this remark not apply here?",
            "One sentence, which the pull request's text gives the reviewers. The remark is not told any more at this \
             place; undo takes that back.",
        ),
        PromptKind::Overwrite => ("Overwrite what your fork holds?", lost),
    };
    let mut lines = vec![Line::from(Span::styled(title, theme.title()))];
    lines.extend(wrapped(help, area, theme.dim()));
    let row = u16::try_from(lines.len()).unwrap_or(0).min(area.height - 1);
    put(frame, area, lines);
    let line = below(area, row);
    let cursor = Span::styled(theme.glyph(Glyph::Cursor), theme.selected());
    put(frame, line, [Line::from(cursor)]);
    let input = Rect {
        x: line.x + 2,
        width: line.width - 2,
        height: 1,
        ..line
    };
    prompt.editor.draw(frame, input, theme);
    let typed = prompt.editor.draft().text;
    let told: Vec<Line> = match &prompt.problem {
        Some(problem) => {
            let problem = format!("{} {problem}", theme.glyph(Glyph::Error));
            wrapped(&problem, area, theme.bad()).collect()
        }
        None if prompt.kind == PromptKind::New && !typed.is_empty() => {
            let folder = names::folder_name(&typed);
            let sign = theme.glyph(Glyph::Done);
            let text = format!("{sign} folder {folder}/, metrics {folder}.*");
            wrapped(&text, area, theme.good()).collect()
        }
        None => vec![],
    };
    put(frame, below(line, 1), told);
}

fn draw_picker(frame: &mut Frame, area: Rect, picker: &mut Picker, theme: Theme) {
    let width = usize::from(area.width);
    let title = text::cut(&picker.title, width / 2, theme.glyph(Glyph::More));
    let x = u16::try_from(text::width(&title) + 3)
        .unwrap_or(0)
        .min(area.width);
    let mut head = vec![Line::from(Span::styled(title, theme.title()))];
    head.extend(wrapped(&picker.help, area, theme.dim()));
    // Something to choose from stays in sight.
    let rows = u16::try_from(head.len())
        .unwrap_or(u16::MAX)
        .min(area.height.saturating_sub(3));
    put(
        frame,
        Rect {
            height: rows,
            ..area
        },
        head,
    );
    let input = Rect {
        x: area.x + x,
        width: area.width - x,
        height: 1,
        ..area
    };
    picker.editor.draw(frame, input, theme);
    let body = below(area, rows);
    if picker.found.is_empty() {
        put(
            frame,
            body,
            [Line::from(Span::styled("  Nothing matches.", theme.dim()))],
        );
        return;
    }
    let offset = (picker.at + 1).saturating_sub(usize::from(body.height));
    let rows = picker.found.iter().enumerate().skip(offset).map(|(n, i)| {
        let option = &picker.options[*i];
        let here = n == picker.at;
        let glyph = |on, glyph| theme.glyph(if on { glyph } else { Glyph::Unmarked });
        let cursor = glyph(here, Glyph::Cursor);
        let mark = glyph(picker.chosen.contains(option), Glyph::Mark);
        let shown = if option.is_empty() { NONE } else { option };
        let style = if here { theme.selected() } else { Style::new() };
        let shown = text::cut(shown, width.saturating_sub(4), theme.glyph(Glyph::More));
        Line::from(vec![
            Span::styled(format!("{cursor} "), theme.selected()),
            Span::styled(format!("{mark} "), theme.accent()),
            Span::styled(shown, style),
        ])
    });
    put(frame, body, rows);
}
