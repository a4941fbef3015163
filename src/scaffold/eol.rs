//! Line ends. What we make ends lines with LF; a clone on `core.autocrlf` holds CRLF, and that
//! difference is nobody's edit.

/// The text with LF only.
#[must_use]
pub fn to_lf(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The text with CRLF only.
#[must_use]
pub fn to_crlf(text: &str) -> String {
    to_lf(text).replace('\n', "\r\n")
}

/// Whether every line of the text ends with CRLF (and there is one).
#[must_use]
pub fn is_crlf(text: &str) -> bool {
    let ends = text.matches('\n').count();
    ends > 0 && text.matches("\r\n").count() == ends
}

/// `text` with the line ends of `like`, where `like` ends every line with CRLF; else unchanged.
#[must_use]
pub fn like(text: &str, like: &str) -> String {
    if is_crlf(like) {
        to_crlf(text)
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_of_crlf_throughout_is_crlf() {
        assert!(is_crlf("a\r\nb\r\n"));
        assert!(is_crlf("a\r\nb"));
        assert!(!is_crlf("a\r\nb\n"));
        assert!(!is_crlf("a"));
        assert_eq!(like("x\ny", "a\r\n"), "x\r\ny");
        assert_eq!(like("x\ny", "a\n"), "x\ny");
        assert_eq!(to_crlf("a\r\nb\n"), "a\r\nb\r\n");
    }
}
