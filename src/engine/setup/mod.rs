//! Set up: one line for each thing the path needs, and the jobs that repair them.

mod clone;
mod lines;
mod machine;
pub(super) mod remotes;

use super::Job;
use super::reach::{self, Reach};
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::setup::{Item, SetupReport};
use crate::git;
use crate::toolchain::{make, python};
use std::path::{Path, PathBuf};

/// Looks at this machine. No network, and nothing is written.
pub(super) fn check(job: &mut Job, clone: Option<&str>, folder: &str) -> Outcome {
    let mut report = SetupReport::default();
    report.lines.push(machine::git());
    machine::tools(job, &mut report);
    let named = clone
        .map(PathBuf::from)
        .or_else(|| job.context.options.clone.clone());
    let facts = clone::lines(job, named.as_deref(), folder, &mut report);
    report.lines.push(machine::disk(&job.context.dir));
    // Nobody waits for an engine that does not answer; what it said last stands meanwhile.
    let before = job.wizard.setup.as_ref();
    let before = before.and_then(|s| s.line(Item::Docker).cloned());
    report
        .lines
        .push(before.unwrap_or_else(machine::docker_asked));
    report.lines.sort_by_key(|l| l.item);
    job.looked(report.clone());
    report.lines.retain(|l| l.item != Item::Docker);
    report.lines.push(machine::docker());
    report.lines.sort_by_key(|l| l.item);
    Outcome::Setup { report, facts }
}

/// Makes the private toolchain.
pub(super) fn make_toolchain(job: &mut Job) -> Result<Outcome, Failure> {
    job.say("Looking for a Python", None);
    let found = python::find(job.context.options.python.as_deref()).ok();
    let cancel = job.cancel.clone();
    let mut phase = String::new();
    make::make(found.as_ref(), &cancel, &mut |line| {
        // A new phase is shown even right after a burst of output.
        let begun = line.split(": ").next().unwrap_or_default();
        if begun == phase {
            job.progress(line, None);
        } else {
            begun.clone_into(&mut phase);
            job.say(line, None);
        }
    })
    .map_err(|e| {
        let kind = match e {
            make::MakeError::Cancelled => FailureKind::Cancelled,
            make::MakeError::Failed { .. } => FailureKind::Unavailable,
            make::MakeError::Io(_) => FailureKind::Io,
        };
        Failure::new(kind, e.to_string(), e.hint())
    })?;
    Ok(Outcome::Toolchain)
}

/// Clones the contributor's fork.
pub(super) fn clone_repo(job: &mut Job, url: &str, dest: &str) -> Result<Outcome, Failure> {
    let reach = Reach::of(job);
    git::remote::clone_from(url, Path::new(dest), reach.run(), &mut |line| {
        job.progress(line, None);
    })
    .map_err(|e| reach::remote_failure(job, &e))?;
    Ok(Outcome::Cloned {
        path: dest.to_owned(),
    })
}

/// Fetches the base's remote.
pub(super) fn fetch(job: &mut Job, remote: &str) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let reach = Reach::of(job);
    git::remote::fetch(&clone, remote, reach.run(), &mut |line| {
        job.progress(line, None);
    })
    .map_err(|e| reach::remote_failure(job, &e))?;
    Ok(Outcome::Fetched)
}
