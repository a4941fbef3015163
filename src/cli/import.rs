//! Bringing an answers file into a workspace: its samples and its check are copied along.

use super::headless::Session;
use crate::core::answers::Answers;
use crate::core::answers_file;
use crate::core::event::{Failure, FailureKind};
use crate::engine;
use std::path::{Path, PathBuf};

/// Answers and the folder that their paths are relative to.
pub struct Imported {
    pub answers: Answers,
    pub base: PathBuf,
}

/// Reads and checks a file of answers.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the way out.
pub fn read(path: &Path) -> Result<Imported, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| {
        Failure::new(
            FailureKind::Answers,
            format!("The answers file {} can't be read: {e}.", path.display()),
            "Check the path.",
        )
    })?;
    let answers = answers_file::parse(&text).map_err(|problems| {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::new(
            FailureKind::Answers,
            format!("{}: {}", path.display(), list.join("\n")),
            "Correct the answers file, and run again. Nothing was written.",
        )
    })?;
    let path = super::absolute(path);
    let base = path.parent().map(Path::to_path_buf).unwrap_or_default();
    Ok(Imported { answers, base })
}

/// Replaces the workspace's answers, copying the files that they name.
///
/// # Errors
/// A file that can't be read or copied.
pub fn apply(session: &mut Session, imported: Imported, dir: &Path) -> Result<(), Failure> {
    let Imported { mut answers, base } = imported;
    let absolute = |file: &str| -> String {
        if file.starts_with("~/") {
            file.to_owned()
        } else {
            base.join(file).display().to_string()
        }
    };
    if let Some(om) = &mut answers.source.openmetrics {
        om.sample = engine::import::pages(dir, &om.sample, &absolute)?;
    }
    if let Some(http) = &mut answers.source.http {
        for (i, request) in http.requests.iter_mut().enumerate() {
            if let Some(sample) = &request.sample {
                let copied = engine::import::response(dir, i, &absolute(sample))?;
                request.sample = Some(copied);
            }
        }
    }
    if let Some(prototype) = &mut answers.prototype {
        let (check, conf) = engine::import::check(
            dir,
            &absolute(&prototype.check),
            prototype.conf.as_deref().map(&absolute).as_deref(),
        )?;
        prototype.check = check;
        prototype.conf = conf;
    }
    session.wizard.state.answers = answers;
    Ok(())
}
