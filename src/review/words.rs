//! What several rules ask of a text.

pub use crate::core::private::is_email;

/// What keeps a text from being a sentence: how it begins, how it ends, or that it is one word.
#[must_use]
pub fn unlike_sentence(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let first = text.split_whitespace().next().unwrap_or_default();
    // `p50`, `gRPC`, and `acme_queue` are written as they are.
    let named = first
        .chars()
        .any(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
    if first.starts_with(char::is_lowercase) && !named {
        return Some("begins with a small letter");
    }
    // What a remark in parentheses follows may have ended before it.
    let before = text.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    let before = before.map_or(text, |(before, _)| before.trim_end());
    let ends = |t: &str| {
        t.trim_end_matches(['"', '\'', ')', '`'])
            .ends_with(['.', '!', '?'])
    };
    if !ends(text) && !ends(before) {
        return Some("has no full stop at its end");
    }
    (text.split_whitespace().count() < 2).then_some("is a single word")
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

/// Whether a text is a day of the calendar, as `YYYY-MM-DD`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
    let number = |p: &str| {
        p.parse::<u32>()
            .ok()
            .filter(|_| p.bytes().all(|b| b.is_ascii_digit()))
    };
    let numbers: Vec<u32> = parts.iter().filter_map(|p| number(p)).collect();
    let [year, month, day] = numbers[..] else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 31,
    };
    lengths == [4, 2, 2] && (1..=12).contains(&month) && (1..=days).contains(&day)
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

#[cfg(test)]
mod tests {
    use super::unlike_sentence;

    #[test]
    fn sentences_are_told_from_words() {
        for good in [
            "Messages in the queue.",
            "p50 latency to a gateway.",
            "The index of the log. (Acme 4)",
            "Says \"up.\"",
            "gRPC calls (per node).",
        ] {
            assert_eq!(unlike_sentence(good), None, "{good}");
        }
        for bad in [
            "messages in the queue.",
            "Messages in the queue",
            "Messages.",
            "Depth (now)",
            "",
        ] {
            assert!(unlike_sentence(bad).is_some(), "{bad}");
        }
    }
}
