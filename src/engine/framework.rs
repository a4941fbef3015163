//! The Framework step's jobs: render, complete in the shadow tree, plan, apply, take back.

use super::job::Job;
use super::tools::RealTools;
use super::{existing, identifiers, reach, rendering, review};
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::finding::{Finding, Source};
use crate::core::names;
use crate::core::plan::{Choice, Plan};
use crate::core::state::{Applied, Ids};
use crate::core::status;
use crate::core::step::StepId;
use crate::scaffold::rename::Earlier;
use crate::scaffold::shadow::{self, Shadow};
use crate::scaffold::{
    apply as applying, base, plan as planning, recover, safety, undo as undoing,
};
use crate::toolchain::output;
use crate::{git, jobs};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Renders, syncs and compares. Nothing is written into the clone.
pub(super) fn plan(job: &mut Job) -> Result<Outcome, Failure> {
    let context = Arc::clone(&job.context);
    let _alone = context.shadow();
    let made = make(job, false)?;
    Ok(made.outcome(job))
}

/// A plan and what it was made from.
struct Made {
    plan: Plan,
    shadow: Shadow,
    findings: Vec<Finding>,
    ids: Ids,
}

impl Made {
    fn outcome(self, job: &Job) -> Outcome {
        let inputs = job.wizard.framework_inputs();
        Outcome::Planned {
            plan: self.plan,
            findings: self.findings,
            ids: self.ids,
            inputs,
        }
    }
}

/// What was rendered into the shadow tree.
pub(super) struct Built {
    pub shadow: Shadow,
    pub findings: Vec<Finding>,
    pub earlier: Earlier,
    ids: Ids,
}

/// Renders into the shadow tree. Others that do the same wait: one job at a time works in it.
pub(super) fn build(job: &mut Job, allow_foreign_ci: bool) -> Result<Built, Failure> {
    let clone = job.clone_dir()?;
    let folder = job.folder();
    refuse_missing(job)?;
    recover::recover(&job.context.dir).map_err(|e| io_failure(&e.to_string()))?;
    let toolchain = job.context.toolchain()?;
    // It loads while the files are made.
    job.context.warm(&toolchain).prepare();
    job.say("Rendering", None);
    let (rendered, mut findings, ids, kept) = if job.wizard.state.files.existing {
        let made = existing::files(job, &clone, &folder)?;
        (made.files, made.findings, made.ids, Some(made.kept))
    } else {
        let ids = identifiers::of(job, &clone, &folder);
        let (files, findings) = rendering::files(job, &toolchain, &ids)?;
        (files, findings, ids, None)
    };
    job.check_cancel()?;
    let answers = job.wizard.state.answers.clone();
    let choices = job.wizard.state.files.choices.clone();
    let hunks = job.wizard.hunks();
    let workspace = job.context.dir.clone();
    let base = job.wizard.base();
    let upstream = |name: &str| git::base::has(&clone, &base, name);
    let earlier = Earlier::of(&workspace, &folder, &choices, upstream)
        .map_err(|e| io_failure(&planning::PlanError::Base(e).to_string()))?;
    let input = shadow::Input {
        workspace: &workspace,
        clone: &clone,
        folder: &folder,
        earlier: &earlier,
        track: answers.track,
        rendered: &rendered,
        owner: &answers.author.github,
        email: &answers.author.support_email,
        display_name: &answers.integration.display_name,
        metrics_prefix: &answers.integration.prefix(),
        choices: &choices,
        hunks: &hunks,
        allow_foreign_ci,
        kept,
    };
    let cancel = job.cancel.clone();
    let mut tools = RealTools {
        context: &job.context.clone(),
        toolchain: &toolchain,
        cancel: cancel.clone(),
    };
    let shadow = shadow::build(&input, &mut tools, &cancel, &mut |line| job.say(line, None))
        .map_err(|e| built(&e))?;
    findings.extend(shadow.failed.iter().map(|f| {
        let said = match output::crash(&f.text) {
            Some(last) => format!("ddev itself failed: {last}"),
            None => jobs::text::plain(f.text.trim()),
        };
        Finding::error(Source::Ddev, f.command.clone(), said)
    }));
    Ok(Built {
        shadow,
        findings,
        earlier,
        ids,
    })
}

fn make(job: &mut Job, allow_foreign_ci: bool) -> Result<Made, Failure> {
    let Built {
        shadow,
        mut findings,
        ids,
        ..
    } = build(job, allow_foreign_ci)?;
    let (clone, folder) = (job.clone_dir()?, job.folder());
    let plan = planning::plan(&job.context.dir, &clone, &folder, &shadow).map_err(|e| {
        let kind = match e {
            planning::PlanError::Base(_) => FailureKind::Io,
            _ => FailureKind::Question,
        };
        Failure::saying(kind, &e.to_string())
    })?;
    job.say("Reading the files as reviewers would", None);
    findings.extend(review::of(&shadow::dir(&job.context.dir), &clone, &folder)?);
    Ok(Made {
        plan,
        shadow,
        findings,
        ids,
    })
}

/// Applies the plan that was shown.
pub(super) fn apply(
    job: &mut Job,
    choices: &BTreeMap<String, Choice>,
    hunks: &BTreeMap<String, Vec<Choice>>,
    allow_foreign_ci: bool,
) -> Result<Outcome, Failure> {
    let context = Arc::clone(&job.context);
    let alone = context.shadow();
    let clone = job.clone_dir()?;
    let folder = job.folder();
    let Some(mut plan) = job.wizard.plan.clone() else {
        return Err(Failure::new(
            FailureKind::Question,
            "There is no plan yet.",
            "Preview the files first.",
        ));
    };
    let known = shadow::load(&job.context.dir).filter(|s| s.hash == plan.hash);
    let mut made = match known {
        Some(shadow) => shadow,
        // What verdicts were asked for since, such as a text that was typed and not taken, stands there instead.
        None => make(job, false)?.shadow,
    };
    if made.hash != plan.hash {
        return Err(Failure::new(
            FailureKind::Question,
            "The files changed since the preview.",
            "Preview them again.",
        ));
    }
    if !plan.foreign_ci.is_empty() {
        if !allow_foreign_ci {
            return Err(Failure::new(
                FailureKind::Question,
                format!(
                    "ddev would also change the CI jobs of {}.",
                    plan.foreign_ci.join(", ")
                ),
                "Agree to it, or update your clone from the base first.",
            ));
        }
        let again = make(job, true)?;
        (plan, made) = (again.plan, again.shadow);
    }
    job.say("Applying", None);
    let input = applying::Input {
        workspace: &job.context.dir,
        clone: &clone,
        folder: &folder,
        plan: &plan,
        shadow: &made,
        choices,
        hunks,
    };
    let applied = match applying::apply(&input) {
        Ok(applied) => applied,
        // A choice changes what ddev writes: what would be applied now is shown first.
        Err(applying::ApplyError::Replan(_)) => {
            drop(alone);
            return self::plan(job);
        }
        Err(error) => return Err(refused(&error)),
    };
    let earlier = job.wizard.state.files.applied.as_ref();
    let before = earlier.map(|a| a.left.clone()).unwrap_or_default();
    let done = Applied {
        inputs: job.wizard.plan_inputs.clone(),
        plan: plan.hash.clone(),
        undo: applied.number.or(earlier.and_then(|a| a.undo)),
        files: plan.files.len(),
        left: left(before, &applied.written, &clone),
        check: job.wizard.state.prototype.check.clone(),
        run: job.wizard.state.runs.last().map(|r| r.hash.clone()),
        answers: Some(job.wizard.answers_inputs()),
        prefix: job.wizard.state.answers.integration.prefix(),
    };
    job.wizard.state.files.applied = Some(done.clone());
    let scope = git::hash::scope_hash(&clone, &folder, &job.wizard.root_files())
        .map_err(|e| reach::problem(&e))?;
    let plan = planning::after(&job.context.dir, &clone, &folder, &made)
        .map_err(|e| Failure::saying(FailureKind::Io, &e.to_string()))?;
    Ok(Outcome::Applied {
        applied: done,
        scope,
        plan,
    })
}

/// The paths under earlier names that are gone by our hand.
fn left(before: Vec<String>, changed: &[String], clone: &Path) -> Vec<String> {
    let shared = |path: &String| safety::ROOT_FILES.contains(&path.as_str());
    let mut out = before;
    out.extend(changed.iter().filter(|p| !shared(p)).cloned());
    out.retain(|path| std::fs::symlink_metadata(clone.join(path)).is_err());
    out.sort();
    out.dedup();
    out
}

/// Takes an application back.
pub(super) fn undo(job: &mut Job, number: u32) -> Result<Outcome, Failure> {
    let restored =
        undoing::undo(&job.context.dir, number, false).map_err(|e| question(&e.to_string()))?;
    let known = job.wizard.state.files.applied.clone().unwrap_or_default();
    let left = match job.clone_dir() {
        Ok(clone) => left(known.left, &restored, &clone),
        Err(_) => vec![],
    };
    let before = undoing::latest_application(&job.context.dir).ok().flatten();
    // What an earlier application was made from is not known any more: its files count as stale.
    let applied = before.map(|number| Applied {
        inputs: String::new(),
        plan: String::new(),
        undo: Some(number),
        files: known.files,
        left,
        prefix: known.prefix,
        ..Applied::default()
    });
    Ok(Outcome::Undone { applied })
}

/// Required answers that are absent, and answers that are wrong, before anything is rendered.
fn refuse_missing(job: &Job) -> Result<(), Failure> {
    let w = &job.wizard;
    let answers = &w.state.answers;
    let missing = w.missing_answers().into_iter().map(|f| f.message);
    let mut wrong: Vec<String> = missing.collect();
    wrong.extend(
        w.wrong_answers()
            .into_iter()
            .map(|f| format!("{}: {}", f.rule, f.message)),
    );
    if !wrong.is_empty() {
        return Err(Failure::new(
            FailureKind::Answers,
            wrong.join("\n"),
            "Answer these, and preview again.",
        ));
    }
    if w.state.files.existing {
        return Ok(());
    }
    if answers.is_declared() && !status::status(w, StepId::Prototype).is_done() {
        return Err(Failure::new(
            FailureKind::Question,
            "The rules or the sample are not filled in yet.",
            "Fill them in under Prototype first: the files are made from what they say.",
        ));
    }
    // What was only read, of another kind, was no run.
    let ran = w.state.runs.last().is_some_and(|r| r.declared.is_none());
    let worked = ran && w.capture.as_ref().is_some_and(|c| c.is_good());
    if !answers.is_declared() && !worked {
        return Err(Failure::new(
            FailureKind::Question,
            "No run of the custom check is on record that worked.",
            "Run it under Prototype first: the files are made from what it emits.",
        ));
    }
    if let Some(first) = w.undecided().first() {
        let n = w.undecided().len();
        let all: Vec<&str> = w.undecided().iter().map(String::as_str).collect();
        let said = format!(
            "Applied, and not emitted by the last run: {}.",
            all.join(", ")
        );
        let hint = format!(
            "Decide under Framework › Metrics for each of the {n}, or in the answers: {{ name: {first}, remove: true }} \
             takes the row out, {{ name: {first}, type: gauge }} keeps it."
        );
        return Err(Failure::new(FailureKind::Question, said, hint));
    }
    let folder = answers.integration.folder();
    let ours = w.state.files.applied.is_some() && base::applied(&job.context.dir, &folder);
    if let Some(own) = w.agents_own(&folder) {
        return Err(Failure::new(
            FailureKind::Question,
            names::why_agents_own(&folder, own),
            "Take the name under Framework › Identity and say yes, or choose another.",
        ));
    }
    if !ours && taken_in_base(job, &folder) {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("integrations-extras already has {folder}/."),
            "Choose another display name or check name.",
        ));
    }
    Ok(())
}

/// Whether the base holds the folder already, by another hand.
fn taken_in_base(job: &Job, folder: &str) -> bool {
    let Ok(clone) = job.clone_dir() else {
        return false;
    };
    git::base::has(&clone, &job.wizard.base(), folder)
}

fn built(error: &shadow::BuildError) -> Failure {
    let kind = match error {
        shadow::BuildError::Cancelled => FailureKind::Cancelled,
        shadow::BuildError::Tool { .. } => FailureKind::Unavailable,
        shadow::BuildError::Refused(_) | shadow::BuildError::Config(_) => FailureKind::Question,
        shadow::BuildError::Io { .. } | shadow::BuildError::Stray(_) => FailureKind::Io,
    };
    Failure::saying(kind, &error.to_string())
}

fn refused(error: &applying::ApplyError) -> Failure {
    let kind = match error {
        applying::ApplyError::RolledBack { .. } | applying::ApplyError::Interrupted { .. } => {
            FailureKind::Io
        }
        _ => FailureKind::Question,
    };
    Failure::saying(kind, &error.to_string())
}

fn io_failure(message: &str) -> Failure {
    Failure::saying(FailureKind::Io, message)
}

fn question(message: &str) -> Failure {
    Failure::saying(FailureKind::Question, message)
}
