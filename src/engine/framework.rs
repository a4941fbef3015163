//! The Framework step's jobs: render, complete in the shadow tree, plan, apply, take back.

use super::{Job, repository, samples};
use crate::core::answers::Kind;
use crate::core::capture::Capture;
use crate::core::event::{Failure, FailureKind, Outcome};
use crate::core::finding::{Finding, Source};
use crate::core::plan::Choice;
use crate::core::state::{Applied, Ids};
use crate::core::{derived, names, required, validate};
use crate::scaffold::promote::{self, Renames};
use crate::scaffold::render::{self, SamplePage};
use crate::scaffold::shadow::{self, Ran, Tools};
use crate::scaffold::{apply as applying, ids, plan as planning, recover, undo as undoing};
use crate::toolchain::Toolchain;
use crate::toolchain::ddev::Ddev;
use crate::{git, jobs};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Renders, syncs and compares. Nothing is written into the clone.
pub(super) fn plan(job: &mut Job) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let folder = job.folder();
    refuse_missing(job)?;
    recover::recover(&job.context.dir).map_err(|e| question(&e.to_string()))?;
    let toolchain = job.context.toolchain()?;
    let ids = identifiers(job, &clone, &folder);
    job.say("Rendering", None);
    let (rendered, findings) = rendered(job, &toolchain, &ids)?;
    job.check_cancel()?;
    let answers = job.wizard.state.answers.clone();
    let choices = job.wizard.state.files.choices.clone();
    let input = shadow::Input {
        workspace: &job.context.dir.clone(),
        clone: &clone,
        folder: &folder,
        track: answers.track,
        rendered: &rendered,
        owner: &answers.author.github,
        email: &answers.author.support_email,
        display_name: &answers.integration.display_name,
        metrics_prefix: &answers.integration.prefix(),
        choices: &choices,
        allow_foreign_ci: false,
    };
    let cancel = job.cancel.clone();
    let mut tools = RealTools {
        job_dir: job.context.dir.clone(),
        toolchain: &toolchain,
        cancel: cancel.clone(),
    };
    let made = shadow::build(&input, &mut tools, &cancel, &mut |line| job.say(line, None))
        .map_err(|e| built(&e))?;
    let plan = planning::plan(&job.context.dir, &clone, &folder, &made)
        .map_err(|e| question(&e.to_string()))?;
    let mut findings = findings;
    findings.extend(made.failed.iter().map(|f| {
        Finding::error(
            Source::Ddev,
            f.command.clone(),
            crate::jobs::text::plain(f.text.trim()),
        )
    }));
    Ok(Outcome::Planned {
        plan,
        findings,
        ids,
        inputs: job.wizard.framework_inputs(),
    })
}

/// Applies the plan that was shown.
pub(super) fn apply(job: &mut Job, choices: &BTreeMap<String, Choice>) -> Result<Outcome, Failure> {
    let clone = job.clone_dir()?;
    let folder = job.folder();
    let Some(plan) = job.wizard.plan.clone() else {
        return Err(Failure::new(
            FailureKind::Question,
            "There is no plan yet.",
            "Preview the files first.",
        ));
    };
    let Some(made) = shadow::load(&job.context.dir).filter(|s| s.hash == plan.hash) else {
        return Err(Failure::new(
            FailureKind::Question,
            "The files changed since the preview.",
            "Preview them again.",
        ));
    };
    job.say("Applying", None);
    let whole = BTreeMap::new();
    let input = applying::Input {
        workspace: &job.context.dir,
        clone: &clone,
        folder: &folder,
        plan: &plan,
        shadow: &made,
        choices,
        hunks: &whole,
    };
    let applied = applying::apply(&input).map_err(|e| refused(&e))?;
    let scope = git::hash::scope_hash(&clone, &folder, &job.wizard.root_files())
        .map_err(|e| repository::problem(&e))?;
    let earlier = job.wizard.state.files.applied.as_ref().and_then(|a| a.undo);
    let applied = Applied {
        inputs: job.wizard.plan_inputs.clone(),
        plan: plan.hash.clone(),
        undo: applied.number.or(earlier),
        files: plan.files.len(),
    };
    Ok(Outcome::Applied { applied, scope })
}

/// Takes an application back.
pub(super) fn undo(job: &mut Job, number: u32) -> Result<Outcome, Failure> {
    undoing::undo(&job.context.dir, number, false).map_err(|e| question(&e.to_string()))?;
    let before = undoing::latest(&job.context.dir).ok().flatten();
    // What an earlier application was made from is not known any more: its files count as stale.
    let applied = before.map(|number| Applied {
        inputs: String::new(),
        plan: String::new(),
        undo: Some(number),
        files: job
            .wizard
            .state
            .files
            .applied
            .as_ref()
            .map_or(0, |a| a.files),
    });
    Ok(Outcome::Undone { applied })
}

/// Required answers that are absent, and answers that are wrong, before anything is rendered.
fn refuse_missing(job: &Job) -> Result<(), Failure> {
    let w = &job.wizard;
    let answers = &w.state.answers;
    let mut wrong: Vec<String> = required::missing(answers, w.state.prototype.check.is_some())
        .into_iter()
        .map(|f| f.message)
        .collect();
    let known = validate::Known {
        units: &w.facts.units,
        categories: &w.facts.categories,
    };
    wrong.extend(
        validate::answers(answers, known)
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
    if !w.capture.as_ref().is_some_and(|c| c.is_good()) {
        return Err(Failure::new(
            FailureKind::Question,
            "No run of the custom check is on record that worked.",
            "Run it under Prototype first: the files are made from what it emits.",
        ));
    }
    let folder = answers.integration.folder();
    if w.state.files.applied.is_none() && taken_in_base(job, &folder) {
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

/// The workflow's identifiers: its own, else those of files that are there, else new ones.
fn identifiers(job: &Job, clone: &Path, folder: &str) -> Ids {
    let known = &job.wizard.state.files.ids;
    if !known.app_uuid.is_empty() {
        return known.clone();
    }
    let now = super::now();
    let mut taken = ids::Taken::default();
    for name in &job.wizard.facts.integrations {
        if let Ok(text) = std::fs::read_to_string(clone.join(name).join("manifest.json")) {
            if name == folder {
                continue;
            }
            taken.add(&text);
        }
    }
    let made = ids::Ids::new(now, random, &taken);
    let mut out = Ids {
        app_uuid: made.app_uuid,
        source_type_id: made.source_type_id,
        created: made.created,
    };
    adopt(&mut out, &clone.join(folder));
    out
}

/// A workspace that is gone while its files exist: equal answers make equal files again.
fn adopt(ids: &mut Ids, dir: &Path) {
    let manifest = std::fs::read_to_string(dir.join("manifest.json")).unwrap_or_default();
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(&manifest) {
        if let Some(uuid) = json["app_uuid"].as_str() {
            uuid.clone_into(&mut ids.app_uuid);
        }
        if let Some(id) = json["assets"]["integration"]["source_type_id"].as_u64() {
            ids.source_type_id = id;
        }
    }
    let changelog = std::fs::read_to_string(dir.join("CHANGELOG.md")).unwrap_or_default();
    let dated = changelog
        .lines()
        .find_map(|l| l.strip_prefix("## 1.0.0 / "));
    if let Some(date) = dated {
        date.trim().clone_into(&mut ids.created);
    }
}

/// Sixteen bytes that nobody else has: the hasher's keys are random for each process and each call.
fn random() -> [u8; 16] {
    use std::hash::{BuildHasher, Hasher};
    let mut out = [0; 16];
    for half in out.chunks_mut(8) {
        let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
        hasher.write_u128(
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |d| d.as_nanos()),
        );
        half.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    out
}

/// The templates' files and what was found while deriving.
fn rendered(
    job: &Job,
    toolchain: &Toolchain,
    ids: &Ids,
) -> Result<(BTreeMap<String, String>, Vec<Finding>), Failure> {
    let w = &job.wizard;
    let answers = &w.state.answers;
    let folder = answers.integration.folder();
    let none = Capture::default();
    let capture = w.capture.as_deref().unwrap_or(&none);
    let stem = names::prototype_name(&folder);
    let source = super::files::read(&job.context.check_file(&folder))?.unwrap_or_default();
    let renames = Renames::of(&source, &stem, capture, answers);
    let check =
        promote::promote(&toolchain.python, &source, &stem, capture, answers).map_err(|e| {
            Failure::new(
                FailureKind::Findings,
                e.to_string(),
                "Correct the custom check.",
            )
        })?;
    let capture = renames.capture(capture);
    let derived = derived::all(&capture, &w.notes.help, answers, &w.facts.units);
    let mut findings = derived.findings.clone();
    findings.extend(renames.unresolved.iter().map(|name| {
        Finding::error(
            Source::Form,
            "metric_prefix",
            format!(
                "The check emits {name}, which does not begin with {}.",
                answers.integration.prefix()
            ),
        )
        .fix("Set __NAMESPACE__ in the class, or begin the name with the prefix.")
    }));
    let pages: Vec<SamplePage> = match answers.integration.kind {
        Some(Kind::Openmetrics) if answers.prototype.is_none() => samples::recorded(job)
            .into_iter()
            .map(|s| SamplePage {
                text: s.text,
                content_type: s.sample.content_type,
            })
            .collect(),
        _ => vec![],
    };
    let ids = ids::Ids {
        app_uuid: ids.app_uuid.clone(),
        source_type_id: ids.source_type_id,
        created: ids.created.clone(),
    };
    let input = render::Input {
        answers,
        ids: &ids,
        metrics: &derived.metrics,
        service_checks: &derived.service_checks,
        options: &derived.options,
        capture: &capture,
        check: &check,
        pages: &pages,
        base_floor: render::BASE_FLOOR,
    };
    let files = render::integration(&input).map_err(|e| {
        let kind = match e {
            render::RenderError::Template { .. } | render::RenderError::Serialize(..) => {
                FailureKind::Io
            }
            render::RenderError::NoPage => FailureKind::Question,
            _ => FailureKind::Answers,
        };
        Failure::new(kind, e.to_string(), "")
    })?;
    Ok((files, findings))
}

/// ddev and ruff of the toolchain, on the shadow.
struct RealTools<'a> {
    job_dir: std::path::PathBuf,
    toolchain: &'a Toolchain,
    cancel: jobs::cancel::CancelToken,
}

impl Tools for RealTools<'_> {
    fn version(&self) -> String {
        format!(
            "{} {:?}",
            self.toolchain.ddev_version, self.toolchain.facts.ruff_version
        )
    }

    fn ddev(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let ddev = Ddev::new(self.toolchain, shadow, &self.job_dir.join("ddev"))?;
        let output = ddev.run(args, &self.cancel, &mut |_| {});
        Ok(Ran {
            exit: output.exit,
            text: output.text,
        })
    }

    fn ruff(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let spec = jobs::process::Spec::new(&self.toolchain.ruff, args.iter().copied())
            .cwd(shadow)
            .env("RUFF_NO_CACHE", "true");
        let ended = jobs::process::run(&spec, &self.cancel, &mut |_| {})?;
        Ok(Ran {
            exit: ended.code,
            text: ended.output,
        })
    }
}

fn built(error: &shadow::BuildError) -> Failure {
    let kind = match error {
        shadow::BuildError::Cancelled => FailureKind::Cancelled,
        shadow::BuildError::Tool { .. } => FailureKind::Unavailable,
        shadow::BuildError::Refused(_) | shadow::BuildError::Config(_) => FailureKind::Question,
        shadow::BuildError::Io { .. } | shadow::BuildError::Stray(_) => FailureKind::Io,
    };
    Failure::new(kind, error.to_string(), "")
}

fn refused(error: &applying::ApplyError) -> Failure {
    let kind = match error {
        applying::ApplyError::RolledBack { .. } => FailureKind::Io,
        _ => FailureKind::Question,
    };
    Failure::new(kind, error.to_string(), "")
}

fn question(message: &str) -> Failure {
    Failure::new(FailureKind::Question, message, "")
}
