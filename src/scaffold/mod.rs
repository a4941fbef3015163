//! Making the integration's files: the shadow tree in which they come to be, the plan that compares
//! them with the clone, and applying and undoing it. Nothing here decides whether a file is right
//! (ddev does), and nothing here talks to git's history or to the terminal.

pub mod apply;
pub mod base;
pub mod ci;
pub mod codeowners;
pub mod disk;
pub mod drive;
pub mod eol;
pub mod journal;
pub mod merge;
pub mod overrides;
pub mod plan;
pub mod recover;
pub mod root;
pub mod safety;
pub mod shadow;
pub mod tree;
pub mod undo;
