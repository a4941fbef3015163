//! Everything about the clone: recognising it, reading its state, committing exactly the files in
//! scope, cloning and fetching. No screen, workflow or ddev knowledge lives here; local work is libgit2,
//! the network is the `git` program.

pub mod adding;
pub mod base;
pub mod changed;
pub mod clone;
pub mod commit;
mod config;
pub mod differences;
pub mod hash;
pub mod identity;
pub mod push;
pub mod refused;
pub mod remote;
pub mod remotes;
pub mod scope;
pub mod state;
pub mod sync;

mod address;
mod amend;
mod branch;
mod child;
mod cleanup;
mod content;
mod error;
mod guard;
mod hooks;
mod index;
mod message;
mod open;
pub mod problem;
mod receives;
mod settings;
mod sign;
mod switch;
mod template;

pub use error::{CommitError, CommitErrorKind};
pub use problem::Problem;
