//! Making the integration's files: rendering, the shadow tree in which ddev completes them, the plan
//! that compares them with the clone, applying and undoing. Nothing here decides whether a file is
//! right (ddev does) or talks to git's history or the terminal.

pub mod alone;
pub mod apply;
pub mod base;
mod block;
pub mod ci;
pub mod codeowners;
pub mod decision;
pub mod disk;
mod drive;
pub mod eol;
pub mod existing;
pub mod filters;
pub mod fix;
pub mod ids;
pub mod journal;
pub mod merge;
pub mod overrides;
pub mod plan;
pub mod promote;
pub mod prototype;
pub mod prune;
pub mod recover;
pub mod remake;
pub mod rename;
pub mod render;
pub mod root;
pub mod safety;
pub mod shadow;
pub mod tree;
pub mod undo;
