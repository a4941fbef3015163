//! What an earlier session left, read again: the last captures, and what the samples tell.

use super::{Job, prototype};
use crate::core::capture::Capture;
use crate::core::event::{Failure, Outcome};

/// Reads the last two captures and the samples.
pub(super) fn load(job: &Job) -> Result<Outcome, Failure> {
    let runs = &job.wizard.state.runs;
    let read = |back: usize| -> Option<Box<Capture>> {
        let run = runs.len().checked_sub(back).and_then(|i| runs.get(i))?;
        let text = std::fs::read_to_string(job.context.dir.join(&run.file)).ok()?;
        serde_json::from_str(&text).ok()
    };
    let notes = prototype::notes(job);
    Ok(Outcome::Loaded { capture: read(1), previous: read(2), notes })
}
