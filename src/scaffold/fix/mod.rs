//! Making repairs: a throw-away tree in which edits and ddev's own commands are tried, the changes that come of
//! it, and applying them so that they can be taken back. The clone is read, and written at the end alone.

mod edit;
mod held;
mod json;
mod rows;
mod stage;
mod text;
mod toml;
mod write;

pub use edit::perform;
pub use held::{StageError, changed_since, texts};
pub use stage::{Made, Stage, ruff_config};
pub use write::{plan, write};
