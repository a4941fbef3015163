//! One table beside the budgets of the design: `cargo bench --bench report`. It measures and says; it never
//! fails. Where a row can't be measured here, the row says why.

mod edit;
mod keys;
#[path = "../lab/mod.rs"]
mod lab;
mod making;
mod output;
mod page;
mod process;
mod session;
mod start;
mod stats;
mod table;
mod validations;

use std::io::Write;
use table::{Row, Table};

/// The real binary, built like a release.
const BINARY: &str = env!("CARGO_BIN_EXE_ddint-tui");

fn main() {
    // `cargo test --benches` builds and starts this too: there is nothing to test here.
    if !std::env::args().any(|a| a == "--bench") {
        return;
    }
    let mut table = Table::default();
    table.part("binary", size);
    table.part("start, idle and memory", start::rows);
    table.part("keys", keys::rows);
    table.part("keys through a terminal", keys::real);
    table.part("job output", output::rows);
    table.part("reading a page", page::rows);
    table.part("rendering and planning", making::rows);
    table.part("validations", validations::rows);
    table.part("verdicts while editing", edit::rows);
    let text = format!("\n{}{table}\n", conditions());
    // Without a reader there is nobody left to tell.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// What the numbers depend on.
fn conditions() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(1).collect();
    let load = load.first().filter(|l| !l.is_empty());
    let load = load.map_or_else(String::new, |l| format!(", load {l}"));
    format!(
        "ddint-tui {} on {} {}, {cores} cores{load}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

#[allow(clippy::cast_precision_loss, reason = "a size for people")]
fn size() -> Vec<Row> {
    let bytes = std::fs::metadata(BINARY).expect("cargo built it").len();
    let mb = bytes as f64 / 1_000_000.0;
    vec![Row::under("binary, stripped", mb, 8.0, "MB")]
}
