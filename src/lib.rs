//! A terminal wizard that takes a Datadog integration from a custom check to a pull request.
#![forbid(unsafe_code)]

pub mod core;
