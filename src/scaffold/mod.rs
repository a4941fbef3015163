//! Making the files: templates, filters, the shadow tree, plans. Decides nothing about answers (that is
//! `core`) and starts no process itself.

pub mod filters;
//! `core`) and starts no process itself, but for the Python that reads a prototype's source.
pub mod ids;
pub mod promote;
pub mod render;
