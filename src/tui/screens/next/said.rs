//! The sentence, and the key that does what it says.

use crate::tui::keymap::Action;

/// A sentence, with an action where a key does it; none: nothing is left to do.
pub type Next = Option<(Option<Action>, String)>;

#[allow(clippy::unnecessary_wraps)] // So that a page's cases end in it.
pub fn say(action: Action, sentence: impl Into<String>) -> Next {
    Some((Some(action), sentence.into()))
}
