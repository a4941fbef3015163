//! Writing what is the contributor's from then on: an edit by hand is never overwritten unasked.

use super::job::{Job, io};
use super::{files, samples};
use crate::core::answers::Kind;
use crate::core::event::{Failure, FailureKind};
use crate::core::hash;
use std::path::Path;

/// The text to write: the generated one, unless a hand edit is in the way.
pub(super) fn settle(
    path: &Path,
    generated: &str,
    before: Option<&str>,
    replace: bool,
) -> Result<String, Failure> {
    let Some(now) = files::read(path)? else {
        return Ok(generated.to_owned());
    };
    let edited = before != Some(hash::text(&now).as_str()) && now != generated;
    if edited && !replace {
        // What would be written is what was written before: the edit simply stays.
        if before == Some(hash::text(generated).as_str()) {
            return Ok(now);
        }
        return Err(Failure::new(
            FailureKind::Question,
            format!("{} was edited by hand.", path.display()),
            "Keep it and run it as it is, or replace it (the old text is kept beside it).",
        ));
    }
    if edited {
        let keep = path.with_extension(format!("{}.before", extension(path)));
        samples::write(&keep, &now, true)?;
    }
    Ok(generated.to_owned())
}

/// Takes away what was written for another kind and never edited.
pub(super) fn tidy(job: &Job, keep: &Path) -> Result<(), Failure> {
    let mut answers = job.wizard.state.answers.clone();
    let made = job.wizard.state.prototype.generated_check.clone();
    for kind in [Kind::Blank, Kind::Jmx, Kind::Logs] {
        answers.integration.kind = Some(kind);
        let path = job.context.main_file(&answers);
        if path != keep && files::read(&path)?.is_some_and(|t| made == Some(hash::text(&t))) {
            std::fs::remove_file(&path).map_err(|e| io("Can't remove", &path, &e))?;
        }
    }
    Ok(())
}

fn extension(path: &Path) -> String {
    path.extension()
        .map(|e| e.to_string_lossy().into_owned())
        .unwrap_or_default()
}
