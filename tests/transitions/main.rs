//! The state machine without a terminal, a file or a process: events in, state and effects out.
#![allow(clippy::unwrap_used, clippy::wildcard_imports)] // A test says where it can't go on.

mod answers;
mod autopilot;
mod jobs;
mod world;
