//! Parts that screens are made of: each draws what it is given and decides nothing.
//! No widget knows a step, and none matches a key.

pub mod blocks;
pub mod changes;
pub mod diff;
pub mod editor;
pub mod fuzzy;
pub mod hunks;
pub mod log;
pub mod progress;
pub mod table;
pub mod text;
