//! Texts on a program's lines, found as the generated check finds them.

use regex::Regex;

/// What stands after a key, and a sign or spaces, on its line; written the same way in
/// `templates/prototype/partials/text.py`.
#[must_use]
pub fn text<'o>(output: &'o str, key: &str) -> Option<&'o str> {
    let pattern = format!(
        r"(?m)^[ \t]*{}(?:[ \t]*[:=][ \t]*|[ \t]+)(\S.*?)\s*$",
        regex::escape(key)
    );
    let found = Regex::new(&pattern).ok()?.captures(output)?;
    found.get(1).map(|m| m.as_str())
}

/// What stands before a sign on each line, for a hint.
#[must_use]
pub fn keys(output: &str) -> Vec<&str> {
    let key = |line: &'_ str| -> Option<(usize, usize)> {
        let end = line.find([':', '='])?;
        let start = line.len() - line.trim_start().len();
        (start < end).then_some((start, end))
    };
    output
        .lines()
        .filter_map(|l| key(l).map(|(start, end)| l[start..end].trim_end()))
        .collect()
}
