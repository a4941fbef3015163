//! The commit message's sign-offs and title.

const SIGN_OFF: &str = "Signed-off-by: ";

/// The message with a `Signed-off-by` line at its end, unless it is the last one there already.
pub(super) fn sign_off(message: &str, name: &str, email: &str) -> String {
    with_trailer(message, &format!("{SIGN_OFF}{name} <{email}>"))
}

/// The message with the sign-offs of the one that it replaces.
pub(super) fn keep_sign_offs(message: &str, before: &str) -> String {
    let signed = before.lines().filter(|line| line.starts_with(SIGN_OFF));
    signed.fold(message.to_owned(), |text, line| {
        if text.lines().any(|other| other == line) {
            text
        } else {
            with_trailer(&text, line)
        }
    })
}

fn with_trailer(message: &str, line: &str) -> String {
    let body = message.trim_end();
    if body.lines().last() == Some(line) {
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

    #[test]
    fn sign_offs_of_a_replaced_message_stay() {
        let before = "Add Acme\n\nSigned-off-by: Ops <ops@acme.example>\nSigned-off-by: Acme <dev@acme.example>\n";
        let after = keep_sign_offs("Add Acme Queue\n", before);
        assert_eq!(after, before.replace("Add Acme", "Add Acme Queue"));
        assert_eq!(keep_sign_offs(&after, before), after);
    }
}
