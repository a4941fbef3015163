//! The screens: the terminal, the loop, the keys, what is drawn. Nothing in here decides whether
//! something is right or touches a file; the core does the one, the engine the other.

pub mod app;
mod engine_host;
pub mod input;
pub mod keymap;
pub mod opener;
mod run;
pub mod runtime;
mod saved;
pub mod screens;
pub mod start;
mod tail;
pub mod terminal;
pub mod theme;
mod unsent;
pub mod widgets;

pub use run::{Options, keys_table, run};
pub use start::Start;
