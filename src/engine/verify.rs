//! The verdicts while editing: the shadow tree is rendered again, and the validations that read what changed are
//! run on it. The clone is only read.

use super::job::Job;
use super::tests::{Report, side_by_side};
use super::{framework, review};
use crate::core::event::{Event, Failure, FailureKind, Outcome};
use crate::core::live::{self, Keys, Verdict};
use crate::core::testing::Task;
use crate::scaffold::shadow;
use crate::toolchain::tasks;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

/// Renders, and asks what is not known yet.
pub(super) fn verify(job: &mut Job) -> Result<Outcome, Failure> {
    let context = Arc::clone(&job.context);
    let _alone = context.shadow();
    // It may have waited for the one that it supersedes.
    job.check_cancel()?;
    let started = Instant::now();
    job.wizard = std::mem::take(&mut job.wizard).as_typed();
    if let Ok(toolchain) = context.toolchain() {
        // It loads while the first rendering goes on, or while what is missing is answered.
        context.warm(&toolchain).prepare();
    }
    let built = framework::build(job, false)?;
    let (clone, folder) = (job.clone_dir()?, job.folder());
    let toolchain = context.toolchain()?;
    let tree = shadow::dir(&context.dir);
    let unreadable = |e: std::io::Error| {
        Failure::new(
            FailureKind::Io,
            format!("The shadow tree {} can't be used: {e}.", tree.display()),
            "Check the disk, and edit again.",
        )
    };
    let earlier = &built.earlier.moved;
    let seen = shadow::seen(&tree, &clone, &folder, earlier, &toolchain.ddev_version)
        .map_err(unreadable)?;
    let all = tasks::tasks(&clone, &folder, job.wizard.state.answers.track, false);
    let keys: Keys = live::validations(&all)
        .map(|name| (name.to_owned(), live::key(name, &seen)))
        .collect();
    let unknown: HashMap<Task, String> = keys
        .iter()
        .filter(|(_, key)| job.wizard.live.verdict(key).is_none())
        .map(|(name, key)| (Task::Validate(name.clone()), key.clone()))
        .collect();
    job.check_cancel()?;
    job.tell(Event::Verifying { job: job.id, keys });
    let ddev = context
        .ddev_on_shadow(&toolchain, &tree)
        .map_err(unreadable)?
        .about(&folder);
    let list: Vec<Task> = all
        .into_iter()
        .filter(|t| unknown.contains_key(t))
        .collect();
    let job = &*job;
    let told = std::thread::scope(|scope| {
        scope.spawn(|| {
            let logged = (list.as_slice(), "while editing ");
            side_by_side(&context, &ddev, &folder, logged, &job.cancel, &mut |r| {
                ended(job, &unknown, r);
            });
        });
        // Meanwhile, and of the same tree: what people would say.
        let mut findings = review::of(&tree, &clone, &folder)?;
        findings.extend(built.findings);
        job.tell(Event::Reviewed {
            job: job.id,
            findings,
        });
        Ok(())
    });
    job.check_cancel()?;
    told?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let remark = ddev.complaint();
    Ok(Outcome::Verified { ms, remark })
}

/// Tells a verdict, with the key of what it is about.
fn ended(job: &Job, unknown: &HashMap<Task, String>, report: Report) {
    if let Report::Ended(result) = report
        && let Some(key) = unknown.get(&result.task)
    {
        let verdict = Box::new(Verdict {
            key: key.clone(),
            result,
        });
        job.tell(Event::Verified {
            job: job.id,
            verdict,
        });
    }
}
