//! The binary: arguments in, exit status out.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let status = ddint_tui::cli::main(&std::env::args_os().collect::<Vec<_>>());
    ExitCode::from(u8::try_from(status).unwrap_or(70))
}
