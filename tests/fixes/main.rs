//! Repairs: a damaged integration, the real ddev red, the fix, ddev green, and everything as it was after taking it back.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::type_complexity
)] // A test says where it can't go on, and what it skips.

#[macro_use]
#[path = "../toolchain_support/mod.rs"]
mod toolchain_support;
mod answered;
mod answered_pages;
mod answers;
mod both;
#[path = "../common/mod.rs"]
mod common;
mod damages;
mod desk;
mod kills;
mod program;
#[path = "../rendering/mod.rs"]
mod rendering;
mod rounds;
mod without_toolchain;
mod world;
