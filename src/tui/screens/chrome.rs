//! The frame around every page: header, steps, rules, the running job, footer.

use super::layout::Areas;
use crate::core::answers::Track;
use crate::core::step::{Status, StepId};
use crate::tui::app::App;
use crate::tui::app::host::Saving;
use crate::tui::app::layers::Layer;
use crate::tui::app::page::Page;
use crate::tui::keymap::Action;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::{progress, text};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Of less than this, a branch that is cut tells nothing.
const LEAST_OF_BRANCH: usize = 10;

/// Name, kind and track; the clone and its branch; whether everything is saved.
pub fn header(frame: &mut Frame, area: Rect, app: &App) {
    let theme = app.theme;
    let width = usize::from(area.width);
    let mut left = vec![Span::styled(" ddint-tui", theme.selected())];
    let mut right = vec![];
    if let Some(session) = &app.session {
        let answers = &session.wizard.state.answers;
        let dot = theme.glyph(Glyph::Dot);
        let name = match answers.integration.display_name.as_str() {
            "" => "(no name yet)",
            name => name,
        };
        left.push(Span::raw("  "));
        left.push(Span::styled(name.to_owned(), theme.title()));
        let track = match answers.track {
            Track::Community => "community",
            Track::Partner => "partner",
        };
        if area.width >= 70 {
            let kind = answers
                .integration
                .kind
                .map_or(String::new(), |k| format!(" {dot} {}", k.name()));
            left.push(Span::raw(format!("{kind} {dot} {track}")));
        }
        let saving = saving(app);
        let used: usize = left.iter().chain([&saving]).map(Span::width).sum();
        right.extend(clone(app, width.saturating_sub(used + 2)));
        right.push(saving);
    } else {
        if app.layers.iter().any(|l| matches!(l, Layer::Prompt(_))) {
            right.push(saving(app));
        }
        if right.is_empty() || area.width >= 70 {
            left.push(Span::styled(
                "  from a custom check to a pull request",
                theme.dim(),
            ));
        }
    }
    let size = |spans: &[Span]| spans.iter().map(|s| text::width(&s.content)).sum::<usize>();
    while right.len() > 1 && size(&left) + size(&right) + 2 > width {
        right.remove(0);
    }
    let gap = width.saturating_sub(size(&left) + size(&right));
    left.push(Span::raw(" ".repeat(gap)));
    left.extend(right);
    frame.render_widget(Line::from(left), area);
}

fn saving(app: &App) -> Span<'static> {
    let theme = app.theme;
    let (glyph, word, style) = match app.host.saving() {
        Saving::Saved => (Glyph::Saved, "saved", theme.good()),
        Saving::Pending => (Glyph::Saving, "saving", theme.dim()),
        Saving::Failed(_) => (Glyph::Error, "NOT SAVED", theme.bad()),
    };
    Span::styled(format!("{} {word} ", theme.glyph(glyph)), style)
}

/// Which clone and which of its branches, in at most so many cells: a branch is cut, and where there is no room for
/// both it says more than the folder's name does.
fn clone(app: &App, room: usize) -> Option<Span<'static>> {
    let w = &app.session.as_ref()?.wizard;
    let clone = w.state.files.clone.as_ref()?;
    // What was typed and is no clone is told by Set up.
    if w.setup.as_ref().is_some_and(|s| s.clone.is_none()) {
        return None;
    }
    let room = room.checked_sub(2)?;
    let name = clone.rsplit('/').next().unwrap_or(clone);
    let branch = w.repo.as_ref().and_then(|r| r.head_branch.as_deref());
    let sign = app.theme.glyph(Glyph::Branch);
    let more = app.theme.glyph(Glyph::More);
    let cut = |before: String| {
        let branch = branch?;
        let room = room.checked_sub(text::width(&before))?;
        let fits = room >= text::width(branch) || room >= LEAST_OF_BRANCH;
        fits.then(|| before + &text::cut(branch, room, more))
    };
    let told = cut(format!("{name} {sign} "))
        .or_else(|| cut(format!("{sign} ")))
        .or_else(|| (text::width(name) <= room).then(|| name.to_owned()))?;
    Some(Span::styled(format!("{told}  "), app.theme.dim()))
}

/// The two horizontal rules and the columns between them.
pub fn rules(frame: &mut Frame, areas: &Areas, theme: Theme) {
    let area = frame.area();
    let rule = theme.glyph(Glyph::Rule).repeat(usize::from(area.width));
    for y in areas.rules {
        let line = Line::from(Span::styled(rule.clone(), theme.dim()));
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
    for x in areas.columns.into_iter().flatten() {
        for y in areas.rules[0] + 1..areas.rules[1] {
            let bar = Line::from(Span::styled(theme.glyph(Glyph::Column), theme.dim()));
            frame.render_widget(bar, Rect::new(x, y, 1, 1));
        }
    }
}

/// The steps, and the pages of the current one.
pub fn rail(frame: &mut Frame, area: Rect, app: &App) {
    let Some(session) = &app.session else { return };
    let theme = app.theme;
    let current = session.wizard.state.ui.step;
    let page = session.page();
    let mut lines = vec![];
    for (step, status) in StepId::ALL.into_iter().zip(&session.view.known.statuses) {
        let (glyph, _, style) = theme.status(status);
        let here = step == current;
        let pages = Page::within(step);
        let kind = session.wizard.state.answers.integration.kind;
        let cursor = here && session.view.rail && pages.len() == 1;
        let title = format!("{} {}", step.number(), step.title());
        lines.push(Line::from(vec![
            Span::styled(cursor_sign(theme, cursor), theme.selected()),
            Span::styled(format!("{glyph} "), style),
            Span::styled(
                title,
                if here {
                    theme.title()
                } else {
                    ratatui::style::Style::new()
                },
            ),
        ]));
        if here && pages.len() > 1 {
            for p in pages {
                let cursor = p == page && session.view.rail;
                let (glyph, style, count) = page_status(app, p, status);
                let name = text::fit(p.named(kind), 14, theme.glyph(Glyph::More));
                let style_of_name = if p == page {
                    theme.selected()
                } else {
                    theme.dim()
                };
                lines.push(Line::from(vec![
                    Span::raw(" "),
                    Span::styled(cursor_sign(theme, cursor), theme.selected()),
                    Span::styled(format!("{glyph} "), style),
                    Span::styled(name, style_of_name),
                    Span::styled(count, theme.warn()),
                ]));
            }
        }
    }
    for (y, line) in lines.iter().take(usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(y).unwrap_or(0);
        frame.render_widget(line, Rect::new(area.x, y, area.width, 1));
    }
}

fn cursor_sign(theme: Theme, on: bool) -> String {
    let glyph = if on { Glyph::Cursor } else { Glyph::Unmarked };
    theme.glyph(glyph).to_owned()
}

/// A page's sign, and how many answers it still needs.
fn page_status(
    app: &App,
    page: Page,
    step: &Status,
) -> (&'static str, ratatui::style::Style, String) {
    let theme = app.theme;
    let Some(session) = &app.session else {
        return ("", theme.dim(), String::new());
    };
    let done = (theme.glyph(Glyph::Done), theme.good());
    let todo = (theme.glyph(Glyph::Todo), theme.dim());
    let state = &session.wizard.state;
    let section = match page {
        Page::Form(section) => Some(section),
        Page::Metrics => Some(crate::core::form::Section::Metrics),
        _ => None,
    };
    if let Some(section) = section {
        let known = session
            .view
            .known
            .sections
            .iter()
            .find(|s| s.section == section);
        let (open, guessed) = known.map_or((0, 0), |s| (s.open, s.guessed));
        let (glyph, style) = match (open, guessed) {
            (0, 0) => done,
            _ => (theme.glyph(Glyph::Progress), theme.accent()),
        };
        let count = match (open, guessed) {
            (0, 0) => String::new(),
            (0, n) => format!("{n}{}", theme.glyph(Glyph::Guess)),
            (n, _) => n.to_string(),
        };
        return (glyph, style, count);
    }
    let is_done = match page {
        Page::Source => {
            crate::core::status::open_fields(&session.wizard, crate::core::form::Section::Source)
                .is_empty()
        }
        Page::Check => state.prototype.check.is_some(),
        Page::Emitted | Page::Files => step.is_done(),
        _ => return (theme.glyph(Glyph::Note), theme.dim(), String::new()),
    };
    let (glyph, style) = if is_done { done } else { todo };
    (glyph, style, String::new())
}

/// Where one is, and how it stands.
pub fn title(frame: &mut Frame, area: Rect, app: &App, page: Page) {
    let Some(session) = &app.session else { return };
    let theme = app.theme;
    let step = session.wizard.state.ui.step;
    let name = page.named(session.wizard.state.answers.integration.kind);
    let mut left = if area.width < 40 || Page::within(step).len() == 1 {
        vec![Span::styled(name, theme.title())]
    } else {
        vec![
            Span::styled(format!("{} ", step.title()), theme.dim()),
            Span::styled(if theme.ascii { "> " } else { "› " }, theme.dim()),
            Span::styled(name, theme.title()),
        ]
    };
    let right = summary(app, page);
    let used: usize = left.iter().map(|s| text::width(&s.content)).sum();
    let room = usize::from(area.width).saturating_sub(used + 2);
    let right: Vec<(String, ratatui::style::Style)> = right
        .into_iter()
        .map(|(t, s)| (shorter(&t, room, theme.glyph(Glyph::More)), s))
        .collect();
    let size: usize = right.iter().map(|(t, _)| text::width(t)).sum();
    left.push(Span::raw(
        " ".repeat(usize::from(area.width).saturating_sub(used + size)),
    ));
    left.extend(right.into_iter().map(|(t, s)| Span::styled(t, s)));
    frame.render_widget(Line::from(left), area);
}

/// As many of the text's parts as fit: half a word tells nothing.
fn shorter(whole: &str, room: usize, more: &str) -> String {
    let mut text = whole;
    while text::width(text) > room {
        let ends = [": ", ", ", " · ", " - "].map(|part| text.rfind(part));
        let Some(end) = ends.into_iter().flatten().max() else {
            break;
        };
        text = &text[..end];
    }
    text::cut(text, room, more)
}

fn summary(app: &App, page: Page) -> Vec<(String, ratatui::style::Style)> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let theme = app.theme;
    let known = &session.view.known;
    let section = |s| known.sections.iter().find(|k| k.section == s);
    match page {
        Page::Metrics => {
            let rows = session.wizard.derived.metrics.len();
            let guessed = section(crate::core::form::Section::Metrics).map_or(0, |s| s.guessed);
            let marked = session.wizard.state.ui.marked.len();
            let mut text = format!("{guessed} guessed of {rows}");
            if marked > 0 {
                text = format!("{marked} marked · {text}");
            }
            if theme.ascii {
                text = text.replace('·', "-");
            }
            vec![(text, theme.dim())]
        }
        Page::Form(s) => match section(s).map_or(0, |k| k.open) {
            0 => vec![(
                format!("{} complete", theme.glyph(Glyph::Done)),
                theme.good(),
            )],
            n => vec![(format!("{n} to answer"), theme.warn())],
        },
        Page::Setup if matches!(known.status(StepId::Setup), Status::Blocked(_)) => {
            let report = session.wizard.setup.as_ref();
            let n = report.map_or(0, |r| r.bad().count());
            vec![(
                format!("{} {n} to repair", theme.glyph(Glyph::Blocked)),
                theme.bad(),
            )]
        }
        _ => {
            let step = session.wizard.state.ui.step;
            let Some(status) = known.statuses.get(step as usize) else {
                return vec![];
            };
            let (glyph, word, style) = theme.status(status);
            let detail = match status.detail() {
                "" => String::new(),
                detail => format!(": {detail}"),
            };
            vec![(format!("{glyph} {word}{detail}"), style)]
        }
    }
}

/// What there is to say for a moment, and below it the running job: neither hides the other.
pub fn status(frame: &mut Frame, area: Rect, app: &App) {
    let width = usize::from(area.width);
    let notice = app.notice().map(|notice| {
        let room = width.saturating_sub(4);
        let text = text::cut(&notice, room, app.theme.glyph(Glyph::More));
        let sign = format!(" {} ", app.theme.glyph(Glyph::Note));
        Line::from(vec![
            Span::styled(sign, app.theme.accent()),
            Span::raw(text),
        ])
    });
    let job = app.session.as_ref().and_then(|s| {
        let quiet = |name: &str| matches!(name, "load" | "repository");
        let jobs = &s.wizard.jobs;
        jobs.iter().find(|j| !quiet(j.name)).or(jobs.first())
    });
    let job = job.map(|job| {
        let cancel = app.key(Action::Leave).unwrap_or_default();
        progress::line(job, app.host.now(), app.tick, width, &cancel, app.theme)
    });
    super::parts::put(frame, area, notice.into_iter().chain(job));
}

/// The keys that work now.
pub fn footer(frame: &mut Frame, area: Rect, app: &App) {
    let theme = app.theme;
    let contexts = app.contexts();
    let mut rows = app.keymap.active(&contexts, &|when| app.holds(when));
    rows.retain(|b| b.row.footer > 0);
    rows.sort_by_key(|b| b.row.footer);
    let (own, always): (Vec<_>, Vec<_>) = rows.into_iter().partition(|b| b.row.footer < 89);
    let entry =
        |b: &crate::tui::keymap::Bound| b.show(theme).map(|key| (key, app.label(b.row).to_owned()));
    let always: Vec<_> = always.into_iter().filter_map(entry).collect();
    let size = |(key, label): &(String, String)| text::width(key) + text::width(label) + 3;
    // Both answers of a question need the room more.
    let asks = matches!(app.layers.last(), Some(Layer::Confirm(_)));
    let verdicts = if asks {
        vec![]
    } else {
        super::verdicts::footer(app, usize::from(area.width))
    };
    let told: usize = verdicts.iter().map(|s| text::width(&s.content)).sum();
    let tail: usize = always.iter().map(size).sum::<usize>() + told;
    let mut room = usize::from(area.width).saturating_sub(tail + 2);
    let mut shown = vec![];
    if let Some(first) = app.pending {
        shown.push((first.show(theme), "and a digit: go to that step".to_owned()));
        room = 0;
    }
    for entry in own.into_iter().filter_map(entry) {
        let size = size(&entry);
        if size > room {
            break;
        }
        room -= size;
        shown.push(entry);
    }
    let spans = |(key, label): (String, String)| {
        [
            Span::styled(format!(" {key} "), theme.accent()),
            Span::styled(format!("{label} "), theme.dim()),
        ]
    };
    let mut line: Vec<Span> = shown.into_iter().flat_map(spans).collect();
    let used: usize = line.iter().map(|s| text::width(&s.content)).sum();
    let gap = usize::from(area.width).saturating_sub(used + tail);
    line.push(Span::raw(" ".repeat(gap)));
    line.extend(always.into_iter().flat_map(spans));
    line.extend(verdicts);
    frame.render_widget(Line::from(line), area);
}
