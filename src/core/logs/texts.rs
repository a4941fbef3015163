//! Texts of a log source that Datadog and the repository's files can hold.

/// The longest path, source, or service.
const LONGEST: usize = 90;

/// The path of a file on the Agent's host, with `*` for parts that differ.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check_path(text: &str) -> Result<(), String> {
    if text.trim() != text || text.contains(|c: char| c.is_control()) {
        return Err(
            "The log path begins or ends with a space, or holds a line break. Type it on one line."
                .into(),
        );
    }
    if !text.is_ascii() {
        return Err(
            "The log path holds a character that is not ASCII, which the repository's files can't."
                .into(),
        );
    }
    let drive = text
        .as_bytes()
        .get(1..3)
        .is_some_and(|b| b == b":\\" || b == b":/");
    let windows = drive && text.starts_with(|c: char| c.is_ascii_alphabetic());
    if !text.starts_with('/') && !windows {
        return Err(format!(
            "The log path {text:?} is relative. Write it from the root, for example /var/log/acme/*.log."
        ));
    }
    fits(text)?;
    if text.ends_with(['/', '\\']) {
        return Err(
            "The log path names a folder. Name the files in it, for example with *.log at the end."
                .into(),
        );
    }
    Ok(())
}

/// A `source` or `service`: what Datadog keeps unchanged as a tag's value.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check_tag(text: &str) -> Result<(), String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./:".contains(c);
    if let Some(bad) = text.chars().find(|c| !good(*c)) {
        return Err(format!(
            "{text:?} holds {bad:?}. Use lower-case letters, digits, '_', '-', '.', ':' and '/'."
        ));
    }
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(format!("{text:?} must begin with a lower-case letter."));
    }
    fits(text)
}

/// A line of the repository's files has at most 120 characters, and a text can't be broken.
pub(super) fn fits(text: &str) -> Result<(), String> {
    if text.len() > LONGEST {
        return Err(format!(
            "{text:?} has {} characters; the repository's files hold at most {LONGEST} on a line. Shorten it.",
            text.len()
        ));
    }
    Ok(())
}
