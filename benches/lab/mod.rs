//! What is measured on: products with many metrics, a clone with as many integrations as the real one, a
//! saved workflow. Each bench uses its part.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each bench uses its part; a failing set-up is a failing bench"
)]

pub mod clone;
pub mod product;
pub mod saved;
pub mod screen;
