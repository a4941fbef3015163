//! Performs the core's effects: each job on a thread of its own, its outcome sent back as an event.
//! What is decided is decided in the core; nothing here changes an answer.

mod baseline;
mod committing;
mod context;
mod declared;
pub mod demo;
pub mod existing;
mod fetch;
mod files;
pub mod fixing;
mod framework;
mod generate;
mod handover;
mod identifiers;
pub mod import;
mod job;
mod load;
mod look;
mod prototype;
mod reach;
mod record;
mod remarks;
mod rendering;
mod repository;
pub mod review;
mod run;
mod samples;
mod setup;
mod show;
mod syncing;
pub mod tests;
mod timer;
mod tools;
pub mod trust;
mod uploads;
mod verify;
mod watch;
mod written;

pub use crate::workspace::store::Report as SaveReport;
pub use context::{Context, Options};
pub use files::failure as store_failure;
pub(crate) use job::io;
pub use job::{Job, Sink, now};

use crate::core::effect::{Effect, Work};
use crate::core::event::{Event, Failure, FailureKind, Outcome};
use crate::core::job::JobId;
use crate::core::state::State;
use crate::core::wizard::Wizard;
use crate::jobs::cancel::CancelToken;
use crate::workspace::store::Store;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use timer::Timer;
use watch::Watcher;

/// Performs effects for one workflow.
pub struct Engine {
    context: Arc<Context>,
    store: Store<State>,
    /// The number of the last save asked for.
    asked: u64,
    /// The jobs that were on record with it.
    running: Vec<String>,
    cancels: HashMap<JobId, CancelToken>,
    timer: Timer,
    watcher: Option<Watcher>,
    sink: Sink,
}

impl Engine {
    /// Opens the workflow in `dir`, made when absent. Takes its lock.
    ///
    /// # Errors
    /// Locked by another program; a newer schema; a damaged file; I/O.
    pub fn open(dir: PathBuf, options: Options, sink: Sink) -> Result<(Self, State), Failure> {
        Self::open_with(dir, options, sink, |_| {})
    }

    /// The same; `report` hears how each save went, on the writer's thread.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_with(
        dir: PathBuf,
        options: Options,
        sink: Sink,
        report: impl Fn(SaveReport) + Send + 'static,
    ) -> Result<(Self, State), Failure> {
        let (store, state) = files::open(&dir, report)?;
        let context = Arc::new(Context::new(dir, options));
        Ok((
            Self {
                context,
                store,
                asked: 0,
                running: vec![],
                cancels: HashMap::new(),
                watcher: None,
                timer: Timer::new(Arc::clone(&sink)),
                sink,
            },
            state,
        ))
    }

    /// The workspace folder.
    #[must_use]
    pub fn dir(&self) -> &std::path::Path {
        &self.context.dir
    }

    /// What jobs share.
    #[must_use]
    pub fn context(&self) -> &Arc<Context> {
        &self.context
    }

    /// What the custom check's files hold now, when somebody edited them since they were saved.
    #[must_use]
    pub fn edited(&self, state: &State) -> Option<Event> {
        prototype::changed(&self.context, state)
    }

    /// Agrees to run the custom check that the workspace holds.
    ///
    /// # Errors
    /// It can't be read, or the agreement can't be kept.
    pub fn agree(&self, state: &State) -> Result<(), Failure> {
        match files::read(&self.context.main_file(&state.answers))? {
            Some(text) => trust::remember(&text),
            None => Ok(()),
        }
    }

    /// Performs an effect. `OpenFile` and `Copy` are the screen's and do nothing here.
    pub fn perform(&mut self, effect: Effect, wizard: &Wizard) {
        match effect {
            Effect::Save => self.save(wizard),
            Effect::Start { job, work } => self.start(job, work, wizard),
            Effect::Cancel { job } => {
                if let Some(cancel) = self.cancels.get(&job) {
                    cancel.cancel();
                }
            }
            Effect::After { name, token, ms } => self.timer.after(name, token, ms),
            Effect::Watch { folder } => {
                // Where nothing can be watched, tests run when they are asked for.
                let sink = || Arc::clone(&self.sink);
                self.watcher = folder.and_then(|folder| Watcher::start(&folder, sink()).ok());
            }
            Effect::OpenFile { .. } | Effect::Copy { .. } => {}
        }
    }

    /// Saves soon; at once when a job began or ended, so that a kill finds on record what was done.
    fn save(&mut self, wizard: &Wizard) {
        self.asked = self.store.save(wizard.state.clone());
        let running = &wizard.state.steps.running;
        if self.running != *running {
            self.running.clone_from(running);
            self.store.hurry();
        }
    }

    /// The number of the last save asked for, to compare with a [`SaveReport`].
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.asked
    }

    /// Waits until the last save is on the disk.
    ///
    /// # Errors
    /// Why it could not be saved.
    pub fn flush(&self) -> Result<(), Failure> {
        self.store
            .flush()
            .map_err(|e| Failure::new(FailureKind::Io, e.to_string(), String::new()))
    }

    /// Asks every job to stop.
    pub fn cancel_all(&self) {
        for cancel in self.cancels.values() {
            cancel.cancel();
        }
    }

    fn start(&mut self, id: JobId, work: Work, wizard: &Wizard) {
        let cancel = CancelToken::new();
        self.cancels.insert(id, cancel.clone());
        let job = Job {
            id,
            wizard: wizard.clone(),
            context: Arc::clone(&self.context),
            cancel,
            sink: Arc::clone(&self.sink),
            shown: Instant::now(),
        };
        let sink = Arc::clone(&self.sink);
        let run = move || {
            let name = work.name();
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job.run(work)));
            let outcome = outcome.unwrap_or_else(|_| {
                Err(Failure::new(
                    FailureKind::Io,
                    format!("ddint-tui itself failed during {name}."),
                    "Nothing was lost. Try again, and report it with the log in the state folder.",
                ))
            });
            sink(Event::Finished {
                job: id,
                outcome: outcome.map(Box::new),
            });
        };
        let spawned = std::thread::Builder::new()
            .name(format!("job-{id}"))
            .spawn(run);
        if let Err(error) = spawned {
            let failure = Failure::new(
                FailureKind::Io,
                format!("No thread could be started: {error}."),
                "",
            );
            (self.sink)(Event::Finished {
                job: id,
                outcome: Err(failure),
            });
        }
    }
}

impl Job {
    fn run(mut self, work: Work) -> Result<Outcome, Failure> {
        match work {
            Work::Load => load::load(&self),
            Work::CheckSetup { clone, folder } => {
                Ok(setup::check(&mut self, clone.as_deref(), &folder))
            }
            Work::MakeToolchain => setup::make_toolchain(&mut self),
            Work::CloneRepo { url, dest } => setup::clone_repo(&mut self, &url, &dest),
            Work::AddRemote { name, url } => setup::remotes::add(&self, &name, &url),
            Work::Fetch { remote } => setup::fetch(&mut self, &remote),
            Work::WritePrototype { replace } => prototype::write(&mut self, replace),
            Work::Trust => trust::agree(&self),
            Work::Show {
                field,
                text,
                agreed,
            } => show::show(&mut self, field, &text, agreed),
            Work::RunPrototype => run::run(&mut self),
            Work::Plan => framework::plan(&mut self),
            Work::Verify => verify::verify(&mut self),
            Work::Rerun => tests::rerun(&self),
            Work::Apply {
                choices,
                hunks,
                allow_foreign_ci,
            } => framework::apply(&mut self, &choices, &hunks, allow_foreign_ci),
            Work::Undo { number } => framework::undo(&mut self, number),
            Work::FindFixes { findings } => fixing::jobs::offers(&self, &findings),
            Work::PreviewFix { target } => fixing::jobs::preview(&mut self, &target),
            Work::Fix => fixing::jobs::fix(&mut self),
            Work::TakeBack { number } => fixing::jobs::take_back(&self, number),
            Work::Test { tasks } => tests::run(&mut self, &tasks),
            Work::ReadRepo => repository::read(&mut self),
            Work::Differences { request } => committing::differences(&self, &request),
            Work::Commit { request } => committing::commit(&mut self, &request),
            Work::LookAtBase { request } => syncing::look(&mut self, &request),
            Work::Update { request, plan } => syncing::update(&mut self, &request, &plan),
            Work::GoBack { request, done } => syncing::back(&mut self, &request, &done),
            Work::Push {
                remote,
                branch,
                over,
            } => repository::push(&mut self, &remote, &branch, over.as_deref()),
            Work::ReadRemarks => remarks::read(&mut self),
            Work::HandOver { way, request } => handover::hand_over(&mut self, way, &request),
        }
    }
}
