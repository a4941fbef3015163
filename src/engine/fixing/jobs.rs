//! The jobs of fixes: which findings have one, what it does in a throw-away tree, writing that with the
//! journal of the workflow's own folder, and taking it back.

use super::judge::Inspection;
use super::{Bench, Which, keep};
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::finding::Finding;
use crate::core::fixes::{LastFix, Mended, Target};
use crate::core::wizard::Wizard;
use crate::engine::job::{Job, io};
use crate::engine::review::Neighbors;
use crate::engine::{Context, fixing};
use crate::jobs::cancel::CancelToken;
use crate::scaffold::fix::{self as mending, Stage};
use crate::scaffold::{base, eol, recover, undo};
use crate::toolchain::Toolchain;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Which findings have a fix; the clone is only read.
pub(in crate::engine) fn offers(job: &Job, findings: &[Finding]) -> Result<Outcome, Failure> {
    let (clone, folder) = (job.clone_dir()?, job.folder());
    let toolchain = job.context.toolchain().ok();
    let files = mending::texts(&clone, &folder).map_err(|e| fixing::failed(&e))?;
    let with = (job.context.as_ref(), &job.cancel);
    let made = made(job, &files);
    let bench = bench(&job.wizard, with, toolchain.as_ref(), &clone, made);
    let mut offers = vec![];
    for finding in findings {
        let Some(told) = of_clone(&job.wizard, &files, &bench.made, finding) else {
            continue;
        };
        let told = std::slice::from_ref(&told);
        let fix = bench.offers_in(&folder, &files, told).pop().flatten();
        offers.extend(fix.map(|fix| (finding.clone(), fix)));
    }
    Ok(Outcome::Offered { offers })
}

/// Makes fixes in a throw-away tree.
pub(in crate::engine) fn preview(job: &mut Job, target: &Target) -> Result<Outcome, Failure> {
    let context = Arc::clone(&job.context);
    // ddev's configuration for trees is one for all of them.
    let _alone = context.shadow();
    job.check_cancel()?;
    let (clone, folder) = (job.clone_dir()?, job.folder());
    refuse_pending(job)?;
    recovered(job)?;
    job.say(&format!("Reading {folder}"), None);
    let toolchain = context.toolchain().ok();
    let scratch = tempfile::tempdir_in(&context.dir)
        .map_err(|e| io("Can't make a folder in", &context.dir, &e))?;
    let stage = Stage::make(&scratch.path().join("stage"), &clone, &folder)
        .map_err(|e| fixing::failed(&e))?;
    let texts = stage.texts().map_err(|e| fixing::failed(&e))?;
    let made = made(job, &texts);
    let cancel = job.cancel.clone();
    let wizard = job.wizard.clone();
    let bench = bench(
        &wizard,
        (&context, &cancel),
        toolchain.as_ref(),
        &clone,
        made,
    );
    let mended = match target {
        Target::One(findings) => {
            let told = |f: &Finding| of_clone(&wizard, &texts, &bench.made, f);
            let told: Vec<Finding> = findings.iter().filter_map(told).collect();
            job.say("Making the fix in a copy", None);
            bench.mend_one(&stage, &told)
        }
        Target::Safe => all_safe(job, &bench, &stage, &clone),
    };
    job.check_cancel()?;
    let mended = mended?;
    // Answers that are changed with it are something to look at, too.
    if mended.changes.is_empty() && wizard.mending.beside.is_empty() {
        return Err(Failure::new(
            FailureKind::Question,
            "No finding has a safe fix. Nothing was changed.",
            "f in the list of findings looks at a fix that needs you.",
        ));
    }
    Ok(Outcome::PreviewedFix {
        mended: Box::new(mended),
    })
}

fn all_safe(job: &mut Job, bench: &Bench, stage: &Stage, clone: &Path) -> Result<Mended, Failure> {
    let neighbors = Neighbors::read(clone);
    let track = job.wizard.state.answers.track;
    let mut tree = Inspection::new(bench, stage, &neighbors, track, bench.toolchain);
    // What the contributor silenced stays as it is.
    let wizard = job.wizard.clone();
    let told = |found: Vec<Finding>| wizard.silenced(found).findings;
    let first = tree.look(None, &mut |what| job.say(what, None))?;
    job.check_cancel()?;
    bench.mend(stage, told(first), &Which::Safe, &mut |_, changed| {
        let found = tree.look(Some(changed), &mut |what| job.say(what, None))?;
        job.check_cancel()?;
        Ok(told(found))
    })
}

/// Writes what was looked at into the clone: all of it or nothing.
pub(in crate::engine) fn fix(job: &mut Job) -> Result<Outcome, Failure> {
    let context = Arc::clone(&job.context);
    let _alone = context.shadow();
    job.check_cancel()?;
    let (clone, folder) = (job.clone_dir()?, job.folder());
    let preview = std::mem::take(&mut job.wizard.mending.preview);
    let Some(mended) = preview.ready() else {
        let said = "There is nothing to write yet.";
        let hint = "Look at the fix first.";
        return Err(Failure::new(FailureKind::Question, said, hint));
    };
    recovered(job)?;
    // A fix may follow from files that it leaves as they are.
    let stale = mending::changed_since(&clone, &folder, &mended.seen);
    let stale = stale.map_err(|e| fixing::failed(&e))?;
    if !stale.is_empty() {
        return Err(keep::stale(&stale));
    }
    job.say("Writing", None);
    let number = keep::write(&context.dir, &clone, &folder, mended)?;
    Ok(Outcome::Fixed {
        last: LastFix {
            number,
            title: mended.title(),
        },
        paths: mended.changes.iter().map(|c| c.path.clone()).collect(),
    })
}

/// Takes a fix back, byte for byte.
pub(in crate::engine) fn take_back(job: &Job, number: u32) -> Result<Outcome, Failure> {
    let _alone = job.context.shadow();
    recovered(job)?;
    let paths = undo::undo(&job.context.dir, number, false)
        .map_err(|e| Failure::saying(FailureKind::Question, &e.to_string()))?;
    Ok(Outcome::TakenBack { number, paths })
}

/// The last change of the clone, where that was a fix.
pub(in crate::engine) fn last(job: &Job) -> Option<LastFix> {
    let (number, title) = undo::latest_fix(&job.context.dir).ok()??;
    Some(LastFix { number, title })
}

/// What an earlier program had begun to write is finished before anything is looked at.
fn recovered(job: &Job) -> Result<(), Failure> {
    let done = recover::recover(&job.context.dir);
    done.map_err(|e| Failure::saying(FailureKind::Io, &e.to_string()))?;
    Ok(())
}

fn bench<'a>(
    wizard: &Wizard,
    (context, cancel): (&'a Context, &'a CancelToken),
    toolchain: Option<&'a Toolchain>,
    clone: &Path,
    made: BTreeSet<String>,
) -> Bench<'a> {
    let answered = wizard.state.answers.author.github.trim();
    let owner = (!answered.is_empty()).then(|| answered.to_owned());
    Bench {
        toolchain,
        context,
        owner: owner.or_else(|| fixing::owner(clone)),
        cancel,
        made,
    }
}

/// The files that the wizard made from answers, and that nobody edited since.
fn made(job: &Job, texts: &BTreeMap<String, String>) -> BTreeSet<String> {
    if job.wizard.state.files.existing {
        return BTreeSet::new();
    }
    let rendered = base::dir(&job.context.dir);
    let same = |path: &str, text: &str| {
        let base = std::fs::read_to_string(rendered.join(path));
        base.is_ok_and(|base| eol::to_lf(&base) == eol::to_lf(text))
    };
    let made = texts.iter().filter(|(path, text)| same(path, text));
    made.map(|(path, _)| path.clone()).collect()
}

/// A finding as it is of the clone's files. What was only seen in the shadow tree, and maybe on another line, is of the
/// clone too where somebody edited the file: the shadow tree holds those edits.
fn of_clone(
    wizard: &Wizard,
    texts: &BTreeMap<String, String>,
    made: &BTreeSet<String>,
    finding: &Finding,
) -> Option<Finding> {
    let edited = |f: &&Finding| {
        let file = f.file.as_deref();
        file.is_some_and(|file| texts.contains_key(file) && !made.contains(file))
    };
    let told = wizard.of_clone(finding);
    told.or_else(|| Some(finding).filter(edited)).cloned()
}

/// Of an integration that exists, answers that are not in its files yet would not know of the fix.
fn refuse_pending(job: &Job) -> Result<(), Failure> {
    let w = &job.wizard;
    let read = w.existing.as_ref();
    if read.is_none_or(|read| w.state.answers.same_files(&read.answers)) {
        return Ok(());
    }
    Err(Failure::new(
        FailureKind::Question,
        "Some of your answers are not in the files yet. Nothing was changed.",
        "Preview and apply the files first, or take the answers back. Then fix.",
    ))
}
