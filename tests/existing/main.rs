//! Integrations that were there before: opened by name, with the program itself and the real ddev. What nobody
//! answers stays byte-identical; what is answered changes exactly its place.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

mod amended;
mod broken;
mod changes;
#[path = "../common/mod.rs"]
mod common;
mod later;
mod odd;
mod opened;
mod unchanged;
