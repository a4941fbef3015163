//! The nearest known word to one that is not known.

/// The word of `known` that `word` was most likely meant to be; none when nothing comes close.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|k| (score(&word, &k.to_lowercase()), k))
        .filter(|(score, _)| *score >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| k)
}

/// From 0 to 1: edits in relation to length, with an allowance for abbreviations (`msgs`, `desc`).
fn score(a: &str, b: &str) -> f64 {
    let edits = strsim::normalized_damerau_levenshtein(a, b);
    let winkler = strsim::jaro_winkler(a, b) - 0.15;
    edits.max(winkler)
}

/// ` Did you mean "x"?`, or nothing.
#[must_use]
pub fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |k| format!(" Did you mean {k:?}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_wins_and_strangers_do_not() {
        let known = ["display_name", "description", "name", "kind"];
        assert_eq!(nearest("displayname", known), Some("display_name"));
        assert_eq!(nearest("desciption", known), Some("description"));
        assert_eq!(nearest("Kind", known), Some("kind"));
        assert_eq!(nearest("zzzz", known), None);
        assert_eq!(
            nearest("msgs", ["message", "byte", "second"]),
            Some("message")
        );
    }
}
