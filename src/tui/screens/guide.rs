//! The third column: why this page exists, what reviewers look for, what the words mean.
//! The texts are in `assets/guide/`, one file for each page.

use crate::core::form::Section;
use crate::tui::app::App;
use crate::tui::app::page::Page;
use crate::tui::theme::Theme;
use crate::tui::widgets::text;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The guide to what is on the screen; a kind without a check has its own.
#[must_use]
pub fn source(app: &App) -> &'static str {
    let declared = app
        .session
        .as_ref()
        .is_some_and(|s| s.wizard.state.answers.is_declared());
    macro_rules! guide {
        ($name:literal) => {
            include_str!(concat!("../../../assets/guide/", $name, ".md"))
        };
    }
    match app.page() {
        None => guide!("home"),
        Some(Page::Check | Page::Emitted) if declared => guide!("declared"),
        Some(Page::Setup) => guide!("setup"),
        Some(Page::Source) => guide!("source"),
        Some(Page::Check) => guide!("check"),
        Some(Page::Emitted) => guide!("emitted"),
        Some(Page::End) => guide!("end"),
        Some(Page::Form(section)) => match section {
            Section::Author => guide!("author"),
            Section::Tags => guide!("tags"),
            Section::Options => guide!("options"),
            Section::Checks => guide!("checks"),
            Section::Readme => guide!("readme"),
            Section::Dashboard => guide!("dashboard"),
            Section::Tests => guide!("e2e"),
            _ => guide!("identity"),
        },
        Some(Page::Metrics) => guide!("metrics"),
        Some(Page::Files) => guide!("files"),
        Some(Page::Test) => guide!("test"),
        Some(Page::Commit) => guide!("commit"),
        Some(Page::PullRequest) => guide!("pull-request"),
        Some(Page::Maintain) => guide!("maintain"),
    }
}

/// The page on custom checks and integrations.
pub const ABOUT: &str = include_str!("../../../assets/guide/about.md");

/// A guide's text at a width: `#` is a heading, `- ` a point, an empty line a gap.
#[must_use]
pub fn lines(source: &str, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut out = vec![];
    let mut paragraph = String::new();
    let mut point = false;
    let flush = |paragraph: &mut String, point: &mut bool, out: &mut Vec<Line<'static>>| {
        if paragraph.is_empty() {
            return;
        }
        let dot = theme.glyph(crate::tui::theme::Glyph::Dot);
        let indent = if *point { 2 } else { 0 };
        let wrapped = text::wrap(&plain(paragraph, theme), width.saturating_sub(indent));
        for (i, line) in wrapped.into_iter().enumerate() {
            let lead = match (*point, i) {
                (true, 0) => format!("{dot} "),
                (true, _) => "  ".into(),
                _ => String::new(),
            };
            out.push(Line::from(vec![
                Span::styled(lead, theme.accent()),
                Span::raw(line),
            ]));
        }
        paragraph.clear();
        *point = false;
    };
    for line in source.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            flush(&mut paragraph, &mut point, &mut out);
            let heading = heading.trim_start_matches('#').trim();
            out.push(Line::from(Span::styled(heading.to_owned(), theme.title())));
        } else if let Some(text) = line.strip_prefix("- ") {
            flush(&mut paragraph, &mut point, &mut out);
            point = true;
            paragraph.push_str(text);
        } else if line.trim().is_empty() {
            flush(&mut paragraph, &mut point, &mut out);
            out.push(Line::default());
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut paragraph, &mut point, &mut out);
    out
}

fn plain(text: &str, theme: Theme) -> String {
    if theme.ascii {
        text.replace('→', "->").replace(['·', '…'], "-")
    } else {
        text.to_owned()
    }
}

/// Draws the guide beside a page.
pub fn draw(frame: &mut Frame, area: Rect, app: &App) {
    let lines = lines(source(app), usize::from(area.width), app.theme);
    let height = usize::from(area.height);
    let cut = lines.len() > height;
    let shown = if cut {
        height.saturating_sub(1)
    } else {
        height
    };
    for (y, line) in lines.iter().take(shown).enumerate() {
        let y = area.y + u16::try_from(y).unwrap_or(0);
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
    if cut {
        let key = app
            .key(crate::tui::keymap::Action::Help)
            .unwrap_or_default();
        let line = Line::from(Span::styled(
            format!("{key} shows the rest"),
            app.theme.dim(),
        ));
        let y = area.y + area.height - 1;
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
}
