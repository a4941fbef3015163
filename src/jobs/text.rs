//! Text from child processes is untrusted: colours stay, every other control sequence goes.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Removes every control sequence but SGR (colours, bold...). Tabs and line feeds stay.
#[must_use]
pub fn clean(text: &str) -> String {
    cleaned(text, true).into_owned()
}

/// Removes every control sequence, colours included. Tabs and line feeds stay.
#[must_use]
pub fn plain(text: &str) -> String {
    cleaned(text, false).into_owned()
}

/// As [`clean`], without a copy where there is nothing to remove.
pub(super) fn clean_cow(text: &str) -> Cow<'_, str> {
    cleaned(text, true)
}

fn cleaned(text: &str, colours: bool) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() && !is_kept(c)) {
        return Cow::Borrowed(text);
    }
    let mut filter = Filter {
        out: String::with_capacity(text.len()),
        colours,
    };
    vte::Parser::new().advance(&mut filter, text.as_bytes());
    Cow::Owned(filter.out)
}

fn is_kept(c: char) -> bool {
    matches!(c, '\t' | '\n')
}

struct Filter {
    out: String,
    colours: bool,
}

impl vte::Perform for Filter {
    fn print(&mut self, c: char) {
        if !c.is_control() {
            self.out.push(c);
        }
    }

    fn execute(&mut self, byte: u8) {
        if is_kept(char::from(byte)) {
            self.out.push(char::from(byte));
        }
    }

    fn csi_dispatch(&mut self, params: &vte::Params, inter: &[u8], ignore: bool, action: char) {
        if !self.colours || action != 'm' || ignore || !inter.is_empty() {
            return;
        }
        self.out.push_str("\x1b[");
        for (i, param) in params.iter().enumerate() {
            if i > 0 {
                self.out.push(';');
            }
            for (j, sub) in param.iter().enumerate() {
                let separator = if j > 0 { ":" } else { "" };
                // Writing to a string cannot fail.
                let _ = write!(self.out, "{separator}{sub}");
            }
        }
        self.out.push('m');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_stay_and_everything_else_goes() {
        let hostile = "\x1b]0;title\x07a\x1b[2Jb\x1b[31mred\x1b[0m\x1b[?1049h\x1bc\x07\x08\u{9b}1mc\td\n\x1bP1$r\x1b\\e\u{202e}";
        assert_eq!(clean(hostile), "ab\x1b[31mred\x1b[0m1mc\td\ne\u{202e}");
        assert_eq!(plain(hostile), "abred1mc\td\ne\u{202e}");
        assert_eq!(clean("\x1b[38;5;1m\x1b[4:3mé"), "\x1b[38;5;1m\x1b[4:3mé");
    }

    #[test]
    fn an_unfinished_sequence_is_removed() {
        assert_eq!(clean("a\x1b["), "a");
        assert_eq!(clean("a\x1b]52;c;AAAA"), "a");
    }

    proptest! {
        #[test]
        fn what_is_left_holds_no_escape_but_sgr(text in ".*\\PC*", raw in proptest::collection::vec(any::<u8>(), 0..80)) {
            let sgr = regex::Regex::new("\x1b\\[[0-9;:]*m").unwrap();
            for text in [text, String::from_utf8_lossy(&raw).into_owned()] {
                let cleaned = clean(&text);
                let rest = sgr.replace_all(&cleaned, "");
                prop_assert!(!rest.chars().any(|c| c.is_control() && !is_kept(c)), "{rest:?}");
                prop_assert!(!plain(&text).chars().any(|c| c.is_control() && !is_kept(c)));
                prop_assert_eq!(clean(&cleaned), cleaned);
            }
        }
    }
}
