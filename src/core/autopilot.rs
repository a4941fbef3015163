//! The path without a screen: what to do next until a step is done.
//!
//! Each action is tried once. The pilot asks the same questions of the state as the screens do, so a
//! headless run can do nothing that a person could not.

use super::event::{Action, Which};
use super::failure::{Failure, FailureKind};
use super::finding::{Finding, Severity, Source};
use super::pull_request;
use super::pull_request::way::Way;
use super::setup::Item;
use super::status;
use super::step::StepId;
use super::wizard::Wizard;

/// What the pilot wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    Do(Action),
    /// A job is running.
    Wait,
    /// Every step up to the last asked for is done.
    Done,
    /// It cannot go on; what is needed is of this kind.
    Stop {
        step: StepId,
        kind: FailureKind,
        message: String,
        hint: String,
    },
}

/// Where the pilot is.
#[derive(Debug, Clone, Default)]
pub struct Autopilot {
    tried: Vec<&'static str>,
    /// Framework ends with the plan: what applying would do is told, and nothing is applied.
    pub plan_only: bool,
}

impl Autopilot {
    /// Says what to do next so that all steps up to `until` are done.
    pub fn next(&mut self, w: &Wizard, until: StepId) -> Next {
        if !w.jobs.is_empty() {
            return Next::Wait;
        }
        if let Some((name, failure)) = &w.failure {
            return Next::Stop {
                step: step_of(name),
                kind: failure.kind,
                message: failure.message.clone(),
                hint: if failure.hint.is_empty() {
                    failure.kind.way_out().to_owned()
                } else {
                    failure.hint.clone()
                },
            };
        }
        for step in StepId::ALL.into_iter().filter(|s| *s <= until) {
            let next = match step {
                StepId::Setup => self.setup(w, until),
                StepId::Prototype => self.prototype(w),
                StepId::Framework => self.framework(w),
                StepId::Test => self.test(w),
                StepId::Commit => self.commit(w),
                StepId::PullRequest => self.push(w),
                StepId::Maintain => None,
            };
            if let Some(next) = next {
                return next;
            }
        }
        Next::Done
    }

    /// The action, once; afterwards `stop`.
    fn once(&mut self, name: &'static str, action: Action, stop: impl FnOnce() -> Next) -> Next {
        if self.tried.contains(&name) {
            return stop();
        }
        self.tried.push(name);
        Next::Do(action)
    }

    fn setup(&mut self, w: &Wizard, until: StepId) -> Option<Next> {
        let stop = |kind, message: String, hint: String| Next::Stop {
            step: StepId::Setup,
            kind,
            message,
            hint,
        };
        let Some(report) = &w.setup else {
            return Some(self.once("set up", Action::CheckSetup, || {
                stop(
                    FailureKind::Io,
                    "Set up reported nothing.".into(),
                    FailureKind::Io.way_out().into(),
                )
            }));
        };
        for line in report.bad() {
            // A missing clone or author does not block the prototype.
            let needed = match line.item {
                Item::Toolchain | Item::Python => true,
                Item::Identity => until >= StepId::Commit && w.state.git.author.is_none(),
                _ => until >= StepId::Framework,
            };
            if !needed {
                continue;
            }
            let (found, hint) = (
                format!("{}: {}", line.item.title(), line.found),
                line.meaning.clone(),
            );
            if matches!(line.item, Item::Toolchain) && report.python.is_some() {
                return Some(self.once("toolchain", Action::MakeToolchain, || {
                    stop(FailureKind::Unavailable, found, hint)
                }));
            }
            return Some(stop(FailureKind::Unavailable, found, hint));
        }
        None
    }

    fn prototype(&mut self, w: &Wizard) -> Option<Next> {
        if let Some(stop) = wrong_answers(w) {
            return Some(stop);
        }
        if status::status(w, StepId::Prototype).is_done() {
            return None;
        }
        let p = &w.state.prototype;
        // After a run that failed too: its cause may be a secret, or a page that is another by now.
        let failed = w.state.runs.last().is_some_and(|r| !r.ok) && !self.tried.contains(&"run");
        let current = p.generated_from.as_deref() == Some(w.source_inputs().as_str());
        if p.check.is_none() || !current || (failed && !self.tried.contains(&"write")) {
            let write = Action::WritePrototype { replace: false };
            return Some(self.once("write", write, || Next::Stop {
                step: StepId::Prototype,
                kind: FailureKind::Question,
                message: "The custom check in the workspace was edited by hand, and the source changed.".into(),
                hint: "Open the workflow and choose which to keep, or use another --workspace.".into(),
            }));
        }
        let run = w.state.runs.last();
        let why = run
            .and_then(|r| r.error.clone())
            .unwrap_or_else(|| "It emitted nothing.".into());
        let (message, hint) = if w.state.answers.is_declared() {
            (
                format!("What was filled in can't be used: {why}"),
                "Correct the file, and run again.",
            )
        } else {
            (
                format!("The custom check ran and failed: {why}"),
                "Correct the check, its configuration, or what it reads, and run again.",
            )
        };
        Some(self.once("run", Action::RunPrototype, || Next::Stop {
            step: StepId::Prototype,
            kind: FailureKind::Findings,
            message,
            hint: hint.into(),
        }))
    }

    fn framework(&mut self, w: &Wizard) -> Option<Next> {
        if let Some(stop) = about_nothing(w) {
            return Some(stop);
        }
        if !self.tried.contains(&"plan") {
            self.tried.push("plan");
            return Some(Next::Do(Action::Plan));
        }
        if let Some(stop) = found_while_planning(w) {
            return Some(stop);
        }
        if let Some(plan) = &w.plan {
            let open: Vec<&str> = w.open_choices().map(|f| f.path.as_str()).collect();
            if let Some(folder) = open.iter().find(|path| path.ends_with('/')) {
                return Some(Next::Stop {
                    step: StepId::Framework,
                    kind: FailureKind::Question,
                    message: format!(
                        "{folder} was applied under the earlier name, and {} has it too.",
                        w.base()
                    ),
                    hint: "Open the workflow, and choose under Framework › Files whether it moves or stays."
                        .into(),
                });
            }
            if !open.is_empty() {
                return Some(Next::Stop {
                    step: StepId::Framework,
                    kind: FailureKind::Question,
                    message: format!(
                        "Edited by hand and changed by the wizard: {}.",
                        open.join(", ")
                    ),
                    hint: "Open the workflow, and choose for each file under Framework › Files."
                        .into(),
                });
            }
            if !plan.foreign_ci.is_empty() {
                return Some(Next::Stop {
                    step: StepId::Framework,
                    kind: FailureKind::Question,
                    message: format!(
                        "ddev validate ci --sync would also change the jobs of {}.",
                        plan.foreign_ci.join(", ")
                    ),
                    hint: "Open the workflow and decide under Framework › Files.".into(),
                });
            }
        }
        if self.plan_only {
            return None;
        }
        let apply = Action::Apply {
            allow_foreign_ci: false,
        };
        if !self.tried.contains(&"apply") {
            self.tried.push("apply");
            return Some(Next::Do(apply));
        }
        let status = status::status(w, StepId::Framework);
        (!status.is_done()).then(|| Next::Stop {
            step: StepId::Framework,
            kind: FailureKind::Answers,
            message: format!("Framework is not done: {}.", status.detail()),
            hint: "Answer what is missing, and run again.".into(),
        })
    }

    fn test(&mut self, w: &Wizard) -> Option<Next> {
        if status::is_current(w) {
            return None;
        }
        let bad: Vec<String> = w
            .state
            .steps
            .test
            .tasks
            .iter()
            .filter(|t| !t.findings.is_empty() || t.exit.is_some_and(|e| e != 0))
            .map(|t| t.task.label())
            .collect();
        Some(self.once("test", Action::Test(Which::Failed), || Next::Stop {
            step: StepId::Test,
            kind: FailureKind::Findings,
            message: format!("Not green: {}.", bad.join(", ")),
            hint: "The findings say where; the logs folder of the workspace holds the whole output.".into(),
        }))
    }

    fn commit(&mut self, w: &Wizard) -> Option<Next> {
        if let Some(why) = w.repo.as_ref().and_then(|r| r.refusal.clone()) {
            let failure = Failure::saying(FailureKind::Question, &why);
            return Some(Next::Stop {
                step: StepId::Commit,
                kind: failure.kind,
                message: failure.message,
                hint: failure.hint,
            });
        }
        if !self.tried.contains(&"commit") {
            self.tried.push("commit");
            return Some(Next::Do(Action::Commit));
        }
        None
    }

    fn push(&mut self, w: &Wizard) -> Option<Next> {
        if status::status(w, StepId::PullRequest).is_done() {
            return None;
        }
        if pull_request::is_pushed(w) {
            let save = Action::HandOver(Way::File);
            return Some(self.once("hand over", save, || Next::Stop {
                step: StepId::PullRequest,
                kind: FailureKind::Io,
                message: "The pull request's text could not be saved.".into(),
                hint: "Check the workspace's disk, and run again.".into(),
            }));
        }
        Some(self.once("push", Action::Push, || Next::Stop {
            step: StepId::PullRequest,
            kind: FailureKind::Unavailable,
            message: "There is no fork to push to.".into(),
            hint: "Add your fork under Set up, or run: git remote add origin URL".into(),
        }))
    }
}

/// Answers that the clone and ddev do not accept: told before anything runs.
fn wrong_answers(w: &Wizard) -> Option<Next> {
    let wrong = w.wrong_answers();
    listed(wrong.iter()).map(|message| Next::Stop {
        step: StepId::Framework,
        kind: FailureKind::Answers,
        message,
        hint: "Correct the answers, and run again.".into(),
    })
}

/// Answers about a metric or a service check that the check does not emit.
fn about_nothing(w: &Wizard) -> Option<Next> {
    let absent = |f: &&Finding| {
        let metric = f.rule.strip_prefix("metrics.");
        let check = f.rule.strip_prefix("service_checks.");
        metric.is_some_and(|n| w.derived.metrics.iter().all(|m| m.name != n))
            || check.is_some_and(|n| w.derived.service_checks.iter().all(|c| c.check != n))
    };
    let wrong = w.derived.findings.iter().filter(absent);
    listed(wrong).map(|message| Next::Stop {
        step: StepId::Framework,
        kind: FailureKind::Answers,
        message,
        hint: "Correct the name, or leave the entry out.".into(),
    })
}

/// Errors that would end up in the files: they are not applied.
fn found_while_planning(w: &Wizard) -> Option<Next> {
    let all = w.derived.findings.iter().chain(&w.plan_findings);
    // What an existing integration's files hold is told, and no reason to leave the rest undone.
    let before = w.existing.as_ref().map_or(&[][..], |e| &e.findings);
    let mut errors: Vec<&Finding> = vec![];
    // What reviewers would say is told, and keeps nobody from looking at the files in the clone.
    let counts = |f: &&Finding| f.severity == Severity::Error && f.source != Source::Review;
    for finding in all.filter(counts).filter(|f| !before.contains(f)) {
        if !errors.contains(&finding) {
            errors.push(finding);
        }
    }
    listed(errors.into_iter()).map(|message| Next::Stop {
        step: StepId::Framework,
        kind: FailureKind::Findings,
        message,
        hint: "Correct the check or the answers, and run again. No file was written.".into(),
    })
}

fn listed<'a>(findings: impl Iterator<Item = &'a Finding>) -> Option<String> {
    let lines: Vec<String> = findings.map(ToString::to_string).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn step_of(job: &str) -> StepId {
    match job {
        "prototype" | "run" | "trust" => StepId::Prototype,
        "plan" | "apply" | "undo" => StepId::Framework,
        "test" => StepId::Test,
        "commit" | "repository" => StepId::Commit,
        "push" | "hand over" => StepId::PullRequest,
        _ => StepId::Setup,
    }
}
