//! Text that fits: wrapping, cutting and padding by the width on the screen, not by bytes.

use std::time::Duration;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width on the screen, in cells.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` cut to `max` cells, with `more` at the end where something is missing.
#[must_use]
pub fn cut(text: &str, max: usize, more: &str) -> String {
    if text.width() <= max {
        return text.to_owned();
    }
    let room = max.saturating_sub(more.width());
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if used + w > room {
            break;
        }
        used += w;
        out.push(c);
    }
    if max >= more.width() {
        out.push_str(more);
    }
    out
}

/// `text` cut to or padded to exactly `cells` cells.
#[must_use]
pub fn fit(text: &str, cells: usize, more: &str) -> String {
    let mut out = cut(text, cells, more);
    let missing = cells.saturating_sub(out.width());
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// The same, where the end of the text tells more than its start.
#[must_use]
pub fn fit_end(text: &str, cells: usize, more: &str) -> String {
    if text.width() <= cells {
        return fit(text, cells, more);
    }
    let room = cells.saturating_sub(more.width());
    let mut kept: Vec<char> = vec![];
    let mut used = 0;
    for c in text.chars().rev() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        kept.push(c);
    }
    // What belongs to a character that is cut off belongs to nothing.
    while kept.last().is_some_and(|c| c.width().unwrap_or(0) == 0) {
        kept.pop();
    }
    fit(
        &format!("{more}{}", kept.iter().rev().collect::<String>()),
        cells,
        "",
    )
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// `text` broken into lines of at most `cells` cells, at spaces where it can be. Line breaks stay.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut out = vec![];
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let needed = line.width() + usize::from(!line.is_empty()) + word.width();
            if needed <= cells {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            let mut rest = word;
            let room = cells.saturating_sub(line.width() + 1);
            if !line.is_empty() && word.width() > cells && word.chars().any(is_wide) {
                // A text without spaces, as Japanese is, begins where the line is.
                let head = cut(rest, room, "");
                if !head.is_empty() {
                    line.push(' ');
                    line.push_str(&head);
                    rest = &rest[head.len()..];
                }
            }
            if !line.is_empty() {
                out.push(std::mem::take(&mut line));
            }
            while rest.width() > cells {
                let head = cut(rest, cells, "");
                // A single character wider than the line still has to go somewhere.
                let take = head
                    .len()
                    .max(rest.chars().next().map_or(1, char::len_utf8));
                out.push(rest[..take].to_owned());
                rest = &rest[take..];
            }
            line.push_str(rest);
        }
        out.push(line);
    }
    out
}

/// `1 metric`, `2 metrics`.
#[must_use]
pub fn plural(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

/// A time as people say it: `830 ms`, `4.2 s`, `2 min 05 s`.
#[must_use]
pub fn duration(time: Duration) -> String {
    let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 if ms % 1_000 == 0 => format!("{} s", ms / 1_000),
        1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        _ => format!("{} min {:02} s", ms / 60_000, ms % 60_000 / 1_000),
    }
}

/// How long ago, from Unix seconds: `just now`, `5 min ago`, `3 days ago`.
#[must_use]
pub fn ago(then: u64, now: u64) -> String {
    let seconds = now.saturating_sub(then);
    match seconds {
        0..60 => "just now".into(),
        60..3_600 => format!("{} min ago", seconds / 60),
        3_600..86_400 => format!("{} h ago", seconds / 3_600),
        86_400..172_800 => "yesterday".into(),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

/// A pasted text as a field takes it: CRLF and CR are line breaks, control characters go, and a field
/// of one line joins with spaces.
#[must_use]
pub fn pasted(text: &str, one_line: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    if one_line {
        kept.split(['\n', '\t'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_every_word_and_no_line_is_wider() {
        let text = "One calm surface: averyveryverylongword 日本語日本語 end";
        for cells in 1..30 {
            let lines = wrap(text, cells);
            assert!(lines.iter().all(|l| width(l) <= cells.max(2)), "{cells}");
            let joined: String = lines.concat().split(' ').collect();
            assert_eq!(joined, text.split(' ').collect::<String>(), "{cells}");
        }
    }

    #[test]
    fn fitting_is_exact() {
        assert_eq!(fit("abc", 5, "…"), "abc  ");
        assert_eq!(fit("abcdef", 5, "…"), "abcd…");
        assert_eq!(width(&fit("日本語", 5, "…")), 5);
        assert_eq!(fit("abc", 0, "…"), "");
    }

    #[test]
    fn a_paste_carries_no_control_characters() {
        assert_eq!(pasted("a\r\nb\x1b[31m\rc", true), "a b[31m c");
        assert_eq!(pasted("a\r\nb\r", false), "a\nb\n");
        assert_eq!(pasted("  x\n\n y ", true), "x y");
    }
}
