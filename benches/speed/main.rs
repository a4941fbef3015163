//! How fast the parts are, each alone. `cargo bench --bench speed -- <name>` runs those whose name holds it.

#![allow(clippy::unwrap_used, reason = "a failing set-up is a failing bench")]

mod derive;
mod files;
#[path = "../lab/mod.rs"]
mod lab;
mod output;
mod screen;
mod state;

fn main() {
    divan::main();
}
