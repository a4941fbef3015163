//! What groups and widgets are called.

use crate::core::derive::{units, words};
use std::collections::BTreeSet;

/// Parts of a name that say which number of something it is, and no title needs.
const ENDINGS: [&str; 4] = [".count", ".sum", ".bucket", ".quantile"];

/// A metric's name without the prefix and without a part such as `.count`.
pub(crate) fn stem<'a>(name: &'a str, prefix: &str) -> &'a str {
    let rest = name.strip_prefix(prefix).unwrap_or(name);
    let cut = ENDINGS.iter().find_map(|e| rest.strip_suffix(e));
    cut.filter(|s| !s.is_empty()).unwrap_or(rest)
}

/// The last part of a name.
pub(crate) fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A graph's title in sentence case, without the unit, which the axis shows: `Consumer lag`.
pub(crate) fn heading(stem: &str, unit: &str) -> String {
    let mut all = words::split(stem);
    while all.len() > 1 && all.last().is_some_and(|w| units::measures(w, unit)) {
        all.pop();
    }
    let text = words::prose(&all);
    // Of a name without a letter or a digit nothing is left.
    let text = if text.is_empty() { "value" } else { &text };
    sentence(text)
}

/// The title of a few metrics in one graph, by what each is: `Queues consumers and depth`. None where that gets long.
pub(super) fn together(stem: &str, parts: &[&str], unit: &str) -> Option<String> {
    const LONG: usize = 48;
    let word = |part: &&str| {
        let mut all = words::split(part);
        while all.len() > 1 && all.last().is_some_and(|w| units::measures(w, unit)) {
            all.pop();
        }
        words::prose(&all)
    };
    // `95percentile` is no word.
    if parts
        .iter()
        .any(|p| p.starts_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    let all: Vec<String> = parts.iter().map(word).collect();
    let said = match all.as_slice() {
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two}, and {three}"),
        _ => return None,
    };
    let title = format!("{} {said}", heading(stem, ""));
    (title.chars().count() <= LONG).then_some(title)
}

/// The text with a capital first, but for words that have theirs elsewhere.
pub(crate) fn sentence(text: &str) -> String {
    if text.starts_with("gRPC") {
        return text.to_owned();
    }
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.clone()).collect()
}

/// A group's title in title case: `Message Store` for `message_store`.
pub(super) fn title_case(segment: &str) -> String {
    let all = words::split(segment);
    let text = words::prose(&all);
    let words: Vec<String> = text.split(' ').map(sentence).collect();
    words.join(" ")
}

/// Titles that were given, so that no two widgets have the same.
#[derive(Default)]
pub(super) struct Titles(BTreeSet<String>);

impl Titles {
    /// `title`, told apart by `what` or by a number where it was given already.
    pub fn of(&mut self, title: &str, what: &str) -> String {
        let apart = if what.is_empty() {
            title.to_owned()
        } else {
            format!("{title} ({what})")
        };
        let numbered = (2..).map(|n| format!("{title} {n}"));
        let all = [title.to_owned(), apart.clone()].into_iter();
        let free = all.chain(numbered).find(|t| !self.0.contains(t));
        let free = free.unwrap_or_else(|| title.to_owned());
        self.0.insert(free.clone());
        free
    }
}
