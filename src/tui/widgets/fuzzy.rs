//! Finding an entry by some of its letters, in order.

/// How well `text` matches `query`, the lower the better; `None` when letters are missing.
///
/// Letters at the start of words and in a row count for more, so that `run` finds *run* before *return*.
#[must_use]
pub fn score(text: &str, query: &str) -> Option<usize> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let mut at = 0;
    let mut cost = 0;
    let mut before = None;
    for wanted in query.to_lowercase().chars().filter(|c| *c != ' ') {
        let found = at + text[at..].iter().position(|c| *c == wanted)?;
        let in_row = before.is_some_and(|b| b + 1 == found);
        let starts = found == 0 || !text[found - 1].is_alphanumeric();
        cost += match (in_row, starts) {
            (true, _) => 0,
            (_, true) => 1,
            _ => 4 + found - at,
        };
        before = Some(found);
        at = found + 1;
    }
    Some(cost * 100 + text.len())
}

/// The indices of the entries that match, best first; all of them in order without a query.
pub fn search<'a>(entries: impl Iterator<Item = &'a str>, query: &str) -> Vec<usize> {
    let mut found: Vec<(usize, usize)> = entries
        .enumerate()
        .filter_map(|(i, text)| score(text, query).map(|s| (s, i)))
        .collect();
    if !query.trim().is_empty() {
        found.sort_unstable();
    }
    found.into_iter().map(|(_, i)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_comes_first() {
        let entries = ["return", "run all", "go to Prototype", "unit"];
        assert_eq!(search(entries.iter().copied(), "run").first(), Some(&1));
        assert_eq!(search(entries.iter().copied(), "proto"), [2]);
        assert_eq!(search(entries.iter().copied(), "xyz"), Vec::<usize>::new());
        assert_eq!(search(entries.iter().copied(), ""), [0, 1, 2, 3]);
    }
}
