//! The screens without a terminal: every page at four sizes, without color and in ASCII, and what keys
//! do on them. The world behind them is made up in `world.rs`.
#![allow(clippy::unwrap_used)] // A test that can't go on should say where.

mod acme;
mod flow;
mod pages;
mod speed;
mod world;
