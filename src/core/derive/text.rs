//! Descriptions: HELP as a sentence.

use crate::core::mapping::Part;

/// ddev's limit (`MAX_DESCRIPTION_LENGTH`), in characters.
pub const LONGEST: usize = 400;

/// A description from HELP: one line of ASCII without `|`, a capital first, a full stop last.
pub fn from_help(help: &str, metric_type: &str, part: Part) -> Option<String> {
    let text = plain(help);
    let text = text.trim_end_matches(['.', ' ', ':', ';', ',', '?', '!']);
    if !text.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let text = match part {
        Part::Whole => text,
        // The parts of a histogram are not the histogram.
        _ => distribution(text),
    };
    let text = increase(text, metric_type);
    let note = match part {
        Part::Whole => "",
        Part::Count => " (number of observations)",
        Part::Sum => " (sum of all observations)",
        Part::Bucket => " (observations up to each upper bound)",
        Part::Quantile => " (value at each quantile)",
    };
    let text = cut(&text, LONGEST - note.len() - 1);
    Some(finish(&format!("{text}{note}")))
}

/// What a histogram or summary observes, without the word for the thing itself.
fn distribution(text: &str) -> &str {
    let text = text
        .trim_end_matches(" histogram")
        .trim_end_matches(" summary");
    let heads = [
        "Histogram of ",
        "Histogram capturing ",
        "Histogram tracking ",
        "Summary of ",
        "A histogram of ",
        "A summary of ",
    ];
    let rest = heads.iter().find_map(|head| text.strip_prefix(head));
    let rest = rest.map(|r| r.strip_prefix("the ").unwrap_or(r));
    rest.filter(|r| !r.is_empty()).unwrap_or(text)
}

/// A total since the start is sent as its increase: a sentence that speaks of the total would be false.
fn increase(text: &str, metric_type: &str) -> String {
    if metric_type != "count" {
        return text.to_owned();
    }
    let lower = text.to_ascii_lowercase();
    let mut end = text.len();
    for tail in [
        " since the start",
        " since start",
        " since startup",
        " since the server started",
        " since process start",
        " since the process started",
        " since boot",
    ] {
        if lower.ends_with(tail) {
            end = text.len() - tail.len();
        }
    }
    let mut text = text[..end].to_owned();
    for (head, instead) in [
        ("total number of ", "Number of "),
        ("total count of ", "Number of "),
        ("total amount of ", "Amount of "),
        ("the total number of ", "Number of "),
        ("cumulative number of ", "Number of "),
        ("counter of ", "Number of "),
        ("count of ", "Number of "),
    ] {
        if lower.starts_with(head) && head.len() < text.len() {
            text.replace_range(..head.len(), instead);
            break;
        }
    }
    text
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
pub fn cut(text: &str, limit: usize) -> String {
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
pub fn finish(text: &str) -> String {
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
