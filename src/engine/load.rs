//! What an earlier session left, read again: the last captures, and what the samples tell.

use super::job::Job;
use super::{files, generate, record};
use crate::core::capture::Capture;
use crate::core::event::{Failure, Outcome};
use crate::core::metadata::MetricRow;
use crate::scaffold::base;
use crate::scaffold::existing::metric_rows;

/// Reads the last two captures and the samples.
pub(super) fn load(job: &Job) -> Result<Outcome, Failure> {
    // An application that was cut short is finished or taken back before anything looks at the files.
    crate::scaffold::recover::recover(&job.context.dir)
        .map_err(|e| Failure::new(crate::core::event::FailureKind::Io, e.to_string(), ""))?;
    let runs = &job.wizard.state.runs;
    let read = |back: usize| -> Option<Box<Capture>> {
        let run = runs.len().checked_sub(back).and_then(|i| runs.get(i))?;
        let bytes = std::fs::read(job.context.dir.join(&run.file)).ok()?;
        serde_json::from_slice(&bytes).ok()
    };
    let notes = generate::notes(job);
    let capture = read(1);
    let check = files::read(&job.context.main_file(&job.wizard.state.answers))?.unwrap_or_default();
    let renames = capture
        .as_ref()
        .map(|c| record::renames(job, &check, c))
        .unwrap_or_default();
    Ok(Outcome::Loaded {
        capture,
        previous: read(2),
        notes,
        renames,
        existing: super::existing::load(job)?.map(Box::new),
        applied: applied(job),
    })
}

/// The rows of `metadata.csv` as they were applied, under whatever name the integration had then.
pub(super) fn applied(job: &Job) -> Vec<MetricRow> {
    let state = &job.wizard.state;
    if state.files.existing || state.files.applied.is_none() {
        return vec![];
    }
    let folder = job.folder();
    let folders = base::folders(&job.context.dir).unwrap_or_default();
    let known = folders.get(&folder).or_else(|| folders.first());
    let text = known.and_then(|name| {
        let path = base::dir(&job.context.dir).join(name).join("metadata.csv");
        std::fs::read_to_string(path).ok()
    });
    text.map_or_else(Vec::new, |text| metric_rows(&text))
}
