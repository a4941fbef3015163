use ddint_tui::jobs::supervise;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    if args.first().is_some_and(|a| a == supervise::SUBCOMMAND) {
        let status = supervise::main(&args[1..]);
        return ExitCode::from(u8::try_from(status).unwrap_or(1));
    }
    ExitCode::SUCCESS
}
