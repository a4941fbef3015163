//! The state machine without a terminal, a file or a process: events in, state and effects out.
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_imports,
    clippy::print_stdout,
    clippy::too_many_lines
)] // A test says where it can't go on, and what it skips.

mod answers;
mod autopilot;
mod both;
mod drafts;
mod fixes;
mod jobs;
mod leaving;
mod lines;
mod listed;
mod live;
mod monitors;
mod places;
mod renamed;
mod request;
mod shown;
mod silenced;
mod syncing;
mod typed;
mod world;
