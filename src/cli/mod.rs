//! The command line. Headless commands drive the same core and engine as the screens; what they print
//! is made here and nowhere else.

mod amend;
pub mod args;
mod beforehand;
mod begun;
mod check;
mod doctor;
mod from;
mod headless;
mod import;
mod new;
mod print;
mod report;
mod run;
mod screens;
mod show;
mod status;
mod surroundings;

use crate::config;
use crate::core::event::{Failure, FailureKind};
use args::{Cli, Command, Format};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;

/// Parses the arguments and runs what they ask for; the exit status.
#[must_use]
pub fn main(argv: &[OsString]) -> i32 {
    // Started by git or ssh, to ask.
    if let Some(status) = crate::jobs::door::asked(argv) {
        return status;
    }
    // Its arguments are another program's: clap must not read them.
    if argv.get(1).is_some_and(|a| a == "__supervise") {
        return crate::jobs::supervise::main(&argv[2..]);
    }
    let cli = match Cli::try_parse_from(argv) {
        Ok(cli) => cli,
        Err(error) => return usage(argv, &error),
    };
    let config = match config::load() {
        Ok(config) => config,
        Err(message) => {
            let hint = "Correct the configuration file.";
            return print::failure(
                &cli.common,
                &Failure::new(FailureKind::Answers, message, hint),
            );
        }
    };
    let mut common = cli.common;
    common.ddev = common.ddev.or_else(|| config.ddev.clone());
    common.python = common.python.or_else(|| config.python.clone());
    common.config = config;
    if common.format == Format::Github && !matches!(cli.command, Some(Command::Check(_))) {
        let message = "--format github is for check alone.";
        let hint = "Take --format json for a document that programs read.";
        return print::failure(&common, &Failure::new(FailureKind::Answers, message, hint));
    }
    match cli.command {
        None => screens::open(&common, crate::tui::Start::Home),
        Some(Command::Resume { name }) => match status::find(&common, name.as_deref()) {
            Ok(dir) => screens::open(&common, crate::tui::Start::Resume(dir)),
            Err(failure) => print::failure(&common, &failure),
        },
        Some(Command::New {
            from: Some(name),
            repo: Some(repo),
            apply,
            resync,
            answers,
            ..
        }) => {
            let asked = from::From {
                name: &name,
                repo: &repo,
                apply,
                resync,
                answers: answers.as_deref(),
            };
            from::from(&common, &asked)
        }
        Some(Command::New {
            name,
            check,
            show,
            conf,
            repo,
            allow_agent_name,
            ..
        }) => new::new(
            &common,
            name,
            &begun::Given {
                check: check.as_deref(),
                show: show.as_deref(),
                conf: conf.as_deref(),
                repo: repo.as_deref(),
                allowed: allow_agent_name.as_deref(),
            },
        ),
        Some(Command::List) => status::list(&common),
        Some(Command::Status { name }) => status::status(&common, name.as_deref()),
        Some(Command::Delete { name, yes }) => status::delete(&common, &name, yes),
        Some(Command::Demo { dir, until }) => new::demo(&common, dir, until),
        Some(Command::Run(asked)) => print::report(&common, &run::run(&common, &asked)),
        Some(Command::Doctor { fix, repo }) => doctor::doctor(&common, fix, repo),
        Some(Command::Check(asked)) => check::check(&common, &asked),
        Some(Command::Keys) => print::text(&crate::tui::keys_table(&common.config)),
        Some(Command::Completions { shell }) => {
            let mut out = vec![];
            clap_complete::generate(shell, &mut Cli::command(), "ddint-tui", &mut out);
            print::text(&String::from_utf8_lossy(&out))
        }
        Some(Command::Man) => {
            let mut out = vec![];
            match clap_mangen::Man::new(Cli::command()).render(&mut out) {
                Ok(()) => print::text(&String::from_utf8_lossy(&out)),
                Err(_) => 70,
            }
        }
        Some(Command::Supervise { .. }) => 70,
    }
}

/// Clap's own message; with `--format json` also a document that says the same.
fn usage(argv: &[OsString], error: &clap::Error) -> i32 {
    let json = argv
        .windows(2)
        .any(|w| w[0] == "--format" && w[1] == "json")
        || argv.iter().any(|a| a == "--format=json");
    if json && error.use_stderr() {
        let text = error.to_string();
        let message = text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: ");
        print::json(&report::Report::failed(
            2,
            "usage",
            message,
            "See ddint-tui --help.",
        ));
        return 2;
    }
    let _ = error.print();
    error.exit_code()
}
