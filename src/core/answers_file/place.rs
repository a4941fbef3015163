//! On which line a key stands. The YAML crate tells positions of syntax errors only, so keys are looked
//! up in the text: each part of the path after the one before it, deeper than it where lines are indented.

use std::fmt::Write as _;

/// One part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Key(String),
    Item(usize),
}

/// The path as one writes it: `metrics[2].unit`.
pub fn path_text(path: &[Part]) -> String {
    let mut out = String::new();
    for part in path {
        match part {
            Part::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
            Part::Item(n) => {
                let _ = write!(out, "[{n}]");
            }
        }
    }
    out
}

/// The line of the path's last part that stands in the text, from 1; none when nothing of it does.
pub fn line(text: &str, path: &[Part]) -> Option<u32> {
    let text = &without_blocks(text);
    let mut at = 0;
    let mut found = None;
    let mut indent = None;
    for part in path {
        let next = match part {
            Part::Key(key) => find_key(text, at, key, indent),
            Part::Item(n) => find_item(text, at, *n),
        };
        let Some((start, end)) = next else { break };
        indent = matches!(part, Part::Key(_))
            .then(|| indent_of(text, start))
            .flatten()
            .or(indent);
        found = Some(start);
        at = end;
    }
    let lines = text[..found?].matches('\n').count();
    u32::try_from(lines + 1).ok()
}

/// The text with the content of `|` and `>` blocks blanked: prose may hold what looks like a key.
fn without_blocks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim().is_empty();
        if block.is_some_and(|b| indent > b || blank) {
            out.extend(line.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
            continue;
        }
        let end = line.trim_end().trim_end_matches(['-', '+', '1', '2', '4']);
        let opens = end.ends_with(" |") || end.ends_with(" >");
        block = opens.then_some(indent);
        out.push_str(line);
    }
    out
}

/// The indentation of a line, when the text at `at` is the first thing on it.
fn indent_of(text: &str, at: usize) -> Option<usize> {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let lead = &text[start..at];
    lead.chars().all(|c| c == ' ').then_some(lead.len())
}

/// The next `key:` after `from`, in block or flow style.
fn find_key(text: &str, from: usize, key: &str, parent: Option<usize>) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(n) = text[at..].find(key) {
        let (start, end) = (at + n, at + n + key.len());
        let before = text[..start].chars().next_back();
        let after = text[end..]
            .trim_start_matches(['"', '\''])
            .trim_start_matches(' ');
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '"' | '\''));
        let deep = match (parent, indent_of(text, start)) {
            (Some(parent), Some(own)) => own > parent,
            (None, Some(own)) => own == 0,
            (_, None) => from > 0,
        };
        if opens && deep && after.starts_with(':') && !in_comment(text, start) {
            return Some((start, end));
        }
        at = end;
    }
    None
}

/// The start of item `n` (from 0) of the list after `from`.
fn find_item(text: &str, from: usize, n: usize) -> Option<(usize, usize)> {
    let rest = &text[from..];
    let open = rest.find(|c: char| !(c.is_whitespace() || c == ':'))?;
    if rest[open..].starts_with('[') {
        return flow_item(text, from + open + 1, n);
    }
    let column = indent_of(text, from + open)?;
    let mut at = from + open;
    let mut seen = 0;
    loop {
        if indent_of(text, at) == Some(column) && text[at..].starts_with('-') {
            if seen == n {
                return Some((at, at + 1));
            }
            seen += 1;
        }
        let next = at + text[at..].find('\n')? + 1;
        at = next + text[next..].find(|c| c != ' ').unwrap_or(0);
    }
}

fn flow_item(text: &str, from: usize, n: usize) -> Option<(usize, usize)> {
    let (mut depth, mut seen, mut quote) = (0_u32, 0, None);
    for (i, c) in text[from..].char_indices() {
        if seen == n && !c.is_whitespace() && c != ',' {
            return Some((from + i, from + i));
        }
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.checked_sub(1)?,
            (None, ',') if depth == 0 => seen += 1,
            _ => {}
        }
    }
    None
}

fn in_comment(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let lead = &text[start..at];
    lead.starts_with('#') || lead.contains(" #")
}
