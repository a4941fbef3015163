//! Characters that only look better, in ASCII.

/// The text with quotes, dashes, spaces, and signs that have a plain form; none where a character has none, or
/// where nothing is to be done.
///
/// # Arguments
/// `from`: the first code point that is not wanted.
#[must_use]
pub fn plain(text: &str, from: u32) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if u32::from(c) < from {
            out.push(c);
        } else {
            out.push_str(ascii(c)?);
        }
    }
    (out != text).then_some(out)
}

fn ascii(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        // Nothing is seen of these.
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => "",
        '\u{2192}' => "->",
        '\u{2190}' => "<-",
        '\u{2264}' => "<=",
        '\u{2265}' => ">=",
        '\u{d7}' => "x",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_better_is_written_plainly_and_letters_never_change() {
        assert_eq!(
            plain(
                "It\u{2019}s \u{201c}up\u{201d} \u{2013} 5\u{a0}\u{2264}\u{2026}",
                128
            )
            .as_deref(),
            Some("It's \"up\" - 5 <=...")
        );
        assert_eq!(plain("Zürich", 128), None);
        assert_eq!(plain("plain", 128), None);
        assert_eq!(
            plain("Zürich \u{2014} x", 257).as_deref(),
            Some("Zürich - x")
        );
    }
}
