//! Making the files: templates, filters, the shadow tree, plans. Decides nothing about answers (that is
//! `core`) and starts no process itself.

pub mod filters;
//! `core`) and starts no process itself, but for the Python that reads a prototype's source.
pub mod ids;
pub mod promote;
pub mod render;
//! Making the integration's files: the shadow tree in which they come to be, the plan that compares
//! them with the clone, and applying and undoing it. Nothing here decides whether a file is right
//! (ddev does), and nothing here talks to git's history or to the terminal.
pub mod base;
pub mod ci;
pub mod codeowners;
pub mod disk;
pub mod eol;
pub mod merge;
pub mod overrides;
pub mod plan;
pub mod root;
pub mod safety;
pub mod shadow;
pub mod tree;
