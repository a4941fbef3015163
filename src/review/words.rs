//! What several rules ask of a text.

pub use crate::core::private::is_email;

/// Whether a text is a sentence: begins like one, ends with a full stop, and has at least two words.
#[must_use]
pub fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let begins = text
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    let end = text.trim_end_matches(['"', '\'', ')', '`']);
    begins && end.ends_with(['.', '!', '?']) && text.split_whitespace().count() >= 2
}

/// Whether a text looks like the address of a page.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !host.ends_with('.') && !rest.contains(char::is_whitespace)
    })
}

/// A text cut for a message.
#[must_use]
pub fn short(text: &str) -> String {
    let plain: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.chars().count() <= 70 {
        return plain;
    }
    let cut: String = plain.chars().take(67).collect();
    format!("{}...", cut.trim_end())
}

/// The known word that was probably meant, when one is near enough to be worth a question.
pub fn near<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |other: &str| strsim::normalized_damerau_levenshtein(word, other);
    let scored = known.map(|other| (likeness(other), other));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.75).then_some(best.1)
}
