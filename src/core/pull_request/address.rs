//! The address of the page that opens a pull request, with title and text filled in.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Longer ones are cut or refused on the way: proxies and servers end lines at 8 KB.
const LONGEST: usize = 8000;

/// What a query needs no escape for.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The compare page with title and text in its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub url: String,
    /// Whether the text is in it; one that is too long is pasted instead.
    pub has_body: bool,
}

/// Adds title and text to the address of a compare page (`.../compare/base...owner:branch?expand=1`), as
/// <https://docs.github.com/en/pull-requests> describes under "Using query parameters to create a pull request".
#[must_use]
pub fn filled(compare: &str, title: &str, body: &str) -> Address {
    let escaped = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
    let sign = if compare.contains('?') { '&' } else { '?' };
    let short = format!("{compare}{sign}title={}", escaped(title));
    let whole = format!("{short}&body={}", escaped(body));
    let has_body = whole.len() <= LONGEST;
    Address {
        url: if has_body { whole } else { short },
        has_body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "https://github.com/DataDog/integrations-extras/compare/master...acme:a?expand=1";

    #[test]
    fn whatever_is_written_stays_one_query() {
        let address = filled(PAGE, "Add A&B #1", "Ü\n- [x] 100%\n");
        assert_eq!(
            address.url,
            format!("{PAGE}&title=Add%20A%26B%20%231&body=%C3%9C%0A-%20%5Bx%5D%20100%25%0A")
        );
        assert!(address.has_body);
    }

    #[test]
    fn a_text_that_is_too_long_is_left_out_whole() {
        let address = filled(PAGE, "Add A", &"ü".repeat(2000));
        assert_eq!(address.url, format!("{PAGE}&title=Add%20A"));
        assert!(!address.has_body);
    }
}
