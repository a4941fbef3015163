//! What a fix does, before it is made: in a line, what a person should look at, and what changes in each file or answer.

use super::super::parts::message;
use super::super::parts::{hanging, prose};
use super::said::{titled, told_by};
use crate::core::finding::{Finding, Severity};
use crate::core::fix::{answers as fixes, look_at};
use crate::core::fixes::{Mended, Preview, Target};
use crate::core::plan::{FileState, PlannedFile};
use crate::core::wizard::{FIX, Wizard};
use crate::tui::app::App;
use crate::tui::keymap::Action;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::{diff, text};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// How many of the findings that stay are named.
const STAY: usize = 6;

/// The lines of the layer.
pub fn lines(app: &App, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    match &w.mending.preview {
        Preview::None => vec![],
        Preview::Computing(target) => {
            let what = match target {
                Target::One(_) => {
                    "The fix is made in a copy of your files. Nothing is changed yet."
                }
                Target::Safe => {
                    "Every safe fix is made in a copy of your files, and ddev looks at it. Nothing is changed yet."
                }
            };
            prose(what, 0, width, theme.dim())
        }
        Preview::Failed(_, failure) => message(app, &failure.message, &failure.hint, width),
        Preview::Ready(target, mended) => {
            let why = match target {
                Target::One(findings) => findings.first().map_or(vec![], |f| said(f, width, theme)),
                Target::Safe => vec![],
            };
            let look = to_look_at(mended, width, theme);
            let stays = stays(target, mended, width, theme);
            let leads = leads(app, w, mended, width);
            let mut changes = answers(w, mended, width, theme);
            let files = mended.plan.files.iter();
            changes.extend(files.flat_map(|file| self::file(file, width, theme)));
            // Where little room is, what changes comes first; the footer has the key, too.
            let small = width < SMALL && !w.runs(FIX);
            let many = mended.done.len() > 1;
            let parts = if small {
                [
                    title(mended, width, theme),
                    look,
                    changes,
                    why,
                    done(target, mended, width, theme)
                        .into_iter()
                        .filter(|_| many)
                        .collect(),
                    stays,
                    leads,
                ]
            } else {
                [
                    what(target, mended, width, theme),
                    why,
                    look,
                    stays,
                    leads,
                    changes,
                    vec![],
                ]
            };
            parts.concat()
        }
    }
}

/// Below this many columns, on a screen that is low as well, little room is for anything beside what changes.
const SMALL: usize = 50;

/// What is done, in a line or two.
fn title(mended: &Mended, width: usize, theme: Theme) -> Vec<Line<'static>> {
    prose(&titled(&mended.title(), theme), 0, width, theme.title())
}

/// What is done: the fix itself, or all of them.
fn what(target: &Target, mended: &Mended, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let each = done(target, mended, width, theme);
    if each.is_empty() {
        return title(mended, width, theme);
    }
    let head = text::plural(mended.done.len(), "safe fix").replace("fixs", "fixes");
    let head = Line::from(Span::styled(head, theme.title()));
    std::iter::once(head).chain(each).collect()
}

/// Each of the safe fixes of files; one fix says what it is by its title.
fn done(target: &Target, mended: &Mended, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut out = vec![];
    let answers_alone = mended.plan.files.is_empty() && !mended.values().is_empty();
    if *target != Target::Safe || answers_alone {
        return out;
    }
    for done in &mended.done {
        let sign = theme.glyph(Glyph::Done);
        let title = titled(&done.fix.title, theme);
        out.extend(hanging(sign, &title, 0, width, Style::new()));
    }
    out
}

fn said(finding: &Finding, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let (glyph, _, style) = theme.severity(finding.severity);
    let dot = theme.glyph(Glyph::Dot);
    let said = format!("{} {dot} {}", finding.message, told_by(finding));
    hanging(glyph, &said, 0, width, style)
}

/// What is decided, and what follows from it.
fn to_look_at(mended: &Mended, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let glyph = theme.glyph(Glyph::Warning);
    let mut out = vec![];
    for done in &mended.done {
        let own = done
            .fix
            .path()
            .is_some_and(|p| mended.by_hand.iter().any(|b| b == p));
        if let Some(look) = look_at(&done.fix).filter(|_| !own) {
            out.extend(hanging(
                glyph,
                &format!("Look first: {look}"),
                0,
                width,
                theme.warn(),
            ));
        }
    }
    for path in &mended.by_hand {
        let said = format!(
            "{path} is made from your answers. The fix becomes an edit of yours, which the next preview keeps."
        );
        out.extend(hanging(glyph, &said, 0, width, theme.warn()));
    }
    out
}

/// What was not fixed with the others.
fn stays(target: &Target, mended: &Mended, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut left: Vec<&Finding> = mended.left.iter().map(|(finding, _)| finding).collect();
    if *target != Target::Safe || left.is_empty() {
        return vec![];
    }
    left.sort_by_key(|finding| finding.severity);
    let count = |severity| left.iter().filter(|f| f.severity == severity).count();
    let of = [Severity::Error, Severity::Warning, Severity::Note].map(|s| (count(s), s));
    let of = of.into_iter().filter(|(n, _)| *n > 0);
    let of: Vec<String> = of
        .map(|(n, s)| text::plural(n, theme.severity(s).1))
        .collect();
    let head = format!("Stays for you: {}", of.join(", "));
    let mut out = vec![Line::from(Span::styled(head, theme.title()))];
    for finding in left.iter().take(STAY) {
        let (glyph, _, _) = theme.severity(finding.severity);
        let more = theme.glyph(Glyph::More);
        let said = finding.message.lines().next().unwrap_or_default();
        let said = text::cut(said, width.saturating_sub(3), more);
        out.push(Line::from(Span::styled(
            format!("{glyph} {said}"),
            theme.dim(),
        )));
    }
    if left.len() > STAY {
        let rest = format!("and {} more", left.len() - STAY);
        out.push(Line::from(Span::styled(rest, theme.dim())));
    }
    out
}

/// What the next key does.
fn leads(app: &App, w: &Wizard, mended: &Mended, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let said = if w.runs(FIX) {
        "The files are being written.".to_owned()
    } else {
        let key = app.key(Action::ApplyFix).unwrap_or_default();
        let what = match mended.plan.files.len() {
            0 => "takes the new answers".to_owned(),
            n => {
                let files = format!("writes {} into your clone", text::plural(n, "file"));
                let answers = !mended.values().is_empty();
                let also = if answers {
                    ", and takes the new answers"
                } else {
                    ""
                };
                files + also
            }
        };
        format!("{key} {what}. Esc changes nothing.")
    };
    let mut out = prose(&said, 0, width, theme.accent());
    out.push(Line::default());
    out
}

/// What is answered, and what would be.
fn answers(w: &Wizard, mended: &Mended, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut out = vec![];
    for (label, before, after) in mended
        .done
        .iter()
        .flat_map(|done| fixes::rows(w, &done.fix))
    {
        out.push(Line::from(Span::styled(
            titled(&label, theme),
            theme.title(),
        )));
        let (before, after) = (ended(&before), ended(&after));
        let changes = diff::lines(Some(&before), &after, theme).into_iter();
        // One short text needs no lines' numbers.
        let short = before.lines().count() < 2 && after.lines().count() < 2;
        let changes = changes.skip(usize::from(short));
        out.extend(changes.flat_map(|line| whole(line, width, theme)));
        out.push(Line::default());
    }
    out
}

fn ended(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{}\n", text.trim_end_matches('\n'))
}

/// A file's name, and its lines that change.
fn file(file: &PlannedFile, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let state = format!("  {}", file.state.name());
    let room = width.saturating_sub(text::width(&state) + 1);
    let path = text::fit_end(
        &file.path,
        room.min(text::width(&file.path)),
        theme.glyph(Glyph::More),
    );
    let mut out = vec![Line::from(vec![
        Span::styled(path, theme.title()),
        Span::styled(state, theme.dim()),
    ])];
    let gone = file.state == FileState::Removed;
    let binary = file.old.as_deref().is_some_and(|old| old.contains('\0'));
    if gone && binary {
        let said = "It is no text.";
        out.push(Line::from(Span::styled(said, theme.dim())));
    } else {
        let changes = diff::lines(file.old.as_deref(), &file.new, theme);
        out.extend(
            changes
                .into_iter()
                .flat_map(|line| whole(line, width, theme)),
        );
    }
    out.push(Line::default());
    out
}

/// A line that changes is shown to its end, in as many rows as it needs; of others the beginning says enough.
fn whole(line: Line<'static>, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let said = line.to_string();
    let style = line.spans.first().map_or(Style::new(), |s| s.style);
    if text::width(&said) <= width {
        return vec![line];
    }
    if !said.starts_with(['+', '-']) {
        let cut = text::cut(&said, width, theme.glyph(Glyph::More));
        return vec![Line::from(Span::styled(cut, style))];
    }
    let mut rows = vec![String::new()];
    for c in said.chars() {
        let mut one = [0; 4];
        let c = &*c.encode_utf8(&mut one);
        if rows
            .last()
            .is_some_and(|row| text::width(row) + text::width(c) > width)
        {
            rows.push("  ".to_owned());
        }
        if let Some(row) = rows.last_mut() {
            row.push_str(c);
        }
    }
    let rows = rows.into_iter();
    rows.map(|row| Line::from(Span::styled(row, style)))
        .collect()
}
