//! A terminal wizard that takes a Datadog integration from a custom check to a pull request.
#![forbid(unsafe_code)]

pub mod cli;
pub mod config;
pub mod core;
pub mod engine;
pub mod git;
pub mod jobs;
pub mod review;
pub mod scaffold;
pub mod toolchain;
pub mod tui;
pub mod workspace;
