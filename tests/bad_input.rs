//! Bad input, headless, with the real program: each case gets one error that names the thing, the cause
//! and the way out; nothing is lost, and nothing half-written stays.
#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::print_stdout,
    clippy::too_many_lines
)] // A test says where it can't go on, and what it skips.

mod common;

#[path = "bad_input/answers.rs"]
mod answers;
#[path = "bad_input/belongings.rs"]
mod belongings;
#[path = "bad_input/checks.rs"]
mod checks;
#[path = "bad_input/declared.rs"]
mod declared;
#[path = "bad_input/edits.rs"]
mod edits;
#[path = "bad_input/endpoints.rs"]
mod endpoints;
#[path = "bad_input/kills.rs"]
mod kills;
#[path = "bad_input/lab.rs"]
mod lab;
#[path = "bad_input/names.rs"]
mod names;
#[path = "bad_input/options.rs"]
mod options;
#[path = "bad_input/programs.rs"]
mod programs;
#[path = "bad_input/repositories.rs"]
mod repositories;
#[path = "bad_input/secrets.rs"]
mod secrets;
#[path = "bad_input/server.rs"]
mod server;
#[path = "bad_input/showing.rs"]
mod showing;
#[path = "bad_input/signals.rs"]
mod signals;
#[path = "bad_input/told.rs"]
mod told;
#[path = "bad_input/workspaces.rs"]
mod workspaces;
