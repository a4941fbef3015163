//! An integration that was there before its workflow: reading answers back from its files, and putting what is
//! answered otherwise into them, a value, a row, a section at a time. What nobody answered stays as it is, byte
//! for byte, and so does a file that can't be read.

mod changelog;
mod changes;
mod json;
mod nodes;
pub(in crate::scaffold) mod packaging;
pub(in crate::scaffold) mod prose;
mod read;
mod rows;
mod snapshot;
mod spec;
mod spec_lines;
#[cfg(test)]
mod spec_tests;
pub(in crate::scaffold) mod table;

pub use changes::{Made, Wanted, files};
pub use read::{Read, read};
pub use rows::{metric_rows, service_check_rows};
pub use snapshot::Snapshot;
