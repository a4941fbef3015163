//! The ddev that stays loaded: what it says is what `ddev` says, and nothing that happens to it changes a verdict.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

#[path = "common/mod.rs"]
mod common;
#[path = "warm/damages.rs"]
mod damages;
#[path = "warm/equal.rs"]
mod equal;
#[path = "warm/exhaustive.rs"]
mod exhaustive;
#[path = "warm/fallback.rs"]
mod fallback;
#[path = "warm/kills.rs"]
mod kills;
#[path = "warm/lab.rs"]
mod lab;
#[path = "warm/load.rs"]
mod load;
#[path = "warm/opened.rs"]
mod opened;
#[path = "warm/protocol.rs"]
mod protocol;
#[macro_use]
mod toolchain_support;
