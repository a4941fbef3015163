//! The screens without a terminal: every page at four sizes, without color and in ASCII, and what keys
//! do on them. The world behind them is made up in `world.rs`.

mod flow;
mod pages;
mod speed;
mod world;
