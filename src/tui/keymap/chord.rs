//! Keys as they are written and shown: `ctrl-s`, `shift-f8`, `ctrl-g 3`.

use crate::tui::theme::{Glyph, Theme};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key with its modifiers, in one spelling: Shift is part of a character, and `BackTab` is Shift+Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) => {
                modifiers -= KeyModifiers::SHIFT;
                // Ctrl+Shift+s and Ctrl+S are the same key on most terminals.
                let c = if modifiers.is_empty() {
                    c
                } else {
                    c.to_ascii_lowercase()
                };
                KeyCode::Char(c)
            }
            other => other,
        };
        Self { code, modifiers }
    }
}

impl Key {
    /// Reads `ctrl-s`, `shift-f8`, `enter`, `?`.
    ///
    /// # Errors
    /// One sentence that names what isn't a key.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut modifiers = KeyModifiers::empty();
        let mut rest = text;
        for (prefix, modifier) in [
            ("ctrl-", KeyModifiers::CONTROL),
            ("alt-", KeyModifiers::ALT),
            ("shift-", KeyModifiers::SHIFT),
        ] {
            if let Some(after) = rest.strip_prefix(prefix).filter(|a| !a.is_empty()) {
                modifiers |= modifier;
                rest = after;
            }
        }
        let code = match rest {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "space" => KeyCode::Char(' '),
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "pageup" => KeyCode::PageUp,
            "pagedown" => KeyCode::PageDown,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            "insert" => KeyCode::Insert,
            _ => match (rest.chars().count(), rest.chars().next()) {
                (1, Some(c)) => KeyCode::Char(c),
                (2.., Some('f')) => match rest[1..].parse::<u8>() {
                    Ok(n @ 1..=24) => KeyCode::F(n),
                    _ => return Err(unknown(text)),
                },
                _ => return Err(unknown(text)),
            },
        };
        Ok(Self { code, modifiers })
    }

    /// Whether it types a character.
    #[must_use]
    pub fn prints(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }

    /// How the key is shown.
    #[must_use]
    pub fn show(self, theme: Theme) -> String {
        let name = match self.code {
            KeyCode::Enter => theme.glyph(Glyph::Enter).to_owned(),
            KeyCode::Esc => "Esc".into(),
            KeyCode::Tab => "Tab".into(),
            KeyCode::Char(' ') => "Space".into(),
            KeyCode::Up => theme.glyph(Glyph::Up).into(),
            KeyCode::Down => theme.glyph(Glyph::Down).into(),
            KeyCode::Left => if theme.ascii { "Left" } else { "←" }.into(),
            KeyCode::Right => if theme.ascii { "Right" } else { "→" }.into(),
            KeyCode::PageUp => "PgUp".into(),
            KeyCode::PageDown => "PgDn".into(),
            KeyCode::Home => "Home".into(),
            KeyCode::End => "End".into(),
            KeyCode::Backspace => "Backspace".into(),
            KeyCode::Delete => "Del".into(),
            KeyCode::F(n) => format!("F{n}"),
            KeyCode::Char(c) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                c.to_ascii_uppercase().to_string()
            }
            KeyCode::Char(c) => c.to_string(),
            _ => "?".into(),
        };
        let mut out = String::new();
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            out.push('^');
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            out.push_str("Alt+");
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            out.push_str("Shift+");
        }
        out + &name
    }
}

fn unknown(text: &str) -> String {
    format!("{text:?} is not a key. Write it like \"ctrl-s\", \"f8\", \"enter\" or \"x\".")
}

/// One or two keys in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key that begins a chord of two.
    pub first: Option<Key>,
    pub key: Key,
}

impl Chord {
    /// Reads `ctrl-s` or `ctrl-g 3`.
    ///
    /// # Errors
    /// One sentence that names what isn't a key.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut keys = text.split_whitespace();
        match (keys.next(), keys.next(), keys.next()) {
            (Some(key), None, _) => Ok(Self {
                first: None,
                key: Key::parse(key)?,
            }),
            (Some(first), Some(key), None) => Ok(Self {
                first: Some(Key::parse(first)?),
                key: Key::parse(key)?,
            }),
            _ => Err(unknown(text)),
        }
    }

    /// How the chord is shown.
    #[must_use]
    pub fn show(self, theme: Theme) -> String {
        match self.first {
            Some(first) => format!("{} {}", first.show(theme), self.key.show(theme)),
            None => self.key.show(theme),
        }
    }
}
