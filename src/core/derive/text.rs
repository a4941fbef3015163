//! Descriptions: HELP as a sentence, else a sentence from the name.

use super::words;
use crate::core::mapping::Part;

/// ddev's limit (`MAX_DESCRIPTION_LENGTH`), in characters.
const LONGEST: usize = 400;

/// A description from HELP: one line of ASCII without `|`, a capital first, a full stop last.
pub fn from_help(help: &str, part: Part) -> Option<String> {
    let text = plain(help);
    let text = text.trim_end_matches(['.', ' ', ':', ';', ',', '?', '!']);
    if !text.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let note = match part {
        Part::Whole => "",
        Part::Count => " (number of observations)",
        Part::Sum => " (sum of all observations)",
        Part::Bucket => " (observations up to each upper bound)",
        Part::Quantile => " (value at each quantile)",
    };
    let text = cut(text, LONGEST - note.len() - 1);
    Some(finish(&format!("{text}{note}")))
}

/// A description from the name, without its prefix.
pub fn from_name(name: &str, metric_type: &str, product: &str, part: Part) -> String {
    let mut words = words::split(name);
    let suffix = match part {
        Part::Whole
            if metric_type == "count"
                && words.len() > 1
                && words.last().is_some_and(|w| w == "count") =>
        {
            true
        }
        Part::Whole => false,
        _ => words.len() > 1,
    };
    if suffix {
        words.pop();
    }
    let what = words.join(" ");
    let how = match (part, metric_type) {
        (Part::Count, _) => "number of observations since the previous run",
        (Part::Sum, _) => "sum of the observations since the previous run",
        (Part::Bucket, _) => "observations up to each upper bound since the previous run",
        (Part::Quantile, _) => "value at each quantile",
        (_, "count") => "increase since the previous run",
        (_, "rate") => "value per second",
        _ => "current value",
    };
    finish(&cut(
        &plain(&format!("{what} of {product}, {how}")),
        LONGEST - 1,
    ))
}

/// One line of ASCII: typographic signs as plain ones, others left out, `|` as `/`.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' => out.push('/'),
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{b4}' => out.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => out.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2026}' => out.push_str("..."),
            '\u{d7}' => out.push('x'),
            '\u{2264}' => out.push_str("<="),
            '\u{2265}' => out.push_str(">="),
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' => out.push('a'),
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' => out.push('o'),
            '\u{b5}' | '\u{3bc}' | 'ü' | 'ú' | 'ù' | 'û' => out.push('u'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'í' | 'ì' | 'î' | 'ï' => out.push('i'),
            'ß' => out.push_str("ss"),
            'ç' => out.push('c'),
            'ñ' => out.push('n'),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c if c.is_ascii() => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `limit` characters of ASCII, cut after a sentence or else before a word.
fn cut(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let head = &text[..limit];
    let end = head
        .rfind(". ")
        .filter(|n| *n > limit / 3)
        .or_else(|| head.rfind(' '))
        .unwrap_or(limit);
    head[..end]
        .trim_end_matches([',', ';', ':', ' '])
        .to_owned()
}

/// A capital first and a full stop last; a first word with a sign or capital of its own stays.
fn finish(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let word = first.trim_end_matches([',', ':', ';']);
    let mut out = String::with_capacity(text.len() + 1);
    let mut chars = text.chars();
    if word
        .chars()
        .all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '\''))
    {
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
    }
    out.push_str(chars.as_str());
    if !out.ends_with('.') {
        out.push('.');
    }
    out
}
