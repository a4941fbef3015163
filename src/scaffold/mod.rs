//! Making the integration's files: the shadow tree in which they come to be, the plan that compares
//! them with the clone, and applying and undoing it. Nothing here decides whether a file is right
//! (ddev does), and nothing here talks to git's history or to the terminal.

pub mod ci;
pub mod codeowners;
pub mod eol;
pub mod merge;
pub mod overrides;
pub mod safety;
