//! What a generated check says beside its metrics, held against a sample: service checks with their condition, events,
//! the version. Rules that need no sample are in [`crate::core::validate`].

pub mod condition;
mod instead;
pub mod lines;
mod paths;
mod sample;
pub mod sql;

pub use instead::leave_out;
pub use paths::{find, goes_with};
pub use sample::{json, output, version};

#[cfg(test)]
mod tests;
