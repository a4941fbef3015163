//! A text to read: what changes in a file, a task's output, a row in full.

use super::super::parts::{below, put};
use super::{fix, update};
use crate::core::plan::{Choice, PlannedFile};
use crate::core::repo::PUSH_LOG;
use crate::core::state::Files;
use crate::tui::app::App;
use crate::tui::app::layers::{Layer, PagerSource};
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::{changes, diff, hunks, log, text};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// How many lines of output are kept at hand; all of it is in the log on disk.
const OUTPUT: usize = 2_000;

/// Draws the top layer, a pager.
pub fn draw(frame: &mut Frame, area: Rect, app: &mut App, source: &PagerSource) {
    let theme = app.theme;
    let lines = lines(app, source, usize::from(area.width));
    let choice = choice(app);
    let Some(Layer::Pager(pager)) = app.layers.last_mut() else {
        return;
    };
    pager.height = usize::from(area.height.saturating_sub(2));
    pager.total = lines.len();
    let last = pager.total.saturating_sub(pager.height);
    let offset = pager.offset.unwrap_or(last).min(last);
    let place = if pager.total > pager.height {
        let end = (offset + pager.height).min(pager.total);
        format!(
            "  {} to {end} of {}",
            offset + 1,
            text::plural(pager.total, "line")
        )
    } else {
        format!("  {}", text::plural(pager.total, "line"))
    };
    let choice = choice.map_or(String::new(), |c| format!("  {c}"));
    let room = usize::from(area.width).saturating_sub(text::width(&place) + text::width(&choice));
    let title = if text::width(&pager.title) > room {
        text::fit_end(&pager.title, room, theme.glyph(Glyph::More))
    } else {
        pager.title.clone()
    };
    let head = Line::from(vec![
        Span::styled(title, theme.title()),
        Span::styled(choice, theme.warn()),
        Span::styled(place, theme.dim()),
    ]);
    put(frame, area, [head]);
    let shown = lines.into_iter().skip(offset).take(pager.height);
    put(frame, below(area, 2), shown);
}

fn lines(app: &App, source: &PagerSource, width: usize) -> Vec<Line<'static>> {
    match source {
        PagerSource::Fix => fix::lines(app, width),
        PagerSource::Update => update::lines(app, width),
        PagerSource::Text(lines) => lines.iter().map(|l| Line::raw(l.clone())).collect(),
        PagerSource::Change(path) => changes(app, path.as_deref()),
        PagerSource::Log(name) => {
            let lines = app.host.output(name, OUTPUT);
            if lines.is_empty() {
                return vec![Line::from(Span::styled("No output yet.", app.theme.dim()))];
            }
            let lines = lines.iter().map(|l| log::line(l, app.theme.color));
            if name == PUSH_LOG {
                // What a host refuses ends in an address, at the end of a long line.
                return lines.flat_map(|l| whole(&l, width)).collect();
            }
            lines.collect()
        }
        PagerSource::File(_) => {
            let Some(file) = app.planned() else {
                return vec![];
            };
            match (app.hunks(), &app.session) {
                (Some((at, _)), Some(session)) => {
                    let picks = picks(&session.wizard.state.files, file);
                    hunks::lines(&file.hunks, &picks, at, app.theme)
                }
                _ => self::file(file, app.theme),
            }
        }
    }
}

/// A line of output on as many lines as it needs.
fn whole(line: &Line<'static>, width: usize) -> Vec<Line<'static>> {
    let said: String = line.spans.iter().map(|s| s.content.as_ref()).collect();
    let said = text::wrap(&said, width);
    said.into_iter().map(Line::raw).collect()
}

/// What the next commit would change.
fn changes(app: &App, path: Option<&str>) -> Vec<Line<'static>> {
    let Some(w) = app.session.as_ref().map(|s| &s.wizard) else {
        return vec![];
    };
    if let Some(all) = &w.differences {
        return changes::lines(all, path, app.theme);
    }
    let (text, style) = match &w.failure {
        Some(("differences", failure)) => (failure.message.clone(), app.theme.bad()),
        _ => ("Reading the clone.".to_owned(), app.theme.dim()),
    };
    vec![Line::from(Span::styled(text, style))]
}

/// What was chosen for each place of a conflict.
fn picks(files: &Files, file: &PlannedFile) -> Vec<Option<Choice>> {
    let whole = files.choices.get(&file.path).copied();
    let picks = files.hunks.get(&file.path).map(|p| p.picks.clone());
    picks.unwrap_or_else(|| vec![whole; file.conflicts()])
}

fn file(file: &PlannedFile, theme: Theme) -> Vec<Line<'static>> {
    if file.is_folder() {
        return [
            "This folder was applied under the integration's earlier name, and the base has it too.",
            "The wizard's: its files move to the new name, and the base's integration goes.",
            "Yours: it stays as it is, and the new name begins beside it.",
        ]
        .map(Line::raw)
        .into();
    }
    let mut out = diff::lines(file.old.as_deref(), &file.new, theme);
    if let Some(from) = &file.from {
        let text = format!("Moves here from {from}.");
        out.insert(0, Line::from(Span::styled(text, theme.dim())));
    }
    out
}

/// What was chosen for a file that needs a choice.
fn choice(app: &App) -> Option<&'static str> {
    let file = app.planned().filter(|f| f.needs_choice())?;
    let files = &app.session.as_ref()?.wizard.state.files;
    if let Some(picks) = files.hunks.get(&file.path) {
        return Some(match picks.whole() {
            Some(_) => "chosen place by place",
            None => "not all places chosen",
        });
    }
    Some(match files.choices.get(&file.path) {
        Some(Choice::Both) => "both are kept",
        Some(Choice::Ours) => "the wizard's is taken",
        Some(Choice::Yours) => "yours is kept",
        None => "needs a choice",
    })
}
