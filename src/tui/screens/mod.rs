//! What is drawn: one file for each step, and the frame around them. Drawing reads the app and changes
//! nothing but scroll offsets; keys are handled in `app`.

mod banner;
mod chrome;
mod commit;
mod dashboard;
mod emitted;
mod files;
mod form;
mod guide;
mod home;
mod layout;
mod maintain;
mod metrics;
mod next;
mod over;
mod parts;
mod prototype;
mod request;
mod setup;
mod shown;
mod test;
mod verdicts;

use crate::tui::app::App;
use crate::tui::app::page::Page;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::blocks::{self, Block};
use crate::tui::widgets::text;
use layout::Areas;
use parts::{below, put};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

/// Draws one frame.
pub fn draw(frame: &mut Frame, app: &mut App) {
    let area = frame.area();
    app.size = (area.width, area.height);
    if let Some(session) = &mut app.session {
        session.refresh();
    }
    if area.width < layout::MIN.0 || area.height < layout::MIN.1 {
        let (w, h) = layout::MIN;
        let text = format!(
            "ddint-tui needs {w}x{h}; this is {}x{}.",
            area.width, area.height
        );
        for (y, line) in crate::tui::widgets::text::wrap(&text, usize::from(area.width))
            .into_iter()
            .take(usize::from(area.height))
            .enumerate()
        {
            let y = u16::try_from(y).unwrap_or(0);
            frame.render_widget(Line::raw(line), Rect::new(0, y, area.width, 1));
        }
        return;
    }
    let areas = Areas::of(area, app);
    chrome::header(frame, areas.header, app);
    chrome::rules(frame, &areas, app.theme);
    if let Some(rail) = areas.rail {
        chrome::rail(frame, rail, app);
    }
    match areas.guide {
        Some(area) if app.listed_here().is_some() => over::draw_beside(frame, area, app),
        Some(area) => guide::draw(frame, area, app),
        None => {}
    }
    if over::covers(app) {
        over::draw_whole(frame, areas.main, app, areas.guide.is_some());
    } else {
        let main = over::sheet(frame, areas.main, app);
        if app.session.is_some() {
            page(frame, main, app);
        } else {
            home::draw(frame, main, app);
        }
    }
    if let Some(area) = areas.status {
        chrome::status(frame, area, app);
    }
    chrome::footer(frame, areas.footer, app);
}

/// The page: its title, its body, what is wrong, and what to do next.
fn page(frame: &mut Frame, area: Rect, app: &mut App) {
    let Some(page) = app.page() else { return };
    let width = usize::from(area.width);
    let roomy = area.height > 14;
    let most = area.height / if roomy { 3 } else { 2 };
    let banner = banner::lines(app, width, usize::from(most));
    let next = next::line(app, width);
    let rows = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let head = if roomy { 2 } else { 1 };
    let banner_rows = rows(banner.len()).min(most);
    let foot = banner_rows + rows(next.len()) + u16::from(roomy);
    let body = Rect {
        y: area.y + head,
        height: area.height.saturating_sub(head + foot),
        ..area
    };
    chrome::title(frame, Rect { height: 1, ..area }, app, page);
    draw_body(frame, body, app, page);
    let foot = banner.iter().take(usize::from(banner_rows)).chain(&next);
    for (y, line) in (body.y + body.height + u16::from(roomy)..area.y + area.height).zip(foot) {
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
}

fn draw_body(frame: &mut Frame, area: Rect, app: &mut App, page: Page) {
    match page {
        Page::Metrics => metrics::draw(frame, area, app),
        Page::Files => files::draw(frame, area, app),
        Page::Emitted => emitted::draw(frame, area, app),
        Page::Check => prototype::check(frame, area, app),
        _ => {
            let blocks = blocks_of(app, page, usize::from(area.width));
            draw_blocks(frame, area, app, page, &blocks);
        }
    }
}

fn draw_blocks(frame: &mut Frame, area: Rect, app: &mut App, page: Page, blocks: &[Block]) {
    let theme = app.theme;
    let Some(session) = &mut app.session else {
        return;
    };
    let offset = session.view.offsets.entry(page).or_default();
    let focus = &session.wizard.state.ui.focus;
    let past = &mut session.view.past;
    // What is read there is no less than what is filled in.
    past.told = matches!(page, Page::Commit | Page::PullRequest | Page::Maintain);
    let slot = blocks::draw(frame, area, blocks, focus, offset, past);
    if past.told {
        more(frame, area, app.theme, past.hidden);
    }
    if let (Some(slot), Some(editor)) = (slot, &mut session.view.editor) {
        editor.draw(frame, slot, theme);
    }
}

/// Says that text goes on below the last row, where no cursor shows it.
fn more(frame: &mut Frame, area: Rect, theme: Theme, hidden: usize) {
    if hidden == 0 || area.height < 2 {
        return;
    }
    let rows = text::plural(hidden + 1, "more line");
    let said = format!(" {} {rows} ", theme.glyph(Glyph::Down));
    let row = below(area, area.height - 1);
    frame.render_widget(Clear, row);
    put(frame, row, [Line::styled(said, theme.dim())]);
}

/// The blocks of a page that isn't a table.
fn blocks_of(app: &App, page: Page, width: usize) -> Vec<Block> {
    match page {
        Page::Setup => setup::blocks(app, width),
        Page::Source => prototype::source(app, width),
        Page::Check => prototype::files(app),
        Page::End => prototype::end(app, width),
        Page::Form(crate::core::form::Section::Dashboard) => dashboard::blocks(app, width),
        Page::Form(section) => form::section(app, section, width),
        Page::Test => test::blocks(app, width),
        Page::Commit => commit::blocks(app, width),
        Page::PullRequest => request::blocks(app, width),
        Page::Maintain => maintain::blocks(app, width),
        Page::Metrics | Page::Files | Page::Emitted => vec![],
    }
}

/// The ids that can be focused on the page, in order; tables have theirs by index.
pub fn ids(app: &App) -> Vec<String> {
    app.page()
        .map(|page| blocks::ids(&blocks_of(app, page, 80)))
        .unwrap_or_default()
}
