//! The screens without a terminal: every page at four sizes, without color and in ASCII, and what keys
//! do on them. The world behind them is made up in `world.rs`.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

mod acme;
mod both;
mod committing;
mod dashboard;
mod declared;
mod drift;
mod e2e;
mod existing;
mod fast;
mod fields;
mod fixes;
mod flow;
mod found;
mod found_list;
mod found_many;
mod left;
mod live;
mod options;
mod pages;
mod places;
mod pushing;
mod resume;
mod setup;
mod shown;
mod small;
mod speed;
mod types;
mod updating;
mod world;
