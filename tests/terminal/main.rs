//! The real program in a real terminal: what it takes it gives back, what is typed survives a kill, and
//! the whole path by keys alone. Every wait is for something that the screen shows; nothing sleeps.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

#[path = "../common/mod.rs"]
mod common;
mod given_back;
mod kept;
mod path;
mod term;
