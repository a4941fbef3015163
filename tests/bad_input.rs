//! Bad input, headless, with the real program: each case gets one error that names the thing, the cause
//! and the way out; nothing is lost, and nothing half-written stays.

mod common;

#[path = "bad_input/answers.rs"]
mod answers;
#[path = "bad_input/checks.rs"]
mod checks;
#[path = "bad_input/endpoints.rs"]
mod endpoints;
#[path = "bad_input/lab.rs"]
mod lab;
#[path = "bad_input/names.rs"]
mod names;
#[path = "bad_input/repositories.rs"]
mod repositories;
#[path = "bad_input/server.rs"]
mod server;
