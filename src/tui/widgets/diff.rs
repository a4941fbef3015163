//! What a file is and what it will be, line by line.

use crate::scaffold::merge::differences;
use crate::tui::theme::Theme;
use ratatui::text::{Line, Span};
use similar::{ChangeTag, group_diff_ops};

/// The differences with three lines around each; the whole file where there is no old one.
#[must_use]
pub fn lines(old: Option<&str>, new: &str, theme: Theme) -> Vec<Line<'static>> {
    let Some(old) = old else {
        return new
            .lines()
            .map(|l| Line::from(Span::styled(format!("+ {}", clean(l)), theme.good())))
            .collect();
    };
    if old == new {
        return vec![Line::from(Span::styled(
            "Nothing changes in this file.",
            theme.dim(),
        ))];
    }
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut out = vec![];
    let groups = group_diff_ops(differences(&old, &new), 3);
    for (i, group) in groups.iter().enumerate() {
        if i > 0 {
            out.push(Line::default());
        }
        if let (Some(first), Some(last)) = (group.first(), group.last()) {
            let from = first.new_range().start + 1;
            let to = last.new_range().end.max(from);
            out.push(Line::from(Span::styled(
                format!("  lines {from} to {to}"),
                theme.dim(),
            )));
        }
        for change in group
            .iter()
            .flat_map(|op| op.iter_changes(&old[..], &new[..]))
        {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ("-", theme.bad()),
                ChangeTag::Insert => ("+", theme.good()),
                ChangeTag::Equal => (" ", theme.dim()),
            };
            let text = clean(change.value().trim_end_matches(['\n', '\r']));
            out.push(Line::from(Span::styled(format!("{sign} {text}"), style)));
        }
    }
    out
}

/// Files are shown, not obeyed: no control character reaches the terminal.
pub(super) fn clean(line: &str) -> String {
    line.chars()
        .flat_map(|c| match c {
            '\t' => "    ".chars().collect::<Vec<_>>(),
            c if c.is_control() => vec!['\u{fffd}'],
            c => vec![c],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_carry_their_sign() {
        let theme = Theme {
            ascii: true,
            color: false,
        };
        let text: Vec<String> = lines(Some("a\nb\nc\n"), "a\nx\nc\n", theme)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(text, ["  lines 1 to 3", "  a", "- b", "+ x", "  c"]);
    }
}
