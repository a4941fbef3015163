//! Starting and canceling jobs.

use super::{Job, Wizard};
use crate::core::answers::Track;
use crate::core::effect::{Effect, Work};
use crate::core::event::{Action, Progress, Which};
use crate::core::setup::{Item, Repair};
use crate::core::testing::{Task, TaskResult, TaskState};

/// Jobs that look or install, and may run beside one that works on the files.
pub(super) const BESIDE: [&str; 8] = [
    "load",
    "set up",
    "repository",
    "differences",
    "toolchain",
    "clone",
    "trust",
    "remarks",
];

impl Wizard {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Trust
            && let Some(effects) = self.agree_to_shown()
        {
            return effects;
        }
        if matches!(action, Action::FindFixes { .. } | Action::LeaveFix) {
            return self.act_on_fix(action);
        }
        self.failure = None;
        self.notice = None;
        let work = match action {
            Action::LookAtBase | Action::LeaveUpdate | Action::Update | Action::GoBack => {
                return self.act_on_update(&action);
            }
            Action::CheckSetup => return self.look(),
            Action::MakeToolchain => Work::MakeToolchain,
            Action::UseClone { path } => {
                self.state.files.clone = Some(path);
                let mut effects = vec![Effect::Save];
                effects.extend(self.act(Action::CheckSetup));
                return effects;
            }
            Action::CloneRepo { url, dest } => Work::CloneRepo { url, dest },
            Action::AddRemote { name, url } => Work::AddRemote { name, url },
            Action::Fetch => Work::Fetch {
                remote: self.unfetched().unwrap_or_else(|| self.base_remote()),
            },
            Action::UseAuthor { name, email } => {
                self.state.git.author = Some((name, email));
                let mut effects = vec![Effect::Save];
                effects.extend(self.act(Action::CheckSetup));
                return effects;
            }
            Action::WritePrototype { replace } => Work::WritePrototype { replace },
            Action::Trust => Work::Trust,
            Action::Show { .. } | Action::TakeShown | Action::KeepKind => {
                return self.act_on_shown(action);
            }
            Action::RunPrototype => Work::RunPrototype,
            Action::Plan => Work::Plan,
            Action::Resync => {
                self.state.files.resync = self.state.files.existing;
                Work::Plan
            }
            Action::Apply { allow_foreign_ci } => Work::Apply {
                choices: self.state.files.choices.clone(),
                hunks: self.hunks(),
                allow_foreign_ci,
            },
            Action::UndoApply if self.mending.last.is_some() => {
                return self.act_on_fix(Action::TakeFixBack);
            }
            Action::UndoApply => {
                let Some(number) = self.state.files.applied.as_ref().and_then(|a| a.undo) else {
                    self.notice = Some("Nothing was applied that could be undone.".into());
                    return vec![];
                };
                Work::Undo { number }
            }
            Action::Test(which) => return self.test(which),
            Action::Cancel => return self.cancel(),
            Action::ReadRepo => Work::ReadRepo,
            Action::Differences => self.look_at_differences(),
            Action::Commit => self.commit_work(None),
            Action::Amend { pushed } => self.commit_work(Some(pushed)),
            Action::Push | Action::Overwrite { .. } => {
                let work = match &action {
                    Action::Overwrite { typed } => self.overwrite(typed),
                    _ => self.push(),
                };
                match work {
                    Some(work) => work,
                    None => return vec![],
                }
            }
            Action::Heard(stage) => return self.heard(stage),
            Action::UseName { .. } | Action::Finish { .. } => {
                return self.write_down(action);
            }
            Action::HandOver(way) => match self.hand_over(way) {
                Ok(work) => work,
                Err(effects) => return effects,
            },
            Action::OpenFile { path, line } => return vec![Effect::OpenFile { path, line }],
            Action::FindFixes { .. }
            | Action::PreviewFix { .. }
            | Action::PreviewBoth { .. }
            | Action::ShowFix { .. }
            | Action::LeaveFix
            | Action::Fix
            | Action::TakeFixBack => return self.act_on_fix(action),
            Action::TurnFast => return self.turn_fast(),
        };
        self.start(work)
    }

    /// What the contributor says, and nothing has to be done for.
    fn write_down(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::UseName { own } => drop(self.state.agreed.insert(own)),
            Action::Finish { how } => {
                // Without a word, it is open again.
                self.state.git.finished = Some(how).filter(|how| !how.is_empty());
            }
            _ => {}
        }
        vec![Effect::Save]
    }

    /// Looks at this machine.
    pub(super) fn look(&mut self) -> Vec<Effect> {
        self.start(Work::CheckSetup {
            clone: self.state.files.clone.clone(),
            folder: self.state.answers.integration.folder(),
        })
    }

    /// Starts a job unless one that it could disturb is running.
    pub(super) fn start(&mut self, work: Work) -> Vec<Effect> {
        let name = work.name();
        let beside = BESIDE.contains(&name);
        let busy = |j: &&Job| j.name == name || (!beside && !BESIDE.contains(&j.name));
        if let Some(job) = self.jobs.iter().find(busy) {
            // What it looks at may have changed since it began.
            self.look_again |= name == "set up";
            if !beside {
                self.notice = Some(format!("{} is running. Ctrl+C cancels it.", job.name));
            }
            return vec![];
        }
        let mut effects = if beside { vec![] } else { self.make_way(true) };
        // It runs again: nothing is left to say of the one that was cut off.
        self.interrupted.retain(|other| other != name);
        self.next_job += 1;
        let job = self.next_job;
        self.jobs.push(Job {
            id: job,
            name,
            started: self.now,
            progress: Progress::default(),
            cancelling: false,
        });
        if work.is_long() {
            self.state.steps.running.push(name.to_owned());
            effects.push(Effect::Save);
        }
        effects.push(Effect::Start { job, work });
        effects
    }

    fn cancel(&mut self) -> Vec<Effect> {
        let jobs = self
            .jobs
            .iter_mut()
            .filter(|j| !["load", "repository", "differences", "trust"].contains(&j.name));
        jobs.map(|job| {
            job.cancelling = true;
            Effect::Cancel { job: job.id }
        })
        .collect()
    }

    fn test(&mut self, which: Which) -> Vec<Effect> {
        let known = &self.state.steps.test;
        let failed = |task: &Task| {
            let result = known.tasks.iter().find(|r| r.task == *task);
            let current = known.inputs.get(&task.label()) == Some(&self.test_inputs);
            result.is_none_or(|r| r.state != TaskState::Passed) || !current
        };
        let tasks: Vec<Task> = match which {
            Which::All => self.tasks.clone(),
            Which::Failed => self.tasks.iter().filter(|t| failed(t)).cloned().collect(),
            Which::One(task) => vec![task],
        };
        let tasks: Vec<Task> = tasks
            .into_iter()
            .filter(|t| !matches!(t, Task::CiOnly(_)))
            .collect();
        if tasks.is_empty() {
            self.notice = Some("No task to run.".into());
            return vec![];
        }
        let effects = self.start(Work::Test {
            tasks: tasks.clone(),
        });
        if !effects.is_empty() {
            self.list_tasks(&tasks);
        }
        effects
    }

    /// The results, one for each task that CI runs, those about to run waiting.
    fn list_tasks(&mut self, again: &[Task]) {
        let old = std::mem::take(&mut self.state.steps.test.tasks);
        self.before_tests = Some(old.clone());
        self.state.steps.test.tasks = self
            .tasks
            .iter()
            .map(|task| {
                let kept = old
                    .iter()
                    .find(|r| r.task == *task && !again.contains(task))
                    .cloned();
                kept.unwrap_or_else(|| TaskResult::waiting(task.clone()))
            })
            .collect();
    }

    /// The files outside the integration's folder that belong to the scope: the track's root files, and what
    /// a rename removed.
    #[must_use]
    pub fn root_files(&self) -> Vec<String> {
        let mut files = root_files(self.state.answers.track);
        let own = format!("{}/", self.state.answers.integration.folder());
        let left = self.state.files.applied.iter().flat_map(|a| &a.left);
        files.extend(left.filter(|path| !path.starts_with(&own)).cloned());
        files
    }

    /// The remote of the base, `upstream` unless Set up knows better.
    #[must_use]
    pub fn base_remote(&self) -> String {
        let base = self.base();
        base.split('/').next().unwrap_or("upstream").to_owned()
    }

    /// The remote that the base's line names, which may be one that was only just added.
    fn unfetched(&self) -> Option<String> {
        match &self.setup.as_ref()?.line(Item::Base)?.repair {
            Some(Repair::Fetch { remote }) => Some(remote.clone()),
            _ => None,
        }
    }

    /// For example `upstream/master`.
    #[must_use]
    pub fn base(&self) -> String {
        let found = self.setup.as_ref().and_then(|s| s.base.clone());
        self.state
            .answers
            .git
            .base
            .clone()
            .or(found)
            .unwrap_or_else(|| "upstream/master".into())
    }

    pub(super) fn fork(&self) -> Option<String> {
        self.setup.as_ref().and_then(|s| s.fork.clone())
    }
}

/// The files outside the integration's folder that a track's application may change.
#[must_use]
pub fn root_files(track: Track) -> Vec<String> {
    let mut files = vec![
        ".github/CODEOWNERS".to_owned(),
        ".github/workflows/test-all.yml".to_owned(),
        ".github/workflows/test-all-windows.yml".to_owned(),
    ];
    if track == Track::Partner {
        files.push(".ddev/config.toml".to_owned());
    }
    files
}
