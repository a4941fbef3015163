//! What a commit would change: a head for each file, then its lines.

use super::{diff, text};
use crate::core::repo::{Difference, Side};
use crate::tui::theme::{Glyph, Theme};
use ratatui::text::{Line, Span};

/// The differences of one file, by its path, or of all of them.
#[must_use]
pub fn lines(all: &[Difference], path: Option<&str>, theme: Theme) -> Vec<Line<'static>> {
    let mut out = vec![];
    for one in all
        .iter()
        .filter(|d| path.is_none_or(|path| path == d.path))
    {
        if !out.is_empty() {
            out.push(Line::default());
        }
        out.extend(file(one, theme));
    }
    if out.is_empty() {
        let said = match path {
            Some(_) => "Nothing of this file would be committed.",
            None => "Nothing would be committed.",
        };
        out.push(Line::from(Span::styled(said, theme.dim())));
    }
    out
}

fn file(one: &Difference, theme: Theme) -> Vec<Line<'static>> {
    let (word, style) = match (&one.old, &one.new) {
        (None, _) => ("new", theme.good()),
        (_, None) => ("deleted", theme.bad()),
        _ => ("modified", theme.accent()),
    };
    let mut out = vec![Line::from(vec![
        Span::styled(diff::clean(&one.path), theme.title()),
        Span::styled(format!("  {word}"), style),
    ])];
    out.extend(mode(one, theme).map(|text| Line::from(Span::styled(text, theme.warn()))));
    let sides = [&one.old, &one.new].map(|side| side.as_ref().map(|s| s.text.as_deref()));
    match sides {
        // Either is too large or no text.
        [Some(None), _] | [_, Some(None)] => {
            let text = sizes(one, theme);
            out.push(Line::from(Span::styled(text, theme.dim())));
        }
        [old, new] => {
            let (old, new) = (old.flatten(), new.flatten().unwrap_or_default());
            if old == Some(new) {
                out.push(Line::from(Span::styled("The content stays.", theme.dim())));
            } else if old.is_none() && new.is_empty() {
                out.push(Line::from(Span::styled("An empty file.", theme.dim())));
            } else {
                out.extend(diff::lines(old, new, theme));
            }
        }
    }
    out
}

/// What kind of file it is, where that is not the usual one or changes.
fn mode(one: &Difference, theme: Theme) -> Option<String> {
    let name = |side: &Side| match side.mode {
        0o120_000 => "symbolic link",
        0o100_755 => "executable",
        _ => "plain file",
    };
    match (&one.old, &one.new) {
        (Some(old), Some(new)) if old.mode != new.mode => {
            let arrow = theme.glyph(Glyph::Arrow);
            Some(format!("  {} {arrow} {}", name(old), name(new)))
        }
        (None, Some(side)) if name(side) != "plain file" => Some(format!("  {}", name(side))),
        _ => None,
    }
}

fn sizes(one: &Difference, theme: Theme) -> String {
    let arrow = theme.glyph(Glyph::Arrow);
    let size = |side: &Side| text::plural(side.bytes, "byte");
    let size = match (&one.old, &one.new) {
        (Some(old), Some(new)) => format!("{} {arrow} {}", size(old), size(new)),
        (Some(only), None) | (None, Some(only)) => size(only),
        (None, None) => String::new(),
    };
    format!("  Not shown as text: {size}")
}
