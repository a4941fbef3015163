//! Making the files: templates, filters, the shadow tree, plans. Decides nothing about answers (that is
//! `core`) and starts no process itself.

pub mod filters;
pub mod prototype;
