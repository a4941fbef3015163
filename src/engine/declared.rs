//! Kinds that have nothing to run here: the rules or the sample are written into the workspace and read,
//! and what they say takes the place of a run.

use super::job::{Job, io};
use super::{files, import, record, samples, written};
use crate::core::answers::{Answers, Kind};
use crate::core::event::{Failure, FailureKind, Notes, Outcome};
use crate::core::state::Prototype;
use crate::core::{declared, hash, names};
use crate::scaffold::prototype::declared as generator;
use std::path::{Path, PathBuf};

/// Writes the rules or the sample, and the configuration.
pub(super) fn write(job: &Job, replace: bool) -> Result<Outcome, Failure> {
    let answers = job.wizard.state.answers.clone();
    names::check_display_name(&answers.integration.display_name)
        .map_err(|m| Failure::new(FailureKind::Answers, m, "Name the product first."))?;
    let folder = answers.integration.folder();
    let main_path = job.context.main_file(&answers);
    let conf_path = job.context.conf_file(&folder);
    rename_earlier(job, &answers)?;
    written::tidy(job, &main_path)?;
    let main = match brought(&answers) {
        Some(file) => import::readable(&job.locate(file).to_string_lossy())?,
        None => declared::example(&answers),
    };
    let state = &job.wizard.state.prototype;
    let kept = written::settle(&main_path, &main, state.generated_check.as_deref(), replace)?;
    let conf = generator::conf(&answers, &kept)
        .map_err(|e| Failure::new(FailureKind::Io, e, "Nothing was written."))?;
    let kept_conf = match files::read(&conf_path)? {
        // Edited by hand: it stays until somebody asks for another one.
        Some(now) if !replace && state.generated_conf != Some(hash::text(&now)) => now,
        _ => conf.clone(),
    };
    samples::write(&main_path, &kept, true)?;
    samples::write(&conf_path, &kept_conf, true)?;
    let reading = declared::read(&answers, &kept, &kept_conf);
    let prototype = Prototype {
        check: Some(hash::text(&kept)),
        conf: Some(hash::text(&kept_conf)),
        generated_check: Some(hash::text(&main)),
        generated_conf: Some(hash::text(&conf)),
        generated_from: Some(job.wizard.source_inputs()),
        generated_files: import::content(&job.context.dir, &answers),
        samples: vec![],
        brought: false,
    };
    Ok(Outcome::Prototype {
        prototype: Box::new(prototype),
        notes: reading.notes,
    })
}

/// Reads what is in the workspace now; it counts as a run that did not run.
pub(super) fn read(job: &Job) -> Result<Outcome, Failure> {
    let answers = &job.wizard.state.answers;
    let (main, conf) = texts(job)?;
    let reading = declared::read(answers, &main, &conf);
    let good = reading.is_good();
    let outcome = record::record(job, reading.capture, &main, &conf)?;
    let Outcome::Captured {
        mut run,
        capture,
        renames,
    } = outcome
    else {
        return Ok(outcome);
    };
    run.ok = good;
    run.declared = Some(reading.summary);
    run.error = capture.error.as_ref().map(|e| e.message.clone());
    Ok(Outcome::Captured {
        run,
        capture,
        renames,
    })
}

/// What the files say, for a resumed workflow.
pub(super) fn notes(job: &Job) -> Notes {
    texts(job)
        .map(|(main, conf)| declared::read(&job.wizard.state.answers, &main, &conf).notes)
        .unwrap_or_default()
}

/// The rules or the sample, and the configuration, as they are now.
pub(super) fn texts(job: &Job) -> Result<(String, String), Failure> {
    let answers = &job.wizard.state.answers;
    let conf = job.context.conf_file(&answers.integration.folder());
    let text = |path: &Path| Ok(files::read(path)?.unwrap_or_default());
    Ok((text(&job.context.main_file(answers))?, text(&conf)?))
}

/// The samples of all log sources, in their order; empty where there is none.
pub(super) fn log_samples(job: &Job) -> Result<Vec<String>, Failure> {
    let answers = &job.wizard.state.answers;
    let own = answers.integration.kind == Some(Kind::Logs);
    let sources = answers.log_sources();
    let mut out = vec![];
    for (n, log) in sources.iter().enumerate() {
        out.push(match &log.sample {
            _ if own && n == 0 => texts(job)?.0,
            Some(file) => import::readable(&job.locate(file).to_string_lossy())?,
            None => String::new(),
        });
    }
    Ok(out)
}

fn brought(answers: &Answers) -> Option<&String> {
    let file = match answers.integration.kind {
        Some(Kind::Jmx) => answers.source.jmx.as_ref().map(|j| &j.metrics),
        _ => answers.source.logs.as_ref().and_then(|l| l.sample.as_ref()),
    };
    file.filter(|f| !f.is_empty())
}

/// A renamed product takes its files along, hand edits included.
fn rename_earlier(job: &Job, answers: &Answers) -> Result<(), Failure> {
    let wanted = job.context.conf_file(&answers.integration.folder());
    let Some(folder) = wanted.parent() else {
        return Ok(());
    };
    let Some(before) = only(&job.context.dir.join("conf.d"), ".d").filter(|p| p != folder) else {
        return Ok(());
    };
    let stem = |path: &Path, end: &str| {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        name.and_then(|n| n.strip_suffix(end).map(str::to_owned))
            .unwrap_or_default()
    };
    let sample = job
        .context
        .samples()
        .join(format!("{}.log", stem(&before, ".d")));
    std::fs::rename(&before, folder).map_err(|e| io("Can't rename", &before, &e))?;
    if sample.exists() {
        let new = job
            .context
            .samples()
            .join(format!("{}.log", stem(folder, ".d")));
        std::fs::rename(&sample, new).map_err(|e| io("Can't rename", &sample, &e))?;
    }
    Ok(())
}

/// The only entry of a folder that is named like a prototype.
fn only(dir: &Path, end: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(dir).ok()?.filter_map(Result::ok);
    let mut all = entries.map(|e| e.path()).filter(|p| {
        let name = p.file_name().map(|n| n.to_string_lossy().into_owned());
        name.is_some_and(|n| n.starts_with("custom_") && n.ends_with(end))
    });
    let first = all.next()?;
    all.next().is_none().then_some(first)
}
