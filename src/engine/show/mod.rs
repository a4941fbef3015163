//! Looking at what the contributor shows: an address is read, a file is opened, a command is run once it was agreed
//! to. All of it is bounded; what follows from it is the core's to say.

mod disk;
mod web;

use super::{Job, look, trust};
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::form;
use crate::core::propose::{self, Evidence, Origin, Proposal, Target};
use std::path::Path;

/// Looks at what was typed into a field.
pub(super) fn show(
    job: &mut Job,
    field: String,
    text: &str,
    agreed: bool,
) -> Result<Outcome, Failure> {
    let proposal = look_at(job, text.trim(), agreed)?;
    job.check_cancel()?;
    Ok(Outcome::Shown {
        field,
        proposal: Box::new(proposal),
    })
}

fn look_at(job: &mut Job, text: &str, agreed: bool) -> Result<Proposal, Failure> {
    let path = disk::whole(text);
    // A name that exists is a file, whatever else it could be.
    if !text.is_empty() && path.exists() {
        return file(job, &path, agreed);
    }
    let wrong = |m: String| {
        let hint = "Type a URL, a file, a folder, a command, or a database.";
        Failure::new(FailureKind::Answers, m, hint)
    };
    match propose::read(text).map_err(wrong)? {
        Target::Told(proposal) => Ok(*proposal),
        Target::Text(text) => Ok(propose::propose(&Evidence::of(Origin::Typed, "", text))),
        Target::Url {
            url,
            headers,
            guessed,
        } => web::look(job, &url, &headers, guessed),
        Target::Path(path) => file(job, &disk::whole(&path), agreed),
        Target::Command(argv) => command(job, &argv, agreed),
    }
}

fn file(job: &mut Job, path: &Path, agreed: bool) -> Result<Proposal, Failure> {
    match disk::look(job, path)? {
        disk::Seen::Told(proposal) => Ok(proposal),
        disk::Seen::Program => command(job, &[path.display().to_string()], agreed),
    }
}

/// Runs a command that was agreed to, and looks at what it prints.
fn command(job: &mut Job, argv: &[String], agreed: bool) -> Result<Proposal, Failure> {
    let program = argv.first().map_or("", String::as_str);
    if which::which(program).is_err() {
        let what = if argv.len() == 1 {
            "neither a file nor a program here"
        } else {
            "no program here"
        };
        return Err(Failure::new(
            FailureKind::Answers,
            format!("{} is {what}.", crate::jobs::text::plain(program)),
            "Check its name. An address begins with http://, and a file needs its whole path.",
        ));
    }
    if agreed {
        trust::remember_command(argv)?;
    }
    trust::command(argv)?;
    job.say(&format!("Running {}", form::typed(argv)), None);
    let printed = look::command(job, argv)?;
    let origin = Origin::Command {
        argv: argv.to_vec(),
    };
    Ok(propose::propose(&Evidence::cut(
        origin,
        "",
        printed.into_bytes(),
    )))
}
