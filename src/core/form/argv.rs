//! A command as one types it: words, with quotes where a word holds a space. No shell reads it.

/// The words of a typed command.
///
/// # Errors
/// A quote that does not end.
pub fn words(text: &str) -> Result<Vec<String>, String> {
    shlex::split(text)
        .ok_or_else(|| "A quote does not end, or a backslash stands alone at the end.".into())
}

/// A command as one would type it.
#[must_use]
pub fn typed(argv: &[String]) -> String {
    let quoted = |word: &String| {
        shlex::try_quote(word).map_or_else(|_| word.replace('\0', ""), std::borrow::Cow::into_owned)
    };
    argv.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// `key=value` as one would type it: only the value is quoted, where it needs that.
#[must_use]
pub fn pair(key: &str, value: &str) -> String {
    format!("{key}={}", typed(&[value.to_owned()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_back() {
        for text in [
            "acmectl stats --json",
            "'a b' \"it's\" x\\ y ''",
            "a|b '$HOME' \"#1\"",
        ] {
            let argv = words(text).unwrap();
            assert_eq!(words(&typed(&argv)).unwrap(), argv, "{text}");
        }
        assert_eq!(words("a 'b c'").unwrap(), ["a", "b c"]);
        assert!(words("a 'b").is_err());
    }
}
