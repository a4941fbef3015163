//! The screens: the terminal, the loop, the keys, what is drawn. Nothing in here decides whether
//! something is right or touches a file; the core does the one, the engine the other.

pub mod app;
pub mod input;
pub mod keymap;
pub mod screens;
pub mod terminal;
pub mod theme;
pub mod widgets;
