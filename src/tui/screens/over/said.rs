//! What a finding says in words, and how many there are, in the room that there is.

use super::super::parts::prose;
use crate::core::finding::{Finding, Severity, Source};
use crate::core::findings::Listed;
use crate::core::place::Place;
use crate::tui::app::App;
use crate::tui::app::session::Session;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::text;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The field in full, which the row had no room for, and the message. Of one that goes on and on the beginning:
/// who says it and where the keys lead still have to fit below.
pub fn of(app: &App, listed: &Listed, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let (glyph, _, style) = theme.severity(listed.severity);
    let label = &listed.label;
    let mut out = vec![];
    if matches!(listed.place, Place::Field { .. }) && label.contains('·') && app.size.1 > 20 {
        let label = if theme.ascii {
            label.replace('·', "-")
        } else {
            label.clone()
        };
        out.extend(prose(&label, 0, width, theme.title()));
    }
    let message = format!("{glyph} {}", listed.finding.message);
    let mut lines = prose(&message, 0, width, style);
    let most = usize::from(app.size.1 / 3).max(2);
    if lines.len() > most {
        lines.truncate(most - 1);
        lines.push(Line::from(Span::styled(theme.glyph(Glyph::More), style)));
    }
    out.extend(lines);
    out
}

/// `Findings`, and how many there are of each kind; without the words where those do not fit.
pub fn head(session: &Session, area: Rect, theme: Theme) -> Line<'static> {
    let name = "Findings";
    let [long, short] = [true, false].map(|words| counts(session, theme, words));
    let used = |spans: &[Span]| spans.iter().map(|s| text::width(&s.content)).sum::<usize>();
    let room = usize::from(area.width).saturating_sub(name.len());
    let right = if used(&long) < room { long } else { short };
    let gap = room.saturating_sub(used(&right));
    let mut spans = vec![
        Span::styled(name, theme.title()),
        Span::raw(" ".repeat(gap)),
    ];
    spans.extend(right);
    Line::from(spans)
}

fn counts(session: &Session, theme: Theme, words: bool) -> Vec<Span<'static>> {
    let all = &session.view.known.listed;
    let mut out: Vec<Span> = vec![];
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let n = all.iter().filter(|l| l.severity == severity).count();
        if n > 0 {
            let (glyph, word, style) = theme.severity(severity);
            let gap = if out.is_empty() { "" } else { "  " };
            let told = if words {
                text::plural(n, word)
            } else {
                n.to_string()
            };
            out.push(Span::styled(format!("{gap}{glyph} {told}"), style));
        }
    }
    out
}

/// Who says it.
pub fn told_by(finding: &Finding) -> String {
    let rule = &finding.rule;
    match finding.source {
        Source::Ddev => format!("ddev {rule}"),
        Source::Pytest => format!("pytest {rule}"),
        Source::Ruff => format!("ruff {rule}"),
        Source::Review => format!("review {rule}"),
        Source::Form => "the form".into(),
    }
}

/// A fix's title; fields are named in it as elsewhere: `consumer.lag · Unit`.
pub fn titled(title: &str, theme: Theme) -> String {
    if theme.ascii {
        title.replace('·', "-")
    } else {
        title.to_owned()
    }
}
