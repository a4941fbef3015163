//! A conflict, place by place: your lines, the wizard's, and which of them are taken.

use super::diff::clean;
use crate::core::plan::{Choice, Hunk};
use crate::tui::theme::{Glyph, Theme};
use ratatui::text::{Line, Span};

/// How many lines around a conflict are shown.
pub const AROUND: usize = 3;

/// The lines of a conflict.
///
/// # Arguments
/// `picks`: what was chosen for each place; `at`: the place that the next key is for.
#[must_use]
pub fn lines(
    hunks: &[Hunk],
    picks: &[Option<Choice>],
    at: usize,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut out = vec![];
    let mut place = 0;
    for (index, hunk) in hunks.iter().enumerate() {
        match hunk {
            Hunk::Settled(text) => {
                for line in around(text, index > 0, index + 1 < hunks.len()) {
                    let text = line.map_or_else(String::new, |l| format!("    {}", clean(l)));
                    out.push(Line::from(Span::styled(text, theme.dim())));
                }
            }
            Hunk::Conflict { yours, ours } => {
                let pick = picks.get(place).copied().flatten();
                out.push(head(place, at, picks.len(), pick, theme));
                let kept = |side| pick.is_none_or(|p| p == side || p == Choice::Both);
                push(&mut out, "<", yours, kept(Choice::Yours), theme);
                push(&mut out, ">", ours, kept(Choice::Ours), theme);
                place += 1;
            }
        }
    }
    out
}

/// The row of a place's heading.
#[must_use]
pub fn row(hunks: &[Hunk], place: usize) -> usize {
    let (mut row, mut seen) = (0, 0);
    for (index, hunk) in hunks.iter().enumerate() {
        match hunk {
            Hunk::Settled(text) => row += around(text, index > 0, index + 1 < hunks.len()).len(),
            Hunk::Conflict { .. } if seen == place => return row,
            Hunk::Conflict { yours, ours } => {
                seen += 1;
                row += 1 + yours.lines().count().max(1) + ours.lines().count().max(1);
            }
        }
    }
    row
}

fn head(place: usize, at: usize, n: usize, pick: Option<Choice>, theme: Theme) -> Line<'static> {
    let here = place == at;
    let sign = theme.glyph(if here { Glyph::Cursor } else { Glyph::Unmarked });
    let what = match pick {
        None => "needs a choice",
        Some(Choice::Yours) => "yours is kept",
        Some(Choice::Ours) => "the wizard's is taken",
        Some(Choice::Both) => "both are kept, yours first",
    };
    let style = if pick.is_none() {
        theme.bad()
    } else {
        theme.good()
    };
    let title = if here {
        theme.selected()
    } else {
        theme.title()
    };
    Line::from(vec![
        Span::styled(format!("{sign} conflict {} of {n}  ", place + 1), title),
        Span::styled(what, style),
    ])
}

fn push(out: &mut Vec<Line<'static>>, sign: &str, text: &str, kept: bool, theme: Theme) {
    let style = match (kept, sign) {
        (false, _) => theme.dim(),
        (true, "<") => theme.warn(),
        (true, _) => theme.accent(),
    };
    let whose = if sign == "<" { "yours" } else { "the wizard's" };
    let dropped = if kept { "" } else { " (left out)" };
    if text.is_empty() {
        let text = format!("  {sign} nothing here in {whose}{dropped}");
        out.push(Line::from(Span::styled(text, style)));
    }
    for line in text.lines() {
        let text = format!("  {sign} {}{dropped}", clean(line));
        out.push(Line::from(Span::styled(text, style)));
    }
}

/// The lines of a settled stretch next to the conflicts before and after it; `None`: some are left out.
fn around(text: &str, before: bool, after: bool) -> Vec<Option<&str>> {
    let all: Vec<&str> = text.lines().collect();
    let head = if before { AROUND } else { 0 };
    let tail = if after { AROUND } else { 0 };
    if all.len() <= head + tail + 1 {
        return all.into_iter().map(Some).collect();
    }
    let mut out: Vec<Option<&str>> = all[..head].iter().copied().map(Some).collect();
    if before && after {
        out.push(None);
    }
    out.extend(all[all.len() - tail..].iter().copied().map(Some));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_the_places_are_where_their_lines_are() {
        let theme = Theme {
            ascii: true,
            color: false,
        };
        let conflict = |yours: &str, ours: &str| Hunk::Conflict {
            yours: yours.into(),
            ours: ours.into(),
        };
        let long = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let hunks = [
            Hunk::Settled(long.into()),
            conflict("a\nb\n", ""),
            Hunk::Settled(long.into()),
            conflict("c\n", "d\n"),
            Hunk::Settled("end\n".into()),
        ];
        let picks = [Some(Choice::Both), None];
        let lines: Vec<String> = lines(&hunks, &picks, 1, theme)
            .iter()
            .map(ToString::to_string)
            .collect();
        for place in 0..2 {
            let line = &lines[row(&hunks, place)];
            let wanted = format!("conflict {} of 2", place + 1);
            assert!(line.contains(&wanted), "{lines:#?}");
        }
        assert_eq!(lines[0], "    7");
        assert_eq!(lines[lines.len() - 2], "  > d");
        assert!(lines.contains(&"  > nothing here in the wizard's".to_owned()));
    }
}
