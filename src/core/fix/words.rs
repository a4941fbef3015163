//! What was meant by a word that is not in a list, and a sentence made of a text that is nearly one.

use crate::core::nearest::nearest;

/// Other words that mean one unit alone: short forms, and what a time is called elsewhere.
const UNITS: [(&str, &str); 40] = [
    ("ms", "millisecond"),
    ("msec", "millisecond"),
    ("msecs", "millisecond"),
    ("milli", "millisecond"),
    ("millis", "millisecond"),
    ("us", "microsecond"),
    ("µs", "microsecond"),
    ("usec", "microsecond"),
    ("usecs", "microsecond"),
    ("micro", "microsecond"),
    ("micros", "microsecond"),
    ("ns", "nanosecond"),
    ("nsec", "nanosecond"),
    ("nsecs", "nanosecond"),
    ("nano", "nanosecond"),
    ("nanos", "nanosecond"),
    ("s", "second"),
    ("sec", "second"),
    ("secs", "second"),
    ("min", "minute"),
    ("mins", "minute"),
    ("hr", "hour"),
    ("hrs", "hour"),
    ("msg", "message"),
    ("msgs", "message"),
    ("req", "request"),
    ("reqs", "request"),
    ("conn", "connection"),
    ("conns", "connection"),
    ("op", "operation"),
    ("ops", "operation"),
    ("pct", "percent"),
    ("percentage", "percent"),
    ("%", "percent"),
    ("kb", "kilobyte"),
    ("kib", "kibibyte"),
    ("mb", "megabyte"),
    ("mib", "mebibyte"),
    ("gb", "gigabyte"),
    ("gib", "gibibyte"),
];

/// The unit that was meant, and whether it is the same word in another case or number; any other is a proposal.
///
/// # Arguments
/// `known`: the units that ddev accepts.
#[must_use]
pub(super) fn unit<'a>(wrong: &str, known: &'a [String]) -> Option<(&'a str, bool)> {
    let bare = wrong.trim().to_lowercase();
    let find = |word: &str| known.iter().map(String::as_str).find(|unit| *unit == word);
    let forms = [
        bare.as_str(),
        bare.strip_suffix('s').unwrap_or_default(),
        bare.strip_suffix("es").unwrap_or_default(),
    ];
    if let Some(same) = forms.into_iter().find_map(find) {
        return Some((same, true));
    }
    let other = UNITS.iter().find(|(word, _)| *word == bare);
    let meant = other.and_then(|(_, unit)| find(unit));
    // Of a word that means something, no other that is merely spelled like it is proposed.
    let near = || nearest(&bare, known.iter().map(String::as_str)).filter(|_| other.is_none());
    meant.or_else(near).map(|unit| (unit, false))
}

/// The word of a list that was meant, and whether it is the same in another case.
#[must_use]
pub(super) fn known<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<(&'a str, bool)> {
    let bare = wrong.trim();
    let same = known
        .clone()
        .into_iter()
        .find(|word| word.eq_ignore_ascii_case(bare));
    let near = || nearest(bare, known).map(|word| (word, false));
    same.map(|word| (word, true)).or_else(near)
}

/// A capital letter at the beginning and a full stop at the end; none for what is no sentence even so.
#[must_use]
pub(super) fn sentence(text: &str) -> Option<String> {
    let text = text.trim();
    let mut letters = text.chars();
    let first = letters.next()?;
    let end = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    // `gRPC calls` and `acme_queue` begin as they are written.
    let word = text.split_whitespace().next().unwrap_or_default();
    let named = word
        .chars()
        .any(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
    let first = if named {
        first.to_string()
    } else {
        first.to_uppercase().to_string()
    };
    let new = format!("{first}{}{end}", letters.as_str());
    (new != text && text.split(' ').count() > 1).then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_by_another_word_is_told_from_another_spelling() {
        let all = [
            "byte",
            "millisecond",
            "minute",
            "second",
            "operation",
            "kilobyte",
        ];
        let all = all.map(str::to_owned);
        let meant = |wrong| unit(wrong, &all);
        assert_eq!(meant("Bytes"), Some(("byte", true)));
        assert_eq!(meant(" seconds "), Some(("second", true)));
        for word in ["ms", "millis", "msecs"] {
            assert_eq!(meant(word), Some(("millisecond", false)), "{word}");
        }
        assert_eq!(meant("secs"), Some(("second", false)));
        assert_eq!(meant("ops"), Some(("operation", false)));
        assert_eq!(meant("KB"), Some(("kilobyte", false)));
        assert_eq!(meant("secnd"), Some(("second", false)));
        assert_eq!(meant("qqqq"), None);
        // ddev of this list has no hour: a minute is none.
        assert_eq!(meant("hrs"), None);
    }

    #[test]
    fn a_sentence_begins_and_ends_as_one() {
        let made = |text| sentence(text).unwrap_or_default();
        assert_eq!(made("messages in a queue"), "Messages in a queue.");
        assert_eq!(made("gRPC calls of a node"), "gRPC calls of a node.");
        assert_eq!(made("Messages in a queue."), "");
        assert_eq!(made("depth"), "");
    }
}
