//! Making the files: templates, filters, the shadow tree, plans. Decides nothing about answers (that is
//! `core`) and starts no process itself, but for the Python that reads a prototype's source.

pub mod filters;
pub mod ids;
pub mod promote;
pub mod render;
