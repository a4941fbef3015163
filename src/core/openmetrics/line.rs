//! One line: a sample or a comment. Borrows from the page and allocates only for what is wrong.

/// A sample, without its labels' values.
pub struct Sample<'a> {
    pub name: &'a str,
    pub finite: bool,
    /// The name stands in quotes between the braces: `{"a.b",x="y"}`.
    pub quoted: bool,
}

/// Reads a sample line; `label` is called with each label's key and raw value.
///
/// # Errors
/// Why the base class can't read the line.
pub fn sample<'a>(
    line: &'a str,
    openmetrics: bool,
    label: &mut dyn FnMut(&'a str, &'a str),
) -> Result<Sample<'a>, &'static str> {
    let end = line
        .bytes()
        .position(|b| matches!(b, b'{' | b' ' | b'\t'))
        .ok_or("there is no value after the name")?;
    let mut name = &line[..end];
    let mut rest = line[end..].trim_start_matches([' ', '\t']);
    let mut quoted = false;
    if let Some(inner) = rest.strip_prefix('{') {
        let mut inner = inner;
        if name.is_empty() {
            (name, inner) = quoted_name(inner).ok_or("there is no name before the labels")?;
            quoted = true;
        }
        rest = labels(inner, openmetrics, label)?;
    }
    if !quoted && !is_name(name) {
        return Err("the name holds a sign that names can't have");
    }
    let (value, extra) = match rest.find(" # ").or_else(|| rest.find("# ")) {
        Some(_) if !openmetrics => {
            return Err("an exemplar stands on a page that is not served as OpenMetrics");
        }
        Some(at) => (&rest[..at], true),
        None => (rest, false),
    };
    let mut words = value.split_ascii_whitespace();
    let number = words.next().ok_or("there is no value")?;
    let finite = match number.parse::<f64>() {
        Ok(n) => n.is_finite(),
        Err(_) => return Err("the value is not a number"),
    };
    if words.next().is_some_and(|t| t.parse::<f64>().is_err()) {
        return Err("the timestamp is not a number");
    }
    if words.next().is_some() && !extra {
        return Err("there is something after the timestamp");
    }
    Ok(Sample {
        name,
        finite,
        quoted,
    })
}

/// The name between the first quotes, and what stands after it.
fn quoted_name(inner: &str) -> Option<(&str, &str)> {
    let text = inner.trim_start().strip_prefix('"')?;
    let end = closing_quote(text)?;
    (end > 0).then(|| (&text[..end], &text[end + 1..]))
}

/// Calls `label` with each key and value and returns what stands after the closing brace.
fn labels<'a>(
    text: &'a str,
    openmetrics: bool,
    label: &mut dyn FnMut(&'a str, &'a str),
) -> Result<&'a str, &'static str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if let Some(after) = rest.strip_prefix('}') {
            return Ok(after);
        }
        let equals = rest.find('=').ok_or("the labels do not end with a brace")?;
        let key = rest[..equals].trim();
        // The base class takes a quoted key with its quotes from text/plain, and refuses it otherwise.
        let quoted = !openmetrics && key.len() > 2 && key.starts_with('"') && key.ends_with('"');
        if !quoted && !is_name(key) {
            return Err("a label's name holds a sign that names can't have");
        }
        let value = rest[equals + 1..].trim_start();
        let value = value
            .strip_prefix('"')
            .ok_or("a label's value is not in quotes")?;
        let end = closing_quote(value).ok_or("a label's value has no closing quote")?;
        label(key, &value[..end]);
        rest = &value[end + 1..];
    }
}

/// Where the quote is that no backslash escapes.
fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// `[a-zA-Z_:][a-zA-Z0-9_:]*`
pub fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let good = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':');
    bytes
        .first()
        .is_some_and(|b| good(b) && !b.is_ascii_digit())
        && bytes.iter().all(good)
}

/// A comment's keyword, name and text: `# HELP name text`.
pub fn comment(line: &str) -> Option<(&str, &str, &str)> {
    let rest = line.strip_prefix('#')?.trim_start();
    let (word, rest) = split(rest);
    if let Some(text) = rest.strip_prefix('"') {
        let end = closing_quote(text)?;
        return Some((word, &text[..end], text[end + 1..].trim_start()));
    }
    let (name, rest) = split(rest);
    (!name.is_empty()).then_some((word, name, rest))
}

fn split(text: &str) -> (&str, &str) {
    text.split_once([' ', '\t'])
        .map_or((text, ""), |(a, b)| (a, b.trim_start_matches([' ', '\t'])))
}

/// HELP's escapes: `\\` and `\n`, and `\"` in the newer format.
pub fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, false) => out.push(c),
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some(c @ ('\\' | '"')) => out.push(c),
                Some(c) => out.extend(['\\', c]),
                None => out.push('\\'),
            },
        }
    }
    out
}
