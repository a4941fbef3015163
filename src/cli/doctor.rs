//! `doctor`: what Set up checks, without a workflow.

use super::args::Common;
use super::headless::Session;
use super::print;
use super::report::exit_of;
use super::surroundings::{absolute, is_json};
use crate::core::event::{Action, Event, FailureKind};
use crate::core::setup::{Health, Item, Repair, SetupReport};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    exit: i32,
    error: Option<super::report::ErrorPart>,
    #[serde(flatten)]
    report: &'a SetupReport,
}

/// Checks this machine; with `fix` makes the toolchain.
pub(super) fn doctor(common: &Common, fix: bool, repo: Option<PathBuf>) -> i32 {
    // A workspace of its own, so that it never waits for a workflow's lock.
    let scratch = match tempfile::tempdir() {
        Ok(dir) => dir,
        Err(e) => {
            print::error(&format!("No temporary folder: {e}."));
            return 70;
        }
    };
    let options = common.engine(repo.map(|r| absolute(&r)));
    let mut session = match Session::open(scratch.path(), options, false) {
        Ok(session) => session,
        Err(failure) => return print::failure(common, &failure),
    };
    session.feed(Event::Do(Action::CheckSetup));
    if let Some(signal) = session.settle() {
        return 128 + signal;
    }
    let missing = session
        .wizard
        .setup
        .as_ref()
        .and_then(|s| s.line(Item::Toolchain));
    if fix && missing.is_some_and(|l| l.health == Health::Bad) {
        session.feed(Event::Do(Action::MakeToolchain));
        if let Some(signal) = session.settle() {
            return 128 + signal;
        }
    }
    let error = session
        .wizard
        .failure
        .as_ref()
        .map(|(_, failure)| failure.clone());
    let report = session.wizard.setup.clone().unwrap_or_default();
    let exit = match &error {
        Some(failure) => exit_of(failure.kind),
        None if report.bad().count() > 0 => exit_of(FailureKind::Unavailable),
        None => 0,
    };
    if is_json(common) {
        let error = error.map(|f| super::report::ErrorPart {
            kind: super::report::kind_name(f.kind).into(),
            message: f.message,
            hint: f.hint,
        });
        print::json(&Document {
            schema: 1,
            exit,
            error,
            report: &report,
        });
        return exit;
    }
    for line in &report.lines {
        let mark = match line.health {
            Health::Good => "ok  ",
            Health::Note => "note",
            Health::Bad => "BAD ",
        };
        print::text(&format!("{mark}  {:<10} {}", line.item.title(), line.found));
        if line.health != Health::Good {
            print::text(&format!("                 {}", line.meaning));
            print::text(&format!(
                "                 {}",
                way_out(line.repair.as_ref())
            ));
        }
    }
    if let Some(failure) = error {
        print::error(&failure.message);
        print::error(&failure.hint);
    }
    exit
}

fn way_out(repair: Option<&Repair>) -> String {
    match repair {
        Some(Repair::MakeToolchain) => "Run: ddint-tui doctor --fix".into(),
        Some(Repair::AskIdentity) => "Run the two git commands above.".into(),
        Some(Repair::AskClone) => {
            "Run: git clone <your fork's URL>, then ddint-tui doctor --repo DIR".into()
        }
        Some(Repair::AddRemote { name, url, .. }) => format!("Run: git remote add {name} {url}"),
        Some(Repair::AskFork { name, .. }) => {
            format!("Run: git remote add {name} <your fork's URL>")
        }
        Some(Repair::Fetch { remote }) => format!("Run: git fetch {remote}"),
        Some(Repair::Run { command }) => format!("Run: {command}"),
        None => String::new(),
    }
}
