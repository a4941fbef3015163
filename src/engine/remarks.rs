//! What was pasted from the pull request's page: a log of its CI, else what reviewers wrote.

use super::job::Job;
use crate::core::event::{Failure, Outcome};
use crate::core::remarks;
use crate::git::hash::scope_files;
use crate::toolchain::output;

/// Reads it.
pub(super) fn read(job: &mut Job) -> Result<Outcome, Failure> {
    let text = job.wizard.state.answers.maintainer.remarks.clone();
    let folder = job.folder();
    let mut findings = output::log(&text, &folder);
    if findings.is_empty() && !text.trim().is_empty() {
        let clone = job.clone_dir()?;
        let files = scope_files(&clone, &folder, &job.wizard.root_files());
        findings = remarks::read(&text, &folder, &files);
    }
    Ok(Outcome::Remarked { findings })
}
