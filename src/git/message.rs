//! The commit message: cleaned as git cleans it, with the sign-off when asked.

use super::problem::Problem;

/// Cleans a message: trailing space goes, runs of empty lines become one, the end is one newline.
///
/// # Errors
/// An empty message.
pub(super) fn clean(message: &str) -> Result<String, Problem> {
    let message = message.replace("\r\n", "\n").replace('\0', "");
    let cleaned = git2::message_prettify(message, None)?;
    if cleaned.is_empty() {
        return Err(Problem::new(
            "The commit message is empty.",
            "Write a short title, as in: Add Acme Queue integration",
        ));
    }
    Ok(cleaned)
}

/// The message with a `Signed-off-by` line at its end, unless it is the last one there already.
pub(super) fn sign_off(message: &str, name: &str, email: &str) -> String {
    let line = format!("Signed-off-by: {name} <{email}>");
    let body = message.trim_end();
    if body.lines().last() == Some(&line) {
        return format!("{body}\n");
    }
    let last_paragraph = body.rsplit_once("\n\n").map(|(_, last)| last);
    let trailers = last_paragraph.is_some_and(|last| last.lines().all(is_trailer));
    let gap = if trailers { "\n" } else { "\n\n" };
    format!("{body}{gap}{line}\n")
}

fn is_trailer(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(key, value)| {
        !value.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// The first line.
pub(super) fn title(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cleaned_as_git_cleans_them() {
        assert_eq!(
            clean("\n\n Add  \n\n\n\nBody \r\n").unwrap(),
            " Add\n\nBody\n"
        );
        assert_eq!(clean("# Add").unwrap(), "# Add\n");
        for empty in ["", "  \n\n", "\n"] {
            assert!(clean(empty).is_err());
        }
    }

    #[test]
    fn the_sign_off_is_a_trailer_and_stands_once() {
        let signed = sign_off("Add Acme\n", "Acme", "dev@acme.example");
        assert_eq!(
            signed,
            "Add Acme\n\nSigned-off-by: Acme <dev@acme.example>\n"
        );
        assert_eq!(sign_off(&signed, "Acme", "dev@acme.example"), signed);
        let two = sign_off(&signed, "Ops", "ops@acme.example");
        assert!(two.ends_with("<dev@acme.example>\nSigned-off-by: Ops <ops@acme.example>\n"));
        let fix = sign_off("fix: a thing\n", "Acme", "dev@acme.example");
        assert!(fix.starts_with("fix: a thing\n\nSigned"));
    }
}
