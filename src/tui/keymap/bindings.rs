//! The keys in effect: the table with the contributor's own keys over it.

use super::action::Action;
use super::chord::{Chord, Key};
use super::context::{Context, When};
use super::rows;
use super::table::Row;
use crate::tui::theme::Theme;
use std::collections::HashMap;

/// A row with the keys in effect.
#[derive(Debug, Clone)]
pub struct Bound {
    pub row: &'static Row,
    pub chords: Vec<Chord>,
}

impl Bound {
    /// The key to show, absent when the contributor bound none.
    #[must_use]
    pub fn show(&self, theme: Theme) -> Option<String> {
        self.chords.first().map(|c| c.show(theme))
    }
}

/// What a key means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Action(Action),
    /// The first key of a chord; the next key decides.
    Pending,
    Nothing,
}

/// The keys in effect.
#[derive(Debug, Clone)]
pub struct Keymap {
    rows: Vec<Bound>,
}

impl Default for Keymap {
    fn default() -> Self {
        let rows = rows()
            .map(|row| Bound {
                row,
                chords: row
                    .keys
                    .iter()
                    .filter_map(|k| Chord::parse(k).ok())
                    .collect(),
            })
            .collect();
        Self { rows }
    }
}

impl Keymap {
    /// The table with `[keys]` of the configuration file over it: `save = "ctrl-o"` for every place of
    /// an action, `[keys.metrics]` with `unit = ["u", "U"]` for one.
    ///
    /// # Errors
    /// One sentence that names the entry, why it can't be, and what can.
    pub fn with(keys: &toml::Table) -> Result<Self, String> {
        let mut map = Self::default();
        for (name, value) in keys {
            if let toml::Value::Table(inner) = value {
                for (action, value) in inner {
                    map.rebind(Some(name), action, value)?;
                }
            } else {
                map.rebind(None, name, value)?;
            }
        }
        map.check()?;
        Ok(map)
    }

    fn rebind(
        &mut self,
        context: Option<&str>,
        action: &str,
        value: &toml::Value,
    ) -> Result<(), String> {
        let texts: Vec<&str> = match value {
            toml::Value::String(one) => vec![one],
            toml::Value::Array(many) => many.iter().filter_map(toml::Value::as_str).collect(),
            _ => return Err(format!("keys.{action}: write a key or a list of keys.")),
        };
        let chords = texts
            .into_iter()
            .map(Chord::parse)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|e| format!("keys.{action}: {e}"))?;
        let mut found = false;
        for bound in &mut self.rows {
            let here = context.is_none_or(|c| bound.row.context.name() == c);
            if here && bound.row.action.name() == action {
                bound.chords.clone_from(&chords);
                found = true;
            }
        }
        if found {
            Ok(())
        } else {
            let place = context.map_or(String::new(), |c| format!("{c}."));
            Err(format!(
                "keys.{place}{action} is no action. `ddint-tui keys` lists them."
            ))
        }
    }

    /// One key means one thing in one place, and no printable key is a command where text is typed.
    fn check(&self) -> Result<(), String> {
        let mut seen: HashMap<(Context, Chord), &'static Row> = HashMap::new();
        for bound in &self.rows {
            for chord in &bound.chords {
                let key = chord.show(Theme {
                    ascii: true,
                    color: false,
                });
                let place = bound.row.context.name();
                if bound.row.context.types()
                    && chord.first.unwrap_or(chord.key).prints()
                    && bound.row.context != Context::Picker
                {
                    return Err(format!(
                        "keys.{place}.{}: {key} types a character there. Use a control or function key.",
                        bound.row.action.name()
                    ));
                }
                if let Some(other) = seen.insert((bound.row.context, *chord), bound.row) {
                    return Err(format!(
                        "keys.{place}: {key} means both {} and {}. Give one of them another key.",
                        other.action.name(),
                        bound.row.action.name()
                    ));
                }
            }
        }
        Ok(())
    }

    /// What `key` means in `contexts` (most specific first) after `first`, the pending key of a chord.
    pub fn find(
        &self,
        contexts: &[Context],
        first: Option<Key>,
        key: Key,
        holds: &dyn Fn(When) -> bool,
    ) -> Found {
        for context in contexts {
            for bound in self.rows.iter().filter(|b| b.row.context == *context) {
                for chord in &bound.chords {
                    if chord.first == first && chord.key == key && holds(bound.row.when) {
                        return Found::Action(bound.row.action);
                    }
                    if first.is_none() && chord.first == Some(key) {
                        return Found::Pending;
                    }
                }
            }
        }
        Found::Nothing
    }

    /// The rows that work now, each action once, most specific context first.
    pub fn active(&self, contexts: &[Context], holds: &dyn Fn(When) -> bool) -> Vec<&Bound> {
        let mut out: Vec<&Bound> = Vec::new();
        let mut taken: Vec<Chord> = Vec::new();
        for context in contexts {
            for bound in self.rows.iter().filter(|b| b.row.context == *context) {
                let hidden = bound.chords.first().is_some_and(|c| taken.contains(c));
                if hidden || !holds(bound.row.when) {
                    continue;
                }
                taken.extend(&bound.chords);
                match out.iter_mut().find(|o| o.row.action == bound.row.action) {
                    // Of two keys for the same, the one that belongs into the footer is shown.
                    Some(known) if known.row.footer == 0 => *known = bound,
                    Some(_) => {}
                    None => out.push(bound),
                }
            }
        }
        out
    }

    /// The key of an action in these contexts, as shown.
    pub fn key_of(&self, contexts: &[Context], action: Action, theme: Theme) -> Option<String> {
        contexts.iter().find_map(|context| {
            self.rows
                .iter()
                .find(|b| b.row.context == *context && b.row.action == action)
                .and_then(|b| b.show(theme))
        })
    }

    /// Every row, in the table's order: for `ddint-tui keys`.
    pub fn rows(&self) -> impl Iterator<Item = &Bound> {
        self.rows.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_label_and_keys_that_can_be_read() {
        for row in rows() {
            assert!(!row.label.is_empty(), "{:?} has no label", row.action);
            assert!(!row.keys.is_empty(), "{:?} has no key", row.action);
            for key in row.keys {
                assert!(Chord::parse(key).is_ok(), "{key:?} is not a key");
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place_and_none_types_where_text_is_typed() {
        assert_eq!(Keymap::default().check(), Ok(()));
    }

    #[test]
    fn keys_from_the_configuration_replace_the_table() {
        let keys: toml::Table =
            toml::from_str("save = \"ctrl-o\"\n[metrics]\nunit = [\"U\", \"f5\"]").unwrap();
        let map = Keymap::with(&keys).unwrap();
        let find = |contexts: &[Context], key: &str| {
            map.find(contexts, None, Key::parse(key).unwrap(), &|_| true)
        };
        assert_eq!(
            find(&[Context::Workflow], "ctrl-o"),
            Found::Action(Action::Save)
        );
        assert_eq!(find(&[Context::Workflow], "ctrl-s"), Found::Nothing);
        assert_eq!(find(&[Context::Metrics], "U"), Found::Action(Action::Unit));
        assert_eq!(find(&[Context::Metrics], "u"), Found::Nothing);
    }

    #[test]
    fn keys_that_cannot_be_are_refused_by_name() {
        for (text, says) in [
            ("save = \"ctrl-e\"", "both"),
            ("save = \"s\"", "types a character"),
            ("sing = \"ctrl-o\"", "no action"),
            ("save = \"hyper-x\"", "is not a key"),
            ("save = 3", "a key or a list"),
        ] {
            let keys: toml::Table = toml::from_str(text).unwrap();
            let error = Keymap::with(&keys).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn a_chord_waits_for_its_second_key() {
        let map = Keymap::default();
        let g = Key::parse("ctrl-g").unwrap();
        let three = Key::parse("3").unwrap();
        let places = [Context::Line, Context::Jump];
        assert_eq!(map.find(&places, None, g, &|_| true), Found::Pending);
        assert_eq!(
            map.find(&places, Some(g), three, &|_| true),
            Found::Action(Action::Step(3))
        );
    }
}
