//! Keys as a terminal sends them.

/// The bytes of a key: its name as the program's key table writes it, else the text itself.
pub fn bytes(key: &str) -> Vec<u8> {
    let named = match key {
        "enter" => "\r",
        "esc" => "\x1b",
        "tab" => "\t",
        "shift-tab" => "\x1b[Z",
        "backspace" => "\x7f",
        "delete" => "\x1b[3~",
        "space" => " ",
        "up" => "\x1b[A",
        "down" => "\x1b[B",
        "right" => "\x1b[C",
        "left" => "\x1b[D",
        "home" => "\x1b[H",
        "end" => "\x1b[F",
        "pageup" => "\x1b[5~",
        "pagedown" => "\x1b[6~",
        "f1" => "\x1bOP",
        "f7" => "\x1b[18~",
        "f8" => "\x1b[19~",
        "shift-f8" => "\x1b[19;2~",
        _ => "",
    };
    if !named.is_empty() {
        return named.into();
    }
    if let Some(letter) = key.strip_prefix("ctrl-").filter(|k| k.len() == 1) {
        return vec![letter.as_bytes()[0] & 0x1f];
    }
    if let Some(rest) = key.strip_prefix("alt-").filter(|k| k.len() == 1) {
        return format!("\x1b{rest}").into();
    }
    key.into()
}

/// A paste, as a terminal in bracketed paste mode sends it.
pub fn paste(text: &str) -> Vec<u8> {
    format!("\x1b[200~{text}\x1b[201~").into()
}
