//! Writing the custom check and its configuration, never over a hand edit unasked.

use super::context::Context;
use super::job::{Job, io};
use super::{declared, files, generate, import, samples, trust, written};
use crate::core::event::{Event, Failure, FailureKind, Outcome};
use crate::core::state::{Prototype, State};
use crate::core::{hash, names};
use std::path::Path;

/// Reads the source and writes the check and its configuration.
pub(super) fn write(job: &mut Job, replace: bool) -> Result<Outcome, Failure> {
    let answers = job.wizard.state.answers.clone();
    if answers.is_declared() {
        return declared::write(job, replace);
    }
    names::check_display_name(&answers.integration.display_name)
        .map_err(|m| Failure::new(FailureKind::Answers, m, "Name the product first."))?;
    let folder = job.folder();
    let loaded = if answers.prototype.is_some() {
        vec![]
    } else {
        samples::collect(job)?
    };
    job.check_cancel()?;
    let (text, notes) = generate::generate(job, &answers, &loaded)?;
    let (check_path, conf_path) = (
        job.context.check_file(&folder),
        job.context.conf_file(&folder),
    );
    rename_earlier(job, &folder)?;
    written::tidy(job, &check_path)?;
    let state = &job.wizard.state.prototype;
    let check = written::settle(
        &check_path,
        &text.check,
        state.generated_check.as_deref(),
        replace,
    )?;
    let conf = written::settle(
        &conf_path,
        &text.conf,
        state.generated_conf.as_deref(),
        replace,
    )?;
    samples::write(&check_path, &check, false)?;
    samples::write(&conf_path, &conf, true)?;
    // Written here, from the contributor's own answers: no question before it runs.
    trust::remember(&check)?;
    let prototype = Prototype {
        check: Some(hash::text(&check)),
        conf: Some(hash::text(&conf)),
        generated_check: Some(hash::text(&text.check)),
        generated_conf: Some(hash::text(&text.conf)),
        generated_from: Some(job.wizard.source_inputs()),
        generated_files: import::content(&job.context.dir, &answers),
        samples: loaded.iter().map(|l| l.sample.clone()).collect(),
        brought: answers.prototype.is_some(),
    };
    Ok(Outcome::Prototype {
        prototype: Box::new(prototype),
        notes,
    })
}

/// The custom check's files as they are now, when they are not as they were saved.
pub(super) fn changed(context: &Context, state: &State) -> Option<Event> {
    let hashed = |path: &Path| files::read(path).ok()?.map(|text| hash::text(&text));
    let check = hashed(&context.main_file(&state.answers));
    let conf = hashed(&context.conf_file(&state.answers.integration.folder()));
    let known = &state.prototype;
    let same = (&check, &conf) == (&known.check, &known.conf);
    // Nothing was written yet, or all of it is gone: that is another question.
    let there = known.check.is_some() && check.is_some();
    (there && !same).then_some(Event::PrototypeChanged { check, conf })
}

/// A renamed product takes its files along, hand edits included.
fn rename_earlier(job: &Job, folder: &str) -> Result<(), Failure> {
    let wanted = job.context.check_file(folder);
    let Some(dir) = wanted.parent() else {
        return Ok(());
    };
    if wanted.exists() {
        return Ok(());
    }
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Ok(());
    };
    let mut old = entries
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "py"));
    let (Some(check), None) = (old.next(), old.next()) else {
        return Ok(());
    };
    let stem = check
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_default();
    let conf = job.context.dir.join("conf.d").join(format!("{stem}.d"));
    std::fs::rename(&check, &wanted).map_err(|e| io("Can't rename", &check, &e))?;
    let target = job.context.conf_file(folder);
    if let Some(target) = target.parent().filter(|t| conf.exists() && !t.exists()) {
        std::fs::rename(&conf, target).map_err(|e| io("Can't rename", &conf, &e))?;
    }
    Ok(())
}
