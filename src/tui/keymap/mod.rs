//! Which key does what: the one table behind dispatch, footer, help, palette and `ddint-tui keys`.
//! A key is never matched anywhere else.

mod action;
mod bindings;
mod chord;
mod context;
mod request;
mod table;

pub use action::Action;
pub use bindings::{Bound, Found, Keymap};
pub use chord::{Chord, Key};
pub use context::{Context, When};
pub use table::Row;
