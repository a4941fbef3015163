//! Which key does what: the one table behind dispatch, footer, help, palette and `ddint-tui keys`.
//! A key is never matched anywhere else.

mod action;
mod bindings;
mod chord;
mod context;
mod request;
mod table;
mod updating;

pub use action::Action;
pub use bindings::{Bound, Found, Keymap};
pub use chord::{Chord, Key};
pub use context::{Context, When};
pub use table::Row;

/// All keys: the table, and the rows of what has a file of its own.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    let apart = request::ROWS.iter().chain(updating::ROWS);
    table::ROWS.iter().chain(apart)
}
